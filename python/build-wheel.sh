#!/usr/bin/env bash
# Builds the wheel into target/wheels, alone there. `make wheel` is this.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
"$here/tests/setup.sh" tools
rm -f "$root"/target/wheels/libcfsign-*.whl
cd "$here"
# shellcheck source=../bindings/dist-env.sh
source "$root/bindings/dist-env.sh"
"$root/target/python/tools/bin/maturin" build --quiet --locked --profile dist --compression-level 9 --out "$root/target/wheels"
"$root/target/python/tools/bin/python" compress_wheel.py "$root"/target/wheels/libcfsign-*.whl
ls "$root"/target/wheels/libcfsign-*.whl
