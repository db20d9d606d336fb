"""Reads the vectors that the tests of every language share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

Case = dict[str, Any]


def cases(name: str) -> list[Case]:
    """All cases of the file `name`."""
    document = json.loads((ROOT / "tests" / "vectors" / f"{name}.json").read_text())
    assert document["format"] == 1
    found: list[Case] = document["cases"]
    return found


def key(name: str) -> bytes:
    """The test key `name`."""
    return (ROOT / "tests" / "keys" / name).read_bytes()
