#!/usr/bin/env bash
# Builds the library as it is shipped and compares it with the AWS-LC in it. `make bench-c` is this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cd "$root"
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
work=$CARGO_TARGET_DIR/c-bench
PREFIX=$work bindings/c/install.sh library
prefix=$(nm "$work/lib/libcfsign.a" 2>/dev/null | sed -n 's/.* T \(aws_lc_.*\)_RSA_sign$/\1/p' | head -1)
# shellcheck disable=SC2046
gcc -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror -O2 "-DAWS_LC=$prefix" -I"$work/include" \
    "$here/sign_url.c" "$work/lib/libcfsign.a" \
    $(PKG_CONFIG_PATH=$work/lib/pkgconfig pkg-config --static --libs-only-l cfsign | sed 's/-lcfsign//') \
    -o "$work/sign_url"
"$work/sign_url" tests/keys/rsa-2048.pkcs1.der
