# OpenSSL as the system has it, under the names that the recipe of the package index gives it.
import re

from conan import ConanFile
from conan.tools.files import load


class SystemOpenSSL(ConanFile):
    name = "openssl"

    def set_version(self):
        text = load(self, "/usr/include/openssl/opensslv.h")
        self.version = ".".join(re.search(rf"define OPENSSL_VERSION_{part} +(\d+)", text).group(1)
                                for part in ("MAJOR", "MINOR", "PATCH"))

    def package_id(self):
        self.info.clear()

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "OpenSSL")
        for name, target, requires in (("crypto", "Crypto", []), ("ssl", "SSL", ["crypto"])):
            component = self.cpp_info.components[name]
            component.set_property("cmake_target_name", f"OpenSSL::{target}")
            component.set_property("pkg_config_name", f"lib{name}")
            component.includedirs = component.libdirs = component.bindirs = []
            component.requires = requires
            component.system_libs = [name]
