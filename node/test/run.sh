#!/usr/bin/env bash
# Packs the package, installs it into an empty project without a network, and runs the tests there. Ends
# with a line that counts, which tests/run.sh of the project adds up.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
project=$root/target/npm/project

"$root/tests/peers/setup.sh" || exit 1
"$root/node/build.sh" || exit 1
mkdir -p "$project"
cd "$project" || exit 1
echo '{ "name": "project", "private": true }' >package.json
npm install --offline --silent --no-audit --no-fund "$root"/target/npm/cfsign*.tgz || exit 1
cp -r "$here" test
tools=$root/target/npm-tools
if ! cmp -s "$root/node/tools/package-lock.json" "$tools/package-lock.json"; then
    rm -rf "$tools"
    cp -r "$root/node/tools" "$tools"
    (cd "$tools" && npm ci --ignore-scripts --silent --no-audit --no-fund) || exit 1
fi

export CFSIGN_ROOT=$root NODE_PATH=$tools/node_modules
# Named one by one: in a folder, Node takes what the tests share for tests that pass.
node --test --test-reporter tap test/*.test.js test/compat/*.test.js >tap.txt
failed=$?
grep -E '^ *not ok|^    (# |at |error|failureType)' tap.txt
awk '/^# pass/ { p = $3 } /^# fail/ { f = $3 } /^# (skipped|todo|cancelled)/ { s += $3 }
    END { printf "test result: %s. %d passed; %d failed; %d ignored\n", f ? "FAILED" : "ok", p, f, s }' tap.txt
exit $failed
