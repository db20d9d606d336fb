"""Both sides of every change in docs/moving.md, before it with the original packages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import moving
import pytest
import seed_m2crypto_snippet
from boto.cloudfront import distribution
from original_boto import SHIPPED, RepairedDistribution

CHANGES = moving.changes()


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    """Leaves boto as it was installed, after a program that patches it."""
    yield
    for name, function in SHIPPED.items():
        setattr(distribution.Distribution, name, staticmethod(function))


@pytest.fixture
def old_snippets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copied functions, with M2Crypto, as a module of somebody's project."""
    source = Path(seed_m2crypto_snippet.__file__).read_text()
    module = ModuleType("myproject.cloudfront")
    exec(source.replace("libcfsign.compat.m2crypto", "M2Crypto"), vars(module))
    monkeypatch.setitem(sys.modules, "myproject", ModuleType("myproject"))
    monkeypatch.setitem(sys.modules, "myproject.cloudfront", module)


@pytest.mark.usefixtures("old_snippets")
@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_both_sides_sign_the_same(
    change: moving.Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert change.before != change.after
    assert moving.needs_an_original(change.before)
    uses_boto = "boto.cloudfront" in change.before
    if uses_boto:
        # As installed, it signs on Python 2 only.
        with pytest.raises(AssertionError):
            moving.run(change.before, tmp_path, monkeypatch)
    assert moving.run(change.after, tmp_path, monkeypatch) == moving.WANTED
    if uses_boto:
        monkeypatch.setattr(distribution, "Distribution", RepairedDistribution)
    assert moving.run(change.before, tmp_path, monkeypatch) == moving.WANTED


def test_no_change_is_left_out() -> None:
    sections = [change.section for change in CHANGES]
    assert sorted(set(sections)) == sorted(moving.SECTIONS)
    text = moving.DOCUMENT.read_text()
    elsewhere = text.partition("\n## From django-storages")[2].count("\n```diff\n")
    assert len(CHANGES) == text.count("\n```diff\n") - elsewhere
    assert len(CHANGES) == 11
