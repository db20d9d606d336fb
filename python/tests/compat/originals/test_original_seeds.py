"""The two classes that people copied, over a real boto connection to an API on loopback."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import boto
import fake_cloudfront as fake
import pytest
import rsa
from boto.cloudfront import CloudFrontConnection
from boto.cloudfront.exception import CloudFrontServerError
from compat_support import EXPIRES, KEY_PAIR_ID, KEYS, key_text
from original_boto import RepairedDistribution
from seed_cookie_distribution import SignedCookiedCloudfrontDistribution
from seed_rsa_distribution import RSADistribution, signed_url

from libcfsign import Verifier
from libcfsign.compat import boto2

KEY_FILE = str(KEYS / "rsa-2048.pkcs1.pem")
VERIFIER = Verifier({KEY_PAIR_ID: key_text("rsa-2048.public.pem")})


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: float(EXPIRES - 3600))
    assert clock is not time.time


@pytest.fixture(autouse=True)
def plain_http() -> Iterator[None]:
    """boto's own switch for a connection without TLS."""
    if not boto.config.has_section("Boto"):
        boto.config.add_section("Boto")
    boto.config.set("Boto", "is_secure", "False")
    yield
    boto.config.remove_option("Boto", "is_secure")


@pytest.fixture
def server() -> Iterator[fake.FakeCloudFront]:
    with fake.serving() as server:
        yield server


@pytest.fixture
def connection(server: fake.FakeCloudFront) -> Any:
    return CloudFrontConnection(
        fake.ACCESS_KEY, fake.SECRET_KEY, host="127.0.0.1", port=server.server_port
    )


def test_the_fake_api_checks_who_asks(server: fake.FakeCloudFront) -> None:
    stranger = CloudFrontConnection(
        fake.ACCESS_KEY, "guess", host="127.0.0.1", port=server.server_port
    )
    with pytest.raises(CloudFrontServerError, match="403"):
        stranger.get_all_distributions()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"policy_url": "https://cdn.example.com/*"},
        {"ip_address": "192.0.2.7", "valid_after_time": EXPIRES - 7200},
    ],
    ids=["canned", "wildcard", "all-conditions"],
)
def test_the_class_of_the_blog_signs_what_boto_signs(
    connection: Any, server: fake.FakeCloudFront, options: dict[str, Any]
) -> None:
    url = signed_url(connection, "reports/a.pdf", KEY_PAIR_ID, KEY_FILE, seconds=3600, **options)
    assert server.requests == [
        "/2010-11-01/distribution",
        f"/2010-11-01/distribution/{fake.ID}/config",
        f"/2010-11-01/distribution/{fake.ID}",
    ]
    assert url == RepairedDistribution().create_signed_url(
        f"https://{fake.CNAME}/reports/a.pdf",
        KEY_PAIR_ID,
        expire_time=EXPIRES,
        private_key_file=KEY_FILE,
        **options,
    )
    VERIFIER.verify(url, now=EXPIRES - 1, viewer_ip="192.0.2.7")


def test_the_class_of_the_blog_keeps_its_overrides() -> None:
    assert issubclass(RSADistribution, boto2.Distribution)
    assert RSADistribution._sign_string is not boto2.Distribution._sign_string
    assert RSADistribution._url_base64_encode is not boto2.Distribution._url_base64_encode


@pytest.mark.parametrize(("cname", "domain"), [(True, fake.CNAME), (False, fake.DOMAIN)])
@pytest.mark.parametrize(
    ("resource", "path"), [("*", "a/b.jpg"), ("images/*", "images/1.jpg"), ("a.pdf", "a.pdf")]
)
def test_the_class_for_cookies_signs_what_boto_and_rsa_sign(
    connection: Any, server: fake.FakeCloudFront, cname: bool, domain: str, resource: str, path: str
) -> None:
    distribution = SignedCookiedCloudfrontDistribution(connection, fake.ID, cname=cname)
    found, cookies = distribution.create_signed_cookies(
        resource, KEY_PAIR_ID, KEY_FILE, expire_minutes=60, secure=True
    )
    assert server.requests == [f"/2010-11-01/distribution/{fake.ID}"]
    assert found == domain

    policy = RepairedDistribution._canned_policy(f"https://{domain}/{resource}", EXPIRES)
    assert policy.endswith(f'"AWS:EpochTime":{EXPIRES}}}}}}}]}}')
    signature = rsa.sign(
        policy.encode(), rsa.PrivateKey.load_pkcs1(key_text("rsa-2048.pkcs1.pem")), "SHA-1"
    )
    assert cookies == {
        "CloudFront-Policy": encoded(policy.encode()),
        "CloudFront-Signature": encoded(signature),
        "CloudFront-Key-Pair-Id": KEY_PAIR_ID,
    }
    VERIFIER.verify(f"https://{domain}/{path}", cookies=cookies, now=EXPIRES - 1)


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))
