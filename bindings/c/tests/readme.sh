#!/usr/bin/env bash
# Takes the programs out of README.md, compiles all of them against the installed library, and runs those with a
# main beside a key file. The CMake file is used for one of them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$1
rm -rf "$work"
mkdir -p "$work"
cp "$root/tests/keys/rsa-2048.pkcs8.pem" "$work/private_key.pem"
cp "$root/tests/keys/rsa-2048.public.pem" "$work/public_key.pem"
awk -v work="$work" '
    /^```(c|cpp|cmake)$/ { inside = substr($0, 4); file = work "/" (inside == "cmake" ? "CMakeLists.txt" : "block" ++n "." inside); next }
    /^```/ { inside = ""; next }
    inside { print > file }
' "$here/../README.md"
cd "$work"
read -ra flags < <(pkg-config --cflags --libs cfsign)
ran=0
for file in block*; do
    case $file in
    *.c) compile=(gcc -std=c99) ;;
    *) compile=(g++ -std=c++17) ;;
    esac
    compile+=(-Wall -Wextra -Wpedantic -Werror)
    if grep -q '\bmain(' "$file"; then
        "${compile[@]}" "$file" -o "${file%.*}" "${flags[@]}"
        "./${file%.*}"
        ran=$((ran + 1))
    else
        "${compile[@]}" -c "$file" -o "${file%.*}.o" "${flags[@]}"
    fi
done
[ "$ran" -ge 2 ]
cp block1.c app.c
cmake -S . -B build -DCMAKE_PREFIX_PATH="$(pkg-config --variable=prefix cfsign)"
cmake --build build
./build/app
