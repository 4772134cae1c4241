#!/usr/bin/env bash
# The first five minutes of README.md: its files and its commands, taken from the page and run word for word in a folder
# beside a clone, against oms-sandbox. Only the clone and the compiling of the emulator are done here in another way.
#
# usage: first_minutes.sh OMS_SANDBOX [CXX]
set -euo pipefail

sandbox=$1
export CXX=${2:-c++}
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
blocks="$scratch/blocks"
place="$scratch/a place with spaces"
clone="$place/oms-cpp"
mkdir "$blocks" "$place" "$clone"
sandbox_id=
trap '[ -z "$sandbox_id" ] || kill "$sandbox_id" 2>/dev/null; rm -rf "$scratch"' EXIT

fail() {
    echo "FAILED: $1" >&2
    exit 1
}

# What the page shows: a file by the name that stands above its block, the commands as commands_1, commands_2, ...
awk -v to="$blocks" '
    /^## / { inside = /^## Five minutes/ }
    !inside { next }
    /^```/ && block { close(block); block = name = ""; next }
    /^```/ { block = to "/" (name ? name : "commands_" ++commands); printf "" >block; next }
    block { print >block; next }
    /^`[^`]+`:$/ { name = substr($0, 2, length($0) - 3) }
' "$source_dir/README.md"
shown=$(cd "$blocks" && echo *)
[ "$shown" = "CMakeLists.txt commands_1 commands_2 commands_3 main.cpp" ] || fail "the page shows $shown"
promise=$(sed -n 's/^It prints `\([^`]*\)`.*/\1/p' "$source_dir/README.md")
[ -n "$promise" ] || fail "the page does not say what is printed"

# Step 1, as ./run sandbox does it, but for the emulator, which has been compiled already.
[ "$(cat "$blocks/commands_1")" = "cd oms-cpp"$'\n'"./run sandbox" ] || fail "step 1 is another one"
for each in "$source_dir"/*; do
    [ "${each##*/}" = build ] || ln -s "$each" "$clone/"
done
(cd "$clone" && cmake --preset demo -Wno-dev) >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "step 1"; }
"$sandbox" >"$scratch/sandbox.out" &
sandbox_id=$!
for _ in $(seq 100); do
    grep -q "Ctrl-C ends it" "$scratch/sandbox.out" && break
    sleep 0.1
done

# Step 2.
[ "$(grep -c '^ *export OMS_' "$scratch/sandbox.out")" = 4 ] || { cat "$scratch/sandbox.out"; fail "no four exports"; }
source <(grep '^ *export OMS_' "$scratch/sandbox.out")

# Steps 3 and 4, in one terminal.
cd "$place"
source "$blocks/commands_2"
cp "$blocks/main.cpp" "$blocks/CMakeLists.txt" .
bash -e "$blocks/commands_3" >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail "step 4"; }
said=$(tail -n 1 "$scratch/log")
[[ $said =~ ^${promise/…/[0-9a-z]+}$ ]] || fail "it prints $said, not $promise"
echo "ok: $said"
