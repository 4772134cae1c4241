#!/usr/bin/env bash
# A new user's machine: in a minimal Debian with what the README names and nothing else, installs oms-cpp, builds the
# new project of tests/package/first_call/ by each way and by Conan, and runs each against oms-sandbox. As root, on Debian.
#
#   minimal.sh [--roots DIR] [bookworm|trixie ...]
#
# DIR (build/minimal) keeps the roots.
set -euo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
roots=$source_dir/build/minimal
releases=()
while [ $# -gt 0 ]; do
    case "$1" in
    --roots) roots=$(mkdir -p "$2" && cd "$2" && pwd); shift ;;
    bookworm | trixie) releases+=("$1") ;;
    *) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
[ ${#releases[@]} -gt 0 ] || releases=(bookworm trixie)
[ "$(id -u)" -eq 0 ] || { echo "the roots are made by root: sudo $0" >&2; exit 2; }
source "$source_dir/tests/package/debian_root.sh"

first_calls() { # RELEASE
    inside "$1" bash -euo pipefail -c '
        update-ca-certificates >/dev/null 2>&1
        cd /oms-cpp
        cmake -S . -B build/minimal -DOMS_BUILD_TESTS=OFF -DOMS_BUILD_EXAMPLES=OFF -DCMAKE_CXX_FLAGS=-O0 >build.log 2>&1 &&
            cmake --build build/minimal >>build.log 2>&1 && cmake --install build/minimal >>build.log 2>&1 ||
            { tail -n 40 build.log; exit 1; }
        export PIP_CERT=/etc/ssl/certs/ca-certificates.crt # what the machine trusts, not what pip brings along
        tests/package/first_call.sh /usr/local/bin/oms-sandbox installed add_subdirectory fetch_content find_package \
            build_tree pkg_config separate conan'
}

failed=0
for release in "${releases[@]}"; do
    begin=$SECONDS
    boost=(libboost-dev libboost-json-dev libboost-url-dev)
    [ "$release" != bookworm ] || boost=(libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev)
    make_root "$release"
    mount_root "$release"
    trap 'unmount_root "$release"' EXIT
    copy_tree "$release"
    # The packages up to Boost's are the SDK's own; each of the others is for one way alone.
    if install_packages "$release" g++ cmake make libssl-dev "${boost[@]}" ca-certificates git pkg-config python3-venv &&
        first_calls "$release"; then
        echo "== $release: passed, $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
    else
        echo "== $release: FAILED"
        failed=1
    fi
    unmount_root "$release"
    trap - EXIT
done
exit $failed
