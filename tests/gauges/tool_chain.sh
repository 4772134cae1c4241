#!/bin/bash
# Prints what figures depend on beside the code, one `tool_chain NAME VERSION` a line. usage: tool_chain.sh COMPILER
set -euo pipefail
"$1" -std=c++20 -E -P -x c++ - <<'CODE' | grep '^tool_chain' | tr -d '"' | sed 's/ *\. */./g'
#include <boost/version.hpp>
#include <openssl/opensslv.h>
#include <cstddef>
#ifdef __clang__
tool_chain clang++ __clang_major__.__clang_minor__
#else
tool_chain g++ __GNUC__.__GNUC_MINOR__
#endif
tool_chain libstdc++ __GLIBCXX__
tool_chain glibc __GLIBC__.__GLIBC_MINOR__
tool_chain boost BOOST_LIB_VERSION
tool_chain openssl OPENSSL_VERSION_MAJOR.OPENSSL_VERSION_MINOR
CODE
echo "tool_chain machine $(uname -m)"
