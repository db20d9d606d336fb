"""Writes the document and its charts from what was measured.

document.py [RESULTS.json]   rewrites docs/performance.json, docs/performance.md and docs/performance/*.svg
document.py --check          fails where the document is not what its JSON makes
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from charts import CHARTS
from goals import goals
from results import Results, digits, size, time
from tables import COMPARED, FIRST, LANGUAGES, OPERATIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
RESULTS = DOCS / "performance.json"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    right = ["---:" if at else "---" for at in range(len(head))]
    return ["| " + " | ".join(cells) + " |" for cells in (head, right, *rows)] + [""]


def introduction(results: Results) -> list[str]:
    data, machine = results.data, results.data["machine"]
    in_lanes = data["batch_path"] == "Ifma"
    lists = "eight at once, in lanes of AVX-512 IFMA" if in_lanes else "one by one: this processor has no AVX-512 IFMA"
    virtual = "virtual machine, " if machine["virtual"] else ""
    return [
        "# Performance",
        "",
        "<!-- Written by tests/bench/document.py from performance.json. `make bench` measures anew. -->",
        "",
        f"Measured by `{data['command']}` on {data['when']}: {machine['processor']} (family and model"
        f" {machine['family_model']}), {virtual}{machine['cores']} cores, with {', '.join(machine['flags'])};"
        f" {machine['system']}, Linux {machine['kernel']}. {data['rounds']} rounds,"
        f" {data['block_milliseconds']} ms for each case in each round. Other programs used {data['others']['programs']:g} % of"
        f" the machine meanwhile, and other machines took {data['others']['machines']:g} %.",
        "",
        "**How to read it.** All programs were held open and took turns, each case once in every round, in an order of"
        " its own; so a ratio is how many times as fast cfsign was *under the same conditions* (the median of the ratios"
        " of all rounds, and beside it the best round of one to the best round of the other), while times depend on the"
        " machine and its neighbours.",
        "",
        "Before anything was measured, all of them signed the same, and the signatures were compared byte for byte. One"
        " core means one core: processor time of all threads, on a core of its own. RSA is RSA 2048 with SHA-1, which"
        " CloudFront verifies by default; blinding and the check of every signature are on. Lists are"
        f" signed {lists}.",
        "",
    ]


def overview(results: Results) -> list[str]:
    rows = []
    for what, name in OPERATIONS:
        cases = [f"{worker}/{name}" for worker in LANGUAGES.values()]
        rows.append([what, *(time(results.median(case)) if case in results.data["cases"] else "" for case in cases)])
    return ["## What things take", "", *table(["on one core", *LANGUAGES], rows)]


def compared(results: Results) -> list[str]:
    lines = [
        "## Beside the others",
        "",
        "![Bars: how many times as fast cfsign is as the usual code of each language](performance/speedup.svg)",
        "",
    ]
    for language, comparisons in COMPARED.items():
        rows = []
        for what, ours, theirs, case in comparisons:
            ratio = results.ratio(case, ours)
            times = [time(results.median(ours)), time(results.median(case))]
            rows.append([what, times[0], theirs, times[1], f"**{digits(ratio.median)} ×**", f"{digits(ratio.best)} ×"])
        lines += [f"### {language}", ""]
        lines += table(["cfsign", "takes", "beside", "takes", "times as fast", "best to best"], rows)
    return lines


def growth(results: Results) -> list[str]:
    machine = results.ratio("rust/aws-lc-threads-1", "rust/aws-lc-threads-2")
    threads = [
        ["what the machine gives: AWS-LC's `RSA_sign`", f"{digits(machine.median)} ×", f"{digits(machine.best)} ×"]
    ]
    for language, worker in LANGUAGES.items():
        name = "batch-1024-threads" if worker == "rust" else "batch-1000-threads"
        ratio = results.ratio(f"{worker}/{name}-1", f"{worker}/{name}-2")
        threads.append([language, f"{digits(ratio.median)} ×", f"{digits(ratio.best)} ×"])
    python = results.ratio("python/threads-1", "python/threads-2")
    threads.append(
        ["Python, `sign_url` in threads of Python", f"{digits(python.median)} ×", f"{digits(python.best)} ×"]
    )
    rows = []
    for case in (name for name in results.data["cases"] if name.startswith("rust/batch-") and "threads" not in name):
        count = int(case.removeprefix("rust/batch-"))
        ratio = results.ratio("rust/aws-lc-sign", case)
        rows.append(
            (count, [f"{count:,}", time(results.median(case)), f"{digits(ratio.median)} ×", f"{digits(ratio.best)} ×"])
        )
    return [
        "## How cost grows",
        "",
        "![A line: what a signed URL takes, by the length of the list](performance/batch.svg)",
        "",
        *table(
            ["URLs in the list", "each takes", "times as fast as `RSA_sign` one by one", "best to best"],
            [row for _, row in sorted(rows)],
        ),
        "With the cores, a list of 1,000 by the clock:",
        "",
        *table(["two threads to one", "times as fast", "best to best"], threads),
        "![Two lines: what grows with the length of the policy, and with the number of keys](performance/growth.svg)",
        "",
    ]


def first(results: Results) -> list[str]:
    rows = []
    for language, what, case, nothing in FIRST:
        found = results.data["first"][case]
        loading = time(results.first(case, "import")) if "import" in found else ""
        above = results.first(case, "used") - results.first(nothing, "used")
        memory = results.first(case, "memory")
        cells = [
            loading,
            time(results.first(case, "load")),
            time(results.first(case, "first")),
            time(above),
            size(memory),
        ]
        rows.append([f"{language}: {what}", *cells])
    commands = [
        [what, time(results.first(case, "cpu")), time(results.first(case, "wall"))]
        for what, case in (("`cfsign sign`", "command/cfsign"), ("`openssl dgst -sha1 -sign`", "command/openssl"))
    ]
    sizes = [[what, size(count)] for what, count in results.data["bytes"].items()]
    return [
        "## The first signature of a process",
        "",
        "![Bars: from the start of a process to its first signed URL](performance/start.svg)",
        "",
        "Medians of fresh processes that take turns. The fifth column is all of it in processor time, above the same"
        " interpreter or program doing nothing; the last is the most memory that the process had until then.",
        "",
        *table(["", "loading the package", "the key", "first signature", "all, above nothing", "memory"], rows),
        *table(["whole process", "processor time", "by the clock"], commands),
        "## Sizes",
        "",
        *table(["", "size"], sizes),
    ]


def conclusion(results: Results) -> list[str]:
    every = goals(results)
    reached = sum(goal.reached for goal in every)
    versions = [f"{name} {version}" for name, version in results.data["versions"].items()]
    return [
        "## Goals",
        "",
        f"{reached} of {len(every)} are reached in this run.",
        "",
        "| what | measured | goal | |",
        "| --- | ---: | ---: | --- |",
        *(goal.row() for goal in every),
        "",
        "## Versions",
        "",
        "; ".join(versions) + ".",
        "",
        "Every round is in [performance.json](performance.json). What is measured stands in `tests/bench/suite.py`, the"
        " programs in `tests/bench/workers` and `tests/bench/rust`.",
        "",
    ]


def made(results: Results) -> dict[Path, str]:
    parts = (introduction, compared, growth, overview, first, conclusion)
    document = "\n".join(line for part in parts for line in part(results))
    charts = {DOCS / "performance" / f"{name}.svg": draw(results) for name, draw in CHARTS.items()}
    return {DOCS / "performance.md": document, **charts}


def main() -> None:
    arguments = sys.argv[1:]
    if arguments == ["--check"]:
        different = [path.name for path, text in made(Results(RESULTS)).items() if path.read_text() != text]
        if different:
            raise SystemExit(
                f"not what docs/performance.json makes: {', '.join(different)}; run tests/bench/document.py"
            )
        return
    (DOCS / "performance").mkdir(parents=True, exist_ok=True)
    if arguments:
        shutil.copyfile(arguments[0], RESULTS)
    for path, text in made(Results(RESULTS)).items():
        path.write_text(text)


if __name__ == "__main__":
    main()
