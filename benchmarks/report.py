"""The report: a table for the terminal, JSON, Markdown."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

from bench_run import Group, Run
from figures import Row, Table, number
from measure import Range

FIGURES = (("CPU us/call", "cpu_us"), ("user", "user_us"), ("system", "system_us"), ("calls/s", "calls_s"),
           ("calls/s per client core", "calls_s_core"), ("server core", "server_core"))


def spread(value: Range) -> str:
    return f"{number(value.median)} [{number(value.low)}-{number(value.high)}]"


def group_table(group: Group) -> Table:
    rows = []
    for case in group.cases.values():
        cells = [spread(case.range_of(figure)) for _, figure in FIGURES[:-1]]
        rows.append([case.name, *cells, f"{case.range_of('server_core').median:.0%}"])
    return Table(group.title, ["program", *(name for name, _ in FIGURES)], rows,
                 "median [least-most]; server core: of the whole run, warm-up included")


def verdicts(rows: list[Row]) -> Table:
    lines = []
    for row in rows:
        lines.append([str(row.number), row.title, "", "", row.verdict])
        for check in row.checks:
            lines.append(["", "- " + check.what, check.target, check.figure, check.verdict])
    return Table("Targets", ["#", "what", "target", "figure, median [range]", "verdict"], lines)


def as_text(table: Table) -> str:
    widths = [max(len(line[i]) for line in [table.columns, *table.rows]) for i in range(len(table.columns))]

    def joined(cells: list[str]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()

    head = [table.title, joined(table.columns), "  ".join("-" * width for width in widths)]
    return "\n".join([*head, *(joined(row) for row in table.rows), *([table.note] if table.note else [])]) + "\n"


def as_markdown(table: Table) -> str:
    def joined(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    lines = [f"### {table.title}", "", joined(table.columns), joined(["---"] * len(table.columns))]
    lines += [joined(row) for row in table.rows] + ([f"\n{table.note}"] if table.note else [])
    return "\n".join(lines) + "\n"


def growth_table(table: dict) -> Table:
    exponents = ", ".join(f"{name}: {value:.2f}" for name, value in table["exponents"].items())
    rows = [[cell if isinstance(cell, str) else number(cell) for cell in row] for row in table["rows"]]
    return Table(table["title"], table["columns"], rows, f"exponent: {exponents}; expected {table['expected']}")


def all_tables(run: Run, rows: list[Row], growth: list[dict]) -> list[Table]:
    return [verdicts(rows), *(group_table(group) for group in run.groups.values()), *run.tables,
            *(growth_table(table) for table in growth)]


def method(run: Run) -> str:
    return (f"{run.settings.repeats} interleaved repeats, {run.settings.seconds} s each"
            f"{' (quick)' if run.settings.quick else ''}; a ratio is the median of the ratios within each repeat")


def markdown(run: Run, machine: dict[str, str], tables: list[Table]) -> str:
    facts = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    skipped = "\n".join(f"- skipped: {name}: {why}" for name, why in run.skipped.items())
    return (f"# Benchmarks\n\nPrinted by `./run bench`; {method(run)}.\n\n{facts}\n{skipped}\n\n"
            + "\n".join(as_markdown(table) for table in tables))


PAGE_BEGIN, PAGE_END = "<!-- written by ./run bench --publish -->\n", "<!-- end of what it wrote -->\n"
PAGE_GROUPS = ("tls_get", "tls_post")


def in_page(text: str, run: Run, machine: dict[str, str], rows: list[Row]) -> str:
    """docs/performance.md with the figures of this run between its two marks."""
    before, rest = text.split(PAGE_BEGIN)
    after = rest.split(PAGE_END)[1]
    facts = "; ".join(f"{name}: {value}" for name, value in machine.items())
    tables = [verdicts(rows), *(group_table(run.groups[key]) for key in PAGE_GROUPS if key in run.groups)]
    written = "\n".join(as_markdown(table).replace("### ", "**", 1).replace("\n", "**\n", 1) for table in tables)
    return f"{before}{PAGE_BEGIN}\n{written}\n{method(run)}. {facts}.\n\n{PAGE_END}{after}"


def as_json(run: Run, machine: dict[str, str], rows: list[Row], growth: list[dict]) -> str:
    groups = {key: {name: {"calls": case.calls, "samples": [asdict(sample) for sample in case.samples]}
                    for name, case in group.cases.items()} for key, group in run.groups.items()}
    return json.dumps({
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "machine": machine, "method": method(run),
        "rows": [{"number": row.number, "title": row.title, "verdict": row.verdict,
                  "checks": [asdict(check) | {"verdict": check.verdict} for check in row.checks]} for row in rows],
        "groups": groups, "other": run.raw, "growth": growth, "skipped": run.skipped}, indent=1) + "\n"
