#!/usr/bin/env bash
# Packs the package, installs it into an empty project without a network, and runs the tests there. Ends
# with a line that counts, which tests/run.sh of the project adds up.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
project=$root/target/npm/project

"$root/tests/setup.sh" peers chromium || exit 1
"$root/node/project.sh" || exit 1
cd "$project" || exit 1
# Not where they are: there `cfsign` would mean the package in the tree.
cp -r "$here" test
cp -r "$root/node/examples" examples
tools=$root/target/npm-tools
if ! cmp -s "$root/node/tools/package-lock.json" "$tools/package-lock.json"; then
    rm -rf "$tools"
    cp -r "$root/node/tools" "$tools"
    (cd "$tools" && npm ci --ignore-scripts --omit=optional --silent --no-audit --no-fund) || exit 1
fi

# Above the project, so that the frameworks are found where it looks, and not in it.
ln -sfn "$tools/node_modules" "$root/target/npm/node_modules"
# Programs in TypeScript, as ES modules and as CommonJS.
for kind in module commonjs; do
    cp -r test/typescript "test/$kind"
    echo "{ \"type\": \"$kind\" }" >"test/$kind/package.json"
    "$tools/node_modules/.bin/tsc" -p "test/$kind" --typeRoots "$tools/node_modules/@types" || exit 1
done

CHROMIUM=$(command -v chromium)
export CHROMIUM CFSIGN_ROOT=$root
# Named one by one: in a folder, Node takes what the tests share for tests that pass.
node --test --test-timeout=300000 --test-reporter tap \
    test/*.test.*js test/{compat,module,commonjs,web}/*.test.js >tap.txt
failed=$?
grep -E '^ *not ok|^    (# |at |error|failureType)' tap.txt
awk '/^# pass/ { p = $3 } /^# fail/ { f = $3 } /^# (skipped|todo|cancelled)/ { s += $3 }
    END { printf "test result: %s. %d passed; %d failed; %d ignored\n", f ? "FAILED" : "ok", p, f, s }' tap.txt
exit $failed
