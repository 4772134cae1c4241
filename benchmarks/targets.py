"""The rows of the report: for each, what is measured, and what it has to be."""

from __future__ import annotations

import importlib.util
import itertools
import json
from pathlib import Path

import compile_cost
import exact
from bench_run import CLIENTS, CONNECTIONS, Group, Run, say
from figures import Check, Row, Table, exactly, number
from measure import Range, client_pin, cores, pin, ratios, run_program
from nginx import FIXTURES, compact, fixture

MANY = 100_000


def against(group: Group, other: str, limit: float, what: str) -> Check:
    found = group.ratio("oms_client", other)
    return Check(f"CPU per call, {what}", found, limit, why=f"no {other}")


def get_tls(run: Run) -> Row:
    group = run.clients_group("tls_get", "get", True, bool(run.peers))
    return Row(1, f"GET wallet balance, TLS 1.3, {CONNECTIONS} connections",
               [against(group, "beast_json", 0.95, "to Beast + Boost.JSON"), against(group, "raw_asio", 1.20, "to raw Asio")])


def get_plain(run: Run) -> Row:
    group = run.clients_group("plain_get", "get", False, False)
    return Row(2, "the same, plain HTTP on loopback",
               [against(group, "beast_json", 0.95, "to Beast + Boost.JSON"), against(group, "raw_asio", 1.30, "to raw Asio")])


def post_tls(run: Run) -> Row:
    group = run.clients_group("tls_post", "post", True, bool(run.peers))
    return Row(3, f"POST quote, TLS 1.3, {CONNECTIONS} connections",
               [against(group, "beast_json", 1.00, "to Beast + Boost.JSON"),
                against(group, "curl_rapidjson", 0.60, "to libcurl + RapidJSON")])


def instructions(run: Run) -> Row:
    row = Row(4, "instructions per GET, plain HTTP, callgrind")
    columns = ["program", "instructions GET", "instructions POST", "system calls GET, plain", "system calls GET, TLS"]
    table = Table("Per call, exact", columns, [],
                  "the difference of runs of 400 and 2 400 calls over 8 connections")
    no_valgrind, no_strace = exact.missing("valgrind"), exact.missing("strace")
    counted: dict[str, float] = {}
    for program in run.clients(["oms_client", "beast_json", "raw_asio"]):
        say(f"instructions and system calls: {program.name}")
        plain = [*program.command, *run.options("get", False, 8)]
        cells = []
        if no_valgrind:
            cells += ["-", "-"]
        else:
            counted[program.name] = exact.instructions_per_call(plain)
            cells.append(number(round(counted[program.name])))
            post = [*program.command, *run.options("post", False, 8)]
            cells.append(number(round(exact.instructions_per_call(post))))
        for tls in (False, True):
            command = [*program.command, *run.options("get", tls, 8)]
            cells.append("-" if no_strace else f"{exact.system_calls_per_call(command):.2f}")
        table.rows.append([program.name, *cells])
    run.tables.append(table)
    run.raw["instructions"] = counted
    ours = counted.get("oms_client")
    row.checks.append(Check("instructions", exactly(round(ours)) if ours else None, 20_000, ratio=False, why=no_valgrind))
    for other in ("beast_json", "raw_asio"):
        if ours and other in counted:
            row.checks.append(Check(f"to {other}", exactly(ours / counted[other])))
    return row


def allocations(run: Run) -> Row:
    program = run.need("allocations")
    row = Row(5, "heap allocations per call in the steady state")
    run.tables.append(allocations_of_all(run))
    for operation, tls, limit in (("get", False, 0), ("get", True, None), ("post", False, None), ("post", True, None)):
        count = exact.allocations_per_call(program, run.options(operation, tls, 8))
        what = f"{operation.upper()}, {'TLS, with those inside OpenSSL' if tls else 'plain'}"
        row.checks.append(Check(what, exactly(round(count, 3)), limit, ratio=False))
    return row


def allocations_of_all(run: Run) -> Table:
    """The same of every C++ client, the other way: the difference of two run lengths, with a counter preloaded."""
    counter = run.need("heap_counter.so")
    table = Table("Heap allocations per call", ["program", "GET, plain", "GET, TLS", "POST, plain", "POST, TLS"], [],
                  "the difference of runs of 400 and 2 400 calls over 8 connections")
    for program in run.clients(CLIENTS):
        settings = itertools.product(("get", "post"), (False, True))
        commands = [[*program.command, *run.options(operation, tls, 8)] for operation, tls in settings]
        counts = [exact.counted_allocations_per_call(counter, command) for command in commands]
        table.rows.append([program.name, *(f"{count:.2f}" for count in counts)])
    return table


