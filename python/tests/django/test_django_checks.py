"""``manage.py check`` and ``manage.py cfsign``."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import CheckMessage, run_checks
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.test.utils import override_settings
from django_support import KEY_PAIR_ID, MIDDLEWARE, PRIVATE_PEM, PUBLIC_PEM, Change, in_seconds

from libcfsign import PublicKey, Signer, Verifier, generate_key_pair
from libcfsign.django import sign_url, signer
from libcfsign.django.storage import CloudFrontStorage

AUTHENTICATION = MIDDLEWARE[2]
OURS = MIDDLEWARE[3]
OWN = "libcfsign.django.storage.CloudFrontStorage"
S3 = "storages.backends.s3.S3Storage"
KEY_LINES = PRIVATE_PEM.splitlines()[1:-1]
PRIVATE_BASE64 = "".join(KEY_LINES)


def fails_with_the_key() -> Signer:
    """A function of a site, whose own message holds what none of ours may."""
    raise RuntimeError(f"cannot read {PRIVATE_PEM}")


class BrokenStorage(CloudFrontStorage):
    """A storage of the site's own, with a mistake."""

    def __init__(self) -> None:
        raise AttributeError("a mistake")


def found() -> list[CheckMessage]:
    """What the checks of this package say."""
    return run_checks(tags=["cfsign"])


def ids() -> list[str | None]:
    return [message.id for message in found()]


def test_nothing_to_say_about_good_settings(cfsign: Change) -> None:
    assert found() == []
    cfsign(
        EXPIRE=datetime.timedelta(hours=1),
        BUCKET=900,
        COOKIES={"RESOURCE": "/course/*", "SAME_SITE": "Strict"},
        DOWNLOADS={"EXPIRE": 30, "ACCEL": {"old/": "/internal/"}},
        PUBLIC_KEYS={"KNEXT": generate_key_pair()[1], KEY_PAIR_ID: PUBLIC_PEM},
    )
    assert found() == []
    cfsign(PUBLIC_KEYS={KEY_PAIR_ID: PublicKey.from_pem(PUBLIC_PEM)})
    assert found() == []
    cfsign(PRIVATE_KEY=None, SIGNER=Signer.from_pem(PRIVATE_PEM, KEY_PAIR_ID), PUBLIC_KEYS=None)
    assert found() == []


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"KEY_PAIRID": "K"}, ["E001"]),
        ({"COOKIES": {"EXPIRES": 1}}, ["E001"]),
        ({"COOKIES": ["RESOURCE"]}, ["E001"]),
        ({"HASH_ALGORITHM": "MD5"}, ["E001"]),
        ({"DOWNLOADS": {"ACCEL": {"a/": "b/"}}}, ["E001"]),
        ({"KEY_PAIR_ID": None}, ["E002"]),
        ({"KEY_PAIR_ID": "two words"}, ["E002"]),
        ({"PRIVATE_KEY": None}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": "/nowhere/key.pem"}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": "/nowhere/a\0b"}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": PRIVATE_PEM}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": Path(PRIVATE_PEM)}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": PRIVATE_PEM.replace("\n", "\\n")}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": PRIVATE_BASE64}, ["E003"]),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_ENV": PRIVATE_PEM}, ["E003"]),
        ({"PRIVATE_KEY": None, "SIGNER": PRIVATE_PEM}, ["E003"]),
        ({"PRIVATE_KEY": None, "SIGNER": PRIVATE_BASE64}, ["E003"]),
        ({"PRIVATE_KEY": None, "SIGNER": f"{__name__}.fails_with_the_key"}, ["E003"]),
        ({"PRIVATE_KEY": None, "SIGNER": lambda: fails_with_the_key()}, ["E003"]),
        ({"PRIVATE_KEY": lambda: fails_with_the_key()}, ["E003"]),
        ({"KEY_PAIR_ID": PRIVATE_PEM}, ["E002"]),
        ({"DOMAIN": PRIVATE_PEM}, ["E005"]),
        ({"SCHEME": PRIVATE_PEM}, ["E005"]),
        ({"HASH_ALGORITHM": PRIVATE_PEM}, ["E001"]),
        ({"HASH_ALGORITHM": 1}, ["E001"]),
        ({"PASSPHRASE": 123}, ["E001"]),
        ({PRIVATE_PEM: KEY_PAIR_ID}, ["E001"]),
        ({"PRIVATE_KEY": "not a key"}, ["E004"]),
        ({"PRIVATE_KEY": PRIVATE_PEM[:200]}, ["E004"]),
        ({"PRIVATE_KEY": PUBLIC_PEM}, ["E004"]),
        ({"PRIVATE_KEY": "/run/secrets/key.pem"}, ["E004"]),
        ({"DOMAIN": None}, ["E005"]),
        ({"DOMAIN": "https://cdn.example.com"}, ["E005"]),
        ({"DOMAIN": "bucket.s3.eu-west-1.amazonaws.com"}, ["E005"]),
        ({"SCHEME": "ftp"}, ["E005"]),
        ({"EXPIRE": "1h"}, ["E006"]),
        ({"BUCKET": 0}, ["E006"]),
        ({"DOWNLOADS": {"EXPIRE": -1}}, ["E006"]),
        ({"COOKIES": {"EXPIRE": 60, "RENEW_BEFORE": 60}}, ["E006"]),
        ({"DOMAIN": "d111111abcdef8.cloudfront.net"}, ["E007"]),
        ({"COOKIES": {"DOMAIN": "example.org"}}, ["E007"]),
        ({"COOKIES": {"PATH": "course"}}, ["E007"]),
        ({"COOKIES": {"SAME_SITE": "none"}}, ["E007"]),
        ({"COOKIES": {"RESOURCE": "/course/*", "PATH": "/film"}}, ["E007"]),
        ({"SCHEME": "http"}, ["E007"]),
        ({"COOKIES": {"APP_HOST": "www.example.org"}}, ["E007"]),
        ({"COOKIES": {"APP_HOST": "www.example.org", "DOMAIN": "example.com"}}, ["E007"]),
        ({"COOKIES": {"RESOURCE": "course/*"}}, ["E008"]),
        ({"PUBLIC_KEYS": {"K": "not a key"}}, ["E009"]),
        ({"PUBLIC_KEYS": {"K": PRIVATE_PEM}}, ["E009"]),
        ({"PUBLIC_KEYS": [PUBLIC_PEM]}, ["E009"]),
        ({"PUBLIC_KEYS": {KEY_PAIR_ID: generate_key_pair()[1]}}, ["E009"]),
        ({"KEY_PAIR_ID": "b3ee3859-3f0c-4f6a-9d3c-0a1b2c3d4e5f"}, ["W001"]),
        ({"KEY_PAIR_ID": "AKIAIOSFODNN7EXAMPLE"}, ["W001"]),
        ({"KEY_PAIR_ID": "EDFDVBD6EXAMPLE"}, ["W001"]),
        ({"KEY_PAIR_ID": "", "DOMAIN": "", "EXPIRE": ""}, ["E002", "E005", "E006"]),
    ],
)
def test_each_mistake_has_its_id(
    options: dict[str, Any], wanted: list[str], cfsign: Change
) -> None:
    cfsign(**options)
    assert ids() == [f"libcfsign.{name}" for name in wanted]
    for message in found():
        assert message.hint
        assert str(message.msg).endswith(".")
        assert not [line for line in KEY_LINES if line[:20] in str(message)]


def test_no_settings_at_all() -> None:
    for empty in ({}, {"CFSIGN": "KEY"}):
        with override_settings(**{"CFSIGN": {}, **empty}):
            assert ids() == ["libcfsign.E003" if not empty else "libcfsign.E001"]
    with override_settings(
        CFSIGN={},
        AWS_CLOUDFRONT_KEY_ID=KEY_PAIR_ID,
        AWS_CLOUDFRONT_KEY=PRIVATE_PEM,
        AWS_S3_CUSTOM_DOMAIN="cdn.example.com",
    ):
        assert found() == []


