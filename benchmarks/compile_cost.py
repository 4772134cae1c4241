"""What including the library costs: CPU seconds at -O0 and preprocessed lines, against one hand-written Beast GET.

The files are compiled in turn and the best run of each counts, so that a busy machine disturbs all of them alike.
"""

from __future__ import annotations

import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tests" / "package"
HERE = Path(__file__).resolve().parent / "compile"


@dataclass
class Unit:
    name: str
    file: Path
    separate: bool
    limit: float | None
    seconds: float = float("inf")
    lines: int = 0


def units() -> list[Unit]:
    get, door_two, webhook = PACKAGE / "compile_cost_call.cpp", HERE / "door_two.cpp", HERE / "webhook.cpp"
    return [
        Unit("hand-written Beast: one HTTPS GET", PACKAGE / "beast_reference.cpp", False, None),
        Unit("door 1, one call", get, False, 0.25),
        Unit("door 1, one call, separate compilation", get, True, 0.20),
        Unit("door 2", door_two, False, 1.25),
        Unit("webhook/verifier.hpp, separate compilation", webhook, True, 0.12),
    ]


def arguments(compiler: str, unit: Unit) -> list[str]:
    separate = ["-DOMS_SEPARATE_COMPILATION"] if unit.separate else []
    return [compiler, "-std=c++20", "-O0", f"-I{ROOT / 'include'}", *separate, str(unit.file)]


def cpu_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure_units(compiler: str, runs: int) -> list[Unit]:
    every = units()
    for _ in range(runs):
        for unit in every:
            unit.seconds = min(unit.seconds, cpu_seconds([*arguments(compiler, unit), "-c", "-o", "/dev/null"]))
    for unit in every:
        text = subprocess.run([*arguments(compiler, unit), "-E", "-P"], check=True, capture_output=True).stdout
        unit.lines = text.count(b"\n")
    return every
