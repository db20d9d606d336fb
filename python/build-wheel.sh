#!/usr/bin/env bash
# Builds the wheel into target/wheels, alone there. `make wheel` is this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$here/tests/setup.sh" tools
rm -f "$root"/target/wheels/libcfsign-*.whl
cd "$here"
"$root/target/python/tools/bin/maturin" build --quiet --locked --profile dist --out "$root/target/wheels"
ls "$root"/target/wheels/libcfsign-*.whl
