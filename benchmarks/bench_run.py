"""One run of the benchmarks: what there is to run, and the groups of programs that are measured together."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import check
from measure import Case, ProgramFailed, client_pin, measure, ratio, run_program
from nginx import Server

CONNECTIONS = 64
CLIENTS = ["oms_client", "raw_asio", "beast_json", "curl_rapidjson"]


@dataclass(frozen=True)
class Settings:
    quick: bool
    repeats: int
    compiler: str

    @property
    def seconds(self) -> float:
        """How long a counted run of a client lasts."""
        return 0.5 if self.quick else 1.5


@dataclass(frozen=True)
class Program:
    name: str
    command: list[str]


@dataclass
class Group:
    """Programs that took turns, by name."""

    title: str
    cases: dict[str, Case]

    def ratio(self, one: str, other: str, figure: str = "cpu_us"):
        return ratio(self.cases[one], self.cases[other], figure) if {one, other} <= self.cases.keys() else None


@dataclass
class Run:
    programs: Path
    server: Server
    trust: check.Trust
    settings: Settings
    peers: list[Program]
    skipped: dict[str, str]  # name: why
    folder: Path
    groups: dict[str, Group] = field(default_factory=dict)
    tables: list = field(default_factory=list)
    raw: dict = field(default_factory=dict)  # what the other programs printed

    def find(self, name: str) -> Program | None:
        """A program of ours, unless it could not be built."""
        path = self.programs / name
        if path.exists():
            return Program(name, [str(path)])
        self.skipped.setdefault(name, f"{path} was not built")
        return None

    def need(self, name: str) -> Path:
        program = self.find(name)
        if program is None:
            raise ProgramFailed(f"{self.skipped[name]}: build the target `benchmarks`")
        return Path(program.command[0])

    def clients(self, names: list[str]) -> list[Program]:
        found = [self.find(name) for name in names]
        return [program for program in found if program]

    def options(self, operation: str, tls: bool, connections: int = CONNECTIONS) -> list[str]:
        return check.options(self.server.url(tls), self.server.ca, operation, connections)

    def case(self, name: str, program: Program, operation: str, tls: bool, *more: str, threads: int = 1) -> Case:
        return Case(name, [*client_pin(threads), *program.command, *self.options(operation, tls), *more])

    def group(self, key: str, title: str, cases: list[Case]) -> Group:
        say(f"{title}: {', '.join(case.name for case in cases)}")
        measure(cases, self.server, self.settings.repeats, self.settings.seconds)
        self.groups[key] = Group(title, {case.name: case for case in cases})
        return self.groups[key]

    def clients_group(self, key: str, operation: str, tls: bool, with_peers: bool) -> Group:
        """All client programs doing one job; measured once. Each is held to the protocol first."""
        if key in self.groups:
            return self.groups[key]
        programs = self.clients(CLIENTS)
        programs += self.peers if with_peers else []
        self.hold_to_the_protocol(programs, operation, tls)
        title = f"{operation.upper()} over {'TLS 1.3' if tls else 'plain HTTP'}, {CONNECTIONS} connections"
        return self.group(key, title, [self.case(p.name, p, operation, tls) for p in programs])

    def hold_to_the_protocol(self, programs: list[Program], operation: str, tls: bool) -> None:
        say(f"checking what the programs do, and that they notice what is wrong: {operation}, {'TLS' if tls else 'plain'}")
        for program in programs:
            check.check(program.name, program.command, operation, tls, self.trust)
            answer = run_program([*program.command, *self.options(operation, tls), "--calls", "640", "--warmup", "64"])
            check.check_last(program.name, operation, answer)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
