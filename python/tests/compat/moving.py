"""The changes in docs/moving.md, as programs: what stands before, and what comes out."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from compat_support import KEY_PAIR_ID, KEYS, ROOT, key_text

from libcfsign import Signer

DOCUMENT = ROOT / "python" / "docs" / "moving.md"

SECTIONS = ["boto 2", "M2Crypto", "botocore", "cryptography", "python-rsa", "the old snippets"]

# Each program signs this, so that all of them give the same URL.
URL = "https://d111111abcdef8.cloudfront.net/report.pdf"
WANTED = Signer.from_pem(key_text("rsa-2048.pkcs1.pem"), KEY_PAIR_ID).sign_url(URL, 2082758400)

_NEEDS_AN_ORIGINAL = re.compile(
    r"^(from|import) (boto|botocore|cryptography|M2Crypto|myproject|rsa)\b", re.MULTILINE
)


@dataclass(frozen=True)
class Change:
    """One diff, with the section that it stands in."""

    section: str
    before: str
    after: str


def changes() -> list[Change]:
    """Every diff of the sections above; other sections have tests of their own."""
    found = []
    for part in DOCUMENT.read_text().split("\n## From ")[1:]:
        section = part.partition("\n")[0]
        if section in SECTIONS:
            for diff in re.findall(r"^```diff\n(.*?)^```$", part, re.DOTALL | re.MULTILINE):
                found.append(Change(section, _side(diff, "-"), _side(diff, "+")))
    return found


def _side(diff: str, mark: str) -> str:
    lines = diff.splitlines()
    assert all(not line or line[0] in " -+" for line in lines), diff
    return "\n".join(line[1:] for line in lines if line[:1] in ("", " ", mark))


def needs_an_original(program: str) -> bool:
    return _NEEDS_AN_ORIGINAL.search(program) is not None


def run(program: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL that a program makes in a folder with a private key."""
    shutil.copy(KEYS / "rsa-2048.pkcs1.pem", folder / "private_key.pem")
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    exec(program, names)
    url: str = names["url"]
    return url
