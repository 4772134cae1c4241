#!/usr/bin/env bash
# Holds the SDK and the emulator against Prism, an OpenAPI server by others, which is installed into build/prism.
# usage: prism.sh <build folder> [arguments for the tests]
set -euo pipefail
cd "$(dirname "$0")/../.."
version=5.14.2

if ! command -v npm >/dev/null; then
    echo "skipped: there is no npm on this machine, so no Prism"
    exit 0
fi
if ! grep -qs "\"version\": \"$version\"" build/prism/node_modules/@stoplight/prism-cli/package.json; then
    mkdir -p build/prism
    npm install --prefix build/prism --no-save --ignore-scripts --no-audit --no-fund --loglevel error \
        "@stoplight/prism-cli@$version" >/dev/null
fi
cmake --build "$1" --target outside
OMS_PRISM=$PWD/build/prism/node_modules/.bin/prism exec "$1/tests/outside" "${@:2}"
