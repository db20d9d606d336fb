"""Signed cookies on Django responses: set, cleared, with the Domain that browsers need."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

from libcfsign import CookieAttributes, Policy, SignedCookies, expires_in

from .conf import configuration
from .signing import Time


def set_signed_cookies(
    response: HttpResponseBase,
    request: HttpRequest | None = None,
    *,
    resource: str | None = None,
    expires: Time | None = None,
    policy: Policy | None = None,
    attributes: CookieAttributes | None = None,
) -> SignedCookies:
    """Lets the browser that gets ``response`` fetch what ``resource`` or ``policy`` covers.

    A ``resource`` such as ``"/course/7/*"`` is one of our domain. Whatever is left out is as the
    settings say. The host of ``request`` decides the Domain of the cookies.
    """
    settings = configuration().cookies
    if policy is None:
        end = expires_in(settings.expire) if expires is None else expires
        policy = Policy(settings.absolute(resource or settings.resource), end)
    elif resource is not None or expires is not None:
        raise ValueError("give policy alone, or resource and expires; a policy holds both")
    if attributes is None:
        attributes = settings.attributes(_host(request), policy.resource)
    cookies = configuration().signer.sign_cookies(policy)
    _put(response, cookies.set_cookie_lines(attributes))
    if request is not None:
        # Of other cookies that the browser still has, CloudFront would read a part.
        stale = cookie_names().intersection(request.COOKIES).difference(cookies)
        _put(response, [line for line in attributes.clear_lines() if _name(line) in stale])
    return cookies


def clear_signed_cookies(
    response: HttpResponseBase,
    request: HttpRequest | None = None,
    *,
    attributes: CookieAttributes | None = None,
) -> None:
    """Takes the cookies away again, whichever were set. Domain and Path must be the same."""
    if attributes is None:
        attributes = configuration().cookies.attributes(_host(request))
    _put(response, attributes.clear_lines())


@cache
def cookie_names() -> frozenset[str]:
    """The names of all cookies that CloudFront reads."""
    return frozenset(_name(line) for line in CookieAttributes().clear_lines())


def _put(response: HttpResponseBase, lines: list[str]) -> None:
    for line in lines:
        response.cookies.pop(_name(line), None)
        # The line goes in whole: the value goes out as it was signed, not quoted or encoded.
        response.cookies.load(line)
    if lines:
        # What opens the files for one user must not come out of a cache for another.
        patch_cache_control(response, private=True)
        patch_vary_headers(response, ("Cookie",))


def _name(line: str) -> str:
    return line.partition("=")[0]


def _host(request: HttpRequest | None) -> str | None:
    return None if request is None else request.get_host()
