#!/bin/bash
# Prints how many lines the compiler reads after preprocessing, blank ones and line marks aside, of each of the ways to
# include the SDK. usage: lines.sh COMPILER SOURCE_FOLDER
set -euo pipefail
compiler=$1
include=$2/include
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lines() { # NAME FILE FLAG...
    "$compiler" -std=c++20 -E -I"$include" "${@:3}" "$2" >"$work/text"
    echo "lines_$1 $(grep -c -v -E '^(#|[[:space:]]*$)' "$work/text")"
}

both_modes() { # NAME FILE
    lines "$1" "$2"
    lines "$1_separate" "$2" -DOMS_SEPARATE_COMPILATION
}

for header in oms webhook/verifier client/make_client; do
    echo "#include <oms/$header.hpp>" >"$work/${header##*/}.cpp"
done
both_modes door_one_call "$2/tests/package/compile_cost_call.cpp"
both_modes oms "$work/oms.cpp"
both_modes verifier "$work/verifier.cpp"
both_modes door_two "$work/make_client.cpp"
