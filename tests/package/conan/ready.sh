# For bash, sourced: Conan 2 with a home of its own in "$place", stub recipes for what the system has, and the README's
# way to use the package. The caller sets source_dir and place. Exit code 77: Conan cannot be had here.

conan_files=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$conan_files/../page.sh"

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
    # The tree stays as it is, and what only has to run is not made fast. The profile is left as Conan detects it.
    cat >"$CONAN_HOME/global.conf" <<TEXT
tools.cmake.cmake_layout:test_folder=$place/test of the package
tools.cmake.cmaketoolchain:user_presets=
tools.cmake.cmaketoolchain:extra_variables={"CMAKE_CXX_FLAGS_RELEASE": "-O0"}
TEXT
    quietly conan create "$conan_files/stubs/boost"
    quietly conan create "$conan_files/stubs/openssl"
    take_install_blocks "$place/blocks"
}

quietly() {
    "$@" >"$place/quiet.log" 2>&1 || { cat "$place/quiet.log"; return 1; }
}

# A block of the README, word for word, in FOLDER.
conan_block() { # NUMBER FOLDER
    quietly bash -ec 'cd "$1" && source "$2"' block "$2" "$place/blocks/Conan 2.$1"
}

# Configures "$place/conan/build" for first_call with the package in Conan's cache. quiet.log has what was said.
configure_with_conan() { # MAIN_CPP
    local project="$place/conan"
    mkdir -p "$project"
    cp "$conan_files/../first_call/CMakeLists.txt" "$project/"
    cp "$place/blocks/Conan 2.2" "$project/conanfile.txt"
    cp "$1" "$project/main.cpp"
    conan_block 3 "$project"
}