def in_flight(run: Run) -> Row:
    repeats = 1 if run.settings.quick else 3
    few: list[dict] = []
    many: list[dict] = []
    command = [*client_pin(), str(run.need("in_flight")), *run.options("get", False)]
    for repeat in range(repeats):
        say(f"{CONNECTIONS} and {MANY} calls in flight")
        counted = ["--calls", str(2 * MANY)]
        few.append(run_program([*command, *counted, "--in-flight", str(CONNECTIONS), "--warmup", "20000"]))
        many.append(run_program([*command, *counted, "--in-flight", str(MANY), "--warmup", str(2 * MANY)]))
    run.raw["in_flight"] = few + many
    waits = [answer["wait_ms"] for answer in many]
    run.tables.append(Table(f"{MANY} calls in flight over {CONNECTIONS} connections: wait, ms",
                            ["in flight", "mean", "p50", "p99", "p99.9", "max", "calls/s"],
                            [waits_row(answer) for answer in (few[-1], many[-1])]))
    return Row(6, f"{MANY} calls in flight over {CONNECTIONS} connections, plain HTTP", [
        Check("bytes of the library per waiting call", exactly(waiting_bytes(run)), 1024, unit="B", ratio=False),
        Check(f"calls/s, to those of {CONNECTIONS} in flight",
              ratios([rate(answer) for answer in many], [rate(answer) for answer in few]), 0.9, at_least=True),
        Check(f"CPU per call, to that of {CONNECTIONS} in flight",
              ratios([cpu(answer) for answer in many], [cpu(answer) for answer in few])),
        Check("wait p99.9, to the mean", Range.of([w["p99.9"] / w["mean"] for w in waits]), 3),
        Check("wait max, to the mean", Range.of([w["max"] / w["mean"] for w in waits]))])


def rate(answer: dict) -> float:
    return answer["calls"] / answer["wall_s"]


def cpu(answer: dict) -> float:
    return (answer["user_s"] + answer["system_s"]) / answer["calls"]


def waits_row(answer: dict) -> list[str]:
    waits = answer["wait_ms"]
    return [str(answer["in_flight"]), *(f"{waits[name]:.3f}" for name in ("mean", "p50", "p99", "p99.9", "max")),
            number(round(rate(answer)))]


def waiting_bytes(run: Run) -> float:
    from strict_server import StrictServer

    program = str(run.need("waiting_bytes"))
    with StrictServer("stalled", None) as server:
        options = ["--url", server.url(), "--ca", str(run.server.ca), "--op", "get", "--connections", str(CONNECTIONS)]
        answer = run_program([program, *options, "--in-flight", str(MANY)])
    run.raw["waiting_bytes"] = answer
    return answer["bytes_per_call"]



def timed(run: Run, program: str, name: str, document: object, times: int) -> dict[str, list[float]]:
    """Nanoseconds of each way of doing it, one a repeat."""
    path = run.folder / f"{name}.json"
    path.write_text(compact(document))
    repeats = 5 if run.settings.quick else 25
    say(f"{program}: {name}")
    answer = run_program([*client_pin(), str(run.need(program)), str(path), str(repeats), str(times)])
    run.raw[f"{program} {name}"] = answer["ns"]
    return answer["ns"]


def webhook(run: Run) -> Row:
    row = Row(7, "a webhook of about 1.5 KB")
    table = Table("Webhooks, ns", ["event", "bytes", "verify", "HMAC()", "verify + decode", "HMAC() + json::parse"], [])
    for event in ("transaction.cryptoToFiat.completed", "cashIn.completed"):
        body = json.loads((FIXTURES / f"event.v0.9.{event}.json").read_text())["body"]
        ns = timed(run, "webhook_verify", event, body, 4000)
        row.checks += [Check(f"{event}: verify, to HMAC()", ratios(ns["verify"], ns["hmac"]), 0.60),
                       Check(f"{event}: verify + decode, to HMAC() + json::parse",
                             ratios(ns["verify_decode"], ns["hmac_parse"]), 0.45)]
        table.rows.append([event, str(len(compact(body))), *medians(ns)])
    run.tables.append(table)
    return row


def medians(ns: dict[str, list[float]]) -> list[str]:
    return [number(round(Range.of(values).median)) for values in ns.values()]


def decoding(run: Run) -> Row:
    row = Row(8, "decode a transaction into the typed struct")
    columns = ["document", "bytes", "decode", "json::parse + by hand", "the same, memory of the stack", "json::parse alone"]
    table = Table("Decoding, ns", columns, [])
    answers = fixture("getTransaction")
    documents = {"cryptoToCrypto": answers["response"]["body"]}
    documents |= {more["name"]: more["body"] for more in answers["moreResponses"] if more.get("name") == "fiatToCrypto"}
    for name, document in documents.items():
        ns = timed(run, "decode_transaction", name, document, 4000)
        row.checks.append(Check(f"{name}: to json::parse + by hand", ratios(ns["decode"], ns["parse_extract"]), 0.45))
        row.checks.append(Check(f"{name}: the same, memory of the stack", ratios(ns["decode"], ns["parse_extract_on_stack"])))
        table.rows.append([name, str(len(compact(document))), *medians(ns)])
    run.tables.append(table)
    return row


