# For scripts that build what is shipped with `--profile dist`: source it, so that all of them build the
# same and share what they built.

# With these, gcc sees which branches of AWS-LC are never taken: the one that checks new keys as FIPS wants
# it, which holds every curve and table there is (700 kB), and AES-GCM in the random generator, which uses
# AES alone (another 700 kB). Nor is anything unwound through C.
if [[ $(${CC:-cc} --version 2>/dev/null) == *'Free Software Foundation'* ]]; then
    export AWS_LC_SYS_CFLAGS="${AWS_LC_SYS_CFLAGS:-} --param=ipa-cp-eval-threshold=1 -fno-semantic-interposition -fno-asynchronous-unwind-tables"
fi
# Functions that came out the same are kept once. Here rustc links with its own lld, which knows how.
if [[ $(rustc -vV) == *'host: x86_64-unknown-linux-gnu'* ]]; then
    export RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,--icf=all,-O2"
fi
# Where a message names a line, it is the line of a package and not of the machine that built it.
for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$sources="
done
