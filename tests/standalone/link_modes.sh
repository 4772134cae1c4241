#!/bin/sh
# What the linker says about the two build modes:
# - header-only: two units that include every header link into one program;
# - separate: such units link with exactly one unit of <oms/src.hpp>, not with none and not with two;
# - a program that mixes the modes does not link.
#
# usage: link_modes.sh COMPILER SOURCE_DIR [COMPILER FLAG...]
set -eu

compiler=$1
source_dir=$2
shift 2
flags="$*"
libraries="-lboost_json -lboost_url -lssl -lcrypto -pthread"
separate=-DOMS_SEPARATE_COMPILATION

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

compile() { # output, source, flags of the mode
    # shellcheck disable=SC2086
    "$compiler" -std=c++20 -O0 $flags "-I$source_dir/include" -I. ${3:-} -c "$2" -o "$1"
}

link() { # output, objects...
    output=$1
    shift
    # shellcheck disable=SC2086
    "$compiler" $flags "$@" -o "$output" $libraries 2>"$output.log"
}

must_link() { # what, output, objects...
    what=$1
    shift
    if ! link "$@"; then
        echo "FAILED: $what does not link"
        head -n 20 "$1.log"
        exit 1
    fi
    if ! "./$1"; then
        echo "FAILED: $what does not run"
        exit 1
    fi
    echo "ok: $what links and runs"
}

must_not_link() { # what, the reason to find, output, objects...
    what=$1
    reason=$2
    shift 2
    if link "$@"; then
        echo "FAILED: $what links"
        exit 1
    fi
    if ! grep -Eqi "$reason" "$1.log"; then
        echo "FAILED: $what does not link, but for another reason than '$reason'"
        head -n 20 "$1.log"
        exit 1
    fi
    echo "ok: $what does not link"
}

(cd "$source_dir/include" && find oms -name '*.hpp' ! -path oms/src.hpp) | sort | sed 's|.*|#include <&>|' >all_headers.hpp

# Each unit gives a function that the other one calls, and both use what a body in an .ipp file defines.
cat >one.cpp <<'END'
#include "all_headers.hpp"
std::string signed_by_two();
std::string signed_by_one() { return oms::sign(oms::webhook_secret{"one_secret"}, 1, "{}"); }
int main() { return signed_by_one() == signed_by_two() ? 0 : 1; }
END
cat >two.cpp <<'END'
#include "all_headers.hpp"
std::string signed_by_two() { return oms::sign(oms::webhook_secret{"one_secret"}, 1, "{}"); }
END
echo '#include <oms/src.hpp>' >bodies.cpp

compile one.o one.cpp
compile two.o two.cpp
must_link "a header-only program of two units with every header" header_only one.o two.o

compile one_separate.o one.cpp $separate
compile two_separate.o two.cpp $separate
compile bodies.o bodies.cpp $separate
cp bodies.o bodies_again.o
must_link "a separate program of two units and the bodies" separate_program one_separate.o two_separate.o bodies.o
must_not_link "a separate program without the bodies" "undefined" no_bodies one_separate.o two_separate.o
must_not_link "a separate program with the bodies twice" "multiple definition|duplicate symbol" twice \
    one_separate.o two_separate.o bodies.o bodies_again.o

must_not_link "a mixed program, the header-only unit first" "one_build_mode_per_program" mixed one.o two_separate.o bodies.o
must_not_link "a mixed program, the separate unit first" "one_build_mode_per_program" mixed one_separate.o bodies.o two.o
