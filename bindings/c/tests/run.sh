#!/usr/bin/env bash
# Installs the library into target/c/prefix and tests it from there, as programs use it. Each part ends with a line
# that counts, which tests/run.sh of the project adds up.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cd "$root" || exit 1
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
tests/setup.sh c || exit 1

work=$root/target/c
prefix=$work/prefix
examples=$root/bindings/c/examples
url=https://d111111abcdef8.cloudfront.net/image.jpg
until=1767290400
rm -rf "$work"
mkdir -p "$work/panic"
# A library with a function that panics, which no shipped one has. Built before the other, whose file it takes.
(
    source bindings/dist-env.sh
    cargo rustc --quiet --locked --profile dist -p cfsign-c --features test-panic --crate-type cdylib
) && cp "$CARGO_TARGET_DIR/dist/libcfsign_c.so" "$work/panic/libcfsign.so.0" || exit 1
PREFIX=$prefix bindings/c/install.sh library || exit 1
strange='a|b& c'
(cd "$work" && PREFIX=$strange "$here/../install.sh" library) || exit 1
# Wanted last, and built while the rest runs. With the variables below AWS-LC would be built again.
(
    bindings/c/debian/build.sh || exit
    lintian --allow-root --fail-on error target/deb/*.deb >"$work/lintian.txt" 2>&1
    echo $? >"$work/lintian.status"
) >"$work/deb.txt" 2>&1 &
debian=$!
export CFSIGN_ROOT=$root PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib

strict=(-Wall -Wextra -Wpedantic -Werror)
c99=(-std=c99 -D_POSIX_C_SOURCE=200809L "${strict[@]}")
cxx17=(-std=c++17 "${strict[@]}")
read -ra flags < <(pkg-config --cflags --libs cfsign)
# Valgrind shows programs a processor without AVX-512.
memcheck=(env -u CFSIGN_REQUIRE_IFMA valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,indirect)

passed=0 failed=0 all_failed=0
# Runs a command as one test, and shows what it says if it fails.
try() {
    local name=$1 start=$SECONDS
    shift
    if "$@" >"$work/try.txt" 2>&1; then
        passed=$((passed + 1))
        echo "test $name ... ok ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1))
        echo "test $name ... FAILED"
        tail -40 "$work/try.txt"
    fi
}
count() {
    printf 'test result: %s. %d passed; %d failed; 0 ignored\n' \
        "$([ $failed = 0 ] && echo ok || echo FAILED)" $passed $failed
    all_failed=$((all_failed + failed))
    passed=0 failed=0
}
# Runs a program that counts for itself.
counted() {
    "$@" || all_failed=$((all_failed + 1))
}

# Compiles the tests in C: a name, more files, flags after --.
test_program() {
    local name=$1 files=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        files+=("$here/c/$1.c")
        shift
    done
    gcc "${c99[@]}" -O1 -g "$here/c/check.c" "${files[@]}" "${@:2}" -o "$work/$name" "${flags[@]}"
}

headers() {
    local include=-I$prefix/include program='int main(void) { return cfsign_version() == 0; }'
    for compiler in gcc clang; do
        try "cfsign.h as C99 for $compiler" "$compiler" "${c99[@]}" -x c -fsyntax-only "$include" \
            - <<<"#include <cfsign.h>
$program"
        try "cfsign.h as C++17 for $compiler" "$compiler" "${cxx17[@]}" -x c++ -fsyntax-only "$include" \
            - <<<"#include <cfsign.h>
$program"
        try "cfsign.hpp for $compiler" "$compiler" "${cxx17[@]}" -x c++ -fsyntax-only "$include" \
            - <<<"#include <cfsign.hpp>
$program"
    done
}

only_ours() {
    ! nm -D --defined-only "$prefix/lib/libcfsign.so" | grep -v ' cfsign_'
}
abi() {
    python3 "$here/abi.py" "$prefix/lib/libcfsign.so" "$prefix/include/cfsign.h" >"$work/abi.txt" || return
    [ -z "${CFSIGN_BLESS:-}" ] || cp "$work/abi.txt" bindings/c/abi.txt
    diff bindings/c/abi.txt "$work/abi.txt"
}
every_function_is_tested() {
    local untested=0
    for function in $(sed -n 's/^function .*\b\(cfsign_[a-z0-9_]*\)(.*/\1/p' bindings/c/abi.txt); do
        grep -q "\b$function(" "$here"/c/*.c || {
            echo "no test calls $function"
            untested=1
        }
    done
    return $untested
}
# But for one that repeats another: cfsign_error_code is cfsign_status_code of its status.
cpp_covers_all() {
    local missing=0
    for function in $(sed -n 's/^function .*\b\(cfsign_[a-z0-9_]*\)(.*/\1/p' bindings/c/abi.txt); do
        [ "$function" = cfsign_error_code ] || grep -qw "$function" "$prefix"/include/cfsign/*.hpp || {
            echo "cfsign.hpp does not use $function"
            missing=1
        }
    done
    return $missing
}
small() {
    local size
    size=$(stat -c %s "$(readlink -f "$prefix/lib/libcfsign.so")")
    echo "$size bytes"
    [ "$size" -le 2000000 ]
}
needs_little() {
    ! objdump -p "$prefix/lib/libcfsign.so" | grep NEEDED | grep -vE 'libc\.so|ld-linux|libgcc_s'
}
shape() {
    try "only cfsign_* is exported" only_ours
    try "the ABI is what it was" abi
    try "every function is in a test" every_function_is_tested
    try "C++ has all that C has" cpp_covers_all
    try "at most 2,000,000 bytes" small
    try "needs the C library alone, no OpenSSL" needs_little
}

programs() {
    try "vectors compile" test_program vectors vectors vectors_signing vectors_keys -- -ljansson
    try "arguments compile" test_program arguments arguments arguments_buffers --
    try "behaviour compiles" test_program behaviour behaviour --
    try "leak compiles" test_program leak leak --
    try "threads compile" test_program threads threads -- -pthread
    # Not linked to the library, which it opens by itself.
    try "unload compiles" gcc -std=gnu99 "${strict[@]}" -O1 -g -I"$prefix/include" "$here/c/check.c" \
        "$here/c/unload.c" -o "$work/unload" -pthread -ldl
    try "threads compile for ThreadSanitizer" test_program threads-tsan threads -- -pthread -fsanitize=thread
    local sanitize=(-fsanitize=address,undefined -fno-sanitize-recover=all)
    try "vectors compile for ASAN and UBSAN" \
        test_program vectors-asan vectors vectors_signing vectors_keys -- -ljansson "${sanitize[@]}"
    try "arguments compile for ASAN and UBSAN" test_program arguments-asan arguments arguments_buffers -- "${sanitize[@]}"
    try "behaviour compiles for ASAN and UBSAN" test_program behaviour-asan behaviour -- "${sanitize[@]}"
    try "vectors compile in C++" g++ "${cxx17[@]}" "$here/cpp/vectors.cpp" -o "$work/vectors-cpp" "${flags[@]}"
    try "objects compile in C++" g++ "${cxx17[@]}" "$here/cpp/objects.cpp" -o "$work/objects-cpp" "${flags[@]}"
    count
    counted "$work/vectors"
    counted "$work/arguments"
    counted "$work/behaviour"
    counted "$work/threads" 200
    counted "$work/threads" 50 lists
    counted "$work/unload" "$prefix/lib/libcfsign.so.0"
    # All ten million of them take a few seconds.
    counted "$work/leak" 10000000
    counted "$work/vectors-cpp"
    counted "$work/objects-cpp"
}

checkers() {
    local helgrind=(valgrind -q --tool=helgrind --error-exitcode=9 "--suppressions=$here/helgrind.supp")
    try "arguments under valgrind" "${memcheck[@]}" "$work/arguments"
    try "behaviour under valgrind" "${memcheck[@]}" "$work/behaviour"
    try "each 80th vector under valgrind" env CFSIGN_EVERY=80 "${memcheck[@]}" "$work/vectors"
    try "grants under valgrind" "${memcheck[@]}" "$work/leak" 20
    for name in vectors arguments behaviour; do
        try "$name under ASAN and UBSAN" "$work/$name-asan"
    done
    try "threads under ThreadSanitizer" "$work/threads-tsan" 100
    try "threads under helgrind" "${helgrind[@]}" "$work/threads" 20
    try "lists under ThreadSanitizer" env "TSAN_OPTIONS=suppressions=$here/lists.tsan.supp" "$work/threads-tsan" 20 lists
    try "lists under helgrind" "${helgrind[@]}" "--suppressions=$here/lists.helgrind.supp" "$work/threads" 2 lists
}

panics() {
    gcc "${c99[@]}" -I"$prefix/include" "$here/c/check.c" "$here/c/panic.c" -o "$work/panic/panic" \
        "$work/panic/libcfsign.so.0" &&
        LD_LIBRARY_PATH=$work/panic "$work/panic/panic"
}
not_shipped() {
    ! nm -D "$prefix/lib/libcfsign.so" | grep cfsign_test
}

# What a program printed is the URL that botocore signs.
is_the_vector() {
    local printed wanted
    printed=$("$@") || return
    wanted=$(python3 -c '
import json, sys
cases = json.load(open("tests/vectors/botocore.json"))["cases"]
print(next(case["signed_url"] for case in cases if case["id"] == "botocore/canned/simple"))')
    echo "$printed"
    [ "$printed" = "$wanted" ]
}
# And OpenSSL finds its signature right.
openssl_agrees() {
    local signed signature
    signed=$("$@") || return
    signature=${signed#*Signature=} signature=${signature%%&*}
    tr -- '-_~' '+=/' <<<"$signature" | base64 -d >"$work/signature"
    printf '{"Statement":[{"Resource":"%s","Condition":{"DateLessThan":{"AWS:EpochTime":%s}}}]}' "$url" $until |
        openssl dgst -sha1 -verify tests/keys/rsa-2048.public.pem -signature "$work/signature"
}
cookies_open() {
    "$@" tests/keys/rsa-2048.pkcs8.pem tests/keys/rsa-2048.public.pem K2JCJMDEHXQW5F \
        www.example.com cdn.example.com >"$work/cookies.txt" || return
    cat "$work/cookies.txt"
    [ "$(grep -c '^Set-Cookie: CloudFront-.*; Domain=example.com; Path=/; Secure' "$work/cookies.txt")" = 4 ] &&
        grep -q '^They open https://cdn.example.com/videos/1/segment-7.ts until' "$work/cookies.txt"
}
corrects() {
    ! "$@" tests/keys/rsa-2048.pkcs8.pem K2JCJMDEHXQW5F "https://cdn.example.com/a b" 2>"$work/corrected.txt" &&
        grep -q '^url-character: ' "$work/corrected.txt" &&
        grep -q 'did you mean https://cdn.example.com/a%20b' "$work/corrected.txt"
}
cmake_builds() {
    cmake -S "$1" -B "$2" -DCMAKE_PREFIX_PATH="$prefix" && cmake --build "$2"
}
# As the README says, with the program of its beginning as the plugin.
within_a_library() {
    local libdir
    libdir=$(pkg-config --variable=libdir cfsign)
    sed 's/int main(/int plugin(/' "$examples/sign_url.c" >"$work/plugin.c"
    gcc -std=c99 -D_POSIX_C_SOURCE=200809L -shared -fPIC "$work/plugin.c" "-I$prefix/include" "-L$libdir" -l:libcfsign.a \
        -Wl,--exclude-libs,libcfsign.a -lm -Wl,-z,defs -o "$work/plugin.so" &&
        [ "$(nm -D --defined-only "$work/plugin.so" | awk '{ print $3 }')" = plugin ]
}
# What was installed to a folder that is named from another one, with characters that sed reads, and a blank. What
# pkg-config prints is for a shell to read.
strange_prefix() {
    local packaged
    cat "$work/$strange/lib/pkgconfig/cfsign.pc"
    packaged=$(PKG_CONFIG_PATH=$work/$strange/lib/pkgconfig pkg-config --cflags --libs cfsign)
    echo "$packaged"
    eval "gcc \"\${c99[@]}\" '$examples/sign_url.c' -o '$work/strange' $packaged" &&
        LD_LIBRARY_PATH=$work/$strange/lib is_the_vector "$work/strange" \
            tests/keys/rsa-2048.pkcs8.pem K2JCJMDEHXQW5F "$url" $until &&
        cmake -S "$examples" -B "$work/strange-cmake" -DCMAKE_PREFIX_PATH="$work/$strange"
}
# Refused before anything is built.
refused_prefix() {
    local name said
    for name in 'a"b' "a'b" 'a\b' 'a$b' 'a#b' 'a;b' $'a\nb'; do
        said=$(cd "$work" && PREFIX=$name "$here/../install.sh" library 2>&1) && return 1
        grep -q 'wanted one without quotes' <<<"$said" || return 1
        [ ! -e "$work/$name" ] || return 1
    done
}
# Which versions CMake takes for this one.
versions_fit() {
    local version wanted found
    for version in '' 0 0.1 0.1.0 '0.1.0 EXACT' 0.2 1 0.1.99; do
        case $version in 0.2 | 1 | 0.1.99) wanted=0 ;; *) wanted=1 ;; esac
        rm -rf "$work/version"
        mkdir "$work/version"
        printf 'cmake_minimum_required(VERSION 3.15)\nproject(v NONE)\nfind_package(cfsign %s)\nmessage("found=${cfsign_FOUND}")\n' \
            "$version" >"$work/version/CMakeLists.txt"
        found=$(cmake -S "$work/version" -B "$work/version/build" -DCMAKE_PREFIX_PATH="$prefix" 2>&1 | sed -n 's/^found=//p')
        [ "$found" = $wanted ] || {
            echo "version $version: $found"
            return 1
        }
    done
}
examples() {
    local vector=(tests/keys/rsa-2048.pkcs8.pem K2JCJMDEHXQW5F "$url" $until)
    local signing="$work/sign_url" cookies="$work/login_cookies" cmake="$work/cmake"
    try "sign_url by pkg-config" gcc "${c99[@]}" "$examples/sign_url.c" -o "$signing" "${flags[@]}"
    read -ra static < <(pkg-config --static --cflags --libs cfsign)
    try "sign_url by pkg-config, static" gcc "${c99[@]}" -static "$examples/sign_url.c" -o "$signing-static" "${static[@]}"
    try "login_cookies by pkg-config" g++ "${cxx17[@]}" "$examples/login_cookies.cpp" -o "$cookies" "${flags[@]}"
    try "the archive within a library shows no name" within_a_library
    try "CMake takes the versions that fit" versions_fit
    try "a folder with a blank" strange_prefix
    try "a folder that pkg-config could not read" refused_prefix
    try "all of them by CMake" cmake_builds "$examples" "$cmake"
    for program in "$signing" "$signing-static" "$cmake/sign_url" "$cmake/sign_url_static"; do
        try "$(basename "$program") signs what botocore signs" is_the_vector "$program" "${vector[@]}"
    done
    try "OpenSSL verifies it" openssl_agrees "$signing" "${vector[@]}"
    try "a blank is corrected" corrects "$signing"
    try "the cookies open what they should" cookies_open "$cookies"
    try "and those of CMake's" cookies_open "$cmake/login_cookies"
}

readme() {
    try "the programs of the README" "$here/readme.sh" "$work/readme"
}

installs() {
    local system=$work/system
    mkdir -p "$system/var/lib/dpkg/info" "$system/var/lib/dpkg/updates"
    touch "$system/var/lib/dpkg/status"
    dpkg --root="$system" --log="$work/dpkg.txt" --force-depends --force-not-root -i target/deb/*.deb
}
from_the_packages() {
    local system=$work/system libdir
    libdir=$(cd "$system" && echo usr/lib/*/pkgconfig) libdir=${libdir%/pkgconfig}
    read -ra packaged < <(PKG_CONFIG_PATH=$system/$libdir/pkgconfig PKG_CONFIG_SYSROOT_DIR=$system \
        PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs cfsign)
    gcc "${c99[@]}" "$examples/sign_url.c" -o "$work/packaged" "${packaged[@]}" &&
        cmake -S "$examples" -B "$work/packaged-cmake" -Dcfsign_DIR="$system/$libdir/cmake/cfsign" &&
        cmake --build "$work/packaged-cmake" &&
        LD_LIBRARY_PATH=$system/$libdir is_the_vector "$work/packaged" \
            tests/keys/rsa-2048.pkcs8.pem K2JCJMDEHXQW5F "$url" $until &&
        "$system/usr/bin/cfsign" --version
}
lintian_finds_no_error() {
    cat "$work/lintian.txt"
    [ "$(cat "$work/lintian.status")" = 0 ]
}
built() {
    cat "$work/deb.txt"
    wait $debian
}
packages() {
    try "three packages are built" built
    try "dpkg installs them" installs
    try "programs are built from them and run" from_the_packages
    try "lintian finds no error" lintian_finds_no_error
}

shape
headers
count
programs
checkers
try "a panic is a status" panics
try "which no shipped library has" not_shipped
count
examples
readme
packages
count
[ $all_failed = 0 ]
