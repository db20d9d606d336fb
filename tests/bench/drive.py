"""Measures cfsign beside its peers, and writes what came out as JSON.

    drive.py OUT.json [--quick]

One worker for each language is held open. Each round runs every case once, in an order of its own, so that all of them
see the machine in its good and its bad moments, and only ratios within a round are used.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import machine
import processes
from suite import SAME, Case, cases
from worker import Worker

# Rounds, milliseconds of a case in each, rounds of fresh processes.
FULL = (41, 30, 21)
QUICK = (5, 10, 4)


def say(text: str) -> None:
    """One line that is overwritten on a terminal, and written out elsewhere."""
    end = "" if sys.stdout.isatty() else "\n"
    print(f"\r\x1b[K{text}" if end == "" else text, end=end, flush=True)


class Progress:
    def __init__(self, what: str, rounds: int) -> None:
        self.what, self.rounds, self.start = what, rounds, time.monotonic()

    def __call__(self, done: int) -> None:
        elapsed = time.monotonic() - self.start
        left = f"{elapsed / done * (self.rounds - done) / 60:.1f} minutes to go" if done else "warming up"
        # A few lines are enough in a log.
        if sys.stdout.isatty() or done % max(1, self.rounds // 8) == 0:
            say(f"{self.what}: round {done} of {self.rounds}, {left}")


def compare(workers: dict[tuple[str, bool], Worker]) -> int:
    """Stops unless all make the same signatures, byte for byte; returns how many were compared."""
    for group in SAME:
        made = {}
        for name in group:
            worker, case = name.split("/", 1)
            made[name] = workers[worker, False].signature(case)
        wanted = made[group[0]]
        if not wanted:
            raise SystemExit(f"{group[0]} made no signature")
        for name, signature in made.items():
            if signature != wanted:
                raise SystemExit(f"{name} made another signature than {group[0]}")
    return sum(len(group) for group in SAME)


def rounds(workers: dict[tuple[str, bool], Worker], count: int, milliseconds: int) -> dict[str, dict[str, object]]:
    everything = cases()
    found: dict[str, tuple[list[float], list[float]]] = {str(case): ([], []) for case in everything}
    progress = Progress(f"{len(everything)} cases in turns", count)
    for number in range(count):
        progress(number)
        for case in random.sample(everything, len(everything)):
            worker = workers[case.worker, case.all_cores]
            if number == 0:
                # Not counted: compilers that watch a program run have to see it run for a while.
                worker.measure(case.name, 5 * milliseconds)
            wall, cpu = worker.measure(case.name, milliseconds)
            for kept, time_of_one in zip(found[str(case)], (wall, cpu), strict=True):
                kept.append(float(f"{time_of_one / case.per:.4g}"))
    return {str(case): entry(case, *found[str(case)]) for case in everything}


def entry(case: Case, wall: list[float], cpu: list[float]) -> dict[str, object]:
    """`ns` is what counts: nanoseconds for each URL in each round."""
    if case.all_cores:
        return {"clock": "wall", "ns": wall, "cpu_ns": cpu}
    return {"clock": "cpu", "ns": cpu, "wall_ns": wall}


def dump(results: dict[str, object]) -> str:
    """JSON with each list on a line of its own."""
    lists: list[str] = []

    def short(value: object) -> object:
        if isinstance(value, list):
            whole = [int(item) if isinstance(item, float) and item.is_integer() else item for item in value]
            lists.append(json.dumps(whole))
            return f"\0{len(lists) - 1}\0"
        if isinstance(value, dict):
            return {name: short(item) for name, item in value.items()}
        return value

    text = json.dumps(short(results), indent=1)
    for at, written in enumerate(lists):
        text = text.replace(f'"\\u0000{at}\\u0000"', written, 1)
    return text + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    count, milliseconds, fresh = QUICK if arguments.quick else FULL
    start, others = time.monotonic(), machine.Others()
    workers = {
        (worker, all_cores): Worker(worker, all_cores=all_cores)
        for worker, all_cores in {(case.worker, case.all_cores) for case in cases()}
    }
    print(f"{compare(workers)} signatures compared: the peers make the same bytes", flush=True)
    batch_path = workers["rust", False].ask("print batch-path")
    measured = rounds(workers, count, milliseconds)
    for worker in workers.values():
        worker.end()
    first = processes.first(fresh, Progress(f"{len(processes.FIRST)} kinds of fresh processes", fresh))
    results = {
        "format": 1,
        "when": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "command": "make bench" + (" BENCH=quick" if arguments.quick else ""),
        "rounds": count,
        "block_milliseconds": milliseconds,
        "others": others.used(),
        "batch_path": batch_path,
        "machine": machine.machine(),
        "versions": machine.versions(),
        "cases": measured,
        "first": first,
        "bytes": processes.sizes(),
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(dump(results))
    say(f"measured in {(time.monotonic() - start) / 60:.1f} minutes")
    print()


if __name__ == "__main__":
    main()
