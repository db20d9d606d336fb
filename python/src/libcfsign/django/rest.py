"""A field for Django REST framework: the file of a model as its signed URL."""

from __future__ import annotations

import datetime
from typing import Any

from rest_framework import serializers  # type: ignore[import-not-found, import-untyped, unused-ignore]

from .signing import sign_url


class CloudFrontFileField(serializers.FileField):  # type: ignore[misc, unused-ignore]
    """Like ``FileField``, and shows a signed URL that works for ``expires``."""

    def __init__(self, *, expires: datetime.timedelta | None = None, **options: Any) -> None:
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType]
        self.expires = expires

    def to_representation(self, value: Any) -> str | None:
        """The signed URL, or ``None`` where there is no file."""
        return sign_url(value, self.expires) if value else None
