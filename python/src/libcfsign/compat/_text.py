"""What the stand-ins sign and send: the text of canned policies, and CloudFront's base64."""

from __future__ import annotations

import json
import re

from .. import base64_encode

# What JSON does not allow in a string as it is.
_search_unsafe = re.compile(r'["\\\x00-\x1f]').search


def url_base64(data: str | bytes | bytearray | memoryview) -> str:
    """CloudFront's base64 of text in UTF-8, or of bytes of any kind."""
    return base64_of_bytes(data.encode() if isinstance(data, str) else data)


def base64_of_bytes(data: bytes | bytearray | memoryview) -> str:
    """CloudFront's base64; the originals take every buffer, the core takes ``bytes``."""
    if not isinstance(data, bytes):
        try:
            data = memoryview(data).tobytes()
        except TypeError:
            raise TypeError(
                f"a bytes-like object is required, not {type(data).__name__!r}"
            ) from None
    return base64_encode(data)


def canned_policy(resource: object, expires: object) -> str:
    """Writes the policy that CloudFront rebuilds for a URL with ``Expires``.

    The originals splice the resource in as it is. A quote, a backslash or a control character is
    escaped here, because a URL from a user could otherwise end the resource and extend the policy.
    """
    text = str(resource)
    if _search_unsafe(text):
        text = json.dumps(text, ensure_ascii=False)[1:-1]
    return (
        f'{{"Statement":[{{"Resource":"{text}",'
        f'"Condition":{{"DateLessThan":{{"AWS:EpochTime":{expires!s}}}}}}}]}}'
    )
