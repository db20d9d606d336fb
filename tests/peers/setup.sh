#!/bin/sh
# Installs the packages that tests/peers/generate.py runs, at the versions pinned beside this file.
#
#   target/peers/venv    Python packages
#   target/peers/node    Node packages
#
# Does nothing when that is done already. boto 2.49.0 imports a module that Python 3.12 removed, so
# the interpreter has to be 3.10 or 3.11; PEERS_PYTHON names one that is not on the PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../.." && pwd)/target/peers

# The first interpreter that is new enough for botocore and old enough for boto.
find_python() {
    for candidate in ${PEERS_PYTHON:-} python3 python3.11 python3.10; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 12))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "setup.sh: needs Python 3.10 or 3.11 (set PEERS_PYTHON)" >&2
    exit 1
}

# M2Crypto comes as source only: it is built with swig against OpenSSL's headers.
install_build_tools() {
    missing=
    command -v swig >/dev/null || missing="$missing swig"
    command -v cc >/dev/null || missing="$missing gcc libc6-dev"
    [ -e /usr/include/openssl/evp.h ] || missing="$missing libssl-dev"
    [ -n "$missing" ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing
}

python=$(find_python)
stamp=$(
    cd "$here"
    { "$python" --version && node --version && cat requirements.txt package.json package-lock.json .npmrc; } |
        sha256sum | cut -d' ' -f1
)
if [ "$(cat "$target/stamp" 2>/dev/null)" = "$stamp" ]; then
    exit 0
fi

rm -rf "$target"
mkdir -p "$target/node"
install_build_tools

"$python" -m venv "$target/venv"
# The constraint reaches the isolated environments that pip builds source packages in.
PIP_CONSTRAINT="$here/requirements.txt" "$target/venv/bin/python" -m pip install \
    --quiet --disable-pip-version-check --requirement "$here/requirements.txt"

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$target/node/"
(cd "$target/node" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)

echo "$stamp" >"$target/stamp"
