"""Stands in for what CloudFront code imports from ``cryptography``, with the ``signer()`` of old.

The sample in the documentation of boto3, and most code copied from it, reads and parses the key for
each URL, which costs cryptography more than a hundred signatures; code from before 2017 calls
``signer()``, which cryptography removed. Both run with their imports replaced by ::

    from libcfsign.compat.cryptography import default_backend, hashes, padding, serialization

It differs from cryptography 50 in this:

* Keys are RSA; SHA-1 and SHA-256 are the hashes that CloudFront takes.
* An error has the words of libcfsign, and the type of the original.
"""

from __future__ import annotations

import re
from typing import cast

from .. import CfsignError
from .. import PrivateKey as _NativePrivateKey
from ._keys import HashAlgorithm, KeyCache

__all__ = ["default_backend", "hashes", "padding", "serialization"]


class _Hash:
    """An algorithm, by the name it has in the core."""

    native: HashAlgorithm


class hashes:
    """``cryptography.hazmat.primitives.hashes``."""

    class SHA1(_Hash):
        native = "SHA1"

    class SHA256(_Hash):
        native = "SHA256"


class padding:
    """``cryptography.hazmat.primitives.asymmetric.padding``."""

    class PKCS1v15:
        """The padding of CloudFront's signatures."""


def default_backend() -> object:
    """There is one backend, and it needs no name."""
    return None


class _Signer:
    """A signature over a message that comes in parts."""

    def __init__(self, key: _NativePrivateKey, native: HashAlgorithm) -> None:
        self._key = key
        self._native: HashAlgorithm = native
        self._message = bytearray()

    def update(self, data: bytes) -> None:
        self._message += data

    def finalize(self) -> bytes:
        return self._key.sign(bytes(self._message), self._native)


class _RSAPrivateKey:
    """A private key."""

    def __init__(self, key: _NativePrivateKey) -> None:
        self._key = key

    @property
    def key_size(self) -> int:
        return self._key.key_size

    def sign(self, data: bytes, padding: object, algorithm: _Hash) -> bytes:
        """Signs ``data``."""
        return self._key.sign(bytes(data), _native_name(padding, algorithm))

    def signer(self, padding: object, algorithm: _Hash) -> _Signer:
        """Signs what ``update`` is given, at ``finalize``."""
        return _Signer(self._key, _native_name(padding, algorithm))


class serialization:
    """``cryptography.hazmat.primitives.serialization``."""

    @staticmethod
    def load_pem_private_key(
        data: bytes, password: bytes | None, backend: object = None
    ) -> _RSAPrivateKey:
        """Loads an RSA key; one without a password is not parsed again in the next call."""
        text = _key_bytes(data)
        if password is None:
            return _RSAPrivateKey(_keys.get(text))
        if isinstance(cast("object", password), str):
            raise TypeError("wanted the password as bytes, found str; write b'…' or encode it")
        return _RSAPrivateKey(_parse(text, bytes(memoryview(password))))


# The core reads keys in more forms than PEM, which code that was written for the original does not
# count on: what is no PEM is refused there.
_find_pem = re.compile(
    rb"-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----\s(.*?)-----END \1-----", re.DOTALL
).search


def _pem(data: bytes, password: bytes | None) -> bytes:
    """The PEM block in ``data``, to which a password belongs if one is given."""
    found = _find_pem(data)
    if found is None:
        raise ValueError(
            "found no PEM block of a private key, wanted one from -----BEGIN to -----END; "
            "libcfsign.Signer.from_pem reads keys in other forms"
        )
    encrypted = found[1].startswith(b"ENCRYPTED") or b"ENCRYPTED" in found[2]
    if password is not None and not encrypted:
        raise TypeError("Password was given but private key is not encrypted.")
    return found[0]


def _key_bytes(data: object) -> bytes:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise TypeError(
            f"wanted the key as bytes, found {type(data).__name__}; open its file with 'rb'"
        )
    return bytes(cast("bytes", data))


def _native_name(used_padding: object, algorithm: object) -> HashAlgorithm:
    if not isinstance(used_padding, padding.PKCS1v15):
        raise TypeError(f"found padding {used_padding!r}, wanted padding.PKCS1v15()")
    if not isinstance(algorithm, _Hash):
        raise TypeError(f"found hash {algorithm!r}, wanted hashes.SHA1() or hashes.SHA256()")
    return algorithm.native


def _parse(data: bytes, password: bytes | None = None) -> _NativePrivateKey:
    try:
        key = _NativePrivateKey.from_pem(_pem(data, password), password or None)
    except CfsignError as error:
        if error.code == "passphrase-required":
            raise TypeError("Password was not given but private key is encrypted") from error
        raise
    if not key.key_type.startswith("RSA"):
        raise ValueError(
            f"found a key of type {key.key_type}, wanted RSA; sign with libcfsign.Signer"
        )
    return key


_keys: KeyCache[_NativePrivateKey] = KeyCache(_parse)
