#!/usr/bin/env bash
# Installs what the demo and the tests need beyond Rust, and does nothing where it is there already.
#
#   tests/setup.sh openssl   the openssl and curl commands, from the system's packages
#   tests/setup.sh peers     the other signers, from PyPI and npm, into target/peers
#   tests/setup.sh chromium  Chromium and its driver
#   tests/setup.sh nginx     nginx
#   tests/setup.sh php      PHP with FPM, FFI and OpenSSL, PHPUnit and Composer
#   tests/setup.sh fuzz      a C++ compiler, which the fuzzers are built with
#   tests/setup.sh c         what the C library is tested with: compilers, valgrind, CMake, lintian
#   tests/setup.sh valgrind  valgrind, which counts instructions
#   tests/setup.sh wrk       the load generator of the edge's bench
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Where nginx is, and not in the path of every user.
PATH=$PATH:/usr/sbin

# The packages that are wanted and not there; all are installed at once.
missing=()

# Takes names of commands, or command=package where the package has another name.
want() {
    for command in "$@"; do
        command -v "${command%%=*}" >/dev/null || missing+=("${command#*=}")
    done
}

install_missing() {
    [ ${#missing[@]} -eq 0 ] && return
    command -v apt-get >/dev/null || {
        echo "setup.sh: please install ${missing[*]}" >&2
        exit 1
    }
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
}

for wanted in "$@"; do
    case $wanted in
    openssl) want openssl curl ;;
    peers) "$here/peers/setup.sh" ;;
    chromium) want chromium chromedriver=chromium-driver ;;
    nginx) want nginx ;;
    php)
        want php=php-cli phpunit composer
        # The name of its program has its version, and the other is no program.
        compgen -G '/usr/sbin/php-fpm*' >/dev/null || missing+=(php-fpm)
        php -r 'exit((int) !extension_loaded("curl"));' 2>/dev/null || missing+=(php-curl)
        ;;
    fuzz) want c++=g++ ;;
    c)
        want gcc c++=g++ clang valgrind cmake make pkg-config=pkgconf cpio lintian openssl \
            dpkg-shlibdeps=dpkg-dev
        # These are headers, which no command tells of.
        [ -e /usr/include/jansson.h ] || missing+=(libjansson-dev)
        [ -e /usr/include/nlohmann/json.hpp ] || missing+=(nlohmann-json3-dev)
        ;;
    valgrind) want valgrind ;;
    wrk) want wrk ;;
    *)
        echo "setup.sh: unknown word $wanted" >&2
        exit 2
        ;;
    esac
done
install_missing
