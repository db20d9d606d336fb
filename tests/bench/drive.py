"""Measures cfsign beside its peers, and writes what came out as JSON.

    drive.py OUT.json [--quick]
    drive.py OUT.json --fresh    measures the fresh processes again, and leaves the rest of OUT.json as it is

One worker for each language is held open. Each round runs every case once, in an order of its own, so that all of them
see the machine in its good and its bad moments, and only ratios within a round are used. What is about two cores runs
with its counterparts in one go, since a machine may take a core away at any moment.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import machine
import processes
from suite import LONGEST, SAME, TWO_CORES, Case, cases, two_cores
from worker import BENCH, Worker, signature

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


def everything() -> list[Case]:
    return [*cases(), *(case for name in TWO_CORES for case in two_cores(name).values())]


def compare(workers: dict[tuple[str, bool], Worker]) -> int:
    """Stops unless all make the same signatures, byte for byte; returns how many were compared."""
    compared = 0
    for group in SAME:
        signatures = {}
        for name in group:
            worker, case = name.split("/", 1)
            signatures[name] = signature(workers[worker, False].made(case)[0])
        wanted = signatures[group[0]]
        if not wanted:
            raise SystemExit(f"{group[0]} made no signature")
        for name, made in signatures.items():
            if made != wanted:
                raise SystemExit(f"{name} made another signature than {group[0]}")
        compared += len(group)
    return compared + sum(compare_lists(workers, kind, names) for kind, names in LONGEST.items())


def compare_lists(workers: dict[tuple[str, bool], Worker], kind: str, longest: list[str]) -> int:
    """Stops unless every list of every language is the beginning of the longest, in all its URLs."""
    ours, *theirs = ([*name.split("/", 1)] for name in longest)
    urls = workers[ours[0], False].made(ours[1])
    compared = len(urls)
    for worker, case in theirs:
        signatures = list(map(signature, workers[worker, False].made(case)))
        if signatures != list(map(signature, urls)):
            raise SystemExit(f"{worker}/{case} made other signatures than {longest[0]}")
        compared += len(signatures)
    for listed in everything():
        if listed.name.startswith(kind):
            made = workers[listed.worker, listed.all_cores].made(listed.name)
            if len(made) != listed.per or made != urls[: len(made)]:
                raise SystemExit(f"{listed} made another list than {longest[0]}")
            compared += len(made)
    return compared


def rounds(workers: dict[tuple[str, bool], Worker], count: int, milliseconds: int) -> dict[str, object]:
    def measure(case: Case) -> list[float]:
        """Nanoseconds for each URL, by the clock and of processor time."""
        times = workers[case.worker, case.all_cores].measure(case.name, milliseconds)
        return [float(f"{time_of_one / case.per:.4g}") for time_of_one in times]

    # Compilers that watch a program run have to see it run for a while.
    for case in dict.fromkeys(everything()):
        workers[case.worker, case.all_cores].measure(case.name, 5 * milliseconds)

    one_core: dict[str, dict[str, list[float]]] = {str(case): {"ns": [], "wall_ns": []} for case in cases()}
    both_cores = {name: {part: [] for part in two_cores(name)} for name in TWO_CORES}
    turns: list[Case | str] = [*cases(), *TWO_CORES]
    progress = Progress(f"{len(turns)} cases in turns", count)
    for number in range(count):
        progress(number)
        for turn in random.sample(turns, len(turns)):
            if isinstance(turn, Case):
                wall, cpu = measure(turn)
                one_core[str(turn)]["ns"].append(cpu)
                one_core[str(turn)]["wall_ns"].append(wall)
            else:
                best = quickest_of_three(turn, measure)
                for part, wall in best.items():
                    both_cores[turn][part].append(wall)
    return {"cases": one_core, "two_cores": both_cores}


def quickest_of_three(name: str, measure: Callable[[Case], list[float]]) -> dict[str, float]:
    """By the clock, in turns within the turn: Linux may leave two threads on one core for a while, and neighbours come
    and go."""
    tried = [{part: measure(case)[0] for part, case in two_cores(name).items()} for _ in range(3)]
    return {part: min(parts[part] for parts in tried) for part in tried[0]}


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


def setting_up() -> dict[str, float]:
    """What setup.sh says of itself: seconds for each of its steps."""
    lines = (line.split("\t") for line in (BENCH / "setup.tsv").read_text().splitlines())
    return {f"setting up: {what}": float(seconds) for what, seconds in lines}


def fresh_processes(count: int) -> dict[str, object]:
    first = processes.first(count, Progress(f"{len(processes.FIRST)} kinds of fresh processes", count))
    return {"fresh_processes": count, "fresh_commit": machine.versions()["commit"], "first": first}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    arguments = parser.parse_args()
    count, milliseconds, fresh = QUICK if arguments.quick else FULL
    if arguments.fresh:
        results = json.loads(arguments.out.read_text())
        arguments.out.write_text(dump(results | fresh_processes(fresh) | {"bytes": processes.sizes()}))
        return
    others, took = machine.Others(), setting_up()
    start = time.monotonic()
    workers = {
        (worker, all_cores): Worker(worker, all_cores=all_cores)
        for worker, all_cores in {(case.worker, case.all_cores) for case in everything()}
    }
    compared = compare(workers)
    print(f"{compared:,} signatures compared: the peers make the same bytes", flush=True)
    batch_path = workers["rust", False].ask("print batch-path")
    took["comparing what they make"] = time.monotonic() - start
    start = time.monotonic()
    measured = rounds(workers, count, milliseconds)
    for worker in workers.values():
        worker.end()
    took["the rounds"] = time.monotonic() - start
    start = time.monotonic()
    first = fresh_processes(fresh)
    took["fresh processes"] = time.monotonic() - start
    results = {
        "format": 3,
        "when": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "command": "make bench" + (" BENCH=quick" if arguments.quick else ""),
        "rounds": count,
        "block_milliseconds": milliseconds,
        "compared": compared,
        "seconds": {what: round(seconds, 1) for what, seconds in took.items()},
        "others": others.used(),
        "batch_path": batch_path,
        "machine": machine.machine(),
        "versions": machine.versions(),
        **measured,
        **first,
        "bytes": processes.sizes(),
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(dump(results))
    say(f"{sum(took.values()) / 60:.1f} minutes, setting up included")
    print()


if __name__ == "__main__":
    main()
