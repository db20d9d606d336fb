#!/usr/bin/env bash
# Builds the addon and the command for this machine, and packs them and the package into target/npm.
# `make npm-pack` is this. With --release it packs what was built for every platform, into target/npm/built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
cd "$root"
out=$root/target/npm
if [ "${1:-}" = --release ]; then
    rm -rf "$out/packages" "$out"/*.tgz
else
    rm -rf "$out"
    "$here/build-native.sh"
fi
node "$here/pack.js" "$out" ${1:+--all}
cd "$out"
for package in packages/*; do
    npm pack --silent --pack-destination "$out" "./$package" >/dev/null
done
ls "$out"/*.tgz
