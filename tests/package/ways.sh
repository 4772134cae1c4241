# For bash, sourced: the library as its users get it, and a program of one main.cpp built with it in each way there is.
# The caller sets source_dir, place (a folder to work in; may have spaces) and cmake_options.

ways=(add_subdirectory fetch_content find_package build_tree pkg_config)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# A clone, its build tree, and what it installs, moved after that.
prepare_library() {
    library="$place/the library"
    build_tree="$place/its build"
    prefix="$place/the prefix"
    mkdir -p "$library"
    # Only what is given to users: what does not come along must not be needed.
    cp -R "$source_dir"/{CMakeLists.txt,LICENSE,cmake,include,conanfile.py,test_package} "$library/"
    git -C "$library" init -q -b main
    git -C "$library" add .
    git -C "$library" -c user.name=packages -c user.email=packages@localhost commit -q -m "As it is"
    cmake -S "$library" -B "$build_tree" -DOMS_BUILD_TESTS=OFF -DOMS_BUILD_EXAMPLES=OFF -DOMS_BUILD_SANDBOX=OFF \
        "${cmake_options[@]}" >"$place/library.log"
    cmake --install "$build_tree" --prefix "$place/before the move" >>"$place/library.log"
    mv "$place/before the move" "$prefix"
}

# Builds "$place/WAY/build/first_call". The way `installed` is find_package with the package in the system's own folders.
build_program() { # WAY MAIN_CPP
    local project="$place/$1" options=("${cmake_options[@]}")
    mkdir -p "$project/build"
    cp "$here/first_call/CMakeLists.txt" "$project/"
    [ ! -d "$here/consumer/$1" ] || cp -R "$here/consumer/$1/." "$project/"
    cp "$2" "$project/main.cpp"
    case $1 in
    add_subdirectory) cp -R "$library" "$project/oms-cpp" ;;
    fetch_content) options+=("-DOMS_REPOSITORY=$library") ;;
    find_package | separate) options+=("-DCMAKE_PREFIX_PATH=$prefix") ;;
    build_tree) options+=("-Doms-cpp_DIR=$build_tree") ;;
    pkg_config)
        PKG_CONFIG_PATH="$prefix/share/pkgconfig" make -s -C "$project" "CXX=${CXX:-c++}"
        mv "$project/first_call" "$project/build/"
        return
        ;;
    esac
    cmake -S "$project" -B "$project/build" "${options[@]}" >"$place/$1.log" 2>&1 &&
        cmake --build "$project/build" >>"$place/$1.log" 2>&1 || { cat "$place/$1.log"; return 1; }
}
