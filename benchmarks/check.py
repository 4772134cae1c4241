"""Holds a program to the protocol: it must do the job against a strict server, and fail when the answer is wrong."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import ProgramFailed, run_program
from nginx import Authority, Certificates, fixture
from strict_server import StrictServer

FLOOR = ("raw_asio",)  # decodes nothing


def expected(operation: str) -> dict[str, str]:
    """What a program says that it has decoded."""
    if operation == "get":
        body = fixture("getWalletBalance")["response"]["body"]
        names = ("walletId", "asset", "chain", "balance", "estimatedBalance", "estimatedBalanceCurrencyCode")
        return {name: body[name] for name in names}
    body = fixture("createQuote")["response"]["body"]
    sides = {}
    for side in ("source", "destination"):
        sides |= {side + "AmountGross": body[side]["amountGross"], side + "AmountNet": body[side]["amountNet"],
                  side + "Fees": body[side]["feesDeducted"]["total"]}
    return {"id": body["id"], "status": body["status"], **sides, "expiresAt": body["expiresAt"]}


def options(url: str, ca: Path, operation: str, connections: int) -> list[str]:
    return ["--url", url, "--ca", str(ca), "--op", operation, "--connections", str(connections)]


def check_last(name: str, operation: str, answer: dict) -> None:
    last = answer.get("last") or {}
    if name not in FLOOR and last != expected(operation):
        raise ProgramFailed(f"{name} decoded {last} in place of {expected(operation)}")


def check_fails(name: str, command: list[str], kind: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"{name} did not end against a server of kind {kind}") from None
    if done.returncode == 0:
        raise ProgramFailed(f"{name} took the answer of a server of kind {kind}: {done.stdout.strip()}")


@dataclass(frozen=True)
class Trust:
    """The server's certificate, one for another host, and an authority that signed neither."""

    keys: Certificates
    other_host: Certificates
    other_ca: Path

    @staticmethod
    def make(folder: Path) -> "Trust":
        authority = Authority(folder / "authority")
        return Trust(authority.certify("localhost"), authority.certify("elsewhere.example"),
                     Authority(folder / "other authority").certificate)


def check(name: str, program: list[str], operation: str, tls: bool, trust: Trust) -> None:
    """Raises ProgramFailed when the program does not do the job, or does not notice that the server does not."""

    def command(server: StrictServer, ca: Path = trust.keys.ca) -> list[str]:
        return [*program, *options(server.url(), ca, operation, 4), "--calls", "40", "--warmup", "8"]

    with StrictServer("strict", trust.keys if tls else None) as server:
        try:
            check_last(name, operation, run_program(command(server), timeout=60))
        except ProgramFailed as failure:
            raise ProgramFailed(f"{failure}\nthe server found: {sorted(server.problems)}") from None
        if tls:
            check_fails(name, command(server, trust.other_ca), "unknown authority")
    if tls:
        with StrictServer("strict", trust.other_host) as server:
            check_fails(name, command(server), "certificate of another host")
    for kind in ["wrong_status"] if name in FLOOR else ["wrong_status", "wrong_body", "cut_body"]:
        with StrictServer(kind, trust.keys if tls else None) as server:
            check_fails(name, command(server), kind)
