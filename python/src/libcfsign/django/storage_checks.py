"""System checks of ``STORAGES``: a storage that could not make URLs, and a signer that nobody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils.module_loading import import_string

from .options import SettingsError
from .signing import SettingsSigner
from .storage import CloudFrontStorage


def check_storages(**_: object) -> list[CheckMessage]:
    """Looks at every entry that this package has a part in."""
    storages: Mapping[str, Mapping[str, Any]] = settings.STORAGES
    return [
        message
        for alias, entry in storages.items()
        for message in (*_own(alias, entry), *_signer(alias, entry))
    ]


def _own(alias: str, entry: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """A storage of ours is made, as Django makes it, and asked for its domain."""
    try:
        backend = import_string(entry.get("BACKEND", ""))
    except ImportError:
        return  # Django says so when the storage is used.
    if not (isinstance(backend, type) and issubclass(backend, CloudFrontStorage)):
        return
    name = f"STORAGES[{alias!r}]"
    try:
        _ = backend(**entry.get("OPTIONS", {})).cloudfront_origin
    except SettingsError as error:
        yield Error(f"{name}: {error.message}.", hint=error.hint, id=error.check_id)
    except Exception as error:  # A class of the site's own may raise anything.
        hint = "The options are domain, scheme, location, expire, bucket and signed."
        yield Error(
            f"{name} has options that cannot be used: {error}.", hint=hint, id="libcfsign.E011"
        )


def _signer(alias: str, entry: Mapping[str, Any]) -> Iterator[CheckMessage]:
    """django-storages asks its signer only where it knows the domain of the distribution."""
    options: Mapping[str, Any] = entry.get("OPTIONS", {})
    if not isinstance(options.get("cloudfront_signer"), SettingsSigner):
        return
    if not (options.get("custom_domain") or getattr(settings, "AWS_S3_CUSTOM_DOMAIN", None)):
        yield Warning(
            f"STORAGES[{alias!r}] has a cloudfront_signer and no custom_domain, so its URLs are "
            "for S3 and not signed by it.",
            hint="Set the option custom_domain, or AWS_S3_CUSTOM_DOMAIN, to the distribution's.",
            id="libcfsign.W003",
        )
