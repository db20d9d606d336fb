#!/usr/bin/env bash
# Builds the addon for this machine, and packs it and the package into target/npm. `make npm-pack` is this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
cd "$root"
# shellcheck source=../bindings/dist-env.sh
source bindings/dist-env.sh
cargo build --quiet --locked --profile dist -p cfsign-node

out=$root/target/npm
rm -rf "$out"
mkdir -p "$out"
node "$here/pack.js" "$out"
cd "$out"
for package in packages/*; do
    npm pack --silent --pack-destination "$out" "./$package" >/dev/null
done
# The tests of what is not exported run in the tree.
cp packages/cfsign-*/*.node "$here/"
ls "$out"/*.tgz
