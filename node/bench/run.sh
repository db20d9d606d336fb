#!/usr/bin/env bash
# Runs a bench, or another script of this folder, against the packed package. `make bench-node` is this.
#
#   node/bench/run.sh bench.js
#   node/bench/run.sh memory.js 1000000
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
tests/peers/setup.sh
node/project.sh >/dev/null
cargo build --release --locked --quiet -p cfsign-tests --example core_blocks
export NODE_PATH=$root/target/npm/project/node_modules
script=$1
shift
exec node "node/bench/$script" "$@"