def compiling(run: Run) -> Row:
    say("compiling, in turn")
    reference, *units = compile_cost.measure_units(run.settings.compiler, 1 if run.settings.quick else 4)
    run.tables.append(Table("Compiling at -O0, best of alternating runs", ["file", "CPU s", "preprocessed lines"],
                            [[unit.name, f"{unit.seconds:.2f}", number(unit.lines)] for unit in (reference, *units)]))
    return Row(9, "compile cost, CPU seconds to one hand-written HTTPS GET",
               [Check(unit.name, exactly(unit.seconds / reference.seconds), unit.limit) for unit in units])


def two_threads(run: Run) -> Row:
    programs = {program.name: program for program in run.clients(["oms_client", "raw_asio", "beast_json"])}
    cases = [run.case(f"{name}, 2 threads", program, "get", False, "--threads", "2", threads=2)
             for name, program in programs.items()]
    ours = programs["oms_client"]
    cases += [run.case("oms_client, 1 thread", ours, "get", False, threads=2),
              run.case("oms_client, awaited in another context", ours, "get", False, "--separate-context", threads=2)]
    group = run.group("threads", "GET over plain HTTP, 2 threads on one io_context", cases)
    fewer = "; a thread shares its core with the server" if len(cores()) < 3 else ""
    return Row(10, "2 threads on one io_context, CPU per call" + fewer, [
        Check("to raw Asio with 2 threads", group.ratio("oms_client, 2 threads", "raw_asio, 2 threads"), 1.10),
        Check("to Beast + Boost.JSON with 2 threads", group.ratio("oms_client, 2 threads", "beast_json, 2 threads")),
        Check("awaited in another context, to 1 thread",
              group.ratio("oms_client, awaited in another context", "oms_client, 1 thread"))])


def peers(run: Run) -> Row:
    row = Row(11, "every peer, TLS 1.3: less CPU per call, more calls/s per client core")
    groups = [run.clients_group(f"tls_{operation}", operation, True, True) for operation in ("get", "post")]
    for name in ["curl_rapidjson", *(peer.name for peer in run.peers)]:
        for group, operation in zip(groups, ("GET", "POST")):
            why = run.skipped.get(name, "")
            row.checks += [Check(f"{operation}, {name}: CPU per call", group.ratio("oms_client", name), 1.0, why=why),
                           Check(f"{operation}, {name}: calls/s, client on one core",
                                 group.ratio("oms_client", name, "calls_s"), 1.0, at_least=True, why=why)]
    for name, why in run.skipped.items():
        if name != "curl_rapidjson" and not (run.programs / name).exists():
            row.checks.append(Check(name, None, 1.0, why=why))
    return row


ROWS = {1: get_tls, 2: get_plain, 3: post_tls, 4: instructions, 5: allocations, 6: in_flight, 7: webhook, 8: decoding,
        9: compiling, 10: two_threads, 11: peers}


def flows(run: Run) -> None:
    """The flow that moves money, against the emulator."""
    program = run.find("flow")
    if program is None:
        return
    say("quote, execute, wait: against the emulator")
    table = Table("Quote, execute, wait until completed: against the emulator over TLS, in one process",
                  ["connections", "CPU us of the client's thread", "flows/s", "p50 ms", "p99 ms"], [],
                  "three calls a flow; client and emulator have a thread each")
    for connections in (1, 64):
        command = [*pin(*cores()[:2]), *program.command, str(connections), "2000" if run.settings.quick else "20000"]
        answers = [run_program(command) for _ in range(3)]
        run.raw[f"flow {connections}"] = answers
        middle = sorted(answers, key=lambda answer: answer["cpu_us"])[1]
        table.rows.append([str(connections), *(number(middle[name]) for name in ("cpu_us", "flows_s", "p50_ms", "p99_ms"))])
    run.tables.append(table)


def growth(run: Run) -> list[dict]:
    """How cost grows: the tables of growth/growth.py, when it is there."""
    file = Path(__file__).resolve().parent / "growth" / "growth.py"
    if not file.exists():
        run.skipped["growth"] = "growth/growth.py is not there"
        return []
    say("growth")
    spec = importlib.util.spec_from_file_location("growth", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    servers = {"plain": run.server.url(False), "tls": run.server.url(True), "ca": str(run.server.ca), "pin": client_pin()}
    return module.run(run.programs, run.settings.quick, servers)["tables"]
