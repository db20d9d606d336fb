"""The text that the stand-ins sign and send: canned policies, and CloudFront's base64."""

from __future__ import annotations

import json
import re
from binascii import b2a_base64

URL_SAFE = bytes.maketrans(b"+=/", b"-_~")

# What JSON does not allow in a string as it is.
_search_unsafe = re.compile(r'["\\\x00-\x1f]').search


def url_base64(data: str | bytes | bytearray | memoryview) -> str:
    """Encodes in base64 with the three characters replaced that have a meaning in URLs."""
    if isinstance(data, str):
        data = data.encode()
    return b2a_base64(data, newline=False).translate(URL_SAFE).decode("ascii")


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
