"""Stands in for python-rsa, as code for CloudFront uses it: load a key, sign, verify.

``from libcfsign.compat import rsa`` replaces ``import rsa``. Signatures are the same bytes, about
80 times sooner. It differs from python-rsa 4.9.1 in this:

* SHA-1 and SHA-256 only, the two that CloudFront takes.
* Keys of fewer than 1024 bits load, but neither sign nor verify.
* ``repr`` of a private key does not show its numbers.
* Damaged DER raises ``ValueError`` rather than an exception of pyasn1.
"""

# The functions of this module use what the classes keep to themselves.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import warnings
from typing import Protocol

from .. import PrivateKey as _NativePrivateKey
from .. import PublicKey as _NativePublicKey
from . import _pkcs1
from ._keys import HashAlgorithm, KeyCache

__all__ = ["CryptoError", "PrivateKey", "PublicKey", "VerificationError", "sign", "verify"]

# The name here, in the core, and the bytes that a signature needs besides its padding: the name of
# the algorithm in DER, and the digest.
_METHODS: dict[str, tuple[HashAlgorithm, int]] = {"SHA-1": ("SHA1", 35), "SHA-256": ("SHA256", 51)}
_OTHER_METHODS = frozenset(
    ("MD5", "SHA-224", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512"),
)


class CryptoError(Exception):
    """What exceptions of this module have in common."""


class VerificationError(CryptoError):
    """The signature is not one over the message."""


class _Reader(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _format_error(file_format: object) -> ValueError:
    return ValueError(f"Unsupported format: {file_format!r}, try one of DER, PEM")


class PublicKey:
    """An RSA public key: ``n`` and ``e``."""

    __slots__ = ("e", "n")

    def __init__(self, n: int, e: int) -> None:
        self.n = n
        self.e = e

    @classmethod
    def load_pkcs1(cls, keyfile: bytes | str, format: str = "PEM") -> PublicKey:
        """Reads ``RSA PUBLIC KEY``, the PKCS#1 form."""
        if format == "PEM":
            der = _pkcs1.read_pem(_pkcs1.pem_bytes(keyfile), "RSA PUBLIC KEY")
        elif format == "DER":
            der = _der(keyfile)
        else:
            raise _format_error(format)
        n, e = _pkcs1.read_public_numbers(der)
        return cls(n, e)

    @classmethod
    def load_pkcs1_openssl_pem(cls, keyfile: bytes | str) -> PublicKey:
        """Reads ``PUBLIC KEY``, the form that OpenSSL writes and CloudFront wants."""
        return cls.load_pkcs1_openssl_der(_pkcs1.read_pem(_pkcs1.pem_bytes(keyfile), "PUBLIC KEY"))

    @classmethod
    def load_pkcs1_openssl_der(cls, keyfile: bytes) -> PublicKey:
        """Reads the same in DER."""
        return cls.load_pkcs1(_pkcs1.read_public_key_info(_der(keyfile)), "DER")

    def _verifies(self, message: bytes, signature: bytes, hash_algorithm: HashAlgorithm) -> bool:
        native = _public_keys.get(_pkcs1.write_public_key(self.n, self.e))
        return native.verify(message, signature, hash_algorithm)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and (self.n, self.e) == (other.n, other.e)

    def __hash__(self) -> int:
        return hash((self.n, self.e))

    def __repr__(self) -> str:
        return f"PublicKey({self.n}, {self.e})"


class PrivateKey:
    """An RSA private key: ``n``, ``e``, ``d``, ``p``, ``q``, ``exp1``, ``exp2`` and ``coef``."""

    __slots__ = ("coef", "d", "e", "exp1", "exp2", "n", "p", "q")

    def __init__(self, n: int, e: int, d: int, p: int, q: int) -> None:
        self.n = n
        self.e = e
        self.d = d
        self.p = p
        self.q = q
        self.exp1 = d % (p - 1)
        self.exp2 = d % (q - 1)
        self.coef = pow(q, -1, p)

    @classmethod
    def load_pkcs1(cls, keyfile: bytes | str, format: str = "PEM") -> PrivateKey:
        """Reads ``RSA PRIVATE KEY``, the PKCS#1 form."""
        if format == "PEM":
            return _parse_pem(_pkcs1.pem_bytes(keyfile))
        if format == "DER":
            return _parse_der(_der(keyfile))
        raise _format_error(format)

    def _sign(self, message: bytes, hash_algorithm: HashAlgorithm) -> bytes:
        # Found by its numbers as they are now: they may be changed.
        return _private_keys.get(self._der()).sign(message, hash_algorithm)

    def _der(self) -> bytes:
        return _pkcs1.write_private_key([0, *self._numbers()])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PrivateKey) and self._numbers() == other._numbers()

    def __hash__(self) -> int:
        return hash(self._numbers())

    def _numbers(self) -> tuple[int, ...]:
        return (self.n, self.e, self.d, self.p, self.q, self.exp1, self.exp2, self.coef)

    def __repr__(self) -> str:
        return f"<PrivateKey of {self.n.bit_length()} bits>"


def sign(message: bytes | _Reader, priv_key: PrivateKey, hash_method: str) -> bytes:
    """Signs bytes, or what a file holds, with PKCS#1 v1.5 padding.

    ``hash_method`` is ``"SHA-1"``, or ``"SHA-256"`` for URLs that say ``Hash-Algorithm=SHA256``.
    """
    if hash_method not in _METHODS:
        if hash_method in _OTHER_METHODS:
            raise ValueError(
                f"Invalid hash method: {hash_method}; CloudFront takes SHA-1 and SHA-256"
            )
        raise ValueError(f"Invalid hash method: {hash_method}")
    text = _message_bytes(message)
    hash_algorithm, needed = _METHODS[hash_method]
    space = (priv_key.n.bit_length() + 7) // 8 - 11
    if needed > space:
        raise OverflowError(
            f"{needed} bytes needed for message, but there is only space for {space}"
        )
    return priv_key._sign(text, hash_algorithm)


def verify(message: bytes | _Reader, signature: bytes, pub_key: PublicKey) -> str:
    """Returns the name of the hash that was signed, or raises ``VerificationError``."""
    # What is no signature by its type raises TypeError here, as in the original.
    int.from_bytes(signature, "big")
    signature = bytes(signature)
    text = _message_bytes(message)
    for method, (hash_algorithm, _) in _METHODS.items():
        if pub_key._verifies(text, signature, hash_algorithm):
            return method
    raise VerificationError("Verification failed")


def _message_bytes(message: bytes | _Reader) -> bytes:
    if isinstance(message, bytes):
        return message
    # Text is refused by an assertion in the original too; here it holds under `python -O` as well.
    if not callable(getattr(message, "read", None)):
        raise AssertionError
    return b"".join(_blocks(message))


def _blocks(file: _Reader) -> list[bytes]:
    """What a file holds, up to the first short read, as python-rsa reads it."""
    blocks: list[bytes] = []
    while True:
        block = file.read(1024)
        blocks.append(block)
        if len(block) < 1024:
            return blocks


def _der(keyfile: bytes | str) -> bytes:
    if not isinstance(keyfile, bytes):
        raise ValueError(f"wanted a key in DER as bytes, found {type(keyfile).__name__}")
    return keyfile


def _parse_der(der: bytes) -> PrivateKey:
    version, n, e, d, p, q, *rest = _pkcs1.read_private_numbers(der)
    if version != 0:
        raise ValueError(f"Unable to read this file, version {version} != 0")
    try:
        key = PrivateKey(n, e, d, p, q)
    except ZeroDivisionError as error:
        raise ValueError("the key is damaged: a prime is 1") from error
    if rest != [key.exp1, key.exp2, key.coef]:
        warnings.warn(
            "You have provided a malformed keyfile. Either the exponents or the coefficient are "
            "incorrect. Using the correct values instead.",
            UserWarning,
            stacklevel=2,
        )
    return key


def _parse_pem(data: bytes) -> PrivateKey:
    return _parse_der(_pkcs1.read_pem(data, "RSA PRIVATE KEY"))


def _native_of_pem(data: bytes) -> _NativePrivateKey:
    return _NativePrivateKey.from_pem(_parse_pem(data)._der())


# Only the core's keys are kept: no number of a private key is in the memory of Python for longer
# than the object that the caller has.
_private_keys: KeyCache[_NativePrivateKey] = KeyCache(_NativePrivateKey.from_pem)
_public_keys: KeyCache[_NativePublicKey] = KeyCache(_NativePublicKey.from_pem)
_pem_keys: KeyCache[_NativePrivateKey] = KeyCache(_native_of_pem)


def sign_with_pem(message: bytes, contents: object) -> bytes:
    """Signs with SHA-1 and the key that a text holds, as boto 2 does in each call."""
    return _pem_keys.get(_pkcs1.pem_bytes(contents)).sign(message, "SHA1")
