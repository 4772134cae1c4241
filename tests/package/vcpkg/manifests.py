"""Holds the manifests for vcpkg, and a registry that packaging/release.sh wrote, against what vcpkg's reference says.

usage: manifests.py SOURCE_DIR REGISTRY
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

source, registry = map(pathlib.Path, sys.argv[1:])
schema = json.loads(pathlib.Path(__file__).with_name("manifest.schema.json").read_text())
version = re.search(r'OMS_VERSION_TEXT "([0-9.]+)"', (source / "include/oms/version.hpp").read_text()).group(1)


def read(path):
    return json.loads(path.read_text())


def names(manifest):
    return [d if isinstance(d, str) else d["name"] for d in manifest["dependencies"]]


port, development = read(source / "ports/oms-cpp/vcpkg.json"), read(source / "vcpkg.json")
for manifest in (port, development):
    jsonschema.validate(manifest, schema)
    assert manifest["version"] == version, f"{manifest['name']} is {manifest['version']}, the headers are {version}"
    listed = [name for name in names(manifest) if not name.startswith("vcpkg-")]
    assert listed == sorted(listed), f"{manifest['name']}: dependencies are sorted"
assert port["name"] == "oms-cpp" and port["license"] == "BSL-1.0" and port["description"]
assert set(names(port)) - {"vcpkg-cmake", "vcpkg-cmake-config"} == set(names(development)) - {"catch2"}

# A manifest that is built itself has no baseline for a least version; a port has.
assert not any("version>=" in d for d in development["dependencies"] if isinstance(d, dict))

# Each library of Boost that a header names is a dependency.
included = set()
for header in (source / "include").rglob("*.[hi]pp"):
    included |= set(re.findall(r"#include <boost/([a-z0-9]+)", header.read_text()))
needed = {f"boost-{name}" for name in included}
listed = {name for name in names(port) if name.startswith("boost-")}
assert needed == listed, f"headers include {sorted(needed)}, the port depends on {sorted(listed)}"

assert "homepage" in read(registry / "ports/oms-cpp/vcpkg.json")

# The registry: the port is found by its baseline and the hash of its folder.
baseline = read(registry / "versions/baseline.json")["default"]["oms-cpp"]
assert baseline == {"baseline": version, "port-version": 0}
(entry,) = read(registry / "versions/o-/oms-cpp.json")["versions"]
assert (entry["version"], entry["port-version"]) == (version, 0)
with tempfile.TemporaryDirectory() as clone:
    git = ["git", "-C", str(registry), f"--git-dir={clone}", f"--work-tree={registry}"]
    subprocess.run([*git, "init", "-q"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*git, "add", "."], check=True)
    tree = subprocess.run([*git, "write-tree", "--prefix=ports/oms-cpp/"], check=True, capture_output=True, text=True)
assert tree.stdout.strip() == entry["git-tree"], "git-tree is not the hash of ports/oms-cpp"
print(f"ok: manifests and registry of {version}")
