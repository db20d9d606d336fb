# For scripts that build what is shipped with `--profile dist`: source it, so that all of them build the
# same and share what they built.

# Without this, gcc keeps the branch of AWS-LC that checks new keys as FIPS wants it. It is never taken,
# and holds every curve and table there is: 700 kB. Nor is anything unwound through C.
if [[ $(${CC:-cc} --version 2>/dev/null) == *'Free Software Foundation'* ]]; then
    export AWS_LC_SYS_CFLAGS="${AWS_LC_SYS_CFLAGS:-} --param=ipa-cp-eval-threshold=1 -fno-asynchronous-unwind-tables"
fi
# Functions that came out the same are kept once. Here rustc links with its own lld, which knows how.
# And AWS-LC's random generator holds 680 kB of AES-GCM for AVX-512 that nothing here can call: three
# functions that set up a GCM key, named by a branch never taken, stand in one section with all of it.
# Named as their AVX forms instead, which do the same, they let the section go. Where a program has no
# AWS-LC, as build scripts have none, the names are zero and unused.
if [[ $(rustc -vV) == *'host: x86_64-unknown-linux-gnu'* ]]; then
    lock=$(dirname "${BASH_SOURCE[0]}")/../Cargo.lock
    aws_lc=aws_lc_$(grep -A1 '^name = "aws-lc-sys"' "$lock" | sed -n 's/^version = "\(.*\)"/\1/p' | tr . _)
    RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,--icf=all,-O2"
    for function in init gmult ghash; do
        gcm=${aws_lc}_gcm_$function
        RUSTFLAGS+=" -C link-arg=-Wl,--defsym=${gcm}_avx512=DEFINED(${gcm}_avx)?${gcm}_avx:0"
    done
    export RUSTFLAGS
fi
