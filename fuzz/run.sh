#!/usr/bin/env bash
# Builds the fuzz targets with stable Rust and runs them; nothing has to be installed but a C++ compiler.
#
#   fuzz/run.sh TARGET SECONDS [OPTION…]   runs one target; options are libFuzzer's
#   fuzz/run.sh build [TARGET…]            builds only
#   fuzz/run.sh test [SECONDS]             a short run of each, counted, as `make test` has it
#   fuzz/run.sh seeds                      writes the seeds anew
#   fuzz/run.sh merge TARGET               the smallest corpus that reaches as much
#
# What a run finds is kept in the target folder, under fuzz-found; a crash goes to fuzz/artifacts.
# FEATURES=aws-lc lets the target `keys` compare the two engines.
set -euo pipefail
cd "$(dirname "$0")"

# What cargo-fuzz passes, but for the sanitizer, which wants nightly.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"
host=$(rustc -vV | sed -n 's/^host: //p')
folder=${CARGO_TARGET_DIR:-$PWD/../target/fuzz}
targets=(cookies keys policy request url wildcard)

# The longest input in bytes, and the longest time of one in seconds.
declare -A longest=([cookies]=2048 [keys]=4096 [policy]=9216 [request]=4096 [url]=2048 [wildcard]=16500)
slowest=10
# Fewer executions than these in a short run mean that something stands still.
declare -A least=([cookies]=2000 [keys]=300 [policy]=1000 [request]=1000 [url]=2000 [wildcard]=2000)

build() {
    local chosen=()
    for target in "$@"; do
        chosen+=(--bin "$target")
    done
    # The target is named, or build scripts would be instrumented too.
    CARGO_TARGET_DIR=$folder RUSTFLAGS=$(echo $coverage) \
        cargo build --quiet --release --locked --target "$host" --features "${FEATURES:-}" "${chosen[@]:---bins}"
}

# run TARGET SECONDS FOLDER OPTION…: what is found goes to the folder.
run() {
    local target=$1 seconds=$2 inputs=("$3")
    shift 3
    mkdir -p "${inputs[0]}" "artifacts/$target"
    for kept in "corpus/$target" "regressions/$target"; do
        [ -d "$kept" ] && inputs+=("$kept")
    done
    "$folder/$host/release/$target" "${inputs[@]}" -dict=dictionary.txt -max_len="${longest[$target]}" \
        -timeout="$slowest" -rss_limit_mb=2048 -max_total_time="$seconds" \
        -artifact_prefix="artifacts/$target/" -print_final_stats=1 "$@"
}

# What once failed, each by its name, and then a while of looking for more.
check() {
    local target=$1 seconds=$2 found=$3 kept
    for kept in "regressions/$target"/*; do
        [ -f "$kept" ] || continue
        "$folder/$host/release/$target" -timeout="$slowest" "$kept" || return 1
    done
    run "$target" "$seconds" "$found" -seed=1
}

short_runs() {
    local seconds=$1 passed=0 failed=0 found log executions verdict=ok
    SECONDS=0
    found=$(mktemp -d)
    for target in "${targets[@]}"; do
        log=$found/$target.log
        executions=0
        if check "$target" "$seconds" "$found/$target" >"$log" 2>&1; then
            executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        else
            grep -aE -A2 'panicked at|^==[0-9]+== ERROR|Running: |Test unit written' "$log" | tail -n 20
        fi
        if [ "${executions:-0}" -ge "${least[$target]}" ]; then
            passed=$((passed + 1))
            echo "fuzz $target: $executions executions"
        else
            failed=$((failed + 1))
            verdict=FAILED
            echo "fuzz $target: FAILED; ${executions:-0} executions counted, and ${least[$target]} wanted"
        fi
    done
    rm -rf "$found"
    echo "test result: $verdict. $passed passed; $failed failed; 0 ignored; 0 measured; 0 filtered out; finished in ${SECONDS}s"
    [ "$failed" -eq 0 ]
}

# The seeds, and of what was found the few inputs that reach as much as all of it.
merge() {
    local target=$1 merged
    merged=$(mktemp -d)
    "$folder/$host/release/$target" -set_cover_merge=1 -max_len="${longest[$target]}" "$merged" \
        "corpus/$target" "$folder/fuzz-found/$target"
    find "corpus/$target" -type f ! -name 'seed-*' -delete
    # Seeds that were chosen stand there already, by their own names.
    for input in "$merged"/*; do
        cmp -s "$input" <(cat /dev/null) || cp -n "$input" "corpus/$target/"
    done
    rm -rf "$merged"
}

word=${1:-}
[ $# -eq 0 ] || shift
case $word in
build) build "$@" ;;
test)
    build
    short_runs "${1:-5}"
    ;;
seeds) CARGO_TARGET_DIR=$folder cargo run --quiet --locked --example seeds ;;
merge)
    build "$1"
    merge "$1"
    ;;
'' | -h | --help) sed -n '3,/^set/{/^set/d;s/^# \{0,1\}//p}' run.sh ;;
*)
    [[ " ${targets[*]} " == *" $word "* ]] || {
        echo "run.sh: no target is called $word; there are ${targets[*]}" >&2
        exit 2
    }
    build "$word"
    run "$word" "${1:?how many seconds}" "$folder/fuzz-found/$word" "${@:2}"
    ;;
esac