def test_each_host_of_the_site_is_tried(cfsign: Change) -> None:
    with override_settings(ALLOWED_HOSTS=["www.example.com", "www.example.org", "localhost", "*"]):
        assert ids() == ["libcfsign.W002"]
        assert "Cookies from www.example.org" in str(found()[0].msg)
    with override_settings(ALLOWED_HOSTS=[".example.com", "10.0.0.7", "*"]):
        assert ids() == []
    for nothing in (["*"], []):
        with override_settings(ALLOWED_HOSTS=nothing):
            assert ids() == ["libcfsign.W004"]
            assert "APP_HOST" in str(found()[0].hint)
            cookies = {"APP_HOST": "www.example.com"}
            with override_settings(CFSIGN={**settings.CFSIGN, "COOKIES": cookies}):
                assert ids() == []
    cfsign(DOMAIN="localhost:8403", SCHEME="http")
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        assert ids() == []


def test_no_host_can_share_cookies_with_a_name_of_cloudfront(cfsign: Change) -> None:
    cfsign(DOMAIN="d111111abcdef8.cloudfront.net")
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert ids() == ["libcfsign.E007"]
        assert "alternate domain name" in str(found()[0].msg)
        assert "APP_HOST" in str(found()[0].hint)


CALLS: list[bytes] = []


def sign_elsewhere(message: bytes) -> bytes:
    """What KMS would do, and is not there to do."""
    CALLS.append(message)
    raise RuntimeError("KMS is not there")


def test_checks_ask_no_signer_of_the_sites_own(cfsign: Change) -> None:
    own = Signer.from_callback(sign_elsewhere, KEY_PAIR_ID, public_key=PUBLIC_PEM)
    cfsign(PRIVATE_KEY=None, SIGNER=own, COOKIES={})
    CALLS.clear()
    assert found() == []
    elsewhere = Signer.from_callback(sign_elsewhere, "EDFDVBD6EXAMPLE", public_key=PUBLIC_PEM)
    cfsign(SIGNER=lambda: elsewhere)
    assert ids() == ["libcfsign.W001"]
    assert CALLS == []


def test_cookies_are_looked_at_where_they_are_used(cfsign: Change) -> None:
    cfsign(DOMAIN="d111111abcdef8.cloudfront.net")
    with override_settings(MIDDLEWARE=MIDDLEWARE[:-1]):
        assert ids() == []
        cfsign(COOKIES={})
        assert ids() == ["libcfsign.E007"]


@pytest.mark.parametrize(
    "order", [[OURS], [OURS, AUTHENTICATION], ["test_django_middleware.ByTicket", AUTHENTICATION]]
)
def test_the_place_of_the_middleware(order: list[str]) -> None:
    with override_settings(MIDDLEWARE=order):
        assert ids() == ["libcfsign.E010"]
    with override_settings(MIDDLEWARE=["nowhere.Middleware", AUTHENTICATION]):
        assert ids() == []
    with override_settings(MIDDLEWARE=["test_django_middleware.OwnAuthentication", OURS]):
        assert ids() == []


@pytest.mark.parametrize(
    ("backend", "options", "wanted"),
    [
        (OWN, {}, []),
        (OWN, {"location": "a", "expire": 60}, []),
        (OWN, {"domain": "https://cdn.example.com"}, ["E005"]),
        (OWN, {"scheme": "ftp"}, ["E005"]),
        (OWN, {"expire": "1h"}, ["E006"]),
        (OWN, {"custom_domain": "cdn.example.com"}, ["E011"]),
        (OWN, {"location": Path("a")}, ["E011"]),
        (OWN, {"domain": 7}, ["E005"]),
        ("test_django_checks.BrokenStorage", {}, ["E011"]),
        (S3, {"bucket_name": "b", "cloudfront_signer": signer}, ["W003"]),
        (S3, {"bucket_name": "b", "cloudfront_signer": signer, "custom_domain": "a.b.com"}, []),
        (S3, {"bucket_name": "b"}, []),
        ("nowhere.Storage", {}, []),
    ],
)
def test_storages(backend: str, options: dict[str, Any], wanted: list[str]) -> None:
    with override_settings(STORAGES={"media": {"BACKEND": backend, "OPTIONS": options}}):
        assert ids() == [f"libcfsign.{name}" for name in wanted]
        assert all(message.hint and "STORAGES['media']" in str(message.msg) for message in found())
    with override_settings(
        STORAGES={"media": {"BACKEND": S3, "OPTIONS": {"cloudfront_signer": signer}}},
        AWS_S3_CUSTOM_DOMAIN="cdn.example.com",
    ):
        assert ids() == []


