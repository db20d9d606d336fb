#!/usr/bin/env bash
# Builds libcfsign0, libcfsign-dev and cfsign for this machine into target/deb.
#
# With dpkg-deb from what install.sh installs, and not with dpkg-buildpackage: Debian's own Rust is older than
# the one that cfsign needs, so there is no source package to build from.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cd "$root"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)-1
architecture=$(dpkg --print-architecture)
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch)
maintainer="${DEBFULLNAME:-cfsign maintainers} <${DEBEMAIL:-cfsign@packages.invalid}>"
out=$root/target/deb
all=$out/all
libdir=usr/lib/$multiarch
rm -rf "$out"
mkdir -p "$all"

DESTDIR=$all PREFIX=/usr LIBDIR=/$libdir "$here/../install.sh" library command
mv "$all/usr/share/zsh/site-functions" "$all/usr/share/zsh/vendor-completions"
gzip -9n "$all"/usr/share/man/man1/*.1
strip --remove-section=.comment --remove-section=.note "$all/$libdir"/libcfsign.so.*.*

# What a file needs of other packages. dpkg-shlibdeps wants to stand in a source package.
shlibs() {
    mkdir -p "$out/debian"
    printf 'Source: cfsign\n\nPackage: cfsign\nArchitecture: any\n' >"$out/debian/control"
    (cd "$out" && dpkg-shlibdeps -O "$1" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
}

# Moves files into a package; the pattern is below the root of the system.
take() {
    local package=$1 file
    shift
    for file in "$@"; do
        (cd "$all" && find . -path "./$file" \( -type f -o -type l \) -print0) |
            (cd "$all" && cpio --quiet -0pdm "$out/$package")
        (cd "$all" && find . -path "./$file" \( -type f -o -type l \) -delete)
    done
}

finish() {
    local package=$1 folder=$out/$1 doc=$out/$1/usr/share/doc/$1
    install -d "$doc" "$folder/DEBIAN"
    sed -e "/^@MIT@/{
        r $out/mit
        d
    }" "$here/copyright" >"$doc/copyright"
    gzip -9nc LICENSE-THIRD-PARTY >"$doc/LICENSE-THIRD-PARTY.gz"
    printf 'cfsign (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of cfsign.\n\n -- %s  %s\n' \
        "$version" "$maintainer" "$(date -Ru -d "@${SOURCE_DATE_EPOCH:-0}")" | gzip -9n >"$doc/changelog.Debian.gz"
    {
        printf 'Source: cfsign\nVersion: %s\nArchitecture: %s\nMaintainer: %s\nPriority: optional\n' \
            "$version" "$architecture" "$maintainer"
        printf 'Installed-Size: %s\n' "$(du -sk "$folder" | cut -f1)"
        awk -v RS= -v package="Package: $package" 'index($0, package "\n") == 1' "$here/control.in" |
            sed -e "s|@VERSION@|$version|; s|@SHLIBS@|$library_needs|; s|@COMMAND_SHLIBS@|$command_needs|"
    } >"$folder/DEBIAN/control"
    (cd "$folder" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    find "$folder" -type d -exec chmod 755 {} +
    find "$folder" -type f ! -path '*/bin/*' -exec chmod 644 {} +
    dpkg-deb --root-owner-group --build "$folder" "$out" >/dev/null
}

library_needs=$(shlibs "$(echo "$all/$libdir"/libcfsign.so.*.*)")
command_needs=$(shlibs "$all/usr/bin/cfsign")
sed -e 's/^$/./; s/^/ /' LICENSE-MIT >"$out/mit"

take libcfsign0 "$libdir/libcfsign.so.*"
install -d "$out/libcfsign0/DEBIAN"
printf 'libcfsign %s libcfsign0 (>= %s)\n' "${version%%.*}" "${version%-*}" >"$out/libcfsign0/DEBIAN/shlibs"
echo 'activate-noawait ldconfig' >"$out/libcfsign0/DEBIAN/triggers"
take libcfsign-dev "$libdir/*" 'usr/include/*'
take cfsign 'usr/*'
left=$(find "$all" -type f)
[ -z "$left" ] || {
    echo "build.sh: these are in no package: $left" >&2
    exit 1
}
for package in libcfsign0 libcfsign-dev cfsign; do
    finish "$package"
done
rm -rf "$all" "$out/debian" "$out/mit"
ls "$out"/*.deb
