#!/usr/bin/env bash
# A retried call, traced by OpenTelemetry C++ itself: opentelemetry/traces.cpp. Ends with 77 where it is not installed
# (Debian 13: opentelemetry-cpp-dev).
#
# usage: opentelemetry.sh [COMPILER]
set -euo pipefail
source_dir=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compiler=${1:-c++}
if ! echo '#include <opentelemetry/trace/tracer.h>' | "$compiler" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null; then
    echo "OpenTelemetry C++ is not installed"
    exit 77
fi
"$compiler" -std=c++20 -O0 -Wall -Wextra "-I$source_dir/include" \
    "$source_dir/tests/package/opentelemetry/traces.cpp" -o "$scratch/traces" \
    -lopentelemetry_trace -lopentelemetry_resources -lopentelemetry_common -lopentelemetry_exporter_in_memory \
    -lboost_json -lboost_url -lssl -lcrypto -pthread
"$scratch/traces"
