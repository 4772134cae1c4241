#!/bin/sh
# What a file sees through the doors of the library, by preprocessing, in both build modes:
# the first door shows no Beast, no TLS and no Boost.JSON, and what receives webhooks no Asio either.
#
# usage: doors.sh COMPILER SOURCE_DIR [COMPILER FLAG...]
set -eu

compiler=$1
source_dir=$2
shift 2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# The files of these libraries that a unit pulls in, in either mode. ($1 unit, $2 mode, $3 pattern)
seen() {
    mode_flag=
    [ "$2" = separate ] && mode_flag=-DOMS_SEPARATE_COMPILATION
    # shellcheck disable=SC2086
    "$compiler" -std=c++20 -E -I"$source_dir/include" $mode_flag $flags "$1" >"$scratch/text" || {
        echo "cannot preprocess:"
        cat "$1"
        exit 1
    }
    grep -E '^# [0-9]+ "' "$scratch/text" | cut -d'"' -f2 | sort -u | grep -E "/($3)" | head -n 5 || true
}

# ($1 name, $2 unit, $3 pattern of what must not be there)
must_not_show() {
    for mode in header-only separate; do
        found=$(seen "$2" $mode "$3")
        if [ -n "$found" ]; then
            echo "FAILED: $1 ($mode) shows"
            echo "$found"
            failures=$((failures + 1))
        else
            echo "ok: $1 ($mode)"
        fi
    done
}

flags="$*"
heavy='boost/beast(/|\.hpp)|boost/asio/ssl(/|\.hpp)|boost/json(/|\.hpp)'
any_asio='boost/asio(/|\.hpp)'

# First, that this script can see at all.
for header in boost/beast/http/verb.hpp boost/asio/ssl/context.hpp boost/json/value.hpp; do
    echo "#include <$header>" >"$scratch/planted.cpp"
    if [ -z "$(seen "$scratch/planted.cpp" header-only "$heavy")" ]; then
        echo "FAILED: a planted <$header> is not noticed"
        exit 1
    fi
done

echo '#include <oms/oms.hpp>' >"$scratch/oms.cpp"
must_not_show "oms/oms.hpp" "$scratch/oms.cpp" "$heavy"

for header in verifier receive signature router resource_version replay_guard order_guard endpoint; do
    echo "#include <oms/webhook/$header.hpp>" >"$scratch/$header.cpp"
    must_not_show "oms/webhook/$header.hpp" "$scratch/$header.cpp" "$heavy|$any_asio"
done
must_not_show "a program that only receives webhooks" "$source_dir/tests/package/receiver.cpp" "$heavy|$any_asio"
# The guards in files, and whatever comes to be in this room.
(cd "$source_dir/include" && find oms/webhook -name '*.hpp' ! -path '*/impl/*') |
    sort | sed 's|.*|#include <&>|' >"$scratch/webhook.cpp"
must_not_show "every public header of room webhook" "$scratch/webhook.cpp" "$heavy|$any_asio"

# Every public header of the first door at once. Behind the second door stand the making of a client, the pool, and
# the emulator and listeners; wire/json.hpp is there to show Boost.JSON.
(cd "$source_dir/include" && find oms -name '*.hpp' ! -path '*/impl/*' ! -path 'oms/sandbox/*' ! -path 'oms/endpoint/*' \
    ! -path oms/src.hpp ! -path oms/wire/json.hpp ! -path oms/client/make_client.hpp \
    ! -path oms/net/https_transport.hpp ! -path oms/net/system_clock.hpp ! -path oms/net/pending_exchange.hpp) |
    sort | sed 's|.*|#include <&>|' >"$scratch/door_one.cpp"
must_not_show "every public header of the first door" "$scratch/door_one.cpp" "$heavy"

exit "$failures"
