"""boto 2.49 with the two functions mended that never worked on Python 3, to compare with.

As shipped, `_sign_string` gives text to a package that signs bytes, and `_url_base64_encode` takes
text for bytes. The first runs as it is up to the call that signs, so its checks and messages are
boto's.
"""

from __future__ import annotations

import base64
from typing import Any

import rsa
from boto.cloudfront import distribution

# `patch()` replaces functions of the class, and tests do that; these are boto's own.
SHIPPED = {
    name: distribution.Distribution.__dict__[name].__func__
    for name in ("_canned_policy", "_custom_policy", "_sign_string", "_url_base64_encode")
}


class RepairedDistribution(distribution.Distribution):
    _canned_policy = staticmethod(SHIPPED["_canned_policy"])
    _custom_policy = staticmethod(SHIPPED["_custom_policy"])

    @staticmethod
    def _sign_string(
        message: Any, private_key_file: Any = None, private_key_string: Any = None
    ) -> bytes:
        genuine = rsa.sign
        rsa.sign = lambda text, key, method: genuine(text.encode(), key, method)
        try:
            return SHIPPED["_sign_string"](message, private_key_file, private_key_string)
        finally:
            rsa.sign = genuine

    @staticmethod
    def _url_base64_encode(msg: Any) -> str:
        encoded = base64.b64encode(msg.encode() if isinstance(msg, str) else msg).decode()
        return encoded.replace("+", "-").replace("=", "_").replace("/", "~")
