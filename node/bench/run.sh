#!/usr/bin/env bash
# Runs a bench, or another script of this folder, against the packed package. `make bench-event-loop` is this.
#
#   node/bench/run.sh event_loop.js
#   node/bench/run.sh memory.js 1000000
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
tests/peers/setup.sh
node/project.sh >/dev/null
export NODE_PATH=$root/target/npm/project/node_modules
script=$1
shift
exec node "node/bench/$script" "$@"
