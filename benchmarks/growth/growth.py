"""How cost grows: with connections, with calls in flight, with the size of an answer, with the pages of a list.

`run` gives tables. `exponents` are slopes of the least-squares line of log cost over log size: 0 is a cost that does not
grow, 1 one that grows as the size does.
"""

from __future__ import annotations

import json
import math
import statistics
import tempfile
from pathlib import Path

from measure import run_program

FIXTURE = Path(__file__).resolve().parents[2] / "tests/fixtures/contract/operation.listTransactions.json"
# What a transaction of a few fields has: a page with one of them is 0.3 KB long.
SHORT = ("id", "object", "type", "status", "fixedAmountSide", "createdAt", "updatedAt")


def run(build_dir: Path, quick: bool, servers: dict) -> dict:
    """Measures with the programs in `build_dir`. `servers` has the base URLs `plain` and `tls` of one server, the file
    `ca`, and `pin`: the words in front of a command that keep it on the client's core."""
    grower = Grower(Path(build_dir), quick, servers)
    return {"tables": [grower.connections(), grower.in_flight(), grower.decode(), grower.pages()]}


def exponent(points: list[tuple[float, float]]) -> float:
    """The slope of the least-squares line through the logarithms."""
    slope, _ = statistics.linear_regression([math.log(x) for x, _ in points], [math.log(y) for _, y in points])
    return slope


def table(title: str, columns: list[str], rows: list[list], expected: float, *, series: str | None = None) -> dict:
    """The first column is the size and the last one the cost; `series` names the column that tells lines apart."""
    x, y = columns[0], columns[-1]
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        cells = dict(zip(columns, row, strict=True))
        lines.setdefault(cells[series] if series else y, []).append((cells[x], cells[y]))
    return {
        "title": title,
        "columns": columns,
        "rows": rows,
        "x": x,
        "y": y,
        "series": series,
        "exponents": {name: exponent(points) for name, points in lines.items()},
        "expected": expected,
        "unit": "us",
    }


def transactions(count: int, fields: tuple[str, ...] | None = None) -> str:
    """So many transactions as JSON, in turn those of the contract's example; all their fields unless some are named."""
    examples = json.loads(FIXTURE.read_text())["response"]["body"]["data"]
    if fields:
        examples = [{name: example[name] for name in fields} for example in examples]
    return json.dumps([examples[i % len(examples)] for i in range(count)], separators=(",", ":"))


class Grower:
    def __init__(self, programs: Path, quick: bool, servers: dict) -> None:
        self._programs = programs
        self._quick = quick
        self._servers = servers

    def connections(self) -> dict:
        rows = []
        for protocol in ("plain", "tls"):
            for connections in (1, 8, 64, 512):
                cost = self._per_call("oms_client", protocol, connections, warmup=20 * connections)
                rows.append([connections, protocol, cost])
        return table("CPU per GET of a balance, by connections", ["connections", "protocol", "us per call"], rows, 0,
                     series="protocol")

    def in_flight(self) -> dict:
        rows = []
        for calls in (64, 1_000, 10_000) if self._quick else (64, 1_000, 10_000, 100_000):
            cost = self._per_call("in_flight", "tls", 64, "--in-flight", str(calls), warmup=2 * calls, least=2 * calls)
            rows.append([calls, cost])
        return table("CPU per GET of a balance over 64 connections, TLS, by calls in flight",
                     ["calls in flight", "us per call"], rows, 0)

    def decode(self) -> dict:
        rows = []
        for kind, fields, counts in (("few fields", SHORT, (1, 4, 13, 40, 130, 400, 1300)),
                                     ("all fields", None, (1, 3, 10, 30, 100, 250))):
            for count in counts:
                page = f'{{"data":{transactions(count, fields)},"hasMore":true,"nextCursor":"c","previousCursor":null}}'
                cost = self._microseconds("growth_decode", page, costs_about=0.003 * len(page))
                rows.append([len(page) / 1000, kind, count, cost])
        return table("Decoding a page of transactions, by its size", ["KB", "transactions have", "transactions", "us"],
                     rows, 1, series="transactions have")

    def pages(self) -> dict:
        rows = []
        for pages in (10, 100, 1_000, 10_000):
            cost = self._microseconds("growth_pager", transactions(2), str(pages), costs_about=15 * pages)
            rows.append([pages, cost / pages, cost])
        return table("Walking through a list with the pager, by pages of two transactions, without a network",
                     ["pages", "us per page", "us"], rows, 1)

    def _per_call(self, program: str, protocol: str, connections: int, *more: str, warmup: int, least: int = 0) -> float:
        """The median of microseconds of CPU per call."""
        calls = max(4_000 if self._quick else 60_000, least)
        command = [*self._servers["pin"], str(self._programs / program), "--url", self._servers[protocol], "--ca",
                   self._servers["ca"], "--op", "get", "--connections", str(connections), "--calls", str(calls),
                   "--warmup", str(max(warmup, 2_000)), *more]
        runs = [run_program(command) for _ in range(self._repeats)]
        return statistics.median((one["user_s"] + one["system_s"]) / calls * 1e6 for one in runs)

    def _microseconds(self, program: str, document: str, *first: str, costs_about: float) -> float:
        """The median of microseconds of CPU; a repeat lasts about 50 ms, a fifth of it when it has to be quick."""
        times = max(1, round((10_000 if self._quick else 50_000) / costs_about))
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            file.write(document)
            file.flush()
            command = [*self._servers["pin"], str(self._programs / program), *first, file.name, str(self._repeats),
                       str(times)]
            (nanoseconds,) = run_program(command)["ns"].values()
        return statistics.median(nanoseconds) / 1000

    @property
    def _repeats(self) -> int:
        return 3 if self._quick else 5
