"""Writes the document and its charts from what was measured.

document.py [RESULTS.json]                rewrites docs/performance.json, docs/performance.md, docs/performance/*.svg, and
                                          the tables of the READMEs
document.py --into FOLDER RESULTS.json    writes the document and its charts into a folder, and nothing else
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from statistics import median

import readmes
from charts import CHARTS
from goals import goals
from results import BOTH_CORES, Results, digits, size, table, time
from suite import BATCHES, P256_BATCHES, TWO_CORES
from tables import COMPARED, FIRST, LANGUAGES, NOTES, OPERATIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"
RESULTS = DOCS / "performance.json"


def duration(results: Results) -> str:
    """How long the run took, in all and where."""
    took = results.data["seconds"]
    parts = {
        "setting up": sum(seconds for what, seconds in took.items() if what.startswith("setting up")),
        **{what: seconds for what, seconds in took.items() if not what.startswith("setting up")},
    }
    phases = ", ".join(f"{what} {seconds / 60:.1f}" for what, seconds in parts.items())
    return (
        f"The whole run took {sum(took.values()) / 60:.0f} minutes: {phases}. Setting up is short where cfsign and its peers"
        " were built or installed before."
    )


def introduction(results: Results) -> list[str]:
    data, machine = results.data, results.data["machine"]
    lists = "one by one: this processor has no AVX-512 IFMA"
    if "avx512ifma" in machine["flags"]:
        lists = "one by one, since `CFSIGN_IFMA=off` was set"
    if results.in_lanes:
        lists = (
            "eight at once, in lanes of AVX-512 IFMA; on processors without it each takes as long as alone, on as many cores"
            " as there are"
        )
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
        f" the machine meanwhile, and other machines took {data['others']['machines']:g} %. {duration(results)}",
        "",
        *results.disturbed,
        "**How to read it.** All programs were held open and took turns, each case once in every round, in an order of"
        " its own; so a ratio is how many times as fast cfsign was *under the same conditions* (the median of the ratios"
        " of all rounds, and beside it the best round of one to the best round of the other), while times depend on the"
        " machine and its neighbours. The ratio of two times that stand beside each other can therefore be a little"
        " different.",
        "",
        "Before anything was measured, all of them signed the same, and what they made was compared byte for byte, lists"
        f" whole: {data['compared']:,} signatures. What ECDSA peers make cannot be, since their nonce is random. One core"
        " means processor time of all threads, pinned to one core, which others may use as well. RSA is RSA 2048 with SHA-1,"
        " which CloudFront verifies by default; blinding and the check of every signature are on. Lists are"
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
        if language in NOTES:
            lines += [NOTES[language], ""]
    return lines


def growth(results: Results) -> list[str]:
    rows = []
    for count in sorted((*BATCHES, 1000)):
        ratio = results.ratio("rust/aws-lc-sign", f"rust/batch-{count}")
        each = [time(results.median(f"{worker}/batch-{count}")) for worker in LANGUAGES.values()]
        rows.append([f"{count:,}", *each, f"{digits(ratio.median)} ×", f"{digits(ratio.best)} ×"])
    p256_rows = [
        [f"{count:,}", *(time(results.median(f"{worker}/p256-batch-{count}")) for worker in LANGUAGES.values())]
        for count in P256_BATCHES
    ]
    return [
        "## How cost grows",
        "",
        "![A line: what a signed URL takes, by the length of the list](performance/batch.svg)",
        "",
        "What each URL of a list takes on one core, and how many times as fast Rust's are as AWS-LC's `RSA_sign` one by one:",
        "",
        *table(["URLs in the list", *LANGUAGES, "times as fast", "best to best"], rows),
        "The same with P-256, for which there are no lanes:",
        "",
        *table(["URLs in the list", *LANGUAGES], p256_rows),
        *jobs(results),
        *on_two_cores(results),
        "![Two lines: what grows with the length of the policy, and with the number of keys](performance/growth.svg)",
        "",
    ]


# A job, how many URLs it signs, and how.
JOBS = [
    ("a page with 50 images, one URL each", 50, "batch-64"),
    ("a playlist of 2,000 segments, one URL each", 2000, "batch-1000"),
    ("a million links", 1_000_000, "batch-1000"),
]


def jobs(results: Results) -> list[str]:
    one = results.median("rust/sign-canned")
    rows = []
    for what, count, case in JOBS:
        lists, grant = (count * results.median(f"rust/{name}") for name in (case, "grant"))
        rows.append([what, *(time(nanoseconds) for nanoseconds in (count * one, lists, grant + one))])
    return [
        "What that makes of a job, on one core, key read before, in Rust; the others take hardly longer. One after the other"
        " is also what a list takes on processors without AVX-512 IFMA.",
        "",
        *table(["", "one after the other", "as a list", "all under one grant"], rows),
    ]


def on_two_cores(results: Results) -> list[str]:
    named = {"python/one-by-one-250": "Python, `sign_url` in threads of Python"}
    for suffix, kind in (("", ""), (", P-256", "p256-")):
        named |= {f"{worker}/{kind}batch-1000": language + suffix for language, worker in LANGUAGES.items()}
    rows = []
    for name in TWO_CORES:
        two = results.two_cores(name)
        given = f"{digits(median(two.given))} ×" if two.given else ""
        rounds = f"{len(two.given)} of {len(two.ratios)}"
        rows.append([named[name], f"{digits(median(two.ratios))} ×", f"{digits(median(two.machine))} ×", given, rounds])
    low, high = BOTH_CORES
    lines = [
        "What a list of 1,000 gains from a second core, by the clock. The cores of a virtual machine are presumably not at"
        " every moment two cores of the processor, and Linux may leave two threads on one core for a while. So in each round"
        " the list took turns with signatures of AWS-LC, in one thread and in two that share nothing, three times, of which"
        f" the quickest count. Where AWS-LC gained {low:g} to {high:g} ×, both cores were there:",
        "",
        *table(
            [
                "two threads to one",
                "all rounds",
                "AWS-LC meanwhile",
                "where both cores were there",
                "in so many rounds",
            ],
            rows,
        ),
    ]
    lines += [
        "Lists of Node have a part on the event loop, and V8 collects the garbage of their strings with threads of its own."
        " With P-256 all signing takes so little that this shows.",
        "",
    ]
    rust = results.two_cores("rust/batch-1000")
    shared = [(ratio, machine) for ratio, machine in zip(rust.ratios, rust.machine, strict=True) if machine < 1.4]
    if len(shared) > 1 and results.in_lanes and not results.disturbed:
        ours, machine = (digits(median(column)) for column in zip(*shared, strict=True))
        lines += [
            f"In the {len(shared)} rounds in which AWS-LC gained less than 1.4 ×, its median was {machine} ×, as from two threads of"
            f" one core, and that of Rust's list {ours} ×: presumably since its lanes fill a core alone.",
            "",
        ]
    return lines


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
    opcache = median(results.first_beyond("php/cfsign-opcache", "load"))
    again = ""
    if results.data["fresh_commit"] != results.data["versions"]["commit"]:
        again = f" They were measured again, by `make bench BENCH=fresh`, at commit {results.data['fresh_commit']}."
    return [
        "## The first signature of a process",
        "",
        "![Bars: from the start of a process to its first signed URL](performance/start.svg)",
        "",
        f"Medians of {results.data['fresh_processes']} fresh processes of each, which take turns. The fifth column is all of it in processor time, above the same"
        " interpreter or program doing nothing, where the columns before it are by the clock; the last is the most memory that the process had until then. They run on all"
        " cores, as people run them. PHP compiles its classes in each of these processes, which under a web server it does"
        " once for all requests; opcache is off, as it is on the command line by default. With it the key and the first"
        f" signature took {time(opcache)} beyond the next, since its cache goes with the process.{again}",
        "",
        *table(["", "loading the package", "the key", "first signature", "all, above nothing", "memory"], rows),
        *table(["whole process", "processor time", "by the clock"], commands),
        "## Sizes",
        "",
        *table(["", "size"], sizes),
    ]


def conclusion(results: Results) -> list[str]:
    every = goals(results)
    judged = [goal for goal in every if goal.judged]
    reached = sum(goal.reached for goal in judged)
    noisy = sum(goal.noisy for goal in judged)
    counted = f"{reached} of {len(judged)} are reached in this run, and {len(judged) - reached} missed."
    if noisy:
        counted += (
            f" Of {noisy}, the middle half of the rounds is on both sides of the goal: those are within the noise."
        )
    elsewhere = sum(goal.wanted is not None and not goal.measurable for goal in every)
    if elsewhere:
        counted += (
            f" {elsewhere} more are not measurable here: the lanes or the second core they are about were not there."
        )
    versions = [f"{name} {version}" for name, version in results.data["versions"].items()]
    return [
        "## Goals",
        "",
        counted,
        "",
        "| what | measured | middle half of the rounds | goal | |",
        "| --- | ---: | ---: | ---: | --- |",
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
    return {DOCS / "performance.md": document, **charts, **readmes.made(results)}


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["--into"]:
        folder, results = Path(arguments[1]), Results(Path(arguments[2]))
        for path, text in made(results).items():
            if path.is_relative_to(DOCS):
                (folder / path.relative_to(DOCS)).parent.mkdir(parents=True, exist_ok=True)
                (folder / path.relative_to(DOCS)).write_text(text)
        return
    (DOCS / "performance").mkdir(parents=True, exist_ok=True)
    if arguments:
        shutil.copyfile(arguments[0], RESULTS)
    for path, text in made(Results(RESULTS)).items():
        path.write_text(text)


if __name__ == "__main__":
    main()
