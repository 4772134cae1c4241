# Runs a portfile with what stands here in place of vcpkg's functions: as far as a port of headers needs them, they do
# what vcpkg's documentation says they do.
#
# usage: cmake -DPORT_FOLDER=DIR -DWORK=DIR [-DOPTIONS=LIST] -P build_port.cmake     installs to WORK/installed
cmake_minimum_required(VERSION 3.25)

set(PORT oms-cpp)
set(CURRENT_PORT_DIR "${PORT_FOLDER}")
set(CURRENT_BUILDTREES_DIR "${WORK}/build")
set(CURRENT_PACKAGES_DIR "${WORK}/installed")
file(MAKE_DIRECTORY "${CURRENT_BUILDTREES_DIR}")

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endfunction()

function(vcpkg_download_distfile path)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FILENAME;SHA512" "URLS")
  file(DOWNLOAD "${arg_URLS}" "${CURRENT_BUILDTREES_DIR}/${arg_FILENAME}" EXPECTED_HASH SHA512=${arg_SHA512})
  set(${path} "${CURRENT_BUILDTREES_DIR}/${arg_FILENAME}" PARENT_SCOPE)
endfunction()

function(vcpkg_extract_source_archive source)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "ARCHIVE" "")
  file(ARCHIVE_EXTRACT INPUT "${arg_ARCHIVE}" DESTINATION "${CURRENT_BUILDTREES_DIR}/src")
  file(GLOB folder "${CURRENT_BUILDTREES_DIR}/src/*")
  set(${source} "${folder}" PARENT_SCOPE)
endfunction()

function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  run("${CMAKE_COMMAND}" -S "${arg_SOURCE_PATH}" -B "${CURRENT_BUILDTREES_DIR}/release"
    "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}" -DCMAKE_BUILD_TYPE=Release ${arg_OPTIONS} ${OPTIONS})
endfunction()

function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${CURRENT_BUILDTREES_DIR}/release" --target install)
endfunction()

# The package moves to share/PORT, and its targets' way up to the prefix becomes that of there.
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "CONFIG_PATH" "")
  set(package "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  file(GLOB files "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}/*")
  file(COPY ${files} DESTINATION "${package}")
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake")
  set(targets "${package}/${PORT}-targets.cmake")
  file(READ "${targets}" text)
  set(up [[get_filename_component(_IMPORT_PREFIX "${_IMPORT_PREFIX}" PATH)]])
  string(REPLACE "${up}\n${up}\n${up}\n" "${up}\n${up}\n" text "${text}")
  file(WRITE "${targets}" "${text}")
endfunction()

# What the files for pkg-config name has to be found from where they stand.
function(vcpkg_fixup_pkgconfig)
  file(GLOB files "${CURRENT_PACKAGES_DIR}/lib/pkgconfig/*.pc" "${CURRENT_PACKAGES_DIR}/share/pkgconfig/*.pc")
  foreach(file ${files})
    file(READ "${file}" text)
    if(text MATCHES "${WORK}")
      message(FATAL_ERROR "${file} names the place where it was built")
    endif()
  endforeach()
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(INSTALL "${arg_FILE_LIST}" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}" RENAME copyright)
endfunction()

include("${PORT_FOLDER}/portfile.cmake")

# What vcpkg looks at after a build.
foreach(file copyright usage ${PORT}-config.cmake ${PORT}-targets.cmake)
  if(NOT EXISTS "${CURRENT_PACKAGES_DIR}/share/${PORT}/${file}")
    message(FATAL_ERROR "there is no share/${PORT}/${file}")
  endif()
endforeach()
file(GLOB_RECURSE entries LIST_DIRECTORIES true "${CURRENT_PACKAGES_DIR}/*")
foreach(entry ${entries})
  file(GLOB inside "${entry}/*")
  if(IS_DIRECTORY "${entry}" AND NOT inside)
    message(FATAL_ERROR "${entry} is an empty folder")
  endif()
endforeach()
foreach(folder debug lib/cmake share/cmake share/doc)
  if(EXISTS "${CURRENT_PACKAGES_DIR}/${folder}")
    message(FATAL_ERROR "a port does not install ${folder}")
  endif()
endforeach()

# Files for pkg-config that name libraries stand in lib/pkgconfig, the others in share/pkgconfig.
file(GLOB_RECURSE files RELATIVE "${CURRENT_PACKAGES_DIR}" "${CURRENT_PACKAGES_DIR}/*.pc")
if(NOT files)
  message(FATAL_ERROR "there are no files for pkg-config")
endif()
foreach(file ${files})
  cmake_path(GET file PARENT_PATH folder)
  file(STRINGS "${CURRENT_PACKAGES_DIR}/${file}" libraries REGEX "^Libs[^:]*: *[^ ]")
  if(NOT folder STREQUAL "lib/pkgconfig" AND (libraries OR NOT folder STREQUAL "share/pkgconfig"))
    message(FATAL_ERROR "${file} is in the wrong place")
  endif()
endforeach()
