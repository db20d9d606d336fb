#!/usr/bin/env bash
# Builds and installs; `make install` is this, with both words.
#
#   bindings/c/install.sh library   libcfsign, its headers, and what pkg-config and CMake find it by
#   bindings/c/install.sh command   cfsign, its manual page and its completions
#
# PREFIX is /usr/local, LIBDIR is PREFIX/lib, and DESTDIR is put before both, for who packs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# A folder as the caller names it, from where the caller is; cfsign.pc needs it in full.
from_here() {
    realpath -ms -- "$1"
}
prefix=$(from_here "${PREFIX:-/usr/local}")
libdir=$(from_here "${LIBDIR:-$prefix/lib}")
to=${DESTDIR:+$(from_here "$DESTDIR")}
root=$(cd "$here/../.." && pwd)
cd "$root"
# shellcheck source=../dist-env.sh
source bindings/dist-env.sh

built=${CARGO_TARGET_DIR:-target}/dist
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
major=${version%%.*}
minor=${version#*.} minor=${minor%%.*}

build() {
    cargo build --quiet --locked --profile dist -p "$1"
}

# A text that sed is to put where a mark was, and not to read.
literal() {
    sed 's/[\\&|]/\\&/g' <<<"$1"
}

# A folder as it stands in cfsign.pc, where a blank ends a word.
in_pc() {
    literal "${1// /\\ }"
}

# What else pkg-config or CMake would read, and not take as part of a name.
check_name() {
    case $1 in
    *[\"\'\\\$\#\;[:cntrl:]]*)
        echo "install.sh: the folder $1 has a character that pkg-config and CMake read; wanted one without quotes," \
            "backslashes, \$, #, ; and control characters" >&2
        exit 2
        ;;
    esac
}

# Writes a template with its marks filled in.
fill() {
    # From where CMake looks, LIBDIR/cmake/cfsign, to the headers.
    local to_include
    to_include=$(realpath -m --relative-to="$libdir/cmake/cfsign" "$prefix/include")
    sed -e "s|@PREFIX@|$(in_pc "$prefix")|g; s|@LIBDIR@|$(in_pc "$libdir")|g" \
        -e "s|@TO_INCLUDE@|$(literal "$to_include")|g" \
        -e "s|@VERSION@|$version|g; s|@MAJOR@|$major|g; s|@MINOR@|$minor|g" "$here/package/$1.in" >"$2"
    chmod 644 "$2"
}

library() {
    check_name "$prefix"
    check_name "$libdir"
    build cfsign-c
    install -d "$to$libdir/pkgconfig" "$to$libdir/cmake/cfsign" "$to$prefix/include/cfsign"
    install -m 644 "$built/libcfsign_c.so" "$to$libdir/libcfsign.so.$version"
    ln -sf "libcfsign.so.$version" "$to$libdir/libcfsign.so.$major"
    ln -sf "libcfsign.so.$major" "$to$libdir/libcfsign.so"
    install -m 644 "$built/libcfsign_c.a" "$to$libdir/libcfsign.a"
    strip --strip-debug "$to$libdir/libcfsign.a"
    install -m 644 include/cfsign.h include/cfsign.hpp "$to$prefix/include/"
    install -m 644 include/cfsign/*.hpp "$to$prefix/include/cfsign/"
    fill cfsign.pc "$to$libdir/pkgconfig/cfsign.pc"
    fill cfsign-config.cmake "$to$libdir/cmake/cfsign/cfsign-config.cmake"
    fill cfsign-config-version.cmake "$to$libdir/cmake/cfsign/cfsign-config-version.cmake"
}

command_() {
    build cfsign-cli
    local share=$to$prefix/share
    install -d "$to$prefix/bin" "$share/man/man1" "$share/bash-completion/completions" \
        "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
    install -m 755 "$built/cfsign" "$to$prefix/bin/cfsign"
    "$built/cfsign" --quiet man --out "$share/man/man1"
    "$built/cfsign" completions bash >"$share/bash-completion/completions/cfsign"
    "$built/cfsign" completions zsh >"$share/zsh/site-functions/_cfsign"
    "$built/cfsign" completions fish >"$share/fish/vendor_completions.d/cfsign.fish"
}

[ $# -gt 0 ] || set -- library command
for word in "$@"; do
    case $word in
    library) library ;;
    command) command_ ;;
    *)
        echo "install.sh: unknown word $word" >&2
        exit 2
        ;;
    esac
done
