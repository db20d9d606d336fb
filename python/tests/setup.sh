#!/usr/bin/env bash
# Makes the environments that the tests run in, under target/python, and does nothing where they are
# there already. The wheel is built by `make wheel` and installed by run.sh, each time.
#
#   tools     builds the wheel, checks types and style
#   clean     pytest and the wheel, nothing else
#   peers     the packages that ours stands in for, which need Python 3.10 or 3.11, and the newest
#             Django that runs there
#   oldest    the oldest Django that is supported
#   newest    the newest Python and the newest Django
#
# NEWEST_PYTHON names a Python 3.12 or newer that is not on the PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$root/target/python

find_newest() {
    local candidates=("${NEWEST_PYTHON:-}" python3.14 python3.13 python3.12 python3)
    if command -v pyenv >/dev/null; then
        for version in $(pyenv versions --bare | sort -rV); do
            candidates+=("$(pyenv root)/versions/$version/bin/python")
        done
    fi
    for candidate in "${candidates[@]}"; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "setup.sh: needs Python 3.12 or newer (set NEWEST_PYTHON)" >&2
    exit 1
}

# environment NAME PYTHON: installs requirements/NAME.txt.
environment() {
    local name=$1 python=$2
    local stamp
    stamp=$({ "$python" --version && cat "$here/requirements/$name.txt" "$here"/requirements/_*.txt; } | sha256sum | cut -d' ' -f1)
    if [ "$(cat "$target/$name/stamp" 2>/dev/null)" = "$stamp" ]; then
        return
    fi
    rm -rf "${target:?}/$name"
    mkdir -p "$target"
    "$python" -m venv "$target/$name"
    "$target/$name/bin/python" -m pip install --quiet --disable-pip-version-check \
        --requirement "$here/requirements/$name.txt"
    echo "$stamp" >"$target/$name/stamp"
}

environment tools python3
if [ "${1:-}" = tools ]; then
    exit 0
fi
# The packages of tests/peers are there already; a path file makes them importable here too.
"$root/tests/peers/setup.sh"
peers=$root/target/peers/venv/bin/python
newest=$(find_newest)
environment clean "$peers"
environment peers "$peers"
"$peers" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
    >"$("$target/peers/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/peers.pth"
# boto's own tests are in its source distribution only.
"$here/compat/originals/fetch-boto-tests.sh" "$peers" "$target/boto"
environment oldest "$peers"
environment newest "$newest"
