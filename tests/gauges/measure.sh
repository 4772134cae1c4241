#!/bin/bash
# Prints figures, one `name value` a line: README.md says which. usage: measure.sh BUILD_FOLDER [KIND...]
# KIND: allocations, instructions, observer, waiting, decode, lines, system_calls; all of them without one. CXX is the
# compiler of lines. Returns 77 when the only kind asked for cannot be measured on this machine.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
[ $# -gt 0 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
programs=$1/tests/gauges
shift
[ $# -gt 0 ] || set -- allocations instructions observer waiting decode lines system_calls
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    echo "not measured: $1" >&2
    [ "$kinds" -gt 1 ] || exit 77
}

# The server ends when this script does: its standard input ends then.
port=
need_server() {
    [ -z "$port" ] || return 0
    coproc server { exec "$programs/gauge_client" serve; }
    read -r port <&"${server[0]}"
}

client() {
    "$programs/${program:-gauge_client}" "$1" "$port" "${@:2}"
}

# The least of each figure over several runs: what a timer does goes by the clock, and comes on top.
client_at_rest() { # CLIENT_ARGUMENT...
    local run
    for run in 1 2 3; do client "$@"; done |
        awk '!($1 in least) { names[++count] = $1; least[$1] = $2 }
             $2 < least[$1] { least[$1] = $2 }
             END { for (i = 1; i <= count; ++i) print names[i], least[names[i]] }'
}

allocations() {
    local operation
    need_server
    for operation in get quote; do
        client_at_rest allocations "$operation" 5000 64 | sed "s/^allocations/${operation}_allocations/
                                                               s/^strings/${operation}_result_strings/"
        client_at_rest allocations "$operation" 5000 1 | sed -n "s/^allocations/${operation}_allocations_one_connection/p"
    done
}

# Of runs of two lengths, what the longer one took more, by call.
per_call() { # COUNT_FUNCTION ARGUMENTS_BEFORE_CALLS... -- ARGUMENTS_AFTER
    local few=400 many=2400 count=$1 before=() of_few of_many
    shift
    while [ "$1" != -- ]; do before+=("$1"); shift; done
    shift
    of_few=$("$count" "${before[@]}" "$few" "$@")
    of_many=$("$count" "${before[@]}" "$many" "$@")
    ((of_many > of_few)) || { echo "$count counted $of_few for $few calls and $of_many for $many" >&2; return 1; }
    awk -v more=$((of_many - of_few)) -v calls=$((many - few)) 'BEGIN { printf "%.2f\n", more / calls }'
}

count_instructions() { # CLIENT_ARGUMENT...
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/callgrind" \
        "$programs/${program:-gauge_client}" "$1" "$port" "${@:2}" >/dev/null
    sed -n 's/^==[0-9]*== Collected : //p' "$work/callgrind"
}

# A call that comes late enough looks at its connection first.
least_instructions() {
    local run
    for run in 1 2 3; do count_instructions "$@"; done | sort -n | head -1
}

instructions() {
    command -v valgrind >/dev/null || { skip "instructions, without valgrind"; return 0; }
    need_server
    local operation each
    for operation in get quote; do
        each=$(per_call count_instructions calls "$operation" -- 8)
        echo "${operation}_instructions $each"
    done
}

# What a client takes more than one without the hooks.
observer() {
    command -v valgrind >/dev/null || { skip "the price of observers, without valgrind"; return 0; }
    need_server
    local operation program with without
    for operation in get quote; do
        with=$(program=gauge_client per_call least_instructions still "$operation" --)
        without=$(program=gauge_unwatched per_call least_instructions still "$operation" --)
        echo "${operation}_observer_instructions $(difference "$with" "$without")"
        with=$(program=gauge_client client_at_rest allocations "$operation" 5000 1 | sed -n 's/^allocations //p')
        without=$(program=gauge_unwatched client_at_rest allocations "$operation" 5000 1 | sed -n 's/^allocations //p')
        echo "${operation}_observer_allocations $(difference "$with" "$without")"
    done
}

difference() {
    awk -v more="$1" -v less="$2" 'BEGIN { printf "%.2f\n", more - less }'
}

# Without the arming of timers, which goes by the clock and not by calls.
count_system_calls() {
    strace -f -c -o "$work/strace" "$programs/gauge_client" asleep "$port" "$@" >/dev/null
    awk '$NF == "total" { all = $4 } $NF == "timerfd_settime" { timers = $4 } END { print all - timers }' "$work/strace"
}

system_calls() {
    strace -o /dev/null true 2>/dev/null || { skip "system calls, without strace or where it may not trace"; return 0; }
    need_server
    local each
    each=$(per_call count_system_calls get --)
    echo "get_system_calls ${each%.*}" # whole ones: what is over are the wakes of timers
}

waiting() {
    need_server
    client_at_rest waiting "${OMS_GAUGES_WAITING:-10000}" | sed 's/^bytes/waiting_bytes/
                                                         s/^user/waiting_user_bytes/'
}

decode() {
    "$programs/gauge_decode"
}

lines() {
    "$here/lines.sh" "${CXX:-g++}" "$root"
}

kinds=$#
for kind in "$@"; do
    "$kind"
done
