#!/usr/bin/env bash
# What only a release can know, its archive's address and hashes, filled into the recipe for conan-center and into a
# registry for vcpkg. Both are written to FOLDER, ready to be proposed or pushed.
#
# usage: release.sh ARCHIVE URL HOMEPAGE FOLDER
#   ARCHIVE    the release as a .tar.gz with one folder at its top
#   URL        where everybody will find it
#   HOMEPAGE   the project's, for those who look at a package
set -euo pipefail

[ $# -eq 4 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2; }
archive=$1 url=$2 homepage=$3 folder=$4
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/.*define OMS_VERSION_TEXT "\(.*\)"/\1/p' "$root/include/oms/version.hpp")
mkdir -p "$folder"

# conan-center
cp -RL "$root/packaging/conan-center" "$folder/"
cat >"$folder/conan-center/recipes/oms-cpp/all/conandata.yml" <<TEXT
sources:
  "$version":
    url: "$url"
    sha256: "$(sha256sum <"$archive" | cut -d ' ' -f 1)"
TEXT
sed -i "s|^    license = .*|    homepage = \"$homepage\"\n&|" "$folder/conan-center/recipes/oms-cpp/all/conanfile.py"

# vcpkg: the port takes the archive in place of the tree that it stands in. A registry names a port by the hash of its
# folder in git, which is the same in every repository.
registry=$folder/vcpkg-registry
mkdir -p "$registry/ports" "$registry/versions/o-"
cp -R "$root/ports/oms-cpp" "$registry/ports/"
awk -v url="$url" -v version="$version" -v hash="$(sha512sum <"$archive" | cut -d ' ' -f 1)" '
    /^set\(SOURCE_PATH / {
        print "vcpkg_download_distfile(archive"
        print "    URLS \"" url "\""
        print "    FILENAME \"oms-cpp-" version ".tar.gz\""
        print "    SHA512 " hash ")"
        print "vcpkg_extract_source_archive(SOURCE_PATH ARCHIVE \"${archive}\")"
        next
    }
    { print }' "$root/ports/oms-cpp/portfile.cmake" >"$registry/ports/oms-cpp/portfile.cmake"
sed -i "s|^  \"license\": .*|  \"homepage\": \"$homepage\",\n&|" "$registry/ports/oms-cpp/vcpkg.json"
repository=$(mktemp -d)
trap 'rm -rf "$repository"' EXIT
git init -q "$repository"
git --git-dir "$repository/.git" --work-tree "$registry" add ports
tree=$(git --git-dir "$repository/.git" write-tree --prefix=ports/oms-cpp/)
cat >"$registry/versions/baseline.json" <<TEXT
{
  "default": {
    "oms-cpp": { "baseline": "$version", "port-version": 0 }
  }
}
TEXT
cat >"$registry/versions/o-/oms-cpp.json" <<TEXT
{
  "versions": [
    { "version": "$version", "port-version": 0, "git-tree": "$tree" }
  ]
}
TEXT
