"""The settings as they are in force: read when first needed, and again when a test changes them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache, cached_property
from typing import cast

from django.conf import settings
from django.core.signals import setting_changed

from libcfsign import CfsignError, PublicKey, Signer, build_url, expires_in

from . import keys
from .cookie_conf import CookieConfiguration
from .options import Options, SettingsError, read_options, seconds, text

KEYS = (
    "KEY_PAIR_ID",
    *keys.SOURCES,
    "PASSPHRASE",
    "HASH_ALGORITHM",
    "PUBLIC_KEYS",
    "DOMAIN",
    "SCHEME",
    "EXPIRE",
    "BUCKET",
    "COOKIES",
    "DOWNLOADS",
)


class Configuration:
    """What ``CFSIGN`` says, or else the settings of django-storages; every part is read once."""

    @cached_property
    def options(self) -> Options:
        """The dict itself, with known keys only."""
        return read_options("CFSIGN", getattr(settings, "CFSIGN", {}), KEYS)

    @cached_property
    def signer(self) -> Signer:
        """The one signer of the site; the key is parsed once."""
        return keys.make_signer(self.options)

    @cached_property
    def public_keys(self) -> dict[str, str | bytes | PublicKey]:
        """The keys that a verifier is to trust."""
        return keys.public_keys(self.options)

    @cached_property
    def domain(self) -> str:
        """The host of the distribution, or its alternate domain name."""
        found = self.options.get("DOMAIN") or getattr(settings, "AWS_S3_CUSTOM_DOMAIN", None)
        if not found:
            raise SettingsError(
                "libcfsign.E005",
                "no domain is set",
                "Set CFSIGN['DOMAIN'] to the alternate name of the distribution, or its own.",
            )
        return text("CFSIGN['DOMAIN']", found, "libcfsign.E005")

    @cached_property
    def scheme(self) -> str:
        """``https``, or ``http`` for a local edge."""
        protocol = getattr(settings, "AWS_S3_URL_PROTOCOL", None) or "https:"
        scheme = self.options.get("SCHEME") or text("AWS_S3_URL_PROTOCOL", protocol).rstrip(":/")
        return text("CFSIGN['SCHEME']", scheme, "libcfsign.E005")

    @cached_property
    def origin(self) -> str:
        """Scheme and domain, as they begin every URL."""
        return checked_origin(self.scheme, self.domain)

    @cached_property
    def expire(self) -> int:
        """How many seconds a URL works, unless the call says otherwise."""
        if "EXPIRE" in self.options:
            return seconds("CFSIGN['EXPIRE']", self.options["EXPIRE"])
        found = getattr(settings, "AWS_QUERYSTRING_EXPIRE", 3600)
        return seconds("AWS_QUERYSTRING_EXPIRE", found)

    @cached_property
    def bucket(self) -> int | None:
        """The multiple of seconds that the end of a URL is rounded up to, so that it stays."""
        found = self.options.get("BUCKET")
        return None if found is None else seconds("CFSIGN['BUCKET']", found)

    @cached_property
    def cookies(self) -> CookieConfiguration:
        """The settings of signed cookies."""
        return CookieConfiguration(self)

    @cached_property
    def download_expire(self) -> int:
        """How many seconds the target of a protected download works."""
        return seconds("CFSIGN['DOWNLOADS']['EXPIRE']", self._downloads.get("EXPIRE", 60))

    @cached_property
    def accel(self) -> dict[str, str]:
        """Beginnings of paths that nginx still serves, and its internal locations for them."""
        found: object = self._downloads.get("ACCEL") or {}
        name = "CFSIGN['DOWNLOADS']['ACCEL']"
        if not isinstance(found, Mapping):
            raise SettingsError(
                "libcfsign.E001",
                f"{name} is of type {type(found).__name__}",
                "Make it a dict such as {'reports/': '/internal/reports/'}.",
            )
        table = cast("Mapping[object, object]", found)
        accel: dict[str, str] = {}
        for key, place in table.items():
            prefix, location = text(name, key).lstrip("/"), text(name, place)
            # Without a slash at its end, 'invoices' would also send what is in 'invoices-private/'.
            if prefix and not prefix.endswith("/"):
                raise SettingsError(
                    "libcfsign.E001",
                    f"{name} has the beginning {key!r}, which is not that of a whole folder",
                    f"Write {prefix + '/'!r}.",
                )
            if not (location.startswith("/") and location.endswith("/")):
                raise SettingsError(
                    "libcfsign.E001",
                    f"{name}[{key!r}] is {location!r}",
                    "Write an internal location of nginx, which begins and ends with a slash.",
                )
            accel[prefix] = location
        return accel

    def expires(self, ttl: datetime.timedelta | int | None = None) -> int:
        """The end of what is signed now, in epoch seconds, rounded up where the settings ask."""
        return expires_in(self.expire if ttl is None else ttl, bucket=self.bucket)

    @cached_property
    def _downloads(self) -> Options:
        found: object = self.options.get("DOWNLOADS") or {}
        return read_options("CFSIGN['DOWNLOADS']", found, ("EXPIRE", "ACCEL"))


@cache
def checked_origin(scheme: str, domain: str) -> str:
    """Scheme and domain put together, refused where no URL could begin with them."""
    origin = f"{scheme}://{domain}"
    try:
        build_url(origin)
    except CfsignError as error:
        raise SettingsError(
            "libcfsign.E005",
            f"the domain {domain!r} with scheme {scheme!r} cannot be used: {error}",
            "CFSIGN['DOMAIN'] is a host such as 'cdn.example.com'; CFSIGN['SCHEME'] is 'https'.",
        ) from error
    return origin


@cache
def configuration() -> Configuration:
    """The settings in force."""
    return Configuration()


def _forget(*, setting: str, **_: object) -> None:
    """Drops what was read when ``override_settings`` changes something it was read from."""
    if setting == "CFSIGN" or setting.startswith("AWS_"):
        configuration.cache_clear()


setting_changed.connect(_forget, dispatch_uid="libcfsign.django")
