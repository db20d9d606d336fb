"""System checks: what would fail at the first signature or in the browser, found at start-up."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from libcfsign import (
    CfsignError,
    Policy,
    PublicKey,
    SignedCookies,
    explain,
    judge_set_cookie,
)

from .conf import Configuration, configuration
from .cookie_conf import CookieConfiguration
from .options import SettingsError

TAG = "cfsign"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"


def check_settings(**_: object) -> list[CheckMessage]:
    """Everything that can be known without asking AWS."""
    found = configuration()
    try:
        options = found.options
    except SettingsError as error:
        return [_error(error)]
    if not options and not getattr(settings, "AWS_CLOUDFRONT_KEY_ID", None):
        return [
            Error(
                "libcfsign.django is installed, and no key is set.",
                hint="Set CFSIGN, or take libcfsign.django out of INSTALLED_APPS.",
                id="libcfsign.E003",
            )
        ]
    parts: list[Callable[[], object]] = [
        lambda: found.signer,
        lambda: found.origin,
        lambda: found.expire,
        lambda: found.bucket,
        lambda: found.download_expire,
        lambda: found.accel,
        lambda: _public_keys(found),
    ]
    messages = [message for part in parts for message in _tried(part)]
    if not messages:
        messages += _key_pair_id(found)
    if not messages and (options.get("COOKIES") is not None or _middleware()):
        messages += _cookies(found)
    return [*messages, *_middleware_order()]


def _tried(part: Callable[[], object]) -> list[CheckMessage]:
    try:
        part()
    except SettingsError as error:
        return [_error(error)]
    return []


def _error(error: SettingsError) -> CheckMessage:
    return Error(f"{error.message}.", hint=error.hint, id=error.check_id)


def _public_keys(found: Configuration) -> None:
    """Refuses keys for verifying that cannot be read, and one that is not the signer's own."""
    given: Mapping[str, str | bytes | PublicKey] = found.options.get("PUBLIC_KEYS") or {}
    name = "CFSIGN['PUBLIC_KEYS']"
    try:
        for key in given.values():
            if not isinstance(key, PublicKey):
                PublicKey.from_pem(key)
    except (CfsignError, TypeError, AttributeError) as error:
        raise SettingsError(
            "libcfsign.E009",
            f"{name} cannot be used: {error}",
            "Make it a dict of key pair IDs and the text of public keys.",
        ) from error
    try:
        signer, keys = found.signer, found.public_keys
    except (SettingsError, CfsignError):
        return  # Reported where the signer is looked at.
    same = given.get(signer.key_pair_id)
    if same is None:
        return
    same = same if isinstance(same, PublicKey) else PublicKey.from_pem(same)
    own = keys[signer.key_pair_id]
    if isinstance(own, PublicKey) and own.to_der() != same.to_der():
        raise SettingsError(
            "libcfsign.E009",
            f"{name}[{signer.key_pair_id!r}] is not the public half of the private key",
            "CloudFront would refuse every signature: check which key has this ID.",
        )


def _key_pair_id(found: Configuration) -> list[CheckMessage]:
    """Says so where the ID is that of a key group, a distribution or an access key."""
    url = found.signer.sign_url(f"{found.origin}/", found.expires())
    doubts = [one for one in explain(url, {}).findings if one.code == "key-id-of-something-else"]
    return [
        Warning(f"CFSIGN['KEY_PAIR_ID']: {one.message}.", hint=one.advice, id="libcfsign.W001")
        for one in doubts
    ]


def _cookies(found: Configuration) -> list[CheckMessage]:
    """Tries the cookies for every host that the site answers on."""
    cookies = found.cookies
    try:
        hosts = [cookies.options["APP_HOST"]] if cookies.options.get("APP_HOST") else _hosts()
        _ = cookies.renew_before
        signed = found.signer.sign_cookies(
            Policy(cookies.resource, int(time.time()) + cookies.expire)
        )
    except SettingsError as error:
        return [_error(error)]
    except CfsignError as error:
        hint = "Write a path such as '/course/*', or a whole URL with * where anything may stand."
        return [Error(f"CFSIGN['COOKIES']['RESOURCE']: {error}.", hint=hint, id="libcfsign.E008")]
    refused = {
        host: reason for host in hosts if (reason := _refusal(cookies, signed, host)) is not None
    }
    kind, identifier = (Error, "E007") if len(refused) == len(hosts) else (Warning, "W002")
    hint = (
        "Put the site and the distribution under one domain of yours, such as www.example.com and "
        "cdn.example.com, and see CFSIGN['COOKIES']."
    )
    return [
        kind(f"Cookies from {host}: {reason}.", hint=hint, id=f"libcfsign.{identifier}")
        for host, reason in refused.items()
    ]


def _refusal(cookies: CookieConfiguration, signed: SignedCookies, host: str) -> str | None:
    """Why a browser would not take these cookies from ``host`` and send them, if it would not."""
    try:
        attributes = cookies.attributes(host)
        lines = signed.set_cookie_lines(attributes)
        # Where the distribution speaks http, it is a local edge, and so does the site.
        scheme = "http" if cookies.resource.startswith("http://") else "https"
        resource = cookies.resource.replace("*", "x")
        findings = judge_set_cookie(lines, f"{scheme}://{host}", resource)
    except (SettingsError, CfsignError) as error:
        return str(error)
    return findings[0].message if findings else None


def _hosts() -> list[str]:
    """The hosts of the site that are written out; those of the machine itself only if alone."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host]
    public = [host for host in hosts if "." in host and not host.replace(".", "").isdigit()]
    return public or hosts


def _middleware() -> list[int]:
    """The places of the cookie middleware, or of subclasses, in ``MIDDLEWARE``."""
    from .middleware import SignedCookiesMiddleware

    def is_ours(name: str) -> bool:
        try:
            found = import_string(name)
        except ImportError:
            return False  # Django itself says so when it starts.
        return isinstance(found, type) and issubclass(found, SignedCookiesMiddleware)

    return [place for place, name in enumerate(settings.MIDDLEWARE) if is_ours(name)]


def _middleware_order() -> Iterator[CheckMessage]:
    for place in _middleware():
        if AUTHENTICATION not in settings.MIDDLEWARE[:place]:
            yield Error(
                f"{settings.MIDDLEWARE[place]} does not stand below AuthenticationMiddleware.",
                hint=f"Move it below {AUTHENTICATION!r}, which finds the user.",
                id="libcfsign.E010",
            )
