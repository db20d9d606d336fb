"""Whether the document is what its JSON makes, and whether what it stands on holds. Needs nothing that is built.

python3 tests/bench/test.py
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import document
import readmes
from charts import CHARTS
from drive import dump, everything
from goals import Goal, goals
from results import Results, digits, time
from suite import LONGEST, OURS, SAME, TWO_CORES, cases, two_cores
from tables import COMPARED, USUAL


def small(cases: dict[str, list[float]]) -> Results:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(dump({"cases": {name: {"clock": "cpu", "ns": ns} for name, ns in cases.items()}}))
        file.flush()
        return Results(Path(file.name))


class Document(unittest.TestCase):
    def test_document_is_what_its_json_makes(self) -> None:
        for path, text in document.made(Results(document.RESULTS)).items():
            self.assertEqual(path.read_text(), text, f"{path.name}: run tests/bench/document.py")

    def test_it_is_of_a_full_run_on_a_machine_that_did_little_else(self) -> None:
        data = json.loads(document.RESULTS.read_text())
        self.assertEqual(data["command"], "make bench", "a quick run is for a look: run `make bench`, and commit that")
        self.assertLess(data["others"]["programs"], 10, "% of the machine: run `make bench` when it is quiet")

    def test_every_case_was_measured_in_every_round(self) -> None:
        data = json.loads(document.RESULTS.read_text())
        self.assertEqual(set(data["cases"]), {str(case) for case in cases()})
        for name, case in data["cases"].items():
            self.assertEqual(len(case["ns"]), data["rounds"], name)
        self.assertEqual(list(data["two_cores"]), TWO_CORES)
        for name, parts in data["two_cores"].items():
            self.assertEqual(
                {part: len(ns) for part, ns in parts.items()}, dict.fromkeys(two_cores(name), data["rounds"])
            )

    def test_charts_are_svg_without_scripts_and_with_legible_text(self) -> None:
        charts = list((document.DOCS / "performance").glob("*.svg"))
        self.assertEqual({path.stem for path in charts}, set(CHARTS))
        for path in charts:
            text = path.read_text()
            names = {element.tag.rpartition("}")[2] for element in xml.fromstring(text).iter()}
            self.assertLessEqual(names, {"svg", "title", "desc", "style", "rect", "text", "path", "circle"}, path.name)
            self.assertTrue(all(int(size) >= 12 for size in re.findall(r"(\d+)px", text)), path.name)
            self.assertIn("prefers-color-scheme:dark", text)
            self.assertLess(len(text), 20_000)


class Readmes(unittest.TestCase):
    def test_each_has_its_figures(self) -> None:
        for name, path in readmes.READMES.items():
            marks = [mark[2] for mark in readmes.MARKED.finditer((readmes.ROOT / path).read_text())]
            self.assertEqual(marks, [name], path)

    def test_what_they_say_in_words_holds(self) -> None:
        results = Results(document.RESULTS)
        for (path, words), holds in readmes.CLAIMS.items():
            text = " ".join((readmes.ROOT / path).read_text().split())
            self.assertTrue(words in text, f"{path} does not say: {words}")
            self.assertTrue(holds(results), f"{path}: {words}")

    def test_figures_of_the_bench_stand_between_marks_alone(self) -> None:
        for path in readmes.READMES.values():
            text = readmes.MARKED.sub("", (readmes.ROOT / path).read_text())
            for paragraph in text.split("\n\n"):
                if "`make bench`" in paragraph:
                    self.assertIsNone(re.search(r"\d[\d.]* (×|µs|ms)|\d\.\d+ times", paragraph), f"{path}: {paragraph}")


class Suite(unittest.TestCase):
    def test_every_case_that_is_named_is_measured(self) -> None:
        measured = {str(case) for case in cases()}
        named = {name for group in SAME for name in group}
        named |= {name for rows in COMPARED.values() for _, ours, _, theirs in rows for name in (ours, theirs)}
        named |= {name for row in USUAL for name in row[2:]}
        named |= {name for names in LONGEST.values() for name in names if "/list-" not in name}
        self.assertLessEqual(named, measured)

    def test_every_peer_that_signs_is_compared_with_cfsign(self) -> None:
        compared = {name for group in SAME for name in group}
        # A random nonce makes another signature each time.
        random = {"rust/aws-lc-p256", "node/aws-sdk-p256"}  # the document says so
        peers = {
            theirs for rows in COMPARED.values() for _, _, _, theirs in rows if not theirs.endswith(("load", "verify"))
        }
        self.assertLessEqual(peers - random, compared)

    def test_every_list_is_compared_whole(self) -> None:
        lists = [case for case in everything() if "batch-" in case.name]
        self.assertEqual({case.worker for case in lists}, set(OURS))
        for case in lists:
            (longest,) = (names[0] for kind, names in LONGEST.items() if case.name.startswith(kind))
            self.assertLessEqual(case.per, int(longest.rpartition("-")[2]))

    def test_lists_are_timed_for_each_url(self) -> None:
        per = {str(case): case.per for case in everything()}
        self.assertEqual(per["rust/batch-4096"], 4096)
        self.assertEqual(per["python/batch-1000-threads-2"], 1000)
        self.assertEqual(per["python/one-by-one-250-threads-1"], 250)
        self.assertEqual(per["rust/aws-lc-128-threads-2"], 128)
        self.assertEqual(per["php/p256-batch-64"], 64)
        self.assertEqual(per["rust/sign-canned"], 1)


class Figures(unittest.TestCase):
    def test_ratios_are_taken_within_rounds(self) -> None:
        # The second round was slow for both: the medians of each would say 15 / 5.
        results = small({"slow": [10, 30, 15], "fast": [5, 15, 5]})
        self.assertEqual(results.ratio("slow", "fast").median, 2)
        self.assertEqual(results.ratio("slow", "fast").best, 2)
        self.assertEqual(results.above("slow", "fast"), [5, 15, 10])

    def test_two_cores_are_judged_where_the_machine_gave_both(self) -> None:
        results = small({})
        # It gave both, it gave one, it gave both, and one core was slow while it was alone.
        parts = {
            "aws_lc_one": [20, 20, 19, 24],
            "aws_lc_two": [10, 18, 10, 10],
            "one": [20, 20, 20, 20],
            "two": [10, 19, 16, 8],
        }
        results.data["two_cores"] = {"x": parts}
        self.assertEqual(results.two_cores("x").machine, [2, 20 / 18, 1.9, 2.4])
        self.assertEqual(results.two_cores("x").given, [2, 1.25])

    def test_a_goal_says_what_its_rounds_bear_out(self) -> None:
        def verdict(*values: float, wanted: float | None = 2, measurable: bool = True) -> str:
            return Goal("key", "what", list(values), wanted, "×", least=True, measurable=measurable).verdict

        self.assertEqual(verdict(2.1, 2.2, 2.3), "reached")
        self.assertEqual(verdict(1.7, 2.1, 2.3), "reached, within the noise")
        self.assertEqual(verdict(1.7, 1.9, 2.3), "**missed**, within the noise")
        self.assertEqual(verdict(1.7, 1.8, 1.9), "**missed**")
        self.assertEqual(verdict(1.7, 1.8, 1.9, measurable=False), "not measurable here")
        self.assertEqual(verdict(2.5), "reached")
        self.assertEqual(verdict(2.5, wanted=None), "")

    def test_no_goal_is_named_twice(self) -> None:
        keys = [goal.key for goal in goals(Results(document.RESULTS))]
        self.assertEqual(len(keys), len(set(keys)))

    def test_the_first_signature_is_compared_with_the_next(self) -> None:
        results = small({})
        results.data["first"] = {"x": {"load": [5, 50, 7], "first": [3, 4, 30], "next": [1, 1, 1]}}
        self.assertEqual(results.first_beyond("x"), [2, 3, 29])
        self.assertEqual(results.first_beyond("x", "load"), [7, 53, 36])

    def test_numbers_have_the_digits_that_count(self) -> None:
        self.assertEqual(
            [digits(value) for value in (0.5, 2.345, 12.34, 123.4, 2345.6)], ["0.50", "2.35", "12.3", "123", "2,346"]
        )
        self.assertEqual([time(value) for value in (94.2, 1500, 2.5e6)], ["94.2 ns", "1.50 µs", "2.50 ms"])

    def test_what_is_written_can_be_read(self) -> None:
        written = dump({"a": {"b": [1.0, 2.5]}, "c": ["word"], "d": "text"})
        self.assertEqual(json.loads(written), {"a": {"b": [1, 2.5]}, "c": ["word"], "d": "text"})
        self.assertIn('"b": [1, 2.5]', written)


if __name__ == "__main__":
    done = unittest.main(exit=False, verbosity=0).result
    bad, skipped = len(done.failures) + len(done.errors), len(done.skipped)
    verdict = "ok" if done.wasSuccessful() else "FAILED"
    print(f"test result: {verdict}. {done.testsRun - bad - skipped} passed; {bad} failed; {skipped} ignored")
    sys.exit(not done.wasSuccessful())
