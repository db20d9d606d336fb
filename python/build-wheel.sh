#!/usr/bin/env bash
# Builds the wheel into target/wheels, alone there. `make wheel` is this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$here/tests/setup.sh" tools
rm -f "$root"/target/wheels/libcfsign-*.whl
cd "$here"
# Without this, gcc keeps the branch of AWS-LC that checks new keys as FIPS wants it. It is never taken,
# and holds every curve and table there is: 700 kB.
if [[ $(${CC:-cc} --version 2>/dev/null) == *'Free Software Foundation'* ]]; then
    # Nor is anything unwound through C.
    export AWS_LC_SYS_CFLAGS="${AWS_LC_SYS_CFLAGS:-} --param=ipa-cp-eval-threshold=1 -fno-asynchronous-unwind-tables"
fi
# Functions that came out the same are kept once.
case $(rustc -vV) in
# Here rustc links with its own lld, which knows how.
*'host: x86_64-unknown-linux-gnu'*)
    export RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,--icf=all,-O2"
    ;;
esac
"$root/target/python/tools/bin/maturin" build --quiet --locked --profile dist --compression-level 9 --out "$root/target/wheels"
"$root/target/python/tools/bin/python" compress_wheel.py "$root"/target/wheels/libcfsign-*.whl
ls "$root"/target/wheels/libcfsign-*.whl
