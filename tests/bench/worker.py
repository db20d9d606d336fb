"""A worker, held open: a program in one language that measures when it is asked to."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BENCH = ROOT / "target" / "bench"
KEYS = ROOT / "tests" / "keys"
# Where all is pinned that runs on one core: two cores of a virtual machine may run at two speeds.
CORE = max(os.sched_getaffinity(0))

COMMANDS = {
    "rust": [str(BENCH / "rust/release/cfsign-bench")],
    "python": [str(BENCH / "venv/bin/python"), str(HERE / "workers/python.py")],
    "node": ["node", str(HERE / "workers/node.js")],
    "c": [str(BENCH / "c"), str(KEYS)],
    "openssl": [str(BENCH / "openssl"), str(KEYS)],
    "php": ["php", "-d", "opcache.enable_cli=1", str(HERE / "workers/php.php")],
}


def environment() -> dict[str, str]:
    return os.environ | {
        "NODE_PATH": str(ROOT / "target/npm/project/node_modules"),
        "CFSIGN_LIBRARY": str(BENCH / "prefix/lib/libcfsign.so.0"),
        "AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE": "1",
    }


LISTS = ("batch-", "p256-batch-", "list-")


def signature(made: str) -> str:
    """The signature in a signed URL, in a Cookie header, or the signature itself."""
    cookie = re.search(r"CloudFront-Signature=([^;]+)", made)
    if cookie:
        return cookie[1]
    if made.startswith("https://"):
        return parse_qs(urlsplit(made).query)["Signature"][0]
    return made.translate(str.maketrans("+=/", "-_~"))


@contextmanager
def pinned(core: int | None = CORE) -> Iterator[None]:
    """What is started inside is on that core from its first instruction, with all its threads: it inherits it. `taskset`
    would do the same, and its own processor time would be counted with the program's."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, before if core is None else {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Worker:
    def __init__(self, name: str, *, all_cores: bool) -> None:
        self.name = name
        with pinned(None if all_cores else CORE):
            self.process = subprocess.Popen(
                COMMANDS[name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
            )

    def ask(self, line: str) -> str:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"the worker for {self.name} ended at: {line}")
        return answer.rstrip("\n")

    def measure(self, case: str, milliseconds: int) -> tuple[float, float]:
        """Nanoseconds of one repetition, by the clock and of processor time."""
        wall, cpu = self.ask(f"{case} {milliseconds}").split()
        return float(wall), float(cpu)

    def made(self, case: str) -> list[str]:
        """What `case` makes: one, or a list."""
        return self.ask(f"print {case}").split(" ") if case.startswith(LISTS) else [self.ask(f"print {case}")]

    def end(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
