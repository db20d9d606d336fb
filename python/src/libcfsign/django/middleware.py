"""Gives signed-in users signed cookies, renews them in time, and takes them away at logout."""

from __future__ import annotations

import logging
import time
from functools import lru_cache

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from libcfsign import CookieAttributes, InvalidInput, Policy, expires_in

from .conf import configuration
from .cookies import clear_signed_cookies, cookie_names, set_signed_cookies
from .options import SettingsError

# Says until when the browser has cookies, whose they are, and under which Domain and Path: those
# that clear them must be the same. CloudFront's own cookies may be for a Path that the pages of the
# site do not see.
MARKER = "cfsign"

_logger = logging.getLogger("libcfsign.django")
_SALT = "libcfsign.django"


class SignedCookiesMiddleware(MiddlewareMixin):
    """Stands below ``AuthenticationMiddleware`` in ``MIDDLEWARE``; works in sync and async stacks.

    A subclass may override :meth:`allows` and :meth:`resource` to decide who may see what.
    """

    def allows(self, request: HttpRequest) -> bool:
        """Whether this user gets cookies: whoever is signed in, unless overridden."""
        session = getattr(request, "session", None)
        user = getattr(request, "user", None)
        if session is not None and session.is_empty() and _is_of_the_session(user):
            # Nobody is signed in, and asking for the user would mark the page as one that caches
            # must not share.
            return False
        return user is not None and bool(user.is_authenticated)

    def resource(self, request: HttpRequest) -> str:
        """What the cookies open: what the settings say, unless overridden."""
        return configuration().cookies.resource

    # An async stack calls this in a thread, where looking up the user and signing block nobody.
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Sets the cookies where the browser has none that last, and clears those of others."""
        if not cookie_names().isdisjoint(response.cookies):
            return response  # The view has decided itself.
        marker = request.COOKIES.get(MARKER)
        if self.allows(request):
            self._give(request, response, marker)
        elif marker is not None:
            self._take(request, response, marker)
        return response

    def _give(self, request: HttpRequest, response: HttpResponseBase, marker: str | None) -> None:
        settings = configuration().cookies
        resource = settings.absolute(self.resource(request))
        if marker is not None and self._lasts(marker, request, resource):
            return
        end = expires_in(settings.expire)
        policy = Policy(resource, end)
        try:
            attributes = settings.attributes(request.get_host(), resource)
            set_signed_cookies(response, request, policy=policy, attributes=attributes)
        except (InvalidInput, SettingsError) as error:
            if isinstance(error, SettingsError) and error.check_id != "libcfsign.E007":
                raise
            # A host that cannot share cookies with the distribution can still show its pages.
            _warn(str(error))
            return
        response.set_cookie(
            MARKER,
            f"{end}.{_owner(end, request, resource)}.{_place(attributes)}",
            max_age=attributes.max_age,
            secure=attributes.secure,
            httponly=True,
            samesite="Lax",
        )

    def _lasts(self, marker: str, request: HttpRequest, resource: str) -> bool:
        end, _, rest = marker.partition(".")
        owner = rest.partition(".")[0]
        if not end.isdecimal() or len(end) > 12:
            return False
        still = int(end) - time.time()
        wanted = _owner(int(end), request, resource)
        enough = still > configuration().cookies.renew_before
        return enough and constant_time_compare(owner, wanted)

    def _take(self, request: HttpRequest, response: HttpResponseBase, marker: str) -> None:
        response.delete_cookie(MARKER, samesite="Lax")
        try:
            clear_signed_cookies(response, request, attributes=_attributes_of(marker))
        except SettingsError as error:
            if error.check_id != "libcfsign.E007":
                raise
            _warn(str(error))


def _owner(end: int, request: HttpRequest, resource: str) -> str:
    """Ties a marker to the user, the key and the resource: with another, there are new cookies."""
    user = getattr(request, "user", None)
    parts = (str(end), str(getattr(user, "pk", None)), configuration().signer.key_pair_id, resource)
    return salted_hmac("libcfsign.django", "\n".join(parts), algorithm="sha256").hexdigest()[:24]


def _place(attributes: CookieAttributes) -> str:
    """Domain, Path and Secure of the cookies, signed: the next request may ask to clear them."""
    return signing.dumps([attributes.domain, attributes.path, attributes.secure], salt=_SALT)


def _attributes_of(marker: str) -> CookieAttributes | None:
    """Under which attributes the cookies were set, if the marker is one of ours."""
    try:
        domain, path, secure = signing.loads(marker.split(".", 2)[-1], salt=_SALT)
    except signing.BadSignature:
        return None
    return CookieAttributes(domain=domain, path=path, secure=secure)


def _is_of_the_session(user: object) -> bool:
    """Whether this is the user that Django looks up in the session, and has not looked up yet.

    Another middleware, for tokens, may have found a user that no session knows.
    """
    if not isinstance(user, SimpleLazyObject):
        return user is None
    look_up = vars(user).get("_setupfunc")
    return getattr(look_up, "__module__", None) == "django.contrib.auth.middleware"


@lru_cache(maxsize=16)
def _warn(reason: str) -> None:
    """Says it once, and not for every page of every user."""
    _logger.warning("signed cookies are not set: %s", reason)
