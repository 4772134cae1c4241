#!/usr/bin/env bash
# Builds and tests the SDK with every compiler, Boost and standard that Debian 12 and 13 give, each release in a minimal
# root of its own. As root, on Debian.
#
#   matrix.sh [--roots DIR] [--all] [bookworm|trixie ...]
#
# What is built in each combination: the examples, omsctl and oms-sandbox, and the tests of core, http, model, wire,
# webhook and observe, which are run; header-only as C++20, separately compiled as C++23. --all: all there is, all run.
# DIR (build/matrix) keeps the roots, with what was installed in them, and the builds.
set -euo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
roots=$source_dir/build/matrix
scope=some
releases=()
while [ $# -gt 0 ]; do
    case "$1" in
    --roots) roots=$(mkdir -p "$2" && cd "$2" && pwd); shift ;;
    --all) scope=all ;;
    bookworm | trixie) releases+=("$1") ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
    shift
done
[ ${#releases[@]} -gt 0 ] || releases=(bookworm trixie)
[ "$(id -u)" -eq 0 ] || { echo "the roots are made by root: sudo $0" >&2; exit 2; }

# compiler, its packages, packages of Boost, standard
combinations() {
    local compilers boosts compiler boost standard
    case "$1" in
    bookworm)
        compilers=("g++-12 g++-12" "clang++-16 clang-16" "clang++-19 clang-19")
        boosts=(1.81)
        ;;
    trixie)
        compilers=("g++-14 g++-14" "clang++-19 clang-19")
        boosts=(1.83 1.88)
        ;;
    esac
    for boost in "${boosts[@]}"; do
        for compiler in "${compilers[@]}"; do
            for standard in 20 23; do echo "$boost $compiler $standard"; done
        done
    done
}

source "$source_dir/tests/package/debian_root.sh"

# Two versions of Boost cannot be installed side by side.
install_for() { # RELEASE BOOST PACKAGE
    install_packages "$1" "libboost$2-dev" "libboost-json$2-dev" "libboost-url$2-dev" "$3"
}

build_and_test() { # RELEASE BOOST COMPILER STANDARD
    local folder=build/boost$2-$3-cxx$4 targets=() tests=() separate=OFF
    [ "$4" = 20 ] || separate=ON
    if [ "$scope" = some ]; then
        targets=(--target example_programs omsctl oms-sandbox unit_core unit_http unit_model unit_wire unit_webhook unit_observe)
        tests=(-R '^(unit_core|unit_http|unit_model|unit_wire|unit_webhook|unit_observe|standalone)')
    fi
    inside "$1" bash -euo pipefail -c '
        cd /oms-cpp
        folder=$1 compiler=$2 standard=$3 separate=$4 targets=$5 tests=$6
        cmake -S . -B "$folder" -G Ninja -Wno-dev -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0" \
            -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_STANDARD="$standard" -DCMAKE_CXX_EXTENSIONS=OFF \
            -DOMS_SEPARATE="$separate" -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >"$folder.configure.log" 2>&1 || { tail -n 30 "$folder.configure.log"; exit 1; }
        cmake --build "$folder" $targets >"$folder.build.log" 2>&1 || { grep -m 30 -E "error|Error|FAILED" -A 3 "$folder.build.log"; exit 1; }
        ctest --test-dir "$folder" -j2 $tests >"$folder.ctest.log" 2>&1 || { tail -n 40 "$folder.ctest.log"; exit 1; }
        grep "tests passed" "$folder.ctest.log"
    ' matrix "$folder" "$3" "$4" "$separate" "${targets[*]:-}" "${tests[*]:-}"
}

failed=0
for release in "${releases[@]}"; do
    make_root "$release"
    mount_root "$release"
    install_packages "$release" g++ make cmake ninja-build ccache git python3 ca-certificates libssl-dev catch2
    copy_tree "$release"
    mkdir -p "$roots/$release/oms-cpp/build"
    while read -r boost compiler package standard; do
        begin=$SECONDS
        name="$release, Boost $boost, $compiler, C++$standard"
        if install_for "$release" "$boost" "$package" && build_and_test "$release" "$boost" "$compiler" "$standard"; then
            echo "== $name: passed, $(((SECONDS - begin) / 60)) min $(((SECONDS - begin) % 60)) s"
        else
            echo "== $name: FAILED"
            failed=1
        fi
    done < <(combinations "$release")
    if [ "$release" = trixie ]; then # Debian 12 has none
        if install_packages "$release" opentelemetry-cpp-dev &&
            inside "$release" /oms-cpp/tests/package/opentelemetry.sh g++-14; then
            echo "== $release, OpenTelemetry: passed"
        else
            echo "== $release, OpenTelemetry: FAILED"
            failed=1
        fi
    fi
    unmount_root "$release"
done
exit $failed
