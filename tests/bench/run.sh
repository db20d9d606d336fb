#!/usr/bin/env bash
# `make bench` is this: builds cfsign and all peers, measures them in turns, and writes target/bench/results.json and
# the document from it.
#
#   tests/bench/run.sh         a quarter of an hour of measuring at most, after the builds
#   tests/bench/run.sh quick   two minutes of measuring: good for a look, not for figures
#   tests/bench/run.sh fresh   measures the fresh processes again, after a run of all
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
results=$root/target/bench/results.json
"$here/setup.sh"
case ${1:-full} in
full) python3 "$here/drive.py" "$results" ;;
quick) python3 "$here/drive.py" "$results" --quick ;;
fresh) python3 "$here/drive.py" "$results" --fresh ;;
*)
    echo "run.sh: unknown word $1" >&2
    exit 2
    ;;
esac
python3 "$here/document.py" "$results"
echo "docs/performance.md, docs/performance/ and docs/performance.json are written"