def run(*arguments: str) -> str:
    """What the command prints."""
    output = io.StringIO()
    call_command("cfsign", *arguments, stdout=output, no_color=True)
    return output.getvalue()


def test_sign(cfsign: Change, verifier: Verifier) -> None:
    url = run("sign", "reports/a b.pdf").strip()
    assert url.startswith("https://cdn.example.com/reports/a%20b.pdf?Expires=")
    assert 3590 <= in_seconds(verifier.verify(url).expires) <= 3600
    url = run("sign", "https://cdn.example.com/a", "--expires", "0:05:00").strip()
    assert 290 <= in_seconds(verifier.verify(url).expires) <= 300
    url = run("sign", "a", "--expires", "P1D", "--download-as", "ä.pdf").strip()
    assert "response-content-disposition=" in url
    with pytest.raises(CommandError, match="--expires 'soon'"):
        run("sign", "a", "--expires", "soon")
    with pytest.raises(CommandError, match="%20"):
        run("sign", "https://cdn.example.com/a b")
    with pytest.raises(CommandError, match="give the path alone"):
        run("sign", "https://cdn.example.com/a", "--download-as", "b")
    cfsign(DOMAIN="")
    for arguments in (("sign", "a"), ("explain", "https://cdn.example.com/a", "--now", "-1")):
        with pytest.raises(CommandError):
            run(*arguments)


def test_explain(cfsign: Change) -> None:
    url = sign_url("a")
    assert "allowed" in run("explain", url).lower()
    with pytest.raises(CommandError, match="not-signed") as caught:
        run("explain", "https://cdn.example.com/a")
    assert caught.value.returncode == 4
    with pytest.raises(CommandError, match="expired"):
        run("explain", url, "--now", "4000000000")
    cookies = Signer.from_pem(PRIVATE_PEM, KEY_PAIR_ID).sign_cookies(_policy())
    arguments = ("explain", "https://cdn.example.com/b", "--cookie", cookies.cookie_header())
    run(*arguments, "--viewer-ip", "192.0.2.1")
    with pytest.raises(CommandError, match="ip-not-allowed"):
        run(*arguments, "--viewer-ip", "198.51.100.1")
    cfsign(PRIVATE_KEY=generate_key_pair()[0], KEY_PAIR_ID="KNEXT")
    with pytest.raises(CommandError, match="unknown-key-pair-id"):
        run("explain", url)
    cfsign(PUBLIC_KEYS={KEY_PAIR_ID: PUBLIC_PEM})
    run("explain", url)


def _policy() -> Any:
    from libcfsign import Policy

    hour = datetime.timedelta(hours=1)
    return Policy("https://cdn.example.com/*", hour, ip_address="192.0.2.0/24")


def test_check(cfsign: Change) -> None:
    text = run("check")
    for line in (
        "RSA 2048, SHA1",
        KEY_PAIR_ID,
        "https://cdn.example.com/, for 1:00:00",
        "https://cdn.example.com/*, for 12:00:00",
        "A URL was signed and verified.",
    ):
        assert line in text
    cfsign(DOMAIN="")
    with pytest.raises(SystemCheckError, match=r"libcfsign\.E005"):
        run("check")
    # A signer whose public key is not given cannot be checked any further.
    cfsign(DOMAIN="cdn.example.com", PRIVATE_KEY=None, SIGNER=Signer.from_pem(PRIVATE_PEM, "K1"))
    with pytest.raises(CommandError, match="public key"):
        run("check")
    cfsign(PUBLIC_KEYS={"K1": PUBLIC_PEM})
    assert "A URL was signed and verified." in run("check")
