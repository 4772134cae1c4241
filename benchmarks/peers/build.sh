#!/usr/bin/env bash
# Builds the peers of the benchmarks: build.sh [FOLDER], build/peers when none is named. Each is then FOLDER/bin/NAME.
# Prints one line for each: "built NAME: VERSIONS" or "skipped NAME: WHY". What the compilers say is in FOLDER/NAME.log.
# Nothing is written into the source tree: sources are copied to FOLDER/source and built there.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-$here/../../build/peers}")

build_go_net_http() {
    cd "$out/source/go_net_http" &&
        GOTOOLCHAIN=local GOFLAGS=-mod=mod GOWORK=off go build -trimpath -o "$out/bin/go_net_http" .
}
versions_go_net_http() { echo "$(go env GOVERSION), net/http"; }

# Both are of one workspace, and share what they are built of.
build_rust() {
    cd "$out/source" &&
        cargo build --release --package "$1" --target-dir "$out/target" &&
        cp "$out/target/release/$1" "$out/bin/$1"
}
rustc_version() { rustc --version | cut -d' ' -f1-2; }

build_rust_hyper() { build_rust rust_hyper; }
versions_rust_hyper() {
    local file=rust_hyper/Cargo.toml
    echo "$(rustc_version), hyper $(pinned hyper $file), tokio $(pinned tokio $file), tokio-rustls $(pinned tokio-rustls $file)"
}

build_rust_reqwest() { build_rust rust_reqwest; }
versions_rust_reqwest() {
    local file=rust_reqwest/Cargo.toml
    echo "$(rustc_version), reqwest $(pinned reqwest $file) with rustls, tokio $(pinned tokio $file)"
}

build_node_undici() {
    cd "$out/source/node_undici" &&
        npm install --engine-strict --no-package-lock --no-audit --no-fund &&
        printf '#!/bin/sh\nexec node "%s/client.js" "$@"\n' "$PWD" >"$out/bin/node_undici" &&
        chmod +x "$out/bin/node_undici"
}
versions_node_undici() { echo "node $(node --version), undici $(pinned undici node_undici/package.json)"; }

# The version that a file of ours asks for: pinned PACKAGE FILE
pinned() { sed -nE "s/^ *\"?$1\"? *[:=][^0-9]*([0-9]+(\.[0-9]+)*).*/\1/p" "$here/$2"; }

# peer NAME PROGRAM...: builds it when all the programs are there.
peer() {
    local name=$1 program
    shift
    rm -f "$out/bin/$name"
    for program in "$@"; do
        command -v "$program" >/dev/null || { echo "skipped $name: no $program on this machine"; return; }
    done
    if ("build_$name") >"$out/$name.log" 2>&1; then
        echo "built $name: $("versions_$name")"
    else
        rm -f "$out/bin/$name"
        echo "skipped $name: it does not build, see $out/$name.log"
    fi
}

mkdir -p "$out/bin" "$out/source"
cp -rp "$here/Cargo.toml" "$here/go_net_http" "$here/node_undici" "$here"/rust_* "$out/source/"
peer go_net_http go
peer rust_hyper cargo cc
peer rust_reqwest cargo cc
peer node_undici node npm
