#!/usr/bin/env bash
# Builds the addon and the command for this machine, and packs them and the package into target/npm.
# `make npm-pack` is this. With --release it packs what was built for every platform, into target/npm/built.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
cd "$root"
out=$root/target/npm
if [ "${1:-}" != --release ]; then
    # shellcheck source=../bindings/dist-env.sh
    source bindings/dist-env.sh
    cargo build --quiet --locked --profile dist -p cfsign-node -p cfsign-cli
    rm -rf "$out"
    built=$out/built/$(node -p "require('./node/platform.js').target()")
    mkdir -p "$built"
    for name in libcfsign_node.so libcfsign_node.dylib cfsign_node.dll; do
        [ ! -e "target/dist/$name" ] || cp "target/dist/$name" "$built/cfsign.node"
    done
    for name in cfsign cfsign.exe; do
        [ ! -e "target/dist/$name" ] || cp "target/dist/$name" "$built/"
    done
else
    rm -rf "$out/packages" "$out"/*.tgz
fi
node "$here/pack.js" "$out" ${1:+--all}
cd "$out"
for package in packages/*; do
    npm pack --silent --pack-destination "$out" "./$package" >/dev/null
done
ls "$out"/*.tgz
