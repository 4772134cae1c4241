#!/bin/bash
# Holds the figures of one kind against their limits. usage: check.sh COMPILER BUILD_FOLDER KIND
# Where the tool chain is that of the limits, it fails when a figure is above its limit, when one has none, and when a
# limit has no figure. Elsewhere, and with OMS_GAUGES_PRINT=1, it prints the figures. Returns 77 when this machine cannot
# measure. OMS_GAUGES_LIMITS names another file of limits.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
limits=${OMS_GAUGES_LIMITS:-$here/limits}
compiler=$1
kind=$3

figures=$(CXX=$compiler "$here/measure.sh" "$2" "$kind")
if [ -n "${OMS_GAUGES_PRINT:-}" ]; then
    echo "$figures"
    exit 0
fi
tool_chain=$("$here/tool_chain.sh" "$compiler" | sort)
if ! others=$(diff <(echo "$tool_chain") <(grep '^tool_chain ' "$limits" | sort)); then
    printf 'printed only: the tool chain (<) is not the one of the limits (>)\n%s\n%s\n' "$others" "$figures"
    exit 0
fi

awk -v kind="$kind" '
    NR == FNR { if ($1 == kind) limit[$2] = $3; next }
    $2 !~ /^-?[0-9.]+$/ { verdict($1, $2, "IS NO NUMBER"); failed = 1; delete limit[$1]; next }
    !($1 in limit) { verdict($1, $2, "HAS NO LIMIT"); failed = 1; next }
    $2 > limit[$1] { verdict($1, $2, "limit " limit[$1] ", TOO MUCH"); failed = 1 }
    $2 <= limit[$1] { verdict($1, $2, "limit " limit[$1] (is_far_below($2, limit[$1]) ? ", lower the limit" : ", ok")) }
    { delete limit[$1] }
    function verdict(name, figure, text) { printf "%-36s %10s   %s\n", name, figure, text }
    # Those that move a little with any change have limits a little above what they are; what observers may cost is
    # decided.
    function is_far_below(figure, most) {
        if (kind == "observer")
            return 0
        return figure < (kind ~ /^(instructions|waiting|lines)$/ ? 0.97 * most : most - 0.5)
    }
    END {
        for (name in limit) { verdict(name, "", "HAS A LIMIT AND NO FIGURE"); failed = 1 }
        exit failed
    }' "$limits" <(echo "$figures")
