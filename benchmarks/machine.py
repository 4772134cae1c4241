"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

from measure import cores


def output_of(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except OSError:
        return "not installed"
    return (done.stdout + done.stderr).strip()


def first_line(*command: str) -> str:
    return (output_of(*command).splitlines() or [""])[0]


def cpu_model() -> str:
    found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return found.group(1) if found else platform.processor()


def boost_version(compiler: str) -> str:
    source = "#include <boost/version.hpp>\nBOOST_LIB_VERSION\n"
    done = subprocess.run([compiler, "-E", "-P", "-x", "c++", "-"], input=source, capture_output=True, text=True)
    return (done.stdout.strip().splitlines() or ["?"])[-1].strip('"').replace("_", ".")


def system() -> str:
    found = re.search(r'PRETTY_NAME="(.+)"', Path("/etc/os-release").read_text())
    return found.group(1) if found else platform.platform()


def describe(compiler: str) -> dict[str, str]:
    nginx = first_line("nginx", "-v")
    if "/" not in nginx:
        nginx = first_line("/usr/sbin/nginx", "-v")
    every = cores()
    return {
        "CPU": cpu_model(),
        "cores": f"{len(every)}" + ("; server and client share the only one" if len(every) == 1 else
                                    f"; server on {every[0]}, client on {every[1]}"),
        "kernel": platform.release(),
        "system": system(),
        "compiler": first_line(compiler, "--version") + ", -O2 -DNDEBUG",
        "Boost": boost_version(compiler),
        "OpenSSL": first_line("openssl", "version"),
        "nginx": nginx.rpartition("/")[2],
        "load at the start": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }
