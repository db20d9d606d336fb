"""What all tests need: the installed package (not the source tree), keys, and a line that counts."""

from __future__ import annotations

from pathlib import Path

import pytest

import libcfsign

ROOT = Path(__file__).resolve().parents[2]
KEYS = ROOT / "tests" / "keys"

# Users have the wheel. A source tree on the path would hide what is missing from it.
assert ROOT not in Path(libcfsign.__file__).resolve().parents or (
    ROOT / "target" in Path(libcfsign.__file__).resolve().parents
), f"libcfsign is imported from {libcfsign.__file__}, not from an installed wheel"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Ends as cargo's runners end, so that one count covers every language."""
    stats = terminalreporter.stats

    def number(*outcomes: str) -> int:
        return sum(len(stats.get(outcome, [])) for outcome in outcomes)

    failed = number("failed", "error")
    # What is expected to fail has not run either.
    skipped = number("skipped", "xfailed", "xpassed")
    verdict = "FAILED" if failed else "ok"
    terminalreporter.write_line(
        f"test result: {verdict}. {number('passed')} passed; {failed} failed; {skipped} ignored"
    )


@pytest.fixture(scope="session")
def keys() -> Path:
    """The folder of test keys."""
    return KEYS


@pytest.fixture(scope="session")
def signer() -> libcfsign.Signer:
    return libcfsign.Signer.from_file(KEYS / "rsa-2048.pkcs1.pem", "K2JCJMDEHXQW5F")


@pytest.fixture(scope="session")
def ecdsa_signer() -> libcfsign.Signer:
    return libcfsign.Signer.from_file(KEYS / "p256.pkcs8.pem", "K2JCJMDEHXQW5F")


@pytest.fixture(scope="session")
def verifier() -> libcfsign.Verifier:
    """Trusts the keys of both signers, under the same ID for RSA and another for ECDSA."""
    return libcfsign.Verifier(
        {
            "K2JCJMDEHXQW5F": (KEYS / "rsa-2048.public.pem").read_bytes(),
            "K36X4X2EO997HM": (KEYS / "p256.public.pem").read_text(),
        }
    )
