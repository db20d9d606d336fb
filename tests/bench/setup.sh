#!/usr/bin/env bash
# Builds cfsign as it is shipped and all peers for the bench, and does nothing where that is done already. Says what
# takes how long.
#
#   target/peers           the packages from PyPI and npm, at the versions that tests/peers pins
#   target/bench/venv      Python with these packages and the wheel
#   target/npm/project     an empty project with the packed npm package
#   target/bench/prefix    the C library and the command, as `make install` leaves them
#   target/bench/rust      cfsign, AWS-LC and the crates, in one program
#   target/bench/c         a program with libcfsign
#   target/bench/openssl   a program with OpenSSL
#   target/bench/nothing   the same program with neither
#   target/bench/setup.tsv how long each of these steps took, for the document
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
export CARGO_TARGET_DIR=$root/target
bench=$root/target/bench
mkdir -p "$bench"
: >"$bench/setup.tsv"

step() {
    local title=$1 start=$SECONDS
    shift
    printf '%-64s' "$title"
    if ! "$@" >"$bench/setup.log" 2>&1; then
        echo failed
        cat "$bench/setup.log" >&2
        exit 1
    fi
    printf '%6d s\n' $((SECONDS - start))
    printf '%s\t%d\n' "$title" $((SECONDS - start)) >>"$bench/setup.tsv"
}

system() {
    tests/setup.sh php
    command -v pkg-config >/dev/null && [ -e /usr/include/openssl/rsa.h ] || tests/setup.sh c
}

rust() {
    (cd "$here/rust" && cargo build --release --locked --target-dir "$bench/rust")
}

wheel() {
    python/build-wheel.sh
    local python=$bench/venv/bin/python
    [ -e "$python" ] || target/peers/venv/bin/python -m venv "$bench/venv"
    # The packages of tests/peers are there already; a path file makes them importable here too.
    local packages
    packages=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    target/peers/venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >"$packages/peers.pth"
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall target/wheels/libcfsign-*.whl
}

c() {
    PREFIX=$bench/prefix bindings/c/install.sh library command
    local flags=(-std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror -O2)
    gcc "${flags[@]}" "$here/workers/nothing.c" -o "$bench/nothing"
    gcc "${flags[@]}" -I"$bench/prefix/include" "$here/workers/c.c" -o "$bench/c" \
        -L"$bench/prefix/lib" -lcfsign -Wl,-rpath,"$bench/prefix/lib"
    gcc "${flags[@]}" -DOPENSSL_SUPPRESS_DEPRECATED "$here/workers/openssl.c" -o "$bench/openssl" -lcrypto
}

step "the other signers, from PyPI and npm" tests/peers/setup.sh
step "PHP and OpenSSL, from the system's packages" system
step "cfsign, AWS-LC, ring, rsa and cloudfront_sign in Rust" rust
step "the Python package" wheel
step "the npm package" node/project.sh
step "the C library and the command" c
