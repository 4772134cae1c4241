# What oms-cpp needs, found the same way by its own build and by an installed package.
# The names of Debian's packages are in the message, since Debian 12's default Boost is too old.

if(POLICY CMP0167)
  cmake_policy(SET CMP0167 NEW) # Boost's own package, not CMake's FindBoost
endif()

find_package(Boost 1.81 QUIET COMPONENTS json url)
if(NOT Boost_FOUND)
  if(Boost_VERSION)
    set(oms_problem "oms-cpp needs Boost 1.81 or newer with Boost.JSON and Boost.URL; found ${Boost_VERSION}.")
  else()
    set(oms_problem "oms-cpp needs Boost 1.81 or newer with Boost.JSON and Boost.URL; none was found.")
  endif()
  message(FATAL_ERROR "${oms_problem}\n"
    "  Debian 12:  apt-get install libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev\n"
    "  Debian 13:  apt-get install libboost-dev libboost-json-dev libboost-url-dev")
endif()

find_package(OpenSSL 3)
if(NOT OpenSSL_FOUND)
  message(FATAL_ERROR "oms-cpp needs OpenSSL 3.\n  Debian:  apt-get install libssl-dev")
endif()

find_package(Threads REQUIRED)
