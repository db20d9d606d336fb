"""``{% cloudfront_url obj.file %}``: a signed URL in a template."""

from __future__ import annotations

import datetime

from django import template

from libcfsign.django.locations import Target
from libcfsign.django.signing import sign_url

register = template.Library()


@register.simple_tag
def cloudfront_url(
    target: Target | None, seconds: int | None = None, download_as: str | None = None
) -> str:
    """The signed URL of a path or of the file of a model, or nothing where there is no file.

    Django escapes it once for HTML, so that ``&`` is ``&amp;`` in the page. ``seconds`` is how long
    it works.
    """
    if not target:
        return ""
    expires = None if seconds is None else datetime.timedelta(seconds=seconds)
    return sign_url(target, expires, download_as=download_as)
