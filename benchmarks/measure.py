"""Runs client programs: pinned, in turn, again and again; medians, ranges, and ratios within each repeat."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass, field

from nginx import Server


class ProgramFailed(Exception):
    """A program ended with an error, or decoded something else than what was sent."""


def cores() -> list[int]:
    return sorted(os.sched_getaffinity(0))


def pin(*which: int) -> list[str]:
    """The words in front of a command that keep it on these cores."""
    return ["taskset", "-c", ",".join(str(core) for core in which)]


def server_pin() -> list[str]:
    return pin(cores()[0])


def client_pin(threads: int = 1) -> list[str]:
    """Cores that the server has not, as far as there are enough."""
    every = cores()
    others = every[1:] or every
    if len(others) < threads:
        others = every
    return pin(*others[:threads])


def run_program(command: list[str], timeout: float = 300) -> dict:
    """Runs a program of the protocol; the JSON object on its last line."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"{' '.join(command)}\ndid not end within {timeout} s") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode != 0 or not lines:
        raise ProgramFailed(f"{' '.join(command)}\nended with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return json.loads(lines[-1])


@dataclass(frozen=True)
class Range:
    """A median with the least and the most."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(values: list[float]) -> "Range":
        return Range(statistics.median(values), min(values), max(values))


@dataclass(frozen=True)
class Sample:
    """One run."""

    cpu_us: float
    user_us: float
    system_us: float
    calls_s: float
    server_core: float

    @property
    def calls_s_core(self) -> float:
        """Calls that a client core has time for in one second."""
        return 1e6 / self.cpu_us


@dataclass
class Case:
    """A program in one setting."""

    name: str
    command: list[str]
    calls: int = 0
    samples: list[Sample] = field(default_factory=list)

    def range_of(self, figure: str) -> Range:
        return Range.of([getattr(sample, figure) for sample in self.samples])


def run_once(case: Case, server: Server, calls: int, warmup: int) -> Sample:
    server_before, clock_before = server.cpu_seconds(), os.times().elapsed
    answer = run_program([*case.command, "--calls", str(calls), "--warmup", str(warmup)])
    elapsed = os.times().elapsed - clock_before
    if answer["calls"] != calls:
        raise ProgramFailed(f"{case.name} made {answer['calls']} calls in place of {calls}")
    user, system = answer["user_s"] / calls * 1e6, answer["system_s"] / calls * 1e6
    return Sample(user + system, user, system, calls / answer["wall_s"], (server.cpu_seconds() - server_before) / elapsed)


def measure(cases: list[Case], server: Server, repeats: int, seconds: float, warmup: int = 2000) -> None:
    """Each repeat runs every case once, beginning with another one each time. A run lasts about `seconds`."""
    for case in cases:
        probe = run_once(case, server, 4000, warmup)
        case.calls = max(4000, int(seconds * min(probe.calls_s, probe.calls_s_core)) // 1000 * 1000)
    for repeat in range(repeats):
        first = repeat % len(cases)
        for case in cases[first:] + cases[:first]:
            case.samples.append(run_once(case, server, case.calls, warmup))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def ratio(one: Case, other: Case, figure: str = "cpu_us") -> Range:
    """How many times the other's figure, as the median of the ratios within each repeat."""
    return Range.of([getattr(a, figure) / getattr(b, figure) for a, b in zip(one.samples, other.samples)])


def ratios(one: list[float], other: list[float]) -> Range:
    return Range.of([a / b for a, b in zip(one, other, strict=True)])
