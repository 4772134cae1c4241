# Boost as the system has it, under the names that the recipe of the package index gives it.
import re

from conan import ConanFile
from conan.tools.files import load


class SystemBoost(ConanFile):
    name = "boost"
    options = {"header_only": [True, False], "without_json": [True, False], "without_url": [True, False]}
    default_options = {"header_only": False, "without_json": False, "without_url": False}

    def set_version(self):
        if self.version:  # what a recipe asks for, whatever the system has
            return
        number = int(re.search(r"define BOOST_VERSION (\d+)", load(self, "/usr/include/boost/version.hpp")).group(1))
        self.version = f"{number // 100000}.{number // 100 % 1000}.{number % 100}"

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "Boost")
        for name, requires in (("headers", []), ("container", ["headers"]), ("json", ["container"]), ("url", ["headers"])):
            component = self.cpp_info.components[name]
            component.set_property("cmake_target_name", f"Boost::{name}")
            component.includedirs = component.libdirs = component.bindirs = []
            component.requires = requires
            component.system_libs = [] if name == "headers" else [f"boost_{name}"]
