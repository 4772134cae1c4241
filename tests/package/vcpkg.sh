#!/usr/bin/env bash
# What of the port for vcpkg can be checked without vcpkg: the manifests, the steps of the portfile with functions in
# place of vcpkg's, for the tree as an overlay and for a release's registry, and a program that uses what they install.
#
# usage: vcpkg.sh PYTHON [CMAKE_OPTION...]     PYTHON has the module jsonschema
set -euo pipefail

python=$1
shift
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a place with spaces"
mkdir "$place"
cmake_options=("$@")
source "$source_dir/tests/package/ways.sh"

tree="$place/oms-cpp-tree"
mkdir "$tree"
cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,include,ports} "$tree/"
tar -C "$place" -czf "$place/release.tar.gz" oms-cpp-tree
"$source_dir/packaging/release.sh" "$place/release.tar.gz" "file://$place/release.tar.gz" https://localhost/oms-cpp \
    "$place/release"
"$python" "$here/vcpkg/manifests.py" "$source_dir" "$place/release/vcpkg-registry"

build_port() { # PORT_FOLDER WORK
    cmake "-DPORT_FOLDER=$1" "-DWORK=$2" "-DOPTIONS=$(IFS=';'; echo "${cmake_options[*]}")" -P "$here/vcpkg/build_port.cmake" \
        >"$place/port.log" 2>&1 || { cat "$place/port.log"; return 1; }
}
build_port "$tree/ports/oms-cpp" "$place/overlay"
build_port "$place/release/vcpkg-registry/ports/oms-cpp" "$place/registry"
diff -r "$place/overlay/installed" "$place/registry/installed" || { echo "FAILED: the two do not install the same"; exit 1; }
echo "ok: the portfile, as an overlay and in a registry"

prefix="$place/overlay/installed"
include=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --variable=includedir oms-cpp)
[ -e "${include//\\/}/oms/oms.hpp" ] || { echo "FAILED: pkg-config names $include"; exit 1; }
build_program find_package "$here/receiver.cpp"
"$place/find_package/build/first_call"
echo "ok: a program uses what the port installs"
