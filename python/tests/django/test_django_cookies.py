"""Signed cookies on responses: byte for byte, with a Domain that browsers take, set and cleared."""

from __future__ import annotations

import datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django_support import ALL, KEY_PAIR_ID, NAMES, Change, attributes_of, in_seconds, lines, values

from libcfsign import (
    CookieAttributes,
    InvalidInput,
    Policy,
    Verifier,
    generate_key_pair,
)
from libcfsign.django import clear_signed_cookies, get_signer, set_signed_cookies

HOUR = datetime.timedelta(hours=1)


def test_they_open_what_the_settings_say(request_to_site: HttpRequest, verifier: Verifier) -> None:
    response = HttpResponse()
    cookies = set_signed_cookies(response, request_to_site)
    assert values(response) == dict(cookies.items())
    assert set(values(response)) == NAMES
    allowed = verifier.verify("https://cdn.example.com/any/where?v=1", cookies=values(response))
    assert allowed.resource == "https://cdn.example.com/*"
    assert 12 * 3600 - 2 <= in_seconds(allowed.expires) <= 12 * 3600
    for line in lines(response).values():
        assert attributes_of(line) == {
            "Domain=example.com",
            "Path=/",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
        }


def test_every_byte_goes_out_as_it_was_signed(request_to_site: HttpRequest) -> None:
    """The values hold ``-``, ``_`` and ``~``; none is quoted or encoded, in whatever length."""
    seen = set()
    for number in range(200):
        policy = Policy(f"https://cdn.example.com/{'x' * number}/*", 4_000_000_000 + number)
        response = HttpResponse()
        signed = set_signed_cookies(response, request_to_site, policy=policy)
        for name, value in signed.items():
            assert f"{name}={value}; " in lines(response)[name]
            seen |= set(value)
    assert set("-_~") <= seen
    assert not seen & set('"%+/=')


def test_how_a_server_sends_them(request_to_site: HttpRequest) -> None:
    """Django's WSGI handler writes each cookie with ``output(header="")``."""
    from django.core.handlers.wsgi import WSGIHandler

    response = HttpResponse()
    signed = set_signed_cookies(response, request_to_site)
    handler = WSGIHandler()
    sent: list[tuple[str, str]] = []
    handler.get_response = lambda request: response  # type: ignore[method-assign]
    environ = {**request_to_site.META, "wsgi.input": request_to_site}
    handler(environ, lambda status, headers: sent.extend(headers))
    cookies = [value.strip() for name, value in sent if name == "Set-Cookie"]
    assert [line.partition(";")[0] for line in cookies] == [f"{n}={v}" for n, v in signed.items()]


def test_what_one_call_may_change(request_to_site: HttpRequest, verifier: Verifier) -> None:
    response = StreamingHttpResponse()
    attributes = CookieAttributes(
        domain="example.com", path="/course/7", same_site="Strict", max_age=HOUR
    )
    set_signed_cookies(response, resource="/course/7/*", expires=HOUR, attributes=attributes)
    allowed = verifier.verify("https://cdn.example.com/course/7/a.mp4", cookies=values(response))
    assert 3598 <= in_seconds(allowed.expires) <= 3600
    line = lines(response)["CloudFront-Policy"]
    assert {"Path=/course/7", "Max-Age=3600", "SameSite=Strict"} <= attributes_of(line)
    other = HttpResponse()
    set_signed_cookies(other, request_to_site, resource="http*://cdn.example.com/*")
    verifier.verify("https://cdn.example.com/a", cookies=values(other))
    policy = Policy("https://cdn.example.com/*", HOUR)
    with pytest.raises(ValueError, match="a policy holds both"):
        set_signed_cookies(HttpResponse(), request_to_site, policy=policy, expires=HOUR)


def test_options(cfsign: Change, request_to_site: HttpRequest, verifier: Verifier) -> None:
    cfsign(
        COOKIES={
            "RESOURCE": "/films/*",
            "EXPIRE": HOUR,
            "PATH": "/films",
            "SAME_SITE": None,
            "HTTP_ONLY": False,
            "MAX_AGE": 60,
            "APP_HOST": "www.eu.example.com",
        }
    )
    response = HttpResponse()
    set_signed_cookies(response)
    assert attributes_of(lines(response)["CloudFront-Policy"]) == {
        "Domain=example.com",
        "Path=/films",
        "Secure",
        "Max-Age=60",
    }
    allowed = verifier.verify("https://cdn.example.com/films/a", cookies=values(response))
    assert 3598 <= in_seconds(allowed.expires) <= 3600


def test_the_domain_is_worked_out(cfsign: Change) -> None:
    for app, cdn, domain in [
        ("www.example.com", "cdn.example.com", "Domain=example.com"),
        ("app.eu.example.com", "cdn.eu.example.com", "Domain=eu.example.com"),
        ("www.example.com:8000", "cdn.example.com:8403", "Domain=example.com"),
        ("www.example.com", "www.example.com", None),
    ]:
        cfsign(DOMAIN=cdn, COOKIES={"APP_HOST": app})
        response = HttpResponse()
        set_signed_cookies(response)
        found = [a for a in attributes_of(lines(response)["CloudFront-Policy"]) if "Domain" in a]
        assert found == ([domain] if domain else [])


