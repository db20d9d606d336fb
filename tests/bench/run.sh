#!/usr/bin/env bash
# `make bench` is this: builds cfsign and all peers, measures them in turns, and writes target/bench/results.json and
# the document from it.
#
#   tests/bench/run.sh         a quarter of an hour of measuring at most, after the builds
#   tests/bench/run.sh quick   two minutes of measuring: good for a look, not for figures; its document goes to
#                              target/bench, and those that are committed stay as they are
#   tests/bench/run.sh fresh   measures the fresh processes again, after a run of all
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bench=$root/target/bench
word=${1:-full}
case $word in
full | quick | fresh) ;;
*)
    echo "run.sh: found $word; wanted quick, fresh or nothing" >&2
    exit 2
    ;;
esac
"$here/setup.sh"
case $word in
full) python3 "$here/drive.py" "$bench/results.json" ;;
quick)
    python3 "$here/drive.py" "$bench/quick.json" --quick
    python3 "$here/document.py" --into "$bench/quick" "$bench/quick.json"
    echo "target/bench/quick/performance.md and its charts are written"
    exit
    ;;
fresh) python3 "$here/drive.py" "$bench/results.json" --fresh ;;
esac
python3 "$here/document.py" "$bench/results.json"
echo "docs/performance.md, docs/performance/, docs/performance.json and the tables of the READMEs are written"
