# For scripts that build what is shipped with `--profile dist`: source it, so that all of them build the
# same and share what they built.

# Without this, gcc keeps the branch of AWS-LC that checks new keys as FIPS wants it. It is never taken,
# and holds every curve and table there is: 700 kB. Nor is anything unwound through C.
if [[ $(${CC:-cc} --version 2>/dev/null) == *'Free Software Foundation'* ]]; then
    export AWS_LC_SYS_CFLAGS="${AWS_LC_SYS_CFLAGS:-} --param=ipa-cp-eval-threshold=1 -fno-asynchronous-unwind-tables"
fi
# Functions that came out the same are kept once. Here rustc links with its own lld, which knows how.
if [[ $(rustc -vV) == *'host: x86_64-unknown-linux-gnu'* ]]; then
    export RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,--icf=all,-O2"
fi
