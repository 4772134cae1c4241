#!/bin/sh
# Uses the package as others would: installed and found by find_package, and as a subdirectory of their project, with
# spaces in every path.
#
# usage: run.sh SOURCE_DIR [CMAKE_OPTION...]
set -eu

source_dir=$1
shift

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
place="$scratch/a place with spaces"
mkdir "$place"

# Only what is given to users of a subdirectory: what does not come along must not be needed.
library="$place/consumer_add_subdirectory/oms-cpp"
for consumer in consumer_find_package consumer_add_subdirectory; do
    cp -R "$source_dir/tests/package/$consumer" "$place/$consumer"
    cp "$source_dir/tests/package/receiver.cpp" "$place/$consumer/"
done
mkdir "$library"
cp -R "$source_dir/CMakeLists.txt" "$source_dir/LICENSE" "$source_dir/cmake" "$source_dir/include" "$library/"

build_and_run() { # consumer, cmake options...
    consumer=$1
    shift
    cmake -S "$place/$consumer" -B "$place/$consumer build" "$@"
    cmake --build "$place/$consumer build"
    for program in header_only separate; do
        if [ -x "$place/$consumer build/$program" ]; then
            "$place/$consumer build/$program"
            echo "ok: $consumer, $program"
        fi
    done
}

cmake -S "$library" -B "$place/library build" -DOMS_BUILD_TESTS=OFF -DOMS_BUILD_EXAMPLES=OFF -DOMS_BUILD_SANDBOX=OFF "$@"
cmake --install "$place/library build" --prefix "$place/the prefix"

# What was installed names no file of the machine that it was built on.
if grep -r "$scratch" "$place/the prefix"; then
    echo "FAILED: the installed package names the place where it was built"
    exit 1
fi

build_and_run consumer_find_package "-DCMAKE_PREFIX_PATH=$place/the prefix" "$@"
build_and_run consumer_add_subdirectory "$@"
