"""The part of the settings that is about signed cookies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from libcfsign import CfsignError, CookieAttributes, shared_cookie_domain

from .options import Options, SettingsError, flag, read_options, seconds, text

if TYPE_CHECKING:
    from .conf import Configuration

KEYS = (
    "RESOURCE",
    "EXPIRE",
    "RENEW_BEFORE",
    "APP_HOST",
    "DOMAIN",
    "PATH",
    "SECURE",
    "HTTP_ONLY",
    "SAME_SITE",
    "MAX_AGE",
)

SameSite = Literal["Lax", "None", "Strict"]


class CookieConfiguration:
    """What ``CFSIGN["COOKIES"]`` says."""

    def __init__(self, settings: Configuration) -> None:
        self._settings = settings

    @cached_property
    def options(self) -> Options:
        """The dict itself, with known keys only."""
        found: object = self._settings.options.get("COOKIES") or {}
        return read_options("CFSIGN['COOKIES']", found, KEYS)

    @cached_property
    def resource(self) -> str:
        """What the cookies open: a URL with ``*``; a path stands for one of our domain."""
        found = text("CFSIGN['COOKIES']['RESOURCE']", self.options.get("RESOURCE", "/*"))
        return self.absolute(found)

    @cached_property
    def expire(self) -> int:
        """How many seconds the cookies work."""
        return seconds("CFSIGN['COOKIES']['EXPIRE']", self.options.get("EXPIRE", 12 * 3600))

    @cached_property
    def renew_before(self) -> int:
        """How many seconds before their end the middleware renews them."""
        if "RENEW_BEFORE" not in self.options:
            return self.expire // 4
        found = seconds("CFSIGN['COOKIES']['RENEW_BEFORE']", self.options["RENEW_BEFORE"])
        if found >= self.expire:
            raise SettingsError(
                "libcfsign.E006",
                "CFSIGN['COOKIES']['RENEW_BEFORE'] is not shorter than ['EXPIRE']",
                "Every response would set new cookies; take a quarter of it.",
            )
        return found

    def absolute(self, resource: str) -> str:
        """A resource with scheme and host."""
        return self._settings.origin + resource if resource.startswith("/") else resource

    def attributes(self, app_host: str | None, resource: str | None = None) -> CookieAttributes:
        """The attributes under which a browser takes the cookies from ``app_host``."""
        max_age = self.options.get("MAX_AGE")
        same_site: SameSite | None = self.options.get("SAME_SITE", "Lax")
        name = "CFSIGN['COOKIES']"
        try:
            return CookieAttributes(
                domain=self._domain(app_host, resource or self.resource),
                path=text(f"{name}['PATH']", self.options.get("PATH", "/")),
                secure=flag(f"{name}['SECURE']", self.options.get("SECURE", True)),
                http_only=flag(f"{name}['HTTP_ONLY']", self.options.get("HTTP_ONLY", True)),
                same_site=same_site,
                max_age=None if max_age is None else seconds(f"{name}['MAX_AGE']", max_age),
            )
        except (CfsignError, TypeError, ValueError) as error:
            raise SettingsError("libcfsign.E007", str(error)) from error

    def _domain(self, app_host: str | None, resource: str) -> str | None:
        if "DOMAIN" in self.options:
            domain: str | None = self.options["DOMAIN"]
            return domain
        app_host = self.options.get("APP_HOST") or app_host
        if app_host is None:
            raise SettingsError(
                "libcfsign.E007",
                "which host sets the cookies is not known",
                "Give the request, or set CFSIGN['COOKIES']['APP_HOST'].",
            )
        return shared_cookie_domain(app_host, host_of(resource))


def host_of(resource: str) -> str:
    """The host of a resource, whose scheme may have a wildcard."""
    return resource.partition("://")[2].partition("/")[0]
