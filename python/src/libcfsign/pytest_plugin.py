"""Fixtures for pytest: a throw-away key, and a local edge that really verifies what is signed.

pytest finds them when libcfsign is installed. Of the package, only what `import libcfsign` loads is loaded before a fixture is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from libcfsign import Signer
    from libcfsign.testing import LocalEdge


class EdgeKey(NamedTuple):
    """A key pair that only the tests know."""

    key_pair_id: str
    private_pem: str
    public_pem: str

    @property
    def signer(self) -> Signer:
        """A signer with this key."""
        from libcfsign import Signer

        return Signer.from_pem(self.private_pem, self.key_pair_id)


@pytest.fixture(scope="session")
def cfsign_key() -> EdgeKey:
    """A new ECDSA key, with the ID ``KTEST``."""
    from libcfsign import generate_key_pair

    private_pem, public_pem = generate_key_pair("ecdsa")
    return EdgeKey("KTEST", private_pem, public_pem)


@pytest.fixture
def cfsign_clock() -> Callable[[], int]:
    """What time it is for the edge; override it to let signatures expire."""
    import time

    return lambda: int(time.time())


@pytest.fixture
def cfsign_edge(
    cfsign_key: EdgeKey, cfsign_clock: Callable[[], int], tmp_path: Path
) -> Iterator[LocalEdge]:
    """An edge in front of ``tmp_path / "edge"``, which answers as CloudFront does."""
    from libcfsign.testing import LocalEdge

    folder = tmp_path / "edge"
    folder.mkdir()
    keys = {cfsign_key.key_pair_id: cfsign_key.public_pem}
    with LocalEdge(keys, directory=folder, clock=cfsign_clock) as edge:
        yield edge


@pytest.fixture
def cfsign_django(cfsign_key: EdgeKey, cfsign_edge: LocalEdge) -> Iterator[LocalEdge]:
    """The edge, with Django settings that point at it: what the site signs, the edge lets through.

    What else stands in ``CFSIGN`` stays as it is.
    """
    from django.conf import settings
    from django.test.utils import override_settings

    options = dict(getattr(settings, "CFSIGN", {}))
    for name in ("PRIVATE_KEY_FILE", "PRIVATE_KEY_ENV", "SIGNER", "PASSPHRASE", "PUBLIC_KEYS"):
        options.pop(name, None)
    options |= {
        "KEY_PAIR_ID": cfsign_key.key_pair_id,
        "PRIVATE_KEY": cfsign_key.private_pem,
        "SCHEME": "http",
        "DOMAIN": cfsign_edge.address,
        # The edge speaks http, over which browsers send no Secure cookies but to their own machine.
        "COOKIES": {**(options.get("COOKIES") or {}), "SECURE": False},
    }
    with override_settings(CFSIGN=options):
        yield cfsign_edge
