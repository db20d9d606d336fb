"""A program as a user would write it, for type checkers to read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from ipaddress import IPv4Network
from pathlib import Path

from libcfsign import (
    AccessDenied,
    CfsignError,
    CookieAttributes,
    Grant,
    Policy,
    SignedCookies,
    Signer,
    TrustedKeyGroup,
    UrlBuilder,
    Verifier,
    build_url,
    expires_in,
    explain,
    shared_cookie_domain,
)
from libcfsign.testing import LocalEdge


def sign(folder: Path) -> list[str]:
    signer = Signer.from_file(folder / "key.pem", "K2JCJMDEHXQW5F", hash_algorithm="SHA256")
    url = build_url("https://cdn.example.com", "a b.pdf", query={"v": "1"}, download_as="ä.pdf")
    soon: str = signer.sign_url(url, timedelta(hours=1))
    later: str = signer.sign_url(url, datetime(2030, 1, 1, tzinfo=timezone.utc))
    policy = Policy.below(
        UrlBuilder("https://cdn.example.com").path("videos").build(),
        expires_in(3600, bucket=timedelta(minutes=15)),
        ip_address=IPv4Network("192.0.2.0/24"),
    )
    results: list[str | CfsignError] = signer.try_sign_urls([url], policy=policy)
    results += signer.try_sign_urls_each([(url, policy), (url, timedelta(hours=1))])
    results += signer.sign_urls_with_raw_policy([url], policy.to_json())
    good = [result for result in results if isinstance(result, str)]
    return [soon, later, *good, *signer.sign_urls([url], 1_767_290_400, progress=print)]


def cookies(signer: Signer, policy: Policy) -> Mapping[str, str]:
    attributes = CookieAttributes(
        domain=shared_cookie_domain("www.example.com", "cdn.example.com"),
        max_age=timedelta(hours=1),
        same_site="None",
    )
    signed = signer.sign_cookies_each([policy], threads=1)[0]
    tried: list[SignedCookies | CfsignError] = signer.try_sign_cookies_each([policy])
    granted: list[Grant | CfsignError] = signer.try_grants([policy])
    print(len(tried), len(granted))
    print([grant.query for grant in signer.grants([policy])], signer.sign_urls_each([("", policy)]))
    for line in [*signed.set_cookie_lines(attributes), *attributes.clear_lines()]:
        print("Set-Cookie:", line)
    for name, value in signed.items():
        print(name.lower(), value.upper())
    return signed


def verify(url: str, header: str, pem: bytes) -> str | None:
    group = TrustedKeyGroup({"K2JCJMDEHXQW5F": pem})
    try:
        allowed = Verifier(group, cache_size=100).verify(url, cookies=header, viewer_ip="192.0.2.7")
    except AccessDenied as denied:
        code: str = denied.code
        print(explain(url, group, now=1_767_290_400).findings, denied.cloudfront_error)
        return code
    return allowed.resource


def kms(message: bytes) -> bytes:
    return message


def serve(pem: str) -> int:
    signer = Signer.from_callback(kms, "K2JCJMDEHXQW5F", public_key=pem)
    with LocalEdge({"K2JCJMDEHXQW5F": pem}, directory=".", clock=lambda: 1_767_290_400) as edge:
        print(signer.sign_url(f"{edge.url}/a", 1_767_290_400))
        return sum(request.status for request in edge.requests)
