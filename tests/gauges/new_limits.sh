#!/bin/bash
# Prints a file of limits from what is measured now. usage: new_limits.sh COMPILER BUILD_FOLDER [KIND...]
# Allocations, heap blocks and system calls are exact; instructions, bytes and lines get 1 % more than they are. What
# observers may cost a client that has none is decided, and stays. With kinds, the limits of the others stay.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
compiler=$1
build=$2
shift 2
kinds=(allocations instructions observer waiting decode lines system_calls)
[ $# -gt 0 ] || set -- "${kinds[@]}"

echo '# The limits of the gauges, `kind name limit`: new_limits.sh wrote them. They hold where the tool chain is this one.'
"$here/tool_chain.sh" "$compiler"
for kind in "${kinds[@]}"; do
    if [[ " $* " != *" $kind "* || $kind == observer ]]; then
        grep "^$kind " "$here/limits" || true
        continue
    fi
    CXX=$compiler "$here/measure.sh" "$build" "$kind" | awk -v kind="$kind" '{
        most = kind ~ /^(instructions|waiting|lines)$/ ? 1.01 * $2 : $2
        printf "%s %s %d\n", kind, $1, int(most) + (most > int(most))
    }'
done
