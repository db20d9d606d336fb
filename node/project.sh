#!/usr/bin/env bash
# Packs the package and installs it, without a network, into a project that is empty otherwise:
# target/npm/project, where the tests and the benches run.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
project=$root/target/npm/project
"$root/node/build.sh"
mkdir -p "$project"
cd "$project"
echo '{ "name": "project", "private": true }' >package.json
npm install --offline --silent --no-audit --no-fund "$root"/target/npm/cfsign*.tgz
