# How our own programs and tests are compiled. Nothing here reaches a user's build.

option(OMS_WARNINGS_AS_ERRORS "Treat warnings as errors" OFF)
option(OMS_SEPARATE "Build tests, examples and tools with OMS_SEPARATE_COMPILATION" OFF)
set(OMS_SANITIZE "" CACHE STRING "Sanitizers for tests and examples, for example address,undefined")

add_library(oms_flags INTERFACE)
target_compile_options(oms_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(OMS_WARNINGS_AS_ERRORS)
  target_compile_options(oms_flags INTERFACE -Werror)
endif()
if(OMS_SANITIZE)
  target_compile_options(oms_flags INTERFACE -fsanitize=${OMS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(oms_flags INTERFACE -fsanitize=${OMS_SANITIZE})
  if(OMS_SANITIZE MATCHES undefined)
    # Its look at a vptr needs a file descriptor, and a test takes them all away.
    target_compile_options(oms_flags INTERFACE -fno-sanitize=vptr)
  endif()
endif()

# oms_program: what a program of ours links to get the SDK in the chosen mode.
add_library(oms_program INTERFACE)
if(OMS_SEPARATE)
  file(WRITE ${CMAKE_BINARY_DIR}/oms_src.cpp "#include <oms/src.hpp>\n")
  add_library(oms_compiled STATIC ${CMAKE_BINARY_DIR}/oms_src.cpp)
  target_link_libraries(oms_compiled PUBLIC oms::separate PRIVATE oms_flags)
  target_link_libraries(oms_program INTERFACE oms_compiled oms_flags)
else()
  target_link_libraries(oms_program INTERFACE oms::oms oms_flags)
endif()
