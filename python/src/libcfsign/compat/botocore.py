"""Stands in for ``botocore.signers.CloudFrontSigner`` of botocore 1.44.5, without botocore.

``libcfsign.Signer`` is a callable that signs, so it serves as the ``rsa_signer`` both here and of
the real class, which stays an alternative: ``botocore.signers.CloudFrontSigner(key_id,
libcfsign.Signer.from_file(…))``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from .. import Signer
from ._keys import HashAlgorithm
from ._text import base64_of_bytes

__all__ = ["CloudFrontSigner"]

_EPOCH = datetime(1970, 1, 1)
_NO_OFFSET = timedelta(0)
_dump = json.JSONEncoder(separators=(",", ":")).encode
_quote = json.encoder.encode_basestring_ascii


class CloudFrontSigner:
    """Signs URLs with a callable, and builds policies.

    ``hash_algorithm`` is what the callable signs with: ``"SHA256"`` adds ``Hash-Algorithm=SHA256``,
    as the botocore inside AWS CLI 2 does; ``"SHA1"`` and ``None`` add nothing. A
    ``libcfsign.Signer`` knows its own.
    """

    def __init__(
        self,
        key_id: str,
        rsa_signer: Callable[[bytes], bytes],
        hash_algorithm: HashAlgorithm | None = None,
    ) -> None:
        if hash_algorithm not in (None, "SHA1", "SHA256"):
            raise ValueError(f"found hash_algorithm {hash_algorithm!r}, wanted 'SHA1' or 'SHA256'")
        if isinstance(rsa_signer, Signer):
            if hash_algorithm is None:
                hash_algorithm = "SHA256" if rsa_signer.hash_algorithm == "SHA256" else "SHA1"
            elif hash_algorithm != rsa_signer.hash_algorithm:
                raise ValueError(
                    f"the signer signs with {rsa_signer.hash_algorithm}, and hash_algorithm says "
                    f"{hash_algorithm}: CloudFront would refuse every URL; leave hash_algorithm out"
                )
        self.key_id = key_id
        self.rsa_signer = rsa_signer
        self.hash_algorithm = hash_algorithm

    def generate_presigned_url(
        self,
        url: str,
        date_less_than: datetime | None = None,
        policy: str | bytes | None = None,
    ) -> str:
        """Signs ``url``: until a date, or under a policy, such as ``build_policy`` makes.

        A date without an offset is UTC.
        """
        if (date_less_than is None) == (policy is None):
            raise ValueError("Need to provide either date_less_than or policy, but not both")
        if date_less_than is not None:
            policy = self.build_policy(url, date_less_than)
        message: Any = policy.encode() if isinstance(policy, str) else policy
        if date_less_than is not None:
            params = [f"Expires={_epoch(date_less_than)}"]
        else:
            params = [f"Policy={self._url_b64encode(message).decode()}"]
        signature = self.rsa_signer(message)
        params.append(f"Signature={self._url_b64encode(signature).decode()}")
        params.append(f"Key-Pair-Id={self.key_id}")
        if self.hash_algorithm == "SHA256":
            params.append("Hash-Algorithm=SHA256")
        return self._build_url(url, params)

    def _build_url(self, base_url: str, extra_params: list[str]) -> str:
        separator = "&" if "?" in base_url else "?"
        return base_url + separator + "&".join(extra_params)

    def build_policy(
        self,
        resource: str,
        date_less_than: datetime,
        date_greater_than: datetime | None = None,
        ip_address: str | None = None,
    ) -> str:
        """Writes a policy; an address without a mask gets ``/32``."""
        end = _epoch(date_less_than)
        if ip_address and "/" not in ip_address:
            ip_address += "/32"
        start = _epoch(date_greater_than) if date_greater_than else None
        # Put together by hand: the encoder of json takes longer than all the rest.
        policy = f'{{"Statement":[{{"Resource":{_json(resource)},"Condition":{{'
        policy += f'"DateLessThan":{{"AWS:EpochTime":{end}}}'
        if ip_address:
            policy += f',"IpAddress":{{"AWS:SourceIp":{_json(ip_address)}}}'
        if start is not None:
            policy += f',"DateGreaterThan":{{"AWS:EpochTime":{start}}}'
        return policy + "}}]}"

    def _url_b64encode(self, data: bytes) -> bytes:
        return base64_of_bytes(data).encode()


def _json(value: object) -> str:
    return _quote(value) if isinstance(value, str) else _dump(value)


def _epoch(date: datetime) -> int:
    """Whole seconds since 1970, towards it; a date without an offset is UTC."""
    # None, where a time zone has no offset for the date: TypeError below, as in the original.
    offset: Any = _NO_OFFSET if date.tzinfo is None else date.utcoffset()
    since: timedelta = date.replace(tzinfo=None) - offset - _EPOCH
    return int(since.total_seconds())
