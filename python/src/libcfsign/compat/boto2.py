"""Stands in for ``boto.cloudfront.distribution`` of boto 2.49, which never signed on Python 3.

``from libcfsign.compat.boto2 import Distribution`` signs without boto, so also on Python 3.12 and
later, where boto cannot be imported. Where it can, ``patch()`` repairs the class in boto itself.

URLs and policies are the same bytes as boto's, with one exception on purpose: a quote, a backslash
or a control character in the URL of a canned policy is escaped as JSON wants it. boto splices it in
as it is, so that a URL from a user could end the resource and extend the policy.
"""

from __future__ import annotations

import json
import time
from importlib import import_module
from typing import Any, Protocol

from ._text import canned_policy, url_base64
from .rsa import sign_with_pem

__all__ = ["Distribution", "StreamingDistribution", "patch"]

_dump = json.JSONEncoder(separators=(",", ":")).encode

_REPAIRED = ("_canned_policy", "_sign_string", "_url_base64_encode")


class _KeyFile(Protocol):
    def read(self) -> str | bytes: ...


class Distribution:
    """A CloudFront distribution that signs URLs.

    It takes boto's arguments and has boto's attributes. The methods that call AWS are not here;
    with boto installed, use its own class for those, and ``patch()``.
    """

    def __init__(
        self,
        connection: Any = None,
        config: Any = None,
        domain_name: str = "",
        id: str = "",
        last_modified_time: str | None = None,
        status: str = "",
    ) -> None:
        self.connection = connection
        self.config = config
        self.domain_name = domain_name
        self.id = id
        self.last_modified_time = last_modified_time
        self.status = status
        self.in_progress_invalidation_batches = 0
        self.active_signers: Any = None
        self.etag: str | None = None
        self._bucket: Any = None
        # boto has a class for the objects of the bucket here, which needs boto's S3.
        self._object_class: Any = None

    def __repr__(self) -> str:
        return f"Distribution:{self.domain_name}"

    def create_signed_url(
        self,
        url: str,
        keypair_id: str,
        expire_time: int | float | str | None = None,
        valid_after_time: int | float | str | None = None,
        ip_address: str | None = None,
        policy_url: str | None = None,
        private_key_file: str | _KeyFile | None = None,
        private_key_string: str | bytes | None = None,
    ) -> str:
        """Signs ``url``.

        With an ``expire_time`` alone the policy is a canned one. A start, an address or a
        ``policy_url`` with wildcards makes it a custom one, and so does a missing ``expire_time``,
        which then is in one day. Times are epoch seconds. The key, in PKCS#1, comes from a file
        name, an open file or a text; it is read in each call, but parsed only when it has changed.
        """
        params = self._create_signing_params(
            url=url,
            keypair_id=keypair_id,
            expire_time=expire_time,
            valid_after_time=valid_after_time,
            ip_address=ip_address,
            policy_url=policy_url,
            private_key_file=private_key_file,
            private_key_string=private_key_string,
        )
        separator = "&" if "?" in url else "?"
        return (
            url
            + separator
            + "&".join(
                [
                    f"{name}={params[name]!s}"
                    for name in ("Expires", "Policy", "Signature", "Key-Pair-Id")
                    if name in params
                ]
            )
        )

    def _create_signing_params(
        self,
        url: str,
        keypair_id: str,
        expire_time: int | float | str | None = None,
        valid_after_time: int | float | str | None = None,
        ip_address: str | None = None,
        policy_url: str | None = None,
        private_key_file: str | _KeyFile | None = None,
        private_key_string: str | bytes | None = None,
    ) -> dict[str, str]:
        """The parameters that ``create_signed_url`` adds to the URL."""
        params: dict[str, str] = {}
        if expire_time and not valid_after_time and not ip_address and not policy_url:
            policy = self._canned_policy(url, expire_time)
            params["Expires"] = str(expire_time)
        else:
            policy = self._custom_policy(
                url if policy_url is None else policy_url,
                expires=expire_time,
                valid_after=valid_after_time,
                ip_address=ip_address,
            )
            params["Policy"] = self._url_base64_encode(policy)
        signature = self._sign_string(policy, private_key_file, private_key_string)
        params["Signature"] = self._url_base64_encode(signature)
        params["Key-Pair-Id"] = keypair_id
        return params

    @staticmethod
    def _canned_policy(resource: str, expires: int | float | str) -> str:
        """The policy for one exact URL and an end."""
        return canned_policy(resource, expires)

    @staticmethod
    def _custom_policy(
        resource: str,
        expires: int | float | str | None = None,
        valid_after: int | float | str | None = None,
        ip_address: str | None = None,
    ) -> str:
        """The policy for a resource with wildcards, a start or an address.

        Without ``expires`` it ends in one day.
        """
        condition: dict[str, dict[str, Any]] = {
            "DateLessThan": {"AWS:EpochTime": expires or int(time.time()) + 86400},
        }
        if valid_after:
            condition["DateGreaterThan"] = {"AWS:EpochTime": valid_after}
        if ip_address:
            if "/" not in ip_address:
                ip_address += "/32"
            condition["IpAddress"] = {"AWS:SourceIp": ip_address}
        return _dump({"Statement": [{"Resource": resource, "Condition": condition}]})

    @staticmethod
    def _sign_string(
        message: str | bytes,
        private_key_file: str | _KeyFile | None = None,
        private_key_string: str | bytes | None = None,
    ) -> bytes:
        """Signs with RSA and SHA-1; text is signed in UTF-8."""
        if private_key_file and private_key_string:
            raise ValueError("Only specify the private_key_file or the private_key_string not both")
        if not private_key_file and not private_key_string:
            raise ValueError("You must specify one of private_key_file or private_key_string")
        key = private_key_string
        if key is None:
            if isinstance(private_key_file, str):
                # Not a text file: decoding would cost more than the digest that finds the parsed
                # key.
                with open(private_key_file, "rb", buffering=0) as file:
                    key = file.readall()
            elif private_key_file is not None:
                key = private_key_file.read()
        if not isinstance(message, bytes):
            message = str(message).encode()
        return sign_with_pem(message, key)

    @staticmethod
    def _url_base64_encode(msg: str | bytes) -> str:
        """Encodes text or bytes in CloudFront's base64."""
        return url_base64(msg)


class StreamingDistribution(Distribution):
    """A distribution for RTMP, which CloudFront no longer has; it signs like any other."""


def patch() -> None:
    """Repairs signing in an installed boto 2, in place and once for all.

    ``Distribution`` of boto gets three working functions. Its subclasses inherit them, whenever
    they were defined; what a subclass overrides stays as it is. Calling it again changes nothing.
    """
    try:
        distribution = import_module("boto.cloudfront.distribution")
    except ImportError as error:
        raise ImportError(
            "boto 2 cannot be imported, so there is nothing to patch (Python 3.12 and later lack a "
            "module that it needs); use libcfsign.compat.boto2.Distribution, which needs no boto"
        ) from error
    for name in _REPAIRED:
        setattr(distribution.Distribution, name, staticmethod(getattr(Distribution, name)))
