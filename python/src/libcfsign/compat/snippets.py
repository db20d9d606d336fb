"""The functions that people copied for years to sign CloudFront URLs, under their names.

They come from an answer of 2010 that signed with M2Crypto on Python 2. The names, the arguments and
the bytes are the same. Two things are not: a URL that has a query string gets its parameters behind
``&`` (the original wrote a second ``?``, which CloudFront refuses), and quotes, backslashes and
control characters in a URL are escaped in the policy. The key is parsed once, although each call is
given its text.
"""

from __future__ import annotations

from ._text import canned_policy, url_base64
from .m2crypto import EVP

__all__ = [
    "aws_url_base64_encode",
    "create_url",
    "encode_query_param",
    "get_canned_policy_url",
    "sign_string",
]


def aws_url_base64_encode(msg: str | bytes) -> str:
    """Encodes in base64, with ``-``, ``_`` and ``~`` for ``+``, ``=`` and ``/``."""
    return url_base64(msg)


def sign_string(message: str | bytes, priv_key_string: str | bytes) -> bytes:
    """Signs with the private key in a PEM text, by RSA and SHA-1; text is signed in UTF-8."""
    key = EVP.load_key_string(priv_key_string)
    key.reset_context(md="sha1")
    key.sign_init()
    key.sign_update(message.encode() if isinstance(message, str) else message)
    return key.sign_final()


def create_url(url: str, encoded_signature: str, key_pair_id: str, expires: int | str) -> str:
    """Adds the parameters of a canned policy to ``url``."""
    separator = "&" if "?" in url else "?"
    return (
        f"{url}{separator}Expires={expires}&Signature={encoded_signature}&Key-Pair-Id={key_pair_id}"
    )


def get_canned_policy_url(
    url: str, priv_key_string: str | bytes, key_pair_id: str, expires: int | str
) -> str:
    """Signs ``url`` until ``expires``, in epoch seconds."""
    signature = sign_string(canned_policy(url, expires), priv_key_string)
    return create_url(url, aws_url_base64_encode(signature), key_pair_id, expires)


def encode_query_param(resource: str) -> str:
    """Percent-encodes ``?``, ``=`` and ``&``, for players that take a signed URL as a parameter.

    The Flash players of RTMP streams needed it: they split their own parameters at these
    characters.
    """
    return resource.replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
