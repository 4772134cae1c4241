#!/bin/bash
# What including the SDK costs, in CPU seconds at -O0, as a share of one hand-written Beast HTTPS GET.
# Fails when a file with one GET, or with one quote, through the SDK costs more than 0.25 (header-only) or 0.20
# (OMS_SEPARATE_COMPILATION) of it.
#
#   compile_cost.sh [compiler] [most runs]
#
# Files are compiled in turn and the best run of each counts, so that a busy machine disturbs all of them alike. It
# ends as soon as all are below their limits. The compiler is called as it is given: leave a compiler cache out of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
include=$(cd "$here/../../include" && pwd)
compiler=${1:-g++}
runs=${2:-5}

# CPU seconds (user and system) of one compilation.
cpu_seconds() {
    local TIMEFORMAT='%U %S' times
    times=$( { time "$compiler" -std=c++20 -O0 -I"$include" -c -o /dev/null "$@" 1>&2; } 2>&1 ) ||
        { echo "$times" >&2; return 1; }
    awk '{ print $1 + $2 }' <<<"$(tail -n 1 <<<"$times")"
}

declare -A best
measure() { # NAME FLAGS...
    local name=$1 seconds
    shift
    seconds=$(cpu_seconds "$@")
    best[$name]=$(awk -v a="$seconds" -v b="${best[$name]:-1e9}" 'BEGIN { print (a < b) ? a : b }')
}

declare -A limit=([get]=0.25 [order]=0.25 [get_separate]=0.20 [order_separate]=0.20)
within_limits() {
    local name
    for name in "${!limit[@]}"; do
        awk -v s="${best[$name]}" -v r="${best[reference]}" -v limit="${limit[$name]}" 'BEGIN { exit (s / r > limit) }' ||
            return 1
    done
}

for ((run = 1; run <= runs; ++run)); do
    measure reference "$here/beast_reference.cpp"
    measure get "$here/compile_cost_call.cpp"
    measure get_separate -DOMS_SEPARATE_COMPILATION "$here/compile_cost_call.cpp"
    measure order "$here/compile_cost_order.cpp"
    measure order_separate -DOMS_SEPARATE_COMPILATION "$here/compile_cost_order.cpp"
    within_limits && break
done

status=0
row() { # NAME LABEL
    awk -v s="${best[$1]}" -v r="${best[reference]}" -v label="$2" -v limit="${limit[$1]:-}" 'BEGIN {
        verdict = (limit == "") ? "" : (s / r <= limit) ? "limit " limit ", ok" : "limit " limit ", TOO MUCH"
        printf "%-36s %6.2f s   %.3f   %s\n", label, s, s / r, verdict
        exit (limit != "" && s / r > limit)
    }' || status=1
}
row reference "Beast: one HTTPS GET"
row get "oms/oms.hpp: one GET, header-only"
row get_separate "oms/oms.hpp: one GET, separate"
row order "oms/oms.hpp: a quote, header-only"
row order_separate "oms/oms.hpp: a quote, separate"
exit $status
