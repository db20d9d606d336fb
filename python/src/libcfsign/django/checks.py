"""System checks: what would fail at the first signature or in the browser, found at start-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from libcfsign import (
    CfsignError,
    Policy,
    PublicKey,
    SignedCookies,
    Signer,
    expires_in,
    explain,
    generate_key_pair,
    judge_set_cookie,
    shared_cookie_domain,
)

from .conf import Configuration, configuration
from .cookie_conf import CookieConfiguration, host_of
from .options import SettingsError, text

TAG = "cfsign"
AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
_SHARE = (
    "Put the site and the distribution under one domain of yours, such as www.example.com and "
    "cdn.example.com, and see CFSIGN['COOKIES']."
)
_SET_APP_HOST = "Set CFSIGN['COOKIES']['APP_HOST'] to the host of the site as browsers see it."


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
    # Not signed: that may be a request to KMS, and a finding about the ID needs none.
    query = f"Expires={found.expires()}&Signature=none&Key-Pair-Id={found.signer.key_pair_id}"
    url = f"{found.origin}/?{query}"
    doubts = [one for one in explain(url, {}).findings if one.code == "key-id-of-something-else"]
    return [
        Warning(f"CFSIGN['KEY_PAIR_ID']: {one.message}.", hint=one.advice, id="libcfsign.W001")
        for one in doubts
    ]


def _cookies(found: Configuration) -> list[CheckMessage]:
    """Tries the cookies for every host that the site answers on."""
    cookies = found.cookies
    try:
        hosts = _hosts(cookies)
        _ = cookies.renew_before
        policy = Policy(cookies.resource, expires_in(cookies.expire))
        signed = _stand_in(found.signer.key_pair_id).sign_cookies(policy)
    except SettingsError as error:
        return [_error(error)]
    except CfsignError as error:
        hint = "Write a path such as '/course/*', or a whole URL with * where anything may stand."
        return [Error(f"CFSIGN['COOKIES']['RESOURCE']: {error}.", hint=hint, id="libcfsign.E008")]
    if not hosts:
        return [_no_host(cookies)]
    refused = {
        host: reason for host in hosts if (reason := _refusal(cookies, signed, host)) is not None
    }
    kind, identifier = (Error, "E007") if len(refused) == len(hosts) else (Warning, "W002")
    return [
        kind(f"Cookies from {host}: {reason}.", hint=_SHARE, id=f"libcfsign.{identifier}")
        for host, reason in refused.items()
    ]


def _stand_in(key_pair_id: str) -> Signer:
    """Signs what is only looked at: the site's own signer may ask KMS, which is not a check's to do."""
    return Signer.from_pem(generate_key_pair()[0], key_pair_id)


def _no_host(cookies: CookieConfiguration) -> CheckMessage:
    """What can be said of cookies where no host of the site is written out."""
    cdn_host = host_of(cookies.resource)
    try:
        # If not even a host below the distribution's own can share cookies with it, none can.
        shared_cookie_domain(f"www.{cdn_host}", cdn_host)
    except CfsignError as error:
        reason = f"Cookies for {cdn_host}: {error}."
        return Error(reason, hint=f"{_SHARE} {_SET_APP_HOST}", id="libcfsign.E007")
    return Warning(
        "Cookies could not be tried: ALLOWED_HOSTS has no host of the site written out.",
        hint=_SET_APP_HOST,
        id="libcfsign.W004",
    )


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


def _hosts(cookies: CookieConfiguration) -> list[str]:
    """The hosts of the site that are written out; those of the machine itself only if alone."""
    if cookies.options.get("APP_HOST"):
        return [text("CFSIGN['COOKIES']['APP_HOST']", cookies.options["APP_HOST"])]
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host]
    public = [host for host in hosts if "." in host and not host.replace(".", "").isdigit()]
    return public or hosts


def _middleware() -> list[int]:
    """The places of the cookie middleware, or of subclasses, in ``MIDDLEWARE``."""
    from .middleware import SignedCookiesMiddleware

    return _places(SignedCookiesMiddleware)


def _places(wanted: type) -> list[int]:
    """Where this class, or one made from it, stands in ``MIDDLEWARE``."""

    def is_one(name: str) -> bool:
        try:
            found = import_string(name)
        except ImportError:
            return False  # Django itself says so when it starts.
        return isinstance(found, type) and issubclass(found, wanted)

    return [place for place, name in enumerate(settings.MIDDLEWARE) if is_one(name)]


def _middleware_order() -> Iterator[CheckMessage]:
    ours = _middleware()
    if not ours:
        return
    first = min(_places(import_string(AUTHENTICATION)), default=len(settings.MIDDLEWARE))
    for place in ours:
        if place < first:
            yield Error(
                f"{settings.MIDDLEWARE[place]} does not stand below AuthenticationMiddleware.",
                hint=f"Move it below {AUTHENTICATION!r}, which finds the user.",
                id="libcfsign.E010",
            )
