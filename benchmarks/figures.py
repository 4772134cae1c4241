"""What a row of the report is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from measure import Range


@dataclass(frozen=True)
class Check:
    """One figure of a row and what it has to be."""

    what: str
    value: Range | None
    limit: float | None = None  # none: for information
    at_least: bool = False
    unit: str = ""
    why: str = ""  # when there is no value
    ratio: bool = True

    @property
    def verdict(self) -> str:
        if self.value is None:
            return f"not measured: {self.why}"
        if self.limit is None:
            return ""
        met = self.value.median >= self.limit if self.at_least else self.value.median <= self.limit
        return "met" if met else "missed"

    @property
    def target(self) -> str:
        if self.limit is None:
            return ""
        return f"{'>=' if self.at_least else '<='} {number(self.limit)}{self._suffix}"

    @property
    def figure(self) -> str:
        if self.value is None:
            return "-"
        text = number(self.value.median) + self._suffix
        if self.value.low != self.value.high:
            text += f" [{number(self.value.low)}-{number(self.value.high)}]"
        return text

    @property
    def _suffix(self) -> str:
        return " x" if self.ratio else f" {self.unit}" if self.unit else ""


@dataclass
class Row:
    number: int
    title: str
    checks: list[Check] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        verdicts = [check.verdict for check in self.checks if check.verdict]
        if "missed" in verdicts:
            return "missed"
        if "met" in verdicts:
            left_out = sum(verdict.startswith("not") for verdict in verdicts)
            return f"met, {left_out} not measured" if left_out else "met"
        return verdicts[0] if verdicts else "not measured"


@dataclass
class Table:
    """Figures beside the rows: what each program took."""

    title: str
    columns: list[str]
    rows: list[list[str]]
    note: str = ""


def exactly(value: float) -> Range:
    return Range(value, value, value)


def number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", " ")
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.3f}" if abs(value) < 1 else f"{value:.2f}"
