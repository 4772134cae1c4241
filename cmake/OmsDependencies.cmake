# What oms-cpp needs, found the same way by its own build and by an installed package. When something is missing,
# oms_missing says what and how to get it: Debian 12's default Boost is too old, so its packages are named.

set(oms_missing "")

if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW) # Boost's own package, not CMake's FindBoost
endif()

find_package(Boost 1.81 QUIET COMPONENTS json url)
if(NOT Boost_FOUND)
  set(oms_boost_found ${Boost_VERSION} ${Boost_CONSIDERED_VERSIONS})
  if(oms_boost_found)
    list(REMOVE_DUPLICATES oms_boost_found)
    list(JOIN oms_boost_found ", " oms_boost_found)
  else()
    set(oms_boost_found "none")
  endif()
  string(APPEND oms_missing
    "oms-cpp needs Boost 1.81 or newer with Boost.JSON and Boost.URL; found: ${oms_boost_found}.\n"
    "  Debian 12:  apt-get install libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev\n"
    "  Debian 13:  apt-get install libboost-dev libboost-json-dev libboost-url-dev\n")
endif()

find_package(OpenSSL 3 QUIET)
if(NOT OpenSSL_FOUND)
  string(APPEND oms_missing "oms-cpp needs OpenSSL 3.\n  Debian:  apt-get install libssl-dev\n")
endif()

find_package(Threads QUIET)
if(NOT Threads_FOUND)
  string(APPEND oms_missing "oms-cpp needs the system's threads library.\n")
endif()
