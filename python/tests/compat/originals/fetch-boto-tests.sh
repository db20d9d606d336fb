#!/bin/sh
# Fetches boto 2.49.0's own tests, which only its source distribution carries, from PyPI.
#
#   fetch-boto-tests.sh PYTHON FOLDER    leaves FOLDER/boto-2.49.0/tests
set -eu
python=$1
folder=$2
if [ -e "$folder/boto-2.49.0/tests" ]; then
    exit 0
fi
mkdir -p "$folder"
echo 'boto==2.49.0 --hash=sha256:ea0d3b40a2d852767be77ca343b58a9e3a4b00d9db440efb8da74b4e58025e5a' >"$folder/boto.txt"
"$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary boto \
    --require-hashes --requirement "$folder/boto.txt" --dest "$folder"
tar -xzf "$folder/boto-2.49.0.tar.gz" -C "$folder" boto-2.49.0/tests
