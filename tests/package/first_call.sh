#!/usr/bin/env bash
# A new project's first call: built with the package in each way, and run against oms-sandbox.
#
# usage: first_call.sh OMS_SANDBOX [WAY...]     the ways of ways.sh, `installed`, `separate` and `conan`
set -euo pipefail

sandbox=$1
shift
scratch=$(mktemp -d)
place="$scratch/a place with spaces"
mkdir "$place"
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
cmake_options=(-DCMAKE_CXX_FLAGS=-O0)
export CXXFLAGS=-O0
source "$(dirname "$0")/ways.sh"
asked=("$@")
[ ${#asked[@]} -gt 0 ] || asked=("${ways[@]}")

# It says how it is reached, in lines for a shell.
"$sandbox" >"$place/sandbox.out" &
sandbox_id=$!
trap 'kill $sandbox_id 2>/dev/null; rm -rf "$scratch"' EXIT
prepare_library # and meanwhile it starts
for _ in $(seq 100); do
    grep -q "Ctrl-C ends it" "$place/sandbox.out" && break
    sleep 0.1
done
source <(grep '^ *export OMS_' "$place/sandbox.out")

for way in "${asked[@]}"; do
    if [ "$way" = conan ]; then
        source "$here/conan/ready.sh"
        ready_conan
        ln -s "$library" "$place/oms-cpp"
        conan_block 1 "$place"
        configure_with_conan "$here/first_call/main.cpp"
        quietly cmake --build "$place/conan/build"
    else
        build_program "$way" "$here/first_call/main.cpp"
    fi
    said=$("$place/$way/build/first_call")
    [[ $said =~ ^"created cst_"[0-9a-z]+$ ]] || { echo "FAILED: $way: $said"; exit 1; }
    echo "ok: $way: $said"
done
