#!/usr/bin/env bash
# Builds the wheel, installs it into every environment of setup.sh, and runs the tests there.
# Every run ends with a line that counts, which tests/run.sh of the project adds up.
#
#   run.sh [ENVIRONMENT…]     only these
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$root/target/python
cd "$root/python" || exit 1

"$here/setup.sh" || exit 1
"$root/python/build-wheel.sh" || exit 1
wheel=$(ls "$root"/target/wheels/libcfsign-*.whl)

failed=0
# in ENVIRONMENT TESTS…: runs them with the wheel of this moment.
in_environment() {
    local name=$1
    shift
    if [ ${#wanted[@]} -ne 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then
        return
    fi
    echo "-- $name: $("$target/$name/bin/python" --version), $*"
    "$target/$name/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --force-reinstall "$wheel" || failed=1
    "$target/$name/bin/python" -m pytest --quiet "$@" || failed=1
}

wanted=("$@")
for name in "${wanted[@]}"; do
    [[ " clean peers oldest newest tools " == *" $name "* ]] || {
        echo "run.sh: no environment is called $name" >&2
        exit 2
    }
done
in_environment clean tests/api
in_environment peers tests/compat tests/django tests/docs
in_environment oldest tests/django
in_environment newest tests/api tests/compat --ignore tests/compat/originals tests/django
in_environment tools tests/types
exit $failed
