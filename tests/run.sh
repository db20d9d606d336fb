#!/usr/bin/env bash
# Sets up what the tests need, runs all of them, and ends with one line that counts what ran.
#
# A test that is skipped or a program that runs fewer tests than it should is a failure.
set -uo pipefail
cd "$(dirname "$0")/.."

log=target/test-log.txt
mkdir -p target
: >"$log"
steps_failed=()

# Runs one step, shows it, keeps what it prints for the count.
step() {
    local title=$1
    shift
    printf '\n== %s\n' "$title"
    local start=$SECONDS
    if "$@" 2>&1 | tee -a "$log"; then
        printf '   (%d s)\n' $((SECONDS - start))
    else
        steps_failed+=("$title")
    fi
}

# Starts a step beside those that follow, for languages that keep one core busy; `join` waits for it.
beside() {
    beside_title=$1
    beside_log=target/beside-log.txt
    shift
    # With job control, or Ctrl-C would be ignored, and some tests press it.
    set -m
    "$@" >"$beside_log" 2>&1 &
    beside_pid=$!
    set +m
}

what_ran_beside() {
    cat "$beside_log"
    return "$beside_outcome"
}

join() {
    wait "$beside_pid"
    beside_outcome=$?
    step "$beside_title, beside the others" what_ran_beside
}

vectors_are_current() {
    target/peers/venv/bin/python tests/peers/generate.py --check
}

python_and_fuzzers() {
    local outcome=0
    python/tests/run.sh || outcome=1
    fuzz/run.sh test || outcome=1
    return $outcome
}

# The lint over the kernels as packages have them, with the names that these leave out.
shipped_kernels() (
    source bindings/dist-env.sh
    program=$(cargo rustc --quiet --profile dist -p cfsign-crypto --test constant_time --locked --message-format json -- \
        -C strip=none | sed -n 's/.*"executable":"\([^"]*\)".*/\1/p')
    "$program"
)

documents_build() {
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features --locked --quiet
}

# Where the processor can sign batches in lanes, tests of batches that do not are a failure.
if grep -qsw avx512ifma /proc/cpuinfo && grep -qsw avx512_vbmi2 /proc/cpuinfo; then
    export CFSIGN_REQUIRE_IFMA=1
fi

step "what the tests need" tests/setup.sh openssl peers chromium nginx fuzz valgrind
step "vectors are what the real packages make" vectors_are_current
step "the document of the bench is what its figures make" python3 tests/bench/test.py
step "formatting" cargo fmt --all --check
step "lints" cargo clippy --workspace --all-targets --all-features --locked --quiet -- -D warnings
step "lints of the count of instructions" cargo clippy -p cfsign-instructions --test counts --locked --quiet -- -D warnings
step "the portable engine alone" cargo clippy -p cfsign --no-default-features --features rustcrypto --locked --quiet -- -D warnings
step "the documentation builds" documents_build
step "tests, both engines" cargo test --workspace --all-features --locked --no-fail-fast
step "instructions, under valgrind" cargo test -p cfsign-instructions --test counts --locked
step "tests, AWS-LC alone" cargo test -p cfsign-crypto --locked
step "tests, RustCrypto alone" cargo test -p cfsign-crypto --no-default-features --features rustcrypto --locked
beside "Python, from the wheel, and a short run of the fuzzers" python_and_fuzzers
step "Node, from the packed package" node/test/run.sh
step "C, from an installed prefix" bindings/c/tests/run.sh
step "the kernels that are shipped, in constant time" shipped_kernels
step "PHP, over the installed library" bindings/php/tests/run.sh
join

# Every runner of cargo closes with: test result: ok. 12 passed; 0 failed; 0 ignored; …
read -r passed failed ignored < <(
    awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 } END { print passed+0, failed+0, ignored+0 }' "$log"
)
least=$(cat tests/least-tests.txt)
printf '\n'
if [ "$passed" -lt "$least" ]; then
    echo "only $passed tests ran, and tests/least-tests.txt says at least $least"
    steps_failed+=("number of tests")
fi
if [ "$ignored" -ne 0 ]; then
    echo "$ignored tests were skipped"
    steps_failed+=("skipped tests")
fi
for title in "${steps_failed[@]}"; do
    echo "FAILED: $title"
done
if [ ${#steps_failed[@]} -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=${#steps_failed[@]}
fi
echo "$passed passed, $failed failed, $ignored skipped"
[ ${#steps_failed[@]} -eq 0 ] && [ "$failed" -eq 0 ]
