"""A storage for files that are behind CloudFront already: it makes URLs and does nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NoReturn

from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

from libcfsign import expires_in

from .conf import checked_origin, configuration
from .locations import Location
from .options import seconds, text
from .signing import get_signer


@deconstructible(path="libcfsign.django.storage.CloudFrontStorage")
class CloudFrontStorage(Storage):
    """Signs the URLs of files that something else has put into the bucket. It never asks AWS.

    Every option falls back to the setting of its name: ``domain``, ``scheme``, ``expire``,
    ``bucket``. ``location`` stands before every name, and ``signed=False`` makes bare URLs, for
    what the distribution serves to everybody.
    """

    def __init__(
        self,
        *,
        domain: str | None = None,
        scheme: str | None = None,
        location: str = "",
        expire: datetime.timedelta | int | None = None,
        bucket: datetime.timedelta | int | None = None,
        signed: bool = True,
    ) -> None:
        self._domain = domain
        self._scheme = scheme
        self.location = text("the option 'location'", location, "libcfsign.E011").strip("/")
        self._expire = None if expire is None else seconds("the option 'expire'", expire)
        self._bucket = None if bucket is None else seconds("the option 'bucket'", bucket)
        self.signed = signed

    @property
    def cloudfront_origin(self) -> str:
        """Scheme and domain of every URL of this storage."""
        settings = configuration()
        if self._domain is None and self._scheme is None:
            return settings.origin
        return checked_origin(self._scheme or settings.scheme, self._domain or settings.domain)

    def url(
        self,
        name: str | None,
        parameters: Mapping[str, str] | None = None,
        expire: datetime.timedelta | int | None = None,
        *,
        signed: bool | None = None,
        download_as: str | None = None,
        show_as: str | None = None,
    ) -> str:
        """The URL of the file called ``name``, signed unless it is asked not to be.

        ``parameters`` and ``expire`` are those of django-storages: a query string, and a number of
        seconds. ``download_as`` and ``show_as`` are file names for ``Content-Disposition``.
        """
        if not name:
            raise ValueError("the name of the file is empty")
        parts = (self.location, name.lstrip("/"))
        location = Location(self.cloudfront_origin, "/".join(part for part in parts if part))
        url = location.url(query=parameters or (), download_as=download_as, show_as=show_as)
        if not (self.signed if signed is None else signed):
            return url
        return get_signer().sign_url(url, self._expires(expire))

    def _expires(self, expire: datetime.timedelta | int | None) -> int:
        settings = configuration()
        ttl = expire if expire is not None else self._expire
        bucket = self._bucket if self._bucket is not None else settings.bucket
        return expires_in(settings.expire if ttl is None else ttl, bucket=bucket)

    def _open(self, name: str, mode: str = "rb") -> NoReturn:
        self._refuse("open a file")

    def _save(self, name: str | None, content: object) -> NoReturn:
        self._refuse("save a file")

    def save(self, name: str | None, content: object, max_length: int | None = None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("save a file")

    def path(self, name: str) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell the path of a file")

    def delete(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("delete a file")

    def exists(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell whether a file exists")

    def listdir(self, path: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("list files")

    def size(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell the size of a file")

    def get_accessed_time(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell when a file was read")

    def get_created_time(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell when a file was made")

    def get_modified_time(self, name: str | None) -> NoReturn:
        """Refused: see the class."""
        self._refuse("tell when a file was changed")

    def _refuse(self, operation: str) -> NoReturn:
        raise NotImplementedError(
            f"CloudFrontStorage cannot {operation}: it makes URLs and never talks to AWS; "
            "use the storage that writes the files, such as S3Storage of django-storages"
        )
