"""Gives signed-in users signed cookies, renews them in time, and takes them away at logout."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.deprecation import MiddlewareMixin

from libcfsign import expires_in

from .conf import configuration
from .cookies import clear_signed_cookies, cookie_names, set_signed_cookies

# Says until when the browser has cookies, and whose they are. CloudFront's own cookies may be for a
# Path that the pages of the site do not see.
MARKER = "cfsign"


class SignedCookiesMiddleware(MiddlewareMixin):
    """Stands below ``AuthenticationMiddleware`` in ``MIDDLEWARE``; works in sync and async stacks.

    A subclass may override :meth:`allows` and :meth:`resource` to decide who may see what.
    """

    def allows(self, request: HttpRequest) -> bool:
        """Whether this user gets cookies: whoever is signed in, unless overridden."""
        session = getattr(request, "session", None)
        if session is not None and session.is_empty():
            # Nobody is signed in, and asking for the user would mark the page as one that caches
            # must not share.
            return False
        user = getattr(request, "user", None)
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
            self._take(request, response)
        return response

    def _give(self, request: HttpRequest, response: HttpResponseBase, marker: str | None) -> None:
        settings = configuration().cookies
        resource = settings.absolute(self.resource(request))
        if marker is not None and self._lasts(marker, request, resource):
            return
        end = expires_in(settings.expire)
        attributes = settings.attributes(request.get_host(), resource)
        set_signed_cookies(response, request, resource=resource, expires=end, attributes=attributes)
        response.set_cookie(
            MARKER,
            f"{end}.{_owner(end, request, resource)}",
            max_age=attributes.max_age,
            secure=attributes.secure,
            httponly=True,
            samesite="Lax",
        )

    def _lasts(self, marker: str, request: HttpRequest, resource: str) -> bool:
        end, _, owner = marker.partition(".")
        if not end.isdecimal() or len(end) > 12:
            return False
        still = int(end) - time.time()
        wanted = _owner(int(end), request, resource)
        enough = still > configuration().cookies.renew_before
        return enough and constant_time_compare(owner, wanted)

    def _take(self, request: HttpRequest, response: HttpResponseBase) -> None:
        clear_signed_cookies(response, request)
        response.delete_cookie(MARKER, samesite="Lax")


def _owner(end: int, request: HttpRequest, resource: str) -> str:
    """Ties a marker to the user, the key and the resource: with another, there are new cookies."""
    user = getattr(request, "user", None)
    parts = (str(end), str(getattr(user, "pk", None)), configuration().signer.key_pair_id, resource)
    return salted_hmac("libcfsign.django", "\n".join(parts), algorithm="sha256").hexdigest()[:24]
