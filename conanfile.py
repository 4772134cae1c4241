import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load, save
from conan.tools.layout import basic_layout
from conan.tools.scm import Version

required_conan_version = ">=2.1"


class OmsCppConan(ConanFile):
    name = "oms-cpp"
    description = "C++20 coroutine SDK for the Open Money Stack Payments API"
    license = "BSL-1.0"
    topics = ("payments", "stablecoin", "webhooks", "coroutines", "asio", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    exports_sources = "include/*", "LICENSE"
    no_copy_source = True

    # version.hpp is the one place that knows the version.
    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "include", "oms", "version.hpp"))
        self.version = re.search(r'OMS_VERSION_TEXT "([0-9.]+)"', text).group(1)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        self.requires("boost/[>=1.81]")
        self.requires("openssl/[>=3 <4]")

    def package_id(self):
        self.info.clear()

    def validate(self):
        system, compiler = str(self.settings.os), str(self.settings.compiler)
        if system != "Linux":
            raise ConanInvalidConfiguration(f"{self.ref} is tested on Linux alone, not on {system}")
        minimum = {"gcc": "12", "clang": "16"}.get(compiler)
        if not minimum:
            raise ConanInvalidConfiguration(f"{self.ref} is tested with gcc and clang alone, not with {compiler}")
        if Version(self.settings.compiler.version) < minimum:
            raise ConanInvalidConfiguration(f"{self.ref} needs {compiler} {minimum} or newer")
        check_min_cppstd(self, 20)
        boost = self.dependencies["boost"].options
        for option in ("header_only", "without_json", "without_url"):
            if boost.get_safe(option):
                raise ConanInvalidConfiguration(f"{self.ref} needs Boost.JSON and Boost.URL: not boost/*:{option}=True")

    def build(self):
        pass

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        include = os.path.join(self.source_folder, "include")
        for pattern in ("*.hpp", "*.ipp"):
            copy(self, pattern, include, os.path.join(self.package_folder, "include"))
        save(self, os.path.join(self.package_folder, self._separate), """\
if(NOT TARGET oms::separate)
  add_library(oms::separate INTERFACE IMPORTED)
  set_target_properties(oms::separate PROPERTIES
    INTERFACE_LINK_LIBRARIES oms::oms INTERFACE_COMPILE_DEFINITIONS OMS_SEPARATE_COMPILATION)
endif()
""")

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.requires = ["boost::headers", "boost::json", "boost::url", "openssl::ssl", "openssl::crypto"]
        self.cpp_info.system_libs = ["pthread"]
        self.cpp_info.set_property("cmake_file_name", "oms-cpp")
        self.cpp_info.set_property("cmake_target_name", "oms::oms")
        self.cpp_info.set_property("cmake_build_modules", [self._separate])
        self.cpp_info.set_property("pkg_config_name", "oms-cpp")

    # oms::separate, for a program that compiles <oms/src.hpp> in one of its files. As a component it would be part of
    # what those get who use the whole package.
    @property
    def _separate(self):
        return os.path.join("lib", "cmake", "conan-official-oms-cpp-targets.cmake")
