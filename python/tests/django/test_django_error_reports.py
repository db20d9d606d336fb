"""The report that Django mails when a page fails: no frame in it may show the private key."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.http import HttpRequest
from django.test.utils import override_settings
from django.views.debug import ExceptionReporter
from django_support import KEY_PAIR_ID, PRIVATE_PEM, PUBLIC_PEM, Change

from libcfsign import InvalidKey, generate_key_pair
from libcfsign.django import sign_url
from libcfsign.django.conf import configuration
from libcfsign.django.options import SettingsError

SECRET = "open sesame, and nobody else"


def report(request: HttpRequest) -> str:
    """What Django would mail now, with the variables of all frames below the test's own."""
    kind, error, frames = sys.exc_info()
    assert error is not None and frames is not None
    below = frames.tb_next
    reporter = ExceptionReporter(request, kind, error.with_traceback(below), below)
    return str(reporter.get_traceback_html()) + str(reporter.get_traceback_text())


def raises() -> str:
    raise RuntimeError("the vault is closed")


@pytest.mark.parametrize(
    "options",
    [
        {"KEY_PAIR_ID": "bad id!"},
        {"KEY_PAIR_ID": 7},
        {"KEY_PAIR_ID": None},
        {"HASH_ALGORITHM": "MD5"},
        {"PASSPHRASE": 7},
        {"EXPIRE": "soon"},
        {"DOMAIN": "no domain"},
        {"KEY_PAIRID": "K"},
        {"PRIVATE_KEY_ENV": "CLOUDFRONT_KEY"},
        {"PRIVATE_KEY": PRIVATE_PEM[:400]},
        {"PRIVATE_KEY": PRIVATE_PEM[:400].encode()},
        {"PRIVATE_KEY": {"pem": PRIVATE_PEM}},
        {"PRIVATE_KEY": raises},
        {"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": PRIVATE_PEM},
        {"PRIVATE_KEY": None, "PRIVATE_KEY_ENV": PRIVATE_PEM},
        {"PRIVATE_KEY": None, "PRIVATE_KEY_ENV": "CLOUDFRONT_KEY", "KEY_PAIR_ID": "bad id!"},
        {"PRIVATE_KEY": None, "SIGNER": "nowhere.signer"},
    ],
)
def test_it_does_not_show_the_key(
    options: dict[str, Any],
    cfsign: Change,
    request_to_site: HttpRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLOUDFRONT_KEY", PRIVATE_PEM)
    cfsign(**{"PASSPHRASE": SECRET, **options})
    with override_settings(DEBUG=False):
        try:
            sign_url("a")
        except SettingsError:
            html = report(request_to_site)
        else:
            pytest.fail("nothing was refused")
    assert "sign_url" in html
    assert not [line for line in PRIVATE_PEM.splitlines()[1:-1] if line[:20] in html]
    assert SECRET not in html


def test_nor_where_public_keys_are_read(cfsign: Change, request_to_site: HttpRequest) -> None:
    cfsign(PRIVATE_KEY=PRIVATE_PEM[:400], PUBLIC_KEYS={KEY_PAIR_ID: PUBLIC_PEM})
    with override_settings(DEBUG=False):
        try:
            _ = configuration().public_keys
        except InvalidKey:
            html = report(request_to_site)
        else:
            pytest.fail("nothing was refused")
    assert PRIVATE_PEM[40:80] not in html


def test_options_show_their_names_alone(cfsign: Change) -> None:
    cfsign(PRIVATE_KEY=generate_key_pair()[0])
    found = repr(configuration().options)
    assert "PRIVATE_KEY" in found
    assert "BEGIN" not in found
