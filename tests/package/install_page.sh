#!/usr/bin/env bash
# README.md's section "Install": its commands and its lines for a project, taken from the page and used word for word,
# with spaces in every path. Conan's are conan.sh's, and for vcpkg's one needs vcpkg.
#
# usage: install_page.sh SOURCE_DIR [COMPILER]
set -euo pipefail

source_dir=$1
export CXX=${2:-c++} CXXFLAGS=-O0
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a place with spaces"
export HOME="$place/home"
mkdir -p "$place/oms-cpp" "$HOME"
cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,include} "$place/oms-cpp/"
git -C "$place/oms-cpp" init -q -b main
git -C "$place/oms-cpp" add .
git -C "$place/oms-cpp" -c user.name=packages -c user.email=packages@localhost commit -q -m "As it is"

fail() {
    cat "$place/log" 2>/dev/null || true
    echo "FAILED: $1"
    exit 1
}

blocks="$scratch/blocks"
source "$here/page.sh"
take_install_blocks "$blocks"
diff <(ls "$blocks" | LC_ALL=C sort) - <<'TEXT' >"$place/log" || fail "the page shows other blocks"
CMake, FetchContent.1
CMake, a copy in your repository.1
CMake, an installed copy.1
CMake, an installed copy.2
CMake, an installed copy.3
CMake, the build tree.1
Conan 2.1
Conan 2.2
Conan 2.3
needed.1
pkg-config.1
vcpkg.1
vcpkg.2
TEXT

commands() { # FOLDER BLOCK
    (cd "$1" && bash -e "$blocks/$2") >>"$place/log" 2>&1 || fail "$2: $(cat "$blocks/$2")"
}

# A project beside the clone that has LINES where it asks for the package.
begin_project() { # NAME BLOCK_OF_LINES
    project="$place/$1"
    mkdir "$project"
    cp "$here/install_page.cpp" "$project/main.cpp"
    awk -v lines="$blocks/$2" '/^find_package/ { while ((getline line <lines) > 0) print line; next } { print }' \
        "$here/first_call/CMakeLists.txt" >"$project/CMakeLists.txt"
}

# What the page leaves to the reader, configuring with nothing special, and building.
end_project() { # BLOCK_OF_COMMANDS or nothing
    if [ -n "$1" ]; then
        commands "$project" "$1"
    else
        cmake -S "$project" -B "$project/build" "-DOMS_REPOSITORY=$place/oms-cpp" >>"$place/log" 2>&1 || fail "$project"
    fi
    cmake --build "$project/build" >>"$place/log" 2>&1 || fail "$project"
    "$project/build/first_call" || fail "$project"
    echo "ok: ${project##*/}"
}

commands "$place" "CMake, an installed copy.1"
begin_project installed "CMake, an installed copy.2"
end_project "CMake, an installed copy.3"

begin_project "build tree" "CMake, an installed copy.2"
end_project "CMake, the build tree.1"

begin_project subdirectory "CMake, a copy in your repository.1"
cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,include} "$(mkdir -p "$project/oms-cpp" && echo "$project/oms-cpp")/"
end_project ""

begin_project fetched "CMake, FetchContent.1"
end_project ""

begin_project pkg-config "CMake, an installed copy.2"
{ echo "first_call: main.cpp"; cat "$blocks/pkg-config.1"; } >"$project/Makefile"
said=$(grep -o 'export PKG_CONFIG_PATH=[^`]*' "$source_dir/README.md") || fail "the page does not say where the .pc is"
(eval "$said" && make -C "$project") >>"$place/log" 2>&1 || fail "pkg-config"
"$project/first_call"
echo "ok: pkg-config"
