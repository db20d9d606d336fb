"""What was measured, read back: medians, and ratios within rounds."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ratio:
    """How two cases compare."""

    median: float
    """The median of the ratios of all rounds."""
    best: float
    """The best of one to the best of the other."""


@dataclass(frozen=True)
class TwoCores:
    """What a list gains from a second core, in each round."""

    ratios: list[float]
    machine: list[float]
    """What AWS-LC gained at that moment, in threads that share nothing."""

    @property
    def given(self) -> list[float]:
        """The ratios of the rounds in which the machine gave both cores. Where AWS-LC seems to gain more than two can
        give, one core was slow just when it was alone."""
        low, high = BOTH_CORES
        return [ratio for ratio, machine in zip(self.ratios, self.machine, strict=True) if low <= machine <= high]


# What AWS-LC gains from a second core where the machine gives it.
BOTH_CORES = (1.9, 2.1)


class Results:
    def __init__(self, path: Path) -> None:
        self.data: dict[str, Any] = json.loads(path.read_text())

    @property
    def in_lanes(self) -> bool:
        """Whether lists were signed in lanes of AVX-512 IFMA."""
        return self.data["batch_path"] == "Ifma"

    @property
    def disturbed(self) -> list[str]:
        """What to say of a run beside which other programs ran."""
        programs = self.data["others"]["programs"]
        if programs < 10:
            return []
        return [
            f"**Other programs used {programs:g} % of the machine meanwhile. Trust no figure of two cores, and none below"
            " 10 µs.**",
            "",
        ]

    def ns(self, case: str) -> list[float]:
        """Nanoseconds for each URL, in each round."""
        found: list[float] = self.data["cases"][case]["ns"]
        return found

    def median(self, case: str) -> float:
        return statistics.median(self.ns(case))

    def ratio(self, slow: str, fast: str) -> Ratio:
        """How many times as long `slow` takes."""
        return Ratio(statistics.median(self.ratios(slow, fast)), min(self.ns(slow)) / min(self.ns(fast)))

    def ratios(self, slow: str, fast: str) -> list[float]:
        return [a / b for a, b in zip(self.ns(slow), self.ns(fast), strict=True)]

    def two_cores(self, name: str) -> TwoCores:
        found: dict[str, list[float]] = self.data["two_cores"][name]
        pairs = (("one", "two"), ("aws_lc_one", "aws_lc_two"))
        return TwoCores(*([a / b for a, b in zip(found[one], found[two], strict=True)] for one, two in pairs))

    def above(self, case: str, base: str) -> list[float]:
        """Nanoseconds that `case` takes beyond `base`, in each round."""
        return [a - b for a, b in zip(self.ns(case), self.ns(base), strict=True)]

    def firsts(self, case: str, what: str) -> list[float]:
        """Of each fresh process: nanoseconds, or bytes of `memory`."""
        found: list[float] = self.data["first"][case][what]
        return found

    def first(self, case: str, what: str) -> float:
        return float(statistics.median(self.firsts(case, what)))

    def first_beyond(self, case: str, *before: str) -> list[float]:
        """Nanoseconds that the first signature of each process takes beyond those that follow; and what is `before`."""
        parts = [self.firsts(case, what) for what in ("first", *before)]
        return [sum(part) - following for *part, following in zip(*parts, self.firsts(case, "next"), strict=True)]

    def bytes(self, what: str) -> int:
        return int(self.data["bytes"][what])


def digits(number: float) -> str:
    """Three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


def time(nanoseconds: float) -> str:
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{digits(nanoseconds / size)} {unit}"
    return f"{digits(nanoseconds)} ns"


def size(count: float) -> str:
    return f"{digits(count / 1e6)} MB"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    right = ["---:" if at else "---" for at in range(len(head))]
    return ["| " + " | ".join(cells) + " |" for cells in (head, right, *rows)] + [""]
