# find_package(oms-cpp) gives oms::oms and oms::separate. The one component, `separate`, may be asked for and is always
# there.

include("${CMAKE_CURRENT_LIST_DIR}/OmsDependencies.cmake")

set(oms-cpp_separate_FOUND TRUE)
foreach(component IN LISTS ${CMAKE_FIND_PACKAGE_NAME}_FIND_COMPONENTS)
  if(${CMAKE_FIND_PACKAGE_NAME}_FIND_REQUIRED_${component} AND NOT oms-cpp_${component}_FOUND)
    string(APPEND oms_missing "oms-cpp has no component ${component}; there is: separate.\n")
  endif()
endforeach()

if(oms_missing)
  set(${CMAKE_FIND_PACKAGE_NAME}_FOUND FALSE)
  set(${CMAKE_FIND_PACKAGE_NAME}_NOT_FOUND_MESSAGE "${oms_missing}")
  return()
endif()

include("${CMAKE_CURRENT_LIST_DIR}/oms-cpp-targets.cmake")
