"""SVG charts without a library: bars with ranges, and lines over logarithmic axes."""

from __future__ import annotations

import math
from html import escape

from bench_run import Group

STYLE = ("<style>text{font:13px sans-serif;fill:#333}.t{font-weight:bold;font-size:15px}.g{stroke:#ddd}"
         ".e{stroke:#222;stroke-width:1.5}.s{font-size:11px;fill:#666}"
         "@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}.e{stroke:#eee}.s{fill:#aaa}}</style>")
OURS, OTHERS = "#2b6cb0", "#a0aec0"
COLOURS = ["#2b6cb0", "#c05621", "#2f855a", "#6b46c1", "#b83280", "#718096"]


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def document(width: int, height: int, parts: list[str]) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f"{STYLE}\n" + "\n".join(parts) + "\n</svg>\n")


def bars(group: Group) -> str:
    """CPU per call of each program, the cheapest first; the thin line is the range of the repeats."""
    left, right, row, width = 170, 90, 28, 760
    cases = sorted(group.cases.values(), key=lambda case: case.range_of("cpu_us").median)
    most = max(case.range_of("cpu_us").high for case in cases)
    scale = (width - left - right) / most
    height = 60 + row * len(cases)
    parts = [text(10, 22, f"Client CPU per call, µs: {group.title}", kind="t")]
    for i, case in enumerate(cases):
        value, y = case.range_of("cpu_us"), 40 + i * row
        colour = OURS if case.name.startswith("oms") else OTHERS
        parts += [text(left - 8, y + 15, case.name, "end"),
                  f'<rect x="{left}" y="{y}" width="{value.median * scale:.1f}" height="{row - 8}" fill="{colour}"/>',
                  line(left + value.low * scale, y + 10, left + value.high * scale, y + 10, "e"),
                  text(left + value.high * scale + 6, y + 15, f"{value.median:.2f}")]
    parts.append(text(10, height - 6, "bar: median; line: least to most of the repeats", kind="s"))
    return document(width, height, parts)


class LogAxis:
    def __init__(self, values: list[float], begin: float, end: float) -> None:
        self.low, self.high = math.log10(min(values)), math.log10(max(values))
        if self.high - self.low < 1:  # room for a flat line
            middle = (self.high + self.low) / 2
            self.low, self.high = middle - 0.5, middle + 0.5
        self.begin, self.end = begin, end

    def at(self, value: float) -> float:
        return self.begin + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.begin)

    def ticks(self) -> list[float]:
        """Powers of ten, and between them when there are few."""
        powers = range(math.floor(self.low), math.ceil(self.high) + 1)
        for steps in ((1,), (1, 2, 5)):
            inside = [step * 10.0**power for power in powers for step in steps
                      if self.low <= math.log10(step * 10.0**power) <= self.high]
            if len(inside) >= 3:
                break
        return inside


def growth_lines(table: dict) -> str:
    """One line a series, both axes logarithmic: the slope is the exponent."""
    column = {name: table["columns"].index(table[name]) if table.get(name) else None for name in ("x", "y", "series")}
    series: dict[str, list[tuple[float, float]]] = {}
    for cells in table["rows"]:
        name = str(cells[column["series"]]) if column["series"] is not None else table["y"]
        series.setdefault(name, []).append((float(cells[column["x"]]), float(cells[column["y"]])))
    points = [point for line_of in series.values() for point in line_of]
    x, y = LogAxis([p[0] for p in points], 70, 560), LogAxis([p[1] for p in points], 320, 50)
    parts = [text(10, 22, table["title"], kind="t"), text(315, 358, table["x"], "middle"), text(10, 42, table["y"], kind="s")]
    for value in x.ticks():
        parts += [line(x.at(value), 50, x.at(value), 320, "g"), text(x.at(value), 338, f"{value:g}", "middle", "s")]
    for value in y.ticks():
        parts += [line(70, y.at(value), 560, y.at(value), "g"), text(64, y.at(value) + 4, f"{value:g}", "end", "s")]
    for i, (name, line_of) in enumerate(series.items()):
        colour = COLOURS[i % len(COLOURS)]
        path = " ".join(f"{x.at(a):.1f},{y.at(b):.1f}" for a, b in sorted(line_of))
        exponent = next((value for key, value in table["exponents"].items() if str(key) == name), None)
        label = name + (f": n^{exponent:.2f}" if exponent is not None else "")
        parts += [f'<circle cx="{x.at(a):.1f}" cy="{y.at(b):.1f}" r="3" fill="{colour}"/>' for a, b in line_of]
        parts += [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>',
                  f'<rect x="575" y="{50 + 20 * i}" width="10" height="10" fill="{colour}"/>',
                  text(590, 60 + 20 * i, label, kind="s")]
    return document(820, 370, parts)
