#!/usr/bin/env bash
# Installs libcfsign into target/prefix and runs bench.php over it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
cd "$root"
tests/setup.sh php
PREFIX=$root/target/prefix bindings/c/install.sh library
CFSIGN_LIBRARY=$root/target/prefix/lib/libcfsign.so.0 php -d opcache.enable_cli=1 bindings/php/bench/bench.php
