#!/bin/bash
# What door 1 shows a file that makes one call: the parts of Boost, and the headers of Asio, named in the file door_one,
# and none of Beast, Boost.JSON, OpenSSL, TLS or an io_context, in both build modes. usage: door_one.sh COMPILER
# SOURCE_FOLDER. With Boost of the version of that file nothing may be missing in the list or stand there in vain, either.
set -euo pipefail
shopt -s inherit_errexit
here=$(cd "$(dirname "$0")" && pwd)
compiler=$1
source=$2
status=0

# The files that a compilation reads, one a line.
files_of() { # FLAG...
    "$compiler" -std=c++20 -M -I"$source/include" "$@" "$source/tests/package/compile_cost_call.cpp" |
        tr ' \\' '\n\n' | grep / | sort -u
}

# boost/<library>/ for what lies in a folder, the header itself else; of Asio each header that is not an inner one.
parts_of() {
    sed -n -E 's#.*/(boost/)#\1#p' | sed -E '/^boost\/asio\/[^/]*$/b; s#^(boost/[^/]*/).*#\1#' | sort -u
}

forbidden='boost/beast|boost/json|openssl/|boost/asio/ssl|boost/asio/io_context'
for mode in header-only separate; do
    flags=()
    [ "$mode" = header-only ] || flags=(-DOMS_SEPARATE_COMPILATION)
    files=$(files_of "${flags[@]}")
    # The lines that the compiler would read name them, too, should -M not know a file.
    marks=$("$compiler" -std=c++20 -E -I"$source/include" "${flags[@]}" "$source/tests/package/compile_cost_call.cpp" |
        grep -E '^# [0-9]+ "' | cut -d'"' -f2 | sort -u)
    if found=$(printf '%s\n%s\n' "$files" "$marks" | grep -E "/($forbidden)" | sort -u); then
        printf 'door 1 (%s) shows\n%s\n' "$mode" "$found"
        status=1
    fi
    boost=$(grep -E '/boost/version.hpp$' <<<"$files") || { echo "door 1 ($mode) shows no Boost: not read right"; exit 1; }
    version=$(sed -n 's/^#define BOOST_LIB_VERSION "\(.*\)"/\1/p' "$boost")
    if [ "$version" != "$(sed -n 's/^# boost //p' "$here/door_one")" ]; then
        echo "($mode) the list door_one is for another Boost than $version: not compared"
    elif ! diff <(grep -v '^#' "$here/door_one") <(parts_of <<<"$files"); then
        echo "door 1 ($mode) shows what stands at >, and not what stands at <, of the list door_one"
        status=1
    fi
done
exit "$status"
