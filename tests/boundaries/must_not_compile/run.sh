#!/bin/bash
# Holds cases.txt: each `bad` statement must not compile and the message must show the reason; the `good` statements
# must compile.
#
#   run.sh [compiler] [word of a case's name]
set -u
here=$(cd "$(dirname "$0")" && pwd)
include=$(cd "$here/../../../include" && pwd)
compiler=${1:-g++}
only=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-std=c++20 -O0 -w -I"$include" ${OMS_MUST_NOT_COMPILE_FLAGS:-})

# setting.hpp once for all cases: reading it takes far longer than a case.
if "$compiler" --version | grep -q clang; then
    setting=(-include-pch "$work/setting.pch")
    "$compiler" "${flags[@]}" -x c++-header "$here/setting.hpp" -o "$work/setting.pch" || exit 1
else
    setting=(-include "$work/setting.hpp")
    cp "$here/setting.hpp" "$work/"
    "$compiler" "${flags[@]}" -x c++-header "$work/setting.hpp" -o "$work/setting.hpp.gch" || exit 1
fi

cases=0 failed=0 name="" bad="" good="" says=()

finish_case() {
    [ -n "$name" ] || return 0
    [ -z "$only" ] || [[ $name == *"$only"* ]] || return 0
    cases=$((cases + 1))
    printf '// %s\nvoid case_%d()\n{\n    %s\n}\n' "$name" "$cases" "$good" >>"$work/good.cpp"
    printf 'void bad_case()\n{\n    %s\n}\n' "$bad" >"$work/bad.cpp"
    local message pattern
    if message=$("$compiler" "${flags[@]}" "${setting[@]}" -fsyntax-only "$work/bad.cpp" 2>&1); then
        echo "COMPILES: $name"
        echo "    $bad"
        failed=$((failed + 1))
        return 0
    fi
    for pattern in "${says[@]}"; do
        if ! grep -Eq -- "$pattern" <<<"$message"; then
            echo "DOES NOT SAY \"$pattern\": $name"
            head -n 12 <<<"$message" | cut -c 1-300 | sed 's/^/    /'
            failed=$((failed + 1))
            return 0
        fi
    done
}

while IFS= read -r line; do
    case $line in
    "== "*) finish_case; name=${line#== } bad="" good="" says=() ;;
    "says "*) says+=("${line#says }") ;;
    "bad "*) bad=${line#bad } ;;
    "good "*) good=${line#good } ;;
    "" | "#"*) ;;
    *) echo "not understood: $line"; exit 1 ;;
    esac
done <"$here/cases.txt"
finish_case

if ! "$compiler" "${flags[@]}" "${setting[@]}" -fsyntax-only "$work/good.cpp"; then
    echo "the statements that must compile do not"
    failed=$((failed + 1))
fi

echo "$cases cases, $failed failed ($("$compiler" --version | head -n 1))"
[ "$failed" -eq 0 ] && [ "$cases" -gt 0 ]
