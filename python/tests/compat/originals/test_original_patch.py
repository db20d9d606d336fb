"""`patch()` on an installed boto 2.49, with boto's own tests of signed URLs as the judge."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from boto.cloudfront import distribution
from compat_support import EXPIRES, KEY_PAIR_ID, ROOT, URL, key_text, vectors
from original_boto import SHIPPED

from libcfsign.compat.boto2 import patch

# Where fetch-boto-tests.sh left the source distribution.
SOURCE = Path(os.environ.get("CFSIGN_BOTO_SOURCE", ROOT / "target" / "python" / "boto"))
TESTS = SOURCE / "boto-2.49.0" / "tests" / "unit" / "cloudfront" / "test_signed_urls.py"


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    """Leaves boto as it was installed."""
    yield
    for name, function in SHIPPED.items():
        setattr(distribution.Distribution, name, staticmethod(function))


@pytest.fixture
def boto_tests(monkeypatch: pytest.MonkeyPatch) -> Iterator[unittest.TestSuite]:
    """The 17 tests, of which two write text into a temporary file as only Python 2 can."""
    files = []

    def text_file(factory: Any) -> Any:
        def open_file() -> Any:
            files.append(factory("w+"))
            return files[-1]

        return open_file

    monkeypatch.setattr(tempfile, "TemporaryFile", text_file(tempfile.TemporaryFile))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", text_file(tempfile.NamedTemporaryFile))
    spec = importlib.util.spec_from_file_location("boto_signed_url_tests", TESTS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield unittest.defaultTestLoader.loadTestsFromModule(module)
    for file in files:
        file.close()


def test_boto_fails_its_own_tests_as_it_is_installed(boto_tests: unittest.TestSuite) -> None:
    result = boto_tests.run(unittest.TestResult())
    assert result.testsRun == 17
    assert len(result.failures) + len(result.errors) == 11


def test_boto_passes_its_own_tests_when_it_is_patched(boto_tests: unittest.TestSuite) -> None:
    patch()
    result = boto_tests.run(unittest.TestResult())
    assert [text for _, text in result.failures + result.errors] == []
    assert result.testsRun == 17
    assert result.skipped == []


class Early(distribution.Distribution):  # type: ignore[misc]
    """Defined before patch()."""


class EarlyStreaming(distribution.StreamingDistribution):  # type: ignore[misc]
    """Defined before patch()."""


class EarlyOverride(distribution.Distribution):  # type: ignore[misc]
    @staticmethod
    def _sign_string(
        message: Any, private_key_file: Any = None, private_key_string: Any = None
    ) -> bytes:
        return b"my own"


def signed(kind: Any) -> str:
    return kind().create_signed_url(
        URL, KEY_PAIR_ID, expire_time=EXPIRES, private_key_string=key_text("rsa-2048.pkcs1.pem")
    )


def test_subclasses_sign_whenever_they_were_defined() -> None:
    patch()
    late = type("Late", (distribution.StreamingDistribution,), {})
    wanted = signed(distribution.Distribution)
    assert f"Expires={EXPIRES}&Signature=" in wanted
    for kind in (Early, EarlyStreaming, late, distribution.StreamingDistribution):
        assert signed(kind) == wanted


def test_what_a_subclass_overrides_stays() -> None:
    patch()
    assert "&Signature=bXkgb3du&" in signed(EarlyOverride)


def test_patching_again_changes_nothing() -> None:
    def functions() -> list[Any]:
        return [getattr(distribution.Distribution, name) for name in SHIPPED]

    shipped = functions()
    patch()
    patched = functions()
    assert patched != shipped
    patch()
    assert functions() == patched


def test_a_patched_boto_signs_every_vector() -> None:
    patch()
    plain = [case for case in vectors("boto2") if case["plain"] and "peer_arguments" not in case]
    for case in plain:
        url = distribution.Distribution().create_signed_url(
            case["url"],
            case["key_pair_id"],
            case.get("date_less_than"),
            case.get("date_greater_than"),
            case.get("ip_address"),
            case.get("policy_resource"),
            private_key_string=key_text(case["key"]),
        )
        assert url == case["signed_url"], case["id"]
    assert len(plain) > 100
