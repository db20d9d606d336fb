#!/usr/bin/env bash
# Installs libcfsign and the command into target/prefix, and tests the PHP package over them: with FFI, without it,
# and under PHP-FPM, nginx and Chromium. Each suite ends with a line that counts, which tests/run.sh of the project
# adds up.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cd "$root" || exit 1
PATH=$PATH:/usr/sbin

tests/setup.sh php nginx chromium openssl || exit 1
prefix=$root/target/prefix
PREFIX=$prefix bindings/c/install.sh library command || exit 1
mkdir -p "$root/target/php"
export CFSIGN_LIBRARY=$prefix/lib/libcfsign.so.0 CFSIGN_COMMAND=$prefix/bin/cfsign COMPOSER_ALLOW_SUPERUSER=1

all_failed=0
# Runs a suite of phpunit.xml; more arguments are PHP's.
suite() {
    local name=$1 report=$root/target/php/$1.xml
    shift
    rm -f "$report"
    # With the arguments in stack traces, as on machines of developers: no key may be there.
    php -d zend.exception_ignore_args=0 "$@" "$(command -v phpunit)" -c "$here/phpunit.xml" --no-interaction --testsuite "$name" --log-junit "$report" ||
        all_failed=$((all_failed + 1))
    # The first testsuite holds the sums of all. Without a report, nothing ran.
    php -r '
        $sums = @simplexml_load_file($argv[1])->testsuite ?? null;
        [$tests, $failed, $skipped] = $sums
            ? [(int) $sums["tests"], $sums["errors"] + $sums["failures"] + $sums["warnings"], (int) $sums["skipped"]]
            : [1, 1, 0];
        $word = $failed ? "FAILED" : "ok";
        printf("test result: %s. %d passed; %d failed; %d ignored\n", $word, $tests - $failed - $skipped, $failed, $skipped);
    ' "$report"
}

# What a checkout has is what Composer takes.
composer validate --quiet --strict bindings/php/composer.json || all_failed=$((all_failed + 1))
suite library
suite plain -d ffi.enable=0
suite web
exit $((all_failed > 0))
