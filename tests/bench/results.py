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


class Results:
    def __init__(self, path: Path) -> None:
        self.data: dict[str, Any] = json.loads(path.read_text())

    def ns(self, case: str) -> list[float]:
        """Nanoseconds for each URL, in each round."""
        found: list[float] = self.data["cases"][case]["ns"]
        return found

    def median(self, case: str) -> float:
        return statistics.median(self.ns(case))

    def ratio(self, slow: str, fast: str) -> Ratio:
        """How many times as long `slow` takes."""
        pairs = zip(self.ns(slow), self.ns(fast), strict=True)
        return Ratio(statistics.median(a / b for a, b in pairs), min(self.ns(slow)) / min(self.ns(fast)))

    def above(self, case: str, base: str) -> float:
        """Nanoseconds that `case` takes beyond `base`: the median of the differences of all rounds."""
        return statistics.median(a - b for a, b in zip(self.ns(case), self.ns(base), strict=True))

    def first(self, case: str, what: str) -> float:
        """The median over fresh processes: nanoseconds, or bytes of `memory`."""
        return float(statistics.median(self.data["first"][case][what]))

    def first_beyond(self, case: str) -> float:
        """Nanoseconds that the first signature of a process takes beyond those that follow."""
        found = self.data["first"][case]
        return float(statistics.median(a - b for a, b in zip(found["first"], found["next"], strict=True)))

    def bytes(self, what: str) -> int:
        return int(self.data["bytes"][what])


def digits(number: float) -> str:
    """Three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


def time(nanoseconds: float) -> str:
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{digits(nanoseconds / size)} {unit}"
    return f"{digits(nanoseconds)} ns"


def size(count: float) -> str:
    return f"{digits(count / 1e6)} MB"
