# For bash, sourced: Conan 2 with a home of its own in "$place", and stub recipes for what the system has. The caller
# sets source_dir and place. Exit code 77: Conan cannot be had here.

conan_files=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

ready_conan() {
    local venv=$source_dir/build/conan
    if ! "$venv/bin/conan" --version >"$place/conan.log" 2>&1; then
        rm -rf "$venv"
        "$(PATH=/usr/bin:$PATH command -v python3)" -m venv "$venv" >"$place/conan.log" 2>&1 &&
            "$venv/bin/pip" install --quiet 'conan>=2.1,<3' >>"$place/conan.log" 2>&1 || {
            tail -n 3 "$place/conan.log"
            echo "SKIPPED: Conan 2 cannot be installed: python3-venv is missing or PyPI is out of reach"
            exit 77
        }
    fi
    PATH=$venv/bin:$PATH
    export CONAN_HOME="$place/conan home"
    quietly conan profile detect
    quietly conan remote disable "*" # all there is to know is here
    sed -i 's/^compiler.cppstd=.*/compiler.cppstd=20/; s/^build_type=.*/build_type=Debug/' "$CONAN_HOME/profiles/default"
    # The tree stays as it is, and what only has to run needs no debug information.
    cat >"$CONAN_HOME/global.conf" <<TEXT
tools.cmake.cmake_layout:test_folder=$place/test of the package
tools.cmake.cmaketoolchain:user_presets=
tools.cmake.cmaketoolchain:extra_variables={"CMAKE_CXX_FLAGS_DEBUG": "-O0"}
TEXT
    quietly conan create "$conan_files/stubs/boost"
    quietly conan create "$conan_files/stubs/openssl"
}

quietly() {
    "$@" >"$place/quiet.log" 2>&1 || { cat "$place/quiet.log"; return 1; }
}

# Builds "$place/conan/build/first_call" with the package in Conan's cache.
build_with_conan() { # MAIN_CPP
    local project="$place/conan"
    mkdir -p "$project"
    cp "$here/first_call/CMakeLists.txt" "$conan_files/conanfile.txt" "$project/"
    cp "$1" "$project/main.cpp"
    quietly conan install "$project" --output-folder "$project/build"
    quietly cmake -S "$project" -B "$project/build" -DCMAKE_BUILD_TYPE=Debug "${cmake_options[@]}" \
        "-DCMAKE_TOOLCHAIN_FILE=$project/build/conan_toolchain.cmake"
    quietly cmake --build "$project/build"
}
