#!/usr/bin/env bash
# Uses the package as others would, in each way there is, with spaces in every path and after the installed tree was
# moved; asks for what is not there, to see what is said; and does what the README says of it.
#
# usage: run.sh SOURCE_DIR [CMAKE_OPTION...]
set -euo pipefail

source_dir=$1
shift
cmake_options=("$@")
for option; do case $option in -DCMAKE_CXX_COMPILER=*) export CXX=${option#*=} ;; esac; done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a place with spaces"
mkdir "$place"
source "$(dirname "$0")/ways.sh"

fail() {
    echo "FAILED: $1"
    exit 1
}

prepare_library
diff -r "$library/include" "$prefix/include" || fail "not all of include/ was installed, or more"
if grep -r "$scratch" "$prefix"; then
    fail "the installed package names the place where it was built"
fi

# What find_package says; one build tree, so that the compiler is looked at once.
ask() { # EXPECTED WANTED [CMAKE_OPTION...]
    local expected=$1 wanted=$2
    shift 2
    cmake -S "$here/consumer/versions" -B "$place/asked" "-DCMAKE_PREFIX_PATH=$prefix" -U 'oms-cpp_DIR' \
        -U 'CMAKE_DISABLE_*' "-DEXPECTED=$expected" "-DWANTED=$wanted" "${cmake_options[@]}" "$@" \
        >"$place/asked.log" 2>&1 || { cat "$place/asked.log"; fail "find_package $wanted"; }
}
version=$(sed -n 's/.*define OMS_VERSION_TEXT "\(.*\)"/\1/p' "$source_dir/include/oms/version.hpp")
minor=${version%.*}
next_minor=${minor%.*}.$((${minor#*.} + 1))
ask "" ""
ask "" "$minor"
ask "" "$version;EXACT"
ask "" "COMPONENTS;separate"
ask "$version" "$next_minor" # a minor version before 1.0 promises nothing about another
ask "$version" "$minor.999"
ask "$version" "1.0"
ask "no component tls" "COMPONENTS;tls"
ask "needs Boost 1.81 or newer" "" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON
ask "needs OpenSSL 3" "" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON
if cmake -S "$library" -B "$place/without Boost" "${cmake_options[@]}" -DCMAKE_DISABLE_FIND_PACKAGE_Boost=ON \
    >"$place/asked.log" 2>&1 || ! grep -q "apt-get install libboost" "$place/asked.log"; then
    fail "a build without Boost does not say how to get it"
fi
if PKG_CONFIG_PATH="$prefix/share/pkgconfig" pkg-config --exists "oms-cpp >= $next_minor"; then
    fail "pkg-config takes $version for $next_minor"
fi
PKG_CONFIG_PATH="$prefix/share/pkgconfig" pkg-config --cflags oms-cpp-separate | grep -q -- -DOMS_SEPARATE_COMPILATION ||
    fail "oms-cpp-separate does not say how to compile"
echo "ok: what is installed, and what is said when something is missing"

for way in "${ways[@]}"; do # separate: minimal.sh
    build_program "$way" "$here/receiver.cpp"
    "$place/$way/build/first_call"
    echo "ok: $way"
done

# What a subdirectory does to the project that it is in.
project="$place/add_subdirectory"
grep -q -- '-isystem .*oms-cpp/include' "$project/build/compile_commands.json" ||
    fail "a user's warnings are raised in the SDK's headers"
cmake --install "$project/build" --prefix "$place/installed with a program" >"$place/asked.log"
cmp "$project/LICENSE" "$place/installed with a program/share/doc/first_call/LICENSE" ||
    fail "the program's licence was replaced"
cmp "$library/LICENSE" "$place/installed with a program/share/doc/oms-cpp/LICENSE" || fail "the SDK's licence is missing"
cp -R "$here/consumer/found_above" "$place/found above"
cp -R "$library" "$place/found above/oms-cpp"
cmake -S "$place/found above" -B "$place/found above/build" "-DCMAKE_PREFIX_PATH=$prefix" "${cmake_options[@]}" \
    >"$place/asked.log" 2>&1 || { cat "$place/asked.log"; fail "a copy below a package that was found"; }
grep -q "oms::oms is there already" "$place/asked.log" || fail "nothing says that the copy is not used"
echo "ok: a subdirectory leaves warnings, licence, names and packages of its project alone"

"$here/install_page.sh" "$source_dir" "${CXX:-c++}"
