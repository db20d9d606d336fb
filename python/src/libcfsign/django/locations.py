"""From what Django code has, a path, a URL or a file of a model, to the URL that is signed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple, Protocol, runtime_checkable
from urllib.parse import unquote, urlsplit

from django.core.files.storage import FileSystemStorage
from django.utils.functional import Promise

from libcfsign import build_url

from .conf import checked_origin, configuration
from .options import text


@runtime_checkable
class StoredFile(Protocol):
    """A file that a storage holds, as a ``FileField`` of a model gives it."""

    name: str | None

    @property
    def storage(self) -> object: ...


Target = str | os.PathLike[str] | Promise | StoredFile
Query = Mapping[str, str] | Iterable[tuple[str, str]]

_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")


class Location(NamedTuple):
    """Where a file is: scheme and domain, and the plain text of the path."""

    origin: str | None
    path: str

    def url(
        self, *, query: Query = (), download_as: str | None = None, show_as: str | None = None
    ) -> str:
        """The URL, percent-encoded once."""
        origin = self.origin or configuration().origin
        return build_url(origin, self.path, query=query, download_as=download_as, show_as=show_as)


def locate(target: Target) -> Location:
    """Where the file is that is meant. A whole URL has no location: it is used as it stands."""
    if isinstance(target, (str, Promise)):
        path = str(target)
    elif isinstance(target, StoredFile):
        return _of_storage(target)
    elif isinstance(target, os.PathLike):  # pyright: ignore[reportUnnecessaryIsInstance]
        path = target.as_posix() if isinstance(target, PurePath) else os.fspath(target)
    else:
        raise TypeError(
            f"a {type(target).__name__} cannot be signed; "
            "give a path, a URL, or the file of a model such as obj.file"
        )
    if is_url(path):
        raise ValueError(
            "a whole URL was given, and its bytes are used as they are; give the path alone"
        )
    return Location(None, path)


def is_url(target: object) -> bool:
    """Whether this is a URL with a scheme and a host, and not a path."""
    return isinstance(target, str) and _SCHEME.match(target) is not None


def _of_storage(file: StoredFile) -> Location:
    if not file.name:
        raise ValueError("the field has no file")
    storage = file.storage
    if isinstance(storage, FileSystemStorage):
        # Such a storage's location is a folder of this machine; viewers see its base URL.
        prefix = unquote(urlsplit(str(storage.base_url or "")).path)
    else:
        prefix = str(getattr(storage, "location", "") or "")
    origin = getattr(storage, "cloudfront_origin", None)
    # So does django-storages call the domain that its URLs begin with.
    custom_domain: object = getattr(storage, "custom_domain", None)
    if origin is None and custom_domain:
        host, _, folder = text("the option 'custom_domain'", custom_domain).partition("/")
        protocol = str(getattr(storage, "url_protocol", None) or "https:")
        origin = checked_origin(protocol.rstrip(":/"), host)
        prefix = f"{folder.strip('/')}/{prefix.lstrip('/')}"
    parts = (prefix.strip("/"), file.name.lstrip("/"))
    return Location(origin, "/".join(part for part in parts if part))
