#!/usr/bin/env bash
# Builds the addon and the command of this machine into target/npm/built/TARGET, where pack.js looks. Without
# its argument TARGET is what Node says of itself; machines that build releases need no Node.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
built=$root/target/npm/built/${1:-$(node -p "require('./node/platform.js').target()")}

# Node opens the addon by dlopen: it cannot be linked statically, as Rust does by itself for musl.
case $built in *-musl) export RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=-crt-static" ;; esac
# shellcheck source=../bindings/dist-env.sh
source bindings/dist-env.sh
# One at a time: together they would be given other features than alone, and be built anew for other packages.
cargo build --quiet --locked --profile dist -p cfsign-node
cargo build --quiet --locked --profile dist -p cfsign-cli
mkdir -p "$built"
for name in libcfsign_node.so libcfsign_node.dylib cfsign_node.dll; do
    [ ! -e "target/dist/$name" ] || cp "target/dist/$name" "$built/cfsign.node"
done
for name in cfsign cfsign.exe; do
    [ ! -e "target/dist/$name" ] || cp "target/dist/$name" "$built/"
done
