#!/usr/bin/env bash
# Conan 2 and the recipes: creates the package from the tree and, in the form of conan-center, from an archive of it,
# runs its test with an OpenSSL that knows no certificates of its own, and asks for what it has to refuse. Boost and
# OpenSSL are the system's, by stub recipes.
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

tree="$place/tree"
mkdir "$tree"
cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,conanfile.py,include,test_package} "$tree/"

# As package managers build it: OpenSSL's own places are empty, so the well-known bundles of the system are found.
export SSL_CERT_FILE=/nowhere/cert.pem SSL_CERT_DIR=/nowhere/certs
conan create "$tree" >"$place/create.log" 2>&1 || { cat "$place/create.log"; fail "conan create"; }
version=$(sed -n 's/.*define OMS_VERSION_TEXT "\(.*\)"/\1/p' "$source_dir/include/oms/version.hpp")
grep -q "^oms-cpp $version: wallet.depositDetected wlt_1" "$place/create.log" || fail "the test of the package did not run"
echo "ok: the recipe of the tree, its test with an OpenSSL without certificates of its own"

package_folder() {
    conan cache path "$(conan list "oms-cpp/$version:*" --format compact | sed -n 's|^ *\(oms-cpp/[^ ]*#.*:[0-9a-f]*\).*|\1|p' | tail -n 1)"
}
cp -R "$(package_folder)" "$place/from the tree"

grep -q "^  \"$version\":" "$source_dir/packaging/conan-center/recipes/oms-cpp/config.yml" ||
    fail "config.yml does not name $version"

# A release's archive, and conan-center's recipe filled for it.
mkdir "$place/archive"
(cd "$tree" && tar -czf "$place/archive/oms-cpp.tar.gz" --transform "s|^|oms-cpp-$version/|" include LICENSE CMakeLists.txt cmake)
"$source_dir/packaging/release.sh" "$place/archive/oms-cpp.tar.gz" "file://${place// /%20}/archive/oms-cpp.tar.gz" "$place/release"
quietly conan remove -c "oms-cpp/*"
quietly conan create "$place/release/conan-center/recipes/oms-cpp/all" --version "$version" --test-folder=
cp -R "$(package_folder)" "$place/from the archive"
diff -r -x conaninfo.txt -x conanmanifest.txt "$place/from the tree" "$place/from the archive" ||
    fail "the two recipes do not make the same package"
echo "ok: the recipe in the form of conan-center makes the same package"

refused() { # EXPECTED OPTION...
    local expected=$1
    shift
    if conan install --requires "oms-cpp/$version" --build missing "$@" >"$place/refused.log" 2>&1 ||
        ! grep -q -- "$expected" "$place/refused.log"; then
        cat "$place/refused.log"
        fail "$* should be refused: $expected"
    fi
}
refused "needs gcc 12 or newer" -s compiler=gcc -s compiler.version=11
refused "needs clang 16 or newer" -s compiler=clang -s compiler.version=15 -s compiler.cppstd=20
refused "17" -s compiler.cppstd=17
for option in header_only without_json without_url; do
    refused "needs Boost.JSON and Boost.URL: not boost/\*:$option" -o "boost/*:$option=True"
done
echo "ok: older compilers and standards and a Boost without its libraries are refused"

# One package for all settings, and files for pkg-config under the names of the installed ones.
quietly conan install --requires "oms-cpp/$version" -s build_type=Release -s compiler.cppstd=23 -g PkgConfigDeps \
    --output-folder "$place/pkg config"
for name in oms-cpp oms-cpp-separate; do
    [ -e "$place/pkg config/$name.pc" ] || fail "PkgConfigDeps writes no $name.pc"
done
PKG_CONFIG_PATH="$place/pkg config" pkg-config --cflags oms-cpp-separate | grep -q -- -DOMS_SEPARATE_COMPILATION ||
    fail "oms-cpp-separate does not say how to compile"
echo "ok: one package for all settings; pkg-config"
