#!/usr/bin/env python3
"""Measures this library against what its users would write or take in its place. README.md says how.

Exit status: 0 also when a target is missed, 1 when a program fails or decodes something wrong.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import charts
import report
from bench_run import CLIENTS, Program, Run, Settings, say
from check import Trust, check
from figures import Row
from machine import describe
from measure import ProgramFailed, server_pin
from nginx import Server
from targets import ROWS, flows, growth

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description="Measures this library and prints the table of targets.")
    parser.add_argument("--quick", action="store_true", help="3 short repeats: about five minutes; its ranges are wide")
    parser.add_argument("--rows", default="", help="which rows of the table, such as 1,2,3; all by default")
    parser.add_argument("--repeats", type=int, default=0, help="9 by default, 3 with --quick")
    parser.add_argument("--no-growth", action="store_true", help="leave out how cost grows")
    parser.add_argument("--publish", action="store_true", help="write benchmarks/charts as well, and the figures in docs/performance.md")
    parser.add_argument("--check-only", action="store_true", help="hold the programs to the protocol, measure nothing")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "bench", help="the build folder of the preset `bench`")
    parser.add_argument("--compiler", default="g++", help="the compiler of that build, and of row 9")
    chosen = parser.parse_args()
    try:
        chosen.rows = sorted({int(row) for row in chosen.rows.split(",")}) if chosen.rows else list(ROWS)
    except ValueError:
        parser.error("--rows takes numbers, such as 1,2,3")
    if set(chosen.rows) - ROWS.keys():
        parser.error(f"there are rows 1 to {max(ROWS)}")
    return chosen


def find_peers(build: Path, skipped: dict[str, str]) -> list[Program]:
    sys.path.insert(0, str(HERE / "peers"))
    try:
        from peers import peers
    except ModuleNotFoundError:
        skipped["peers"] = "peers/peers.py is not there"
        return []
    say("building the peers")
    found = []
    for peer in peers(build):
        if peer["skipped"]:
            skipped[peer["name"]] = peer["skipped"]
        else:
            found.append(Program(peer["name"], peer["command"]))
    return found


def measure_all(chosen: argparse.Namespace, folder: Path) -> tuple[Run, list[Row], list[dict]]:
    settings = Settings(chosen.quick, chosen.repeats or (3 if chosen.quick else 9), chosen.compiler)
    skipped: dict[str, str] = {}
    peers = find_peers(chosen.build / "peers", skipped) if 11 in chosen.rows else []
    trust = Trust.make(folder)
    with Server(folder, trust.keys, server_pin()) as server:
        run = Run(chosen.build / "benchmarks", server, trust, settings, peers, skipped, folder)
        rows = [ROWS[number](run) for number in chosen.rows]
        if len(chosen.rows) == len(ROWS):
            flows(run)
        grown = [] if chosen.no_growth or len(chosen.rows) != len(ROWS) else growth(run)
    return run, rows, grown


def check_all(chosen: argparse.Namespace, folder: Path) -> None:
    """Holds every client program to the protocol."""
    skipped: dict[str, str] = {}
    peers = find_peers(chosen.build / "peers", skipped)
    trust = Trust.make(folder)
    ours = [Program(name, [str(chosen.build / "benchmarks" / name)]) for name in CLIENTS]
    for program in [*(program for program in ours if Path(program.command[0]).exists()), *peers]:
        for operation, tls in itertools.product(("get", "post"), (False, True)):
            check(program.name, program.command, operation, tls, trust)
        print(f"ok       {program.name}")
    for name, why in skipped.items():
        print(f"skipped  {name}: {why}")


def write_charts(folder: Path, run: Run, grown: list[dict]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for key, group in run.groups.items():
        (folder / f"{key}.svg").write_text(charts.bars(group))
    for i, table in enumerate(grown, 1):
        (folder / f"growth_{i}.svg").write_text(charts.growth_lines(table))


def measure_and_report(chosen: argparse.Namespace, folder: Path) -> None:
    begun = time.monotonic()
    machine = describe(chosen.compiler)
    run, rows, grown = measure_all(chosen, folder)
    machine["time taken"] = f"{time.monotonic() - begun:.0f} s"
    tables = report.all_tables(run, rows, grown)
    print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    print("\n".join(f"skipped: {name}: {why}" for name, why in run.skipped.items()))
    print("\n" + "\n".join(report.as_text(table) for table in [*tables[1:], tables[0]]))
    results = HERE / "results"
    write_charts(results, run, grown)
    (results / "latest.json").write_text(report.as_json(run, machine, rows, grown))
    (results / "table.md").write_text(report.markdown(run, machine, tables))
    if chosen.publish:
        write_charts(HERE / "charts", run, grown)
        (HERE / "charts" / "table.md").write_text(report.markdown(run, machine, tables))
        page = HERE.parent / "docs" / "performance.md"
        page.write_text(report.in_page(page.read_text(), run, machine, rows))


def main() -> int:
    chosen = arguments()
    with tempfile.TemporaryDirectory(prefix="oms-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's worker may be another user
        try:
            if chosen.check_only:
                check_all(chosen, folder)
            else:
                measure_and_report(chosen, folder)
        except (ProgramFailed, subprocess.CalledProcessError) as failure:
            print(failure, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
