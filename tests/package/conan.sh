#!/usr/bin/env bash
# Conan 2 and the recipes: creates the package from the tree and, in the form of conan-center, from an archive of it,
# runs its test with an OpenSSL that knows no certificates of its own, uses it as the README says, and asks for what it
# has to refuse. Boost and OpenSSL are the system's, by stub recipes; the profile is the one that Conan detects.
#
# Exit code 77 and a line that begins with SKIPPED: there is no Conan here.
set -euo pipefail

source_dir=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a place with spaces"
mkdir "$place"
source "$source_dir/tests/package/conan/ready.sh"
ready_conan

fail() {
    echo "FAILED: $1"
    exit 1
}

tree="$place/oms-cpp"
mkdir "$tree"
cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,conanfile.py,include,test_package} "$tree/"

# As package managers build it: OpenSSL's own places are empty, so the well-known bundles of the system are found.
cat >"$scratch/places.c" <<'TEXT'
const char* X509_get_default_cert_file(void) { return "/nowhere/cert.pem"; }
const char* X509_get_default_cert_dir(void) { return "/nowhere/certs"; }
TEXT
cc -shared -fPIC "$scratch/places.c" -o "$scratch/places.so"
unset SSL_CERT_FILE SSL_CERT_DIR
LD_PRELOAD=$scratch/places.so conan_block 1 "$place"
version=$(sed -n 's/.*define OMS_VERSION_TEXT "\(.*\)"/\1/p' "$source_dir/include/oms/version.hpp")
grep -q "^oms-cpp $version: wallet.depositDetected wlt_1" "$place/quiet.log" || fail "the test of the package did not run"
echo "ok: the recipe of the tree, its test with an OpenSSL without certificates of its own"

# The name that Conan prints is the one to link; oms::separate is there for those who ask for it.
configure_with_conan "$source_dir/tests/package/receiver.cpp"
printed=$(sed -n 's/^ *target_link_libraries(\.\.\. \(.*\))$/\1/p' "$place/quiet.log")
[ -n "$printed" ] || { cat "$place/quiet.log"; fail "Conan prints no name to link"; }
sed -i "s/ oms::oms)/ $printed)/" "$place/conan/CMakeLists.txt"
cat >>"$place/conan/CMakeLists.txt" <<'TEXT'
add_library(separate OBJECT separate.cpp)
target_link_libraries(separate PRIVATE oms::separate)
TEXT
cat >"$place/conan/separate.cpp" <<'TEXT'
#include <oms/version.hpp>
#ifndef OMS_SEPARATE_COMPILATION
#error
#endif
TEXT
quietly cmake --build "$place/conan/build"
"$place/conan/build/first_call" || fail "a program with $printed"
echo "ok: the README's lines for a project, with the name that Conan prints: $printed"

package_folder() {
    conan cache path "$(conan list "oms-cpp/$version:*" --format compact | sed -n 's|^ *\(oms-cpp/[^ ]*#.*:[0-9a-f]*\).*|\1|p' | tail -n 1)"
}
cp -R "$(package_folder)" "$place/from the tree"

grep -q "^  \"$version\":" "$source_dir/packaging/conan-center/recipes/oms-cpp/config.yml" ||
    fail "config.yml does not name $version"

# A release's archive, and conan-center's recipe filled for it.
mkdir "$place/archive"
(cd "$tree" && tar -czf "$place/archive/oms-cpp.tar.gz" --transform "s|^|oms-cpp-$version/|" include LICENSE CMakeLists.txt cmake)
"$source_dir/packaging/release.sh" "$place/archive/oms-cpp.tar.gz" "file://${place// /%20}/archive/oms-cpp.tar.gz" \
    https://localhost/oms-cpp "$place/release"
recipe="$place/release/conan-center/recipes/oms-cpp/all"
[ "$(conan inspect "$recipe" | sed -n 's/^homepage: //p')" = https://localhost/oms-cpp ] || fail "the recipe has no homepage"
boost=$(sed -n 's/.*requires("boost\/\([0-9.]*\)").*/\1/p' "$recipe/conanfile.py")
[ -n "$boost" ] || fail "conan-center takes one version of Boost, not a range"
quietly conan create "$conan_files/stubs/boost" --version "$boost"
quietly conan remove -c "oms-cpp/*"
quietly conan create "$recipe" --version "$version" --test-folder= -s compiler.cppstd=20
cp -R "$(package_folder)" "$place/from the archive"
diff -r -x conaninfo.txt -x conanmanifest.txt "$place/from the tree" "$place/from the archive" ||
    fail "the two recipes do not make the same package"
echo "ok: the recipe in the form of conan-center makes the same package"

refused() { # EXPECTED OPTION...
    local expected=$1
    shift
    if conan install --requires "oms-cpp/$version" --build missing -s compiler.cppstd=20 "$@" >"$place/refused.log" 2>&1 ||
        ! grep -q -- "$expected" "$place/refused.log"; then
        cat "$place/refused.log"
        fail "$* should be refused: $expected"
    fi
}
refused "needs gcc 12 or newer" -s compiler=gcc -s compiler.version=11
refused "needs clang 16 or newer" -s compiler=clang -s compiler.version=15
refused "with gcc and clang alone, not with apple-clang" -s compiler=apple-clang -s compiler.version=15 \
    -s compiler.libcxx=libc++
refused "on Linux alone, not on Macos" -s os=Macos
refused "on Linux alone, not on Windows" -s os=Windows
refused "17" -s compiler.cppstd=17
for option in header_only without_json without_url; do
    refused "needs Boost.JSON and Boost.URL: not boost/\*:$option" -o "boost/*:$option=True"
done
echo "ok: other systems and compilers, older ones and older standards, and a Boost without its libraries are refused"

# One package for all settings, and a file for pkg-config under the name of the installed one.
quietly conan install --requires "oms-cpp/$version" -s build_type=Release -s compiler.cppstd=23 -g PkgConfigDeps \
    --output-folder "$place/pkg config"
flags=$(PKG_CONFIG_PATH="$place/pkg config" pkg-config --cflags --libs oms-cpp) || fail "PkgConfigDeps writes no oms-cpp.pc"
[[ $flags == *-lboost_json* && $flags != *OMS_SEPARATE_COMPILATION* ]] || fail "oms-cpp.pc says $flags"
echo "ok: one package for all settings; pkg-config"
