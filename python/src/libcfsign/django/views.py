"""Class-based views of protected downloads: who may have the file, and which file it is."""

from __future__ import annotations

import datetime

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views import View

from .downloads import check_path, cloudfront_sendfile
from .locations import Target


class ProtectedFileMixin(AccessMixin):
    """Answers ``GET`` with a file, for users who may have it.

    Without ``permission_required`` every signed-in user may; override :meth:`has_permission` to ask
    more. Others are sent to the login page, or get 403, as with Django's ``AccessMixin``.
    """

    request: HttpRequest
    permission_required: str | tuple[str, ...] | None = None
    attachment: bool | str = True
    expires: datetime.timedelta | None = None
    accel: str | bool | None = None

    def get_file(self) -> Target:
        """The path of the file, or the file of a model."""
        raise ImproperlyConfigured(
            f"{type(self).__name__} needs a method get_file() that returns the path of the file"
        )

    def has_permission(self) -> bool:
        """Whether this user may have this file."""
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return False
        wanted = self.permission_required or ()
        return bool(user.has_perms((wanted,) if isinstance(wanted, str) else wanted))

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Checks, then sends the file."""
        if not self.has_permission():
            return self.handle_no_permission()
        return cloudfront_sendfile(
            request,
            self.get_file(),
            attachment=self.attachment,
            expires=self.expires,
            accel=self.accel,
        )


class ProtectedFileView(ProtectedFileMixin, View):
    """The file that the URL names: ``path("files/<path:path>", ProtectedFileView.as_view())``."""

    prefix = ""

    def get_file(self) -> Target:
        """``prefix`` and what the URL has as ``path``.

        A path that no URL can have, such as one with dots, is not found. Whatever else goes wrong
        is a mistake of the site, and no page of that kind may hide it.
        """
        path: str = self.prefix + self.kwargs["path"]
        try:
            check_path(path, named=self.attachment is True)
        except ValueError as error:
            raise Http404(str(error)) from error
        return path
