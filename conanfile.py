import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
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
        check_min_cppstd(self, 20)
        compiler = str(self.settings.compiler)
        minimum = {"gcc": "12", "clang": "16"}.get(compiler)
        if minimum and Version(self.settings.compiler.version) < minimum:
            raise ConanInvalidConfiguration(f"{self.ref} needs {compiler} {minimum} or newer")
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

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "oms-cpp")

        oms = self.cpp_info.components["oms"]
        oms.set_property("cmake_target_name", "oms::oms")
        oms.set_property("pkg_config_name", "oms-cpp")
        oms.requires = ["boost::headers", "boost::json", "boost::url", "openssl::ssl", "openssl::crypto"]
        oms.bindirs = []
        oms.libdirs = []
        if self.settings.os in ("Linux", "FreeBSD"):
            oms.system_libs = ["pthread"]

        # For a program that compiles <oms/src.hpp> in one of its files.
        separate = self.cpp_info.components["separate"]
        separate.set_property("cmake_target_name", "oms::separate")
        separate.set_property("pkg_config_name", "oms-cpp-separate")
        separate.requires = ["oms"]
        separate.defines = ["OMS_SEPARATE_COMPILATION"]
        separate.bindirs = []
        separate.libdirs = []
