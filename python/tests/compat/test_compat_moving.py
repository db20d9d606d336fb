"""The programs of docs/moving.md after the change, where none of the originals is installed."""

from __future__ import annotations

from pathlib import Path

import moving
import pytest

PROGRAMS = [
    change.after for change in moving.changes() if not moving.needs_an_original(change.after)
]


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_the_changed_program_signs(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "libcfsign" in program
    assert moving.run(program, tmp_path, monkeypatch) == moving.WANTED


def test_every_section_has_a_change_that_needs_no_original() -> None:
    sections = {
        change.section for change in moving.changes() if not moving.needs_an_original(change.after)
    }
    assert sections == set(moving.SECTIONS)
