"""Protected downloads: after the permission check, send the viewer to a short-lived signed URL."""

from __future__ import annotations

import mimetypes
import posixpath

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from libcfsign import build_url, expires_in

from .conf import configuration
from .locations import Location, Target, locate
from .signing import Time, get_signer

# Only lends its scheme and host, so that a path is encoded and refused just as in a real URL.
_ANY_ORIGIN = "https://localhost"


class SignedRedirect(HttpResponse):
    """A redirect whose ``Location`` is the signed URL, byte for byte.

    Django's own redirect encodes characters that are signed as they are, and refuses URLs of more
    than 2048 characters, which a long policy and a long file name reach.
    """

    status_code = 302

    def __init__(self, url: str) -> None:
        super().__init__()
        self["Location"] = url
        self["Cache-Control"] = "private, no-store"

    @property
    def url(self) -> str:
        """Where it leads; Django's test client reads this."""
        return self["Location"]


def cloudfront_sendfile(
    request: HttpRequest,
    path: Target,
    attachment: bool | str = False,
    attachment_filename: str | None = None,
    *,
    expires: Time | None = None,
    accel: str | bool | None = None,
) -> HttpResponse:
    """Answers ``request`` with the file at ``path``; check the permission before.

    ``path`` is one of the distribution, or the file of a model. A whole URL is refused, so that no
    path that a viewer chose leads to another site.

    ``attachment=True`` has it saved under its own name, a string under that name; with
    ``attachment_filename`` alone it is shown, and saved under that name. ``expires`` is one minute
    from now if the settings do not say otherwise.

    Paths that ``DOWNLOADS["ACCEL"]`` lists get ``X-Accel-Redirect``, and nginx sends them.
    ``accel`` decides for one call: ``False`` for CloudFront, a location such as ``"/internal/"``
    for nginx.
    """
    if isinstance(attachment, str):
        attachment_filename = attachment
    saved = bool(attachment)
    location = locate(path)
    name = attachment_filename or (posixpath.basename(location.path) if saved else None)
    internal = _internal(location, accel)
    if internal is not None:
        return _accel_response(internal, location, saved, name)
    url = location.url(download_as=name if saved else None, show_as=None if saved else name)
    return SignedRedirect(get_signer().sign_url(url, _end(expires)))


def check_path(path: str, *, named: bool) -> None:
    """Raises ``ValueError`` for a path that no URL can have, or no file name can be made of."""
    plain = locate(path).path
    build_url(_ANY_ORIGIN, plain, download_as=posixpath.basename(plain) if named else None)


def _end(expires: Time | None) -> Time:
    """Never rounded up to a ``BUCKET``: nobody keeps this URL, and it is to end soon."""
    if expires is None:
        return expires_in(configuration().download_expire)
    return expires


def _internal(location: Location, accel: str | bool | None) -> str | None:
    """The plain path of nginx' internal location, if nginx is to send the file."""
    if accel is False:
        return None
    plain = location.path.lstrip("/")
    if isinstance(accel, str):
        return f"{accel.rstrip('/')}/{plain}"
    table = configuration().accel
    prefix = max((p for p in table if plain.startswith(p)), key=len, default=None)
    if prefix is not None:
        return table[prefix] + plain[len(prefix) :].lstrip("/")
    if accel:
        raise ImproperlyConfigured(
            "accel=True, and no beginning in CFSIGN['DOWNLOADS']['ACCEL'] fits the path"
        )
    return None


def _accel_response(
    internal: str, location: Location, saved: bool, name: str | None
) -> HttpResponse:
    kind, encoding = mimetypes.guess_type(location.path)
    content_type = kind if kind and not encoding else "application/octet-stream"
    response = HttpResponse(content_type=content_type)
    response["X-Accel-Redirect"] = build_url(_ANY_ORIGIN, internal)[len(_ANY_ORIGIN) :]
    response["Cache-Control"] = "private, no-store"
    if name is not None and (disposition := content_disposition_header(saved, name)):
        response["Content-Disposition"] = disposition
    return response
