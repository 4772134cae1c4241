# What `cmake --install` installs, and the same package in the build tree, for a project that is given it as oms-cpp_DIR
# or in CMAKE_PREFIX_PATH. There are only headers, so all else goes to share/, whatever the machine is. Every file finds
# its neighbours from where it stands: an installed tree may be moved.

include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_DATADIR}/cmake/oms-cpp)
set(package_files oms-cpp-config.cmake OmsDependencies.cmake)
list(TRANSFORM package_files PREPEND ${CMAKE_CURRENT_LIST_DIR}/)

install(TARGETS oms_cpp oms_cpp_separate EXPORT oms-targets FILE_SET HEADERS FILE_SET bodies)
install(EXPORT oms-targets NAMESPACE oms:: FILE oms-cpp-targets.cmake DESTINATION ${package_folder})
export(EXPORT oms-targets NAMESPACE oms:: FILE ${PROJECT_BINARY_DIR}/oms-cpp-targets.cmake)

# Before 1.0 a minor version may break what the one before promised.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/oms-cpp-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${package_files} ${PROJECT_BINARY_DIR}/oms-cpp-config-version.cmake DESTINATION ${package_folder})
foreach(file ${package_files})
  configure_file(${file} ${PROJECT_BINARY_DIR} COPYONLY)
endforeach()

# For pkg-config: oms-cpp, and oms-cpp-separate for a program that compiles <oms/src.hpp> itself.
set(pkg_config_folder ${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig)
file(RELATIVE_PATH oms_include_from_pkg_config ${pkg_config_folder} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
foreach(name oms-cpp oms-cpp-separate)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_DATADIR}/pkgconfig)
endforeach()

# CMAKE_INSTALL_DOCDIR is that of the project at the top.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/oms-cpp)
