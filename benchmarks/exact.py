"""Gauges that do not depend on a quiet machine: instructions, system calls, allocations, bytes of waiting calls."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from measure import ProgramFailed, run_program

SHORT, LONG = 400, 2400


def per_call(count, command: list[str]) -> float:
    """The difference of two run lengths: start-up, handshakes and warm-up are in both."""
    counts = [count([*command, "--calls", str(calls), "--warmup", "160"]) for calls in (SHORT, LONG)]
    return (counts[1] - counts[0]) / (LONG - SHORT)


def instructions(command: list[str]) -> int:
    """Of the whole program, in user space, by callgrind."""
    done = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                          capture_output=True, text=True, timeout=300)
    found = re.search(r"Collected : (\d+)", done.stderr)
    if done.returncode != 0 or not found:
        raise ProgramFailed(f"under valgrind, {' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return int(found.group(1))


def system_calls(command: list[str]) -> int:
    """Of the whole program, all threads."""
    with tempfile.NamedTemporaryFile("r") as summary:
        done = subprocess.run(["strace", "-c", "-f", "-o", summary.name, *command], capture_output=True, text=True,
                              timeout=300)
        lines = summary.read().splitlines()
    total = next((line.split() for line in reversed(lines) if line.split()[-1:] == ["total"]), None)
    if done.returncode != 0 or total is None:
        raise ProgramFailed(f"under strace, {' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return int(total[3] if total[3].isdigit() else total[2])


def instructions_per_call(command: list[str]) -> float:
    return per_call(instructions, command)


def system_calls_per_call(command: list[str]) -> float:
    return per_call(system_calls, command)


def allocations(counter: Path, command: list[str]) -> int:
    """Of the whole program, at malloc and its kin, with `counter` preloaded."""
    done = subprocess.run(["env", f"LD_PRELOAD={counter}", *command], capture_output=True, text=True, timeout=300)
    found = re.search(r"^allocations (\d+)$", done.stderr, re.MULTILINE)
    if done.returncode != 0 or not found:
        raise ProgramFailed(f"with {counter}, {' '.join(command)}: {done.stderr.strip()[-2000:]}")
    return int(found.group(1))


def missing(*tools: str) -> str:
    """Why a gauge is left out; empty when it is not."""
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return f"no {' and no '.join(absent)} on this machine" if absent else ""


def counted_allocations_per_call(counter: Path, command: list[str]) -> float:
    return per_call(lambda whole: allocations(counter, whole), command)


def allocations_per_call(program: Path, options: list[str]) -> float:
    answer = run_program([str(program), *options, "--calls", "4000", "--warmup", "4000"])
    return answer["allocations"] / answer["calls"]
