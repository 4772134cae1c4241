#!/usr/bin/env bash
# Builds and tests the SDK with every compiler, Boost and standard that Debian 12 and 13 give, each release in a minimal
# root of its own. As root, on Debian.
#
#   matrix.sh [--roots DIR] [--all] [bookworm|trixie ...]
#
# What is built in each combination: all examples, the emulator, door 1 and door 2 in both build modes, and the tests of
# core, http, model, wire and webhook, which are run. --all builds and runs all tests instead.
# DIR (build/matrix) keeps the roots, with what was installed in them, and the builds.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
roots=$here/build/matrix
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

# The mirror that this machine itself installs from.
mirror() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' | awk '$1 == "Debian" { print $2; exit }'
}

inside() { # RELEASE COMMAND...
    local root=$roots/$1
    shift
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" CCACHE_DIR=/ccache DEBIAN_FRONTEND=noninteractive "$@"
}

make_root() {
    local release=$1 root=$roots/$1
    [ -e "$root/.made" ] && return
    echo "== $release: a minimal root"
    rm -rf "$root"
    mkdir -p "$roots"
    debootstrap --variant=minbase "$release" "$root" "$(mirror)" >"$roots/$release.debootstrap.log" 2>&1 ||
        { tail -n 20 "$roots/$release.debootstrap.log"; return 1; }
    inside "$release" apt-get install -y -qq --no-install-recommends g++ make cmake ninja-build ccache git python3 \
        ca-certificates libssl-dev catch2 >/dev/null 2>&1
    touch "$root/.made"
}

# Two versions of Boost cannot be installed side by side.
install_for() { # RELEASE BOOST PACKAGE
    inside "$1" apt-get install -y -qq --no-install-recommends "libboost$2-dev" "libboost-json$2-dev" \
        "libboost-url$2-dev" "$3" >"$roots/$1.apt.log" 2>&1 || { tail -n 20 "$roots/$1.apt.log"; return 1; }
}

# The tree as it is, without what is built; cut off from the repository it comes from.
copy_tree() {
    local target=$roots/$1/oms-cpp
    mkdir -p "$target"
    (cd "$here" && git ls-files -z --cached --others --exclude-standard | xargs -0 sh -c 'for f; do [ -e "$f" ] && printf "%s\\0" "$f"; done' sh |
        tar --null -T - -cf -) | tar -xf - -C "$target"
}

build_and_test() { # RELEASE BOOST COMPILER STANDARD
    local folder=build/boost$2-$3-cxx$4 targets=() tests=()
    if [ "$scope" = some ]; then
        targets=(--target examples oms-sandbox unit_core unit_http unit_model unit_wire unit_webhook)
        tests=(-R '^(unit_core|unit_http|unit_model|unit_wire|unit_webhook|standalone)')
    fi
    inside "$1" bash -euo pipefail -c '
        cd /oms-cpp
        folder=$1 compiler=$2 standard=$3 targets=$4 tests=$5
        cmake -S . -B "$folder" -G Ninja -Wno-dev -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG="-O0" \
            -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_CXX_STANDARD="$standard" -DCMAKE_CXX_EXTENSIONS=OFF \
            -DCMAKE_CXX_COMPILER_LAUNCHER=ccache >"$folder.configure.log" 2>&1 || { tail -n 30 "$folder.configure.log"; exit 1; }
        cmake --build "$folder" $targets >"$folder.build.log" 2>&1 || { grep -m 30 -E "error|Error|FAILED" -A 3 "$folder.build.log"; exit 1; }
        ctest --test-dir "$folder" -j2 $tests >"$folder.ctest.log" 2>&1 || { tail -n 40 "$folder.ctest.log"; exit 1; }
        grep "tests passed" "$folder.ctest.log"
    ' matrix "$folder" "$3" "$4" "${targets[*]:-}" "${tests[*]:-}"
}

failed=0
for release in "${releases[@]}"; do
    make_root "$release"
    for folder in proc dev; do
        mountpoint -q "$roots/$release/$folder" || mount --bind "/$folder" "$roots/$release/$folder"
    done
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
    for folder in proc dev; do umount "$roots/$release/$folder" || true; done
done
exit $failed
