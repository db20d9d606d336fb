"""The README, run from top to bottom as a reader would, in an empty folder."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCKS = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


PROJECT = README.parents[1] / "README.md"


def matches(printed: str, wanted: str) -> bool:
    """Whether it is what the README shows; `…` stands for what differs each time."""
    pattern = re.escape(wanted.strip()).replace("…", ".*?")
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def test_every_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scripts = sysconfig.get_path("scripts")
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    names: dict[str, object] = {}
    printed = ""
    ran = compared = 0
    for language, text in BLOCKS.findall(README.read_text()):
        if language == "console" and "pip install" not in text:
            subprocess.run(["bash", "-ec", text], check=True, env=environment, capture_output=True)
            ran += 1
        elif language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile(text, str(README), "exec"), names)
            printed = output.getvalue()
            ran += 1
        elif language == "text":
            assert matches(printed, text), f"printed:\n{printed}\nwanted:\n{text}"
            compared += 1
    assert (ran, compared) == (13, 7)


def test_the_readme_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Path
) -> None:
    """Its blocks for the shell are run by the tests of the command, and make this key."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.private.pem").write_bytes((keys / "p256.pkcs8.pem").read_bytes())
    blocks = [
        text for language, text in BLOCKS.findall(PROJECT.read_text()) if language == "python"
    ]
    names: dict[str, object] = {}
    for text in blocks:
        exec(compile(text, str(PROJECT), "exec"), names)
    assert len(blocks) == 1
    assert "Key-Pair-Id=K2JCJMDEHXQW5F" in str(names["url"])