@pytest.mark.parametrize(
    ("app", "cdn", "reason"),
    [
        ("www.example.com", "d111111abcdef8.cloudfront.net", "alternate domain name"),
        ("www.example.co.uk", "cdn.other.co.uk", "a public suffix"),
        ("127.0.0.1", "cdn.example.com", "no parent domain"),
    ],
)
def test_or_refused_with_the_reason(app: str, cdn: str, reason: str, cfsign: Change) -> None:
    cfsign(DOMAIN=cdn, COOKIES={"APP_HOST": app})
    for call in (set_signed_cookies, clear_signed_cookies):
        response = HttpResponse()
        with pytest.raises(ImproperlyConfigured, match=reason):
            call(response)
        assert not response.cookies


def test_a_domain_of_ones_own(cfsign: Change, request_to_site: HttpRequest) -> None:
    cfsign(COOKIES={"DOMAIN": "example.com"})
    response = HttpResponse()
    set_signed_cookies(response)
    assert "Domain=example.com" in lines(response)["CloudFront-Policy"]
    cfsign(COOKIES={"DOMAIN": "other.example.org"})
    with pytest.raises(InvalidInput, match="outside of it"):
        set_signed_cookies(HttpResponse())
    cfsign(COOKIES={})
    with pytest.raises(ImproperlyConfigured, match="Give the request"):
        set_signed_cookies(HttpResponse())


def test_cookies_that_no_browser_would_send_are_refused(cfsign: Change) -> None:
    cfsign(SCHEME="http", COOKIES={"APP_HOST": "www.example.com"})
    with pytest.raises(InvalidInput, match="https only"):
        set_signed_cookies(HttpResponse())
    cfsign(COOKIES={"APP_HOST": "www.example.com", "SECURE": False})
    response = HttpResponse()
    set_signed_cookies(response)
    assert "Secure" not in lines(response)["CloudFront-Policy"]


@pytest.mark.parametrize(
    "cookies",
    [
        {"SAME_SITE": "lax"},
        {"SAME_SITE": "None", "SECURE": False},
        {"SECURE": "False"},
        {"PATH": "films"},
        {"PATH": "/films/*"},
        {"DOMAIN": "co.uk"},
        {"MAX_AGE": "1h"},
        {"EXPIRE": 0},
        {"RESOURCE": 7},
    ],
)
def test_options_that_are_refused(
    cookies: dict[str, Any], cfsign: Change, request_to_site: HttpRequest
) -> None:
    cfsign(COOKIES=cookies)
    with pytest.raises(ImproperlyConfigured):
        set_signed_cookies(HttpResponse(), request_to_site)


def test_clearing_takes_all_five(request_to_site: HttpRequest) -> None:
    response = HttpResponse()
    clear_signed_cookies(response, request_to_site)
    assert set(lines(response)) == ALL
    for line in lines(response).values():
        assert "=; " in line.replace('=""; ', "=; ")
        assert {"Domain=example.com", "Path=/", "Max-Age=0"} <= attributes_of(line)
        assert "expires=Thu, 01 Jan 1970 00:00:00 GMT" in attributes_of(line)


def test_setting_after_clearing_sets(request_to_site: HttpRequest, verifier: Verifier) -> None:
    response = HttpResponse()
    clear_signed_cookies(response, request_to_site)
    set_signed_cookies(response, request_to_site)
    assert "Max-Age" not in lines(response)["CloudFront-Policy"]
    kept = {name: value for name, value in values(response).items() if name in NAMES}
    verifier.verify("https://cdn.example.com/a", cookies=kept)
    clear_signed_cookies(response, request_to_site)
    assert "Max-Age=0" in lines(response)["CloudFront-Policy"]


def test_cookies_of_another_kind_do_not_stay_behind(
    cfsign: Change, request_to_site: HttpRequest, verifier: Verifier
) -> None:
    cfsign(HASH_ALGORITHM="SHA256")
    before = HttpResponse()
    set_signed_cookies(before, request_to_site)
    assert values(before)["CloudFront-Hash-Algorithm"] == "SHA256"
    cfsign(HASH_ALGORITHM="SHA1")
    request_to_site.COOKIES = {**values(before), "other": "1"}
    after = HttpResponse()
    set_signed_cookies(after, request_to_site)
    assert set(lines(after)) == NAMES | {"CloudFront-Hash-Algorithm"}
    assert "Max-Age=0" in lines(after)["CloudFront-Hash-Algorithm"]


def test_no_cache_gives_them_to_another_user(request_to_site: HttpRequest) -> None:
    for call in (set_signed_cookies, clear_signed_cookies):
        response = HttpResponse(headers={"Cache-Control": "public, max-age=60"})
        call(response, request_to_site)
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]
        assert response["Vary"] == "Cookie"


def test_an_ecdsa_key(cfsign: Change, request_to_site: HttpRequest) -> None:
    private, public = generate_key_pair("ecdsa")
    cfsign(PRIVATE_KEY=private)
    response = HttpResponse()
    set_signed_cookies(response, request_to_site)
    Verifier({KEY_PAIR_ID: public}).verify("https://cdn.example.com/a", cookies=values(response))
    assert get_signer().key_type == "ECDSA P-256"


def test_a_host_that_is_not_ours_sets_nothing() -> None:
    request = RequestFactory().get("/", HTTP_HOST="evil.example.org")
    response = HttpResponse()
    with pytest.raises(Exception, match="ALLOWED_HOSTS"):
        set_signed_cookies(response, request)
    assert response.cookies == SimpleCookie()
