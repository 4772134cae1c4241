#!/bin/bash
# What including the SDK costs, in CPU seconds at -O0, as a share of one hand-written Beast HTTPS GET.
# Fails above the limits of the project: 0.25 header-only, 0.20 with OMS_SEPARATE_COMPILATION.
#
#   compile_cost.sh [compiler] [runs]
#
# Files are compiled in turn and the best run of each counts, so that a busy machine disturbs all of them alike. The
# compiler is called as it is given: leave a compiler cache out of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
include=$(cd "$here/../../include" && pwd)
compiler=${1:-g++}
runs=${2:-3}
flags="-std=c++20 -O0 -I$include -c -o /dev/null"

# CPU seconds (user and system) of one compilation.
cpu_seconds() {
    local TIMEFORMAT='%U %S' times
    times=$( { time "$compiler" $flags "$@" 1>&2; } 2>&1 ) || { echo "$times" >&2; return 1; }
    awk '{ print $1 + $2 }' <<<"$(tail -n 1 <<<"$times")"
}

smaller() { awk -v a="$1" -v b="$2" 'BEGIN { print (a < b) ? a : b }'; }

reference=1e9 header_only=1e9 separate=1e9
for ((run = 1; run <= runs; ++run)); do
    reference=$(smaller "$reference" "$(cpu_seconds "$here/beast_reference.cpp")")
    header_only=$(smaller "$header_only" "$(cpu_seconds "$here/compile_cost_call.cpp")")
    separate=$(smaller "$separate" "$(cpu_seconds -DOMS_SEPARATE_COMPILATION "$here/compile_cost_call.cpp")")
done

awk -v reference="$reference" -v header_only="$header_only" -v separate="$separate" '
    function row(name, seconds, limit) {
        printf "%-28s %6.2f s   ratio %.3f   limit %.2f   %s\n", name, seconds, seconds / reference, limit,
               (seconds / reference <= limit) ? "ok" : "TOO SLOW"
        if (seconds / reference > limit)
            failed = 1
    }
    BEGIN {
        printf "%-28s %6.2f s\n", "Beast HTTPS GET", reference
        row("oms/oms.hpp, header-only", header_only, 0.25)
        row("oms/oms.hpp, separate", separate, 0.20)
        exit failed
    }'
