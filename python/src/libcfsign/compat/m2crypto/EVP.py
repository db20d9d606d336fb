"""Stands in for ``M2Crypto.EVP``: load a key, sign with it, verify with it.

It differs from M2Crypto 0.51 in this:

* SHA-1 and SHA-256 only, the two that CloudFront takes; ``reset_context`` refuses others, as it
  refuses an unknown one, and the key stays usable.
* Keys that CloudFront cannot use, such as RSA below 1024 bits, are refused when they are loaded.
* An error has the cause that libcfsign found as its ``__cause__``.

The default digest is SHA-256, as in M2Crypto now; in old releases it was SHA-1. Code for CloudFront
has to say ``reset_context(md="sha1")``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from getpass import getpass
from typing import Protocol

from ... import CfsignError
from ... import PrivateKey as _PrivateKey
from ... import PublicKey as _PublicKey
from .._keys import HashAlgorithm, KeyCache
from .BIO import BIOError, MemoryBuffer

__all__ = [
    "EVPError",
    "PKey",
    "load_key",
    "load_key_bio",
    "load_key_bio_pubkey",
    "load_key_pubkey",
    "load_key_string",
    "load_key_string_pubkey",
]

_DIGESTS: dict[str, HashAlgorithm] = {"sha1": "SHA1", "sha256": "SHA256"}


def _finder(kinds: str) -> Callable[[bytes], re.Match[bytes] | None]:
    """Finds the first PEM block of these kinds, whatever stands around it, as OpenSSL does."""
    # A byte order mark may stand before it.
    pattern = rf"^(?:\xef\xbb\xbf)?-----BEGIN ({kinds})-----\s.*?^-----END \1-----"
    return re.compile(pattern.encode("latin-1"), re.DOTALL | re.MULTILINE).search


_find_private = _finder("(?:RSA |EC |ENCRYPTED )?PRIVATE KEY")
_find_public = _finder("(?:RSA )?PUBLIC KEY")


class EVPError(ValueError):
    """A key could not be read or used."""


class _Readable(Protocol):
    def read_all(self) -> bytes: ...


def _ask_passphrase(verify: int) -> bytes:
    """M2Crypto's default: ask on the terminal."""
    return getpass("Enter passphrase:").encode()


def _find_digest(md: object) -> HashAlgorithm:
    if not isinstance(md, str):
        raise TypeError(f"attribute name must be string, not '{type(md).__name__}'")
    digest = _DIGESTS.get(md)
    if digest is None:
        raise ValueError("unknown message digest", md)
    return digest


class PKey:
    """A key, with the message that it is to sign or verify."""

    def __init__(
        self,
        pkey: _PrivateKey | _PublicKey | None = None,
        _pyfree: int = 0,
        md: str | None = "sha256",
    ) -> None:
        self._key = pkey
        self.reset_context(md)

    def reset_context(self, md: str | None = "sha256") -> None:
        """Forgets the message, and sets the digest: ``"sha1"`` or ``"sha256"``."""
        self._digest: HashAlgorithm | None = _find_digest(md) if md else None
        self._message: bytearray | None = None

    def sign_init(self) -> None:
        """Begins a message."""
        if self._digest is None:
            raise EVPError("Digest algorithm not set")
        self._message = bytearray()

    verify_init = sign_init

    def sign_update(self, data: bytes) -> None:
        """Adds to the message that will be signed."""
        if not self._add(data):
            raise EVPError("Unknown error in function sign_update.")

    def sign_final(self) -> bytes:
        """Signs the message."""
        if self._message is None or self._digest is None:
            raise EVPError("Unknown error in function sign_final.")
        if not isinstance(self._key, _PrivateKey):
            raise EVPError("missing private key")
        return self._key.sign(bytes(self._message), self._digest)

    # The names that M2Crypto itself calls deprecated.
    update = sign_update
    final = sign_final

    def verify_update(self, data: bytes) -> int:
        """Adds to the message that was signed; 0 if ``verify_init`` was not called."""
        return int(self._add(data))

    def verify_final(self, sign: bytes) -> int:
        """Returns 1 where ``sign`` is a signature over the message, else 0."""
        try:
            signature = bytes(memoryview(sign))
        except TypeError:
            raise TypeError("expected a readable buffer object") from None
        if self._message is None or self._digest is None or self._key is None:
            return 0
        key = self._key.public_key() if isinstance(self._key, _PrivateKey) else self._key
        return int(key.verify(bytes(self._message), signature, self._digest))

    def _add(self, data: bytes) -> bool:
        try:
            view = memoryview(data)
        except TypeError:
            raise TypeError("expected a readable buffer object (bytes, bytearray, etc.)") from None
        if self._message is None:
            # OpenSSL does not look at its state for nothing.
            return view.nbytes == 0
        self._message += view
        return True


def load_key(file: str | bytes, callback: Callable[..., bytes | None] = _ask_passphrase) -> PKey:
    """Loads a private key from a PEM file; ``callback`` gives the passphrase, if it needs one."""
    return _load_private(_read_file(file), callback)


def load_key_bio(bio: _Readable, callback: Callable[..., bytes | None] = _ask_passphrase) -> PKey:
    """Loads a private key from a buffer."""
    return _load_private(bio.read_all(), callback)


def load_key_string(
    string: str | bytes, callback: Callable[..., bytes | None] = _ask_passphrase
) -> PKey:
    """Loads a private key from PEM text, which is not parsed again in the next call."""
    return _load_private(_string_bytes(string), callback)


def load_key_pubkey(
    file: str | bytes, callback: Callable[..., bytes | None] = _ask_passphrase
) -> PKey:
    """Loads a public key from a PEM file."""
    return _load_public(_read_file(file), callback)


def load_key_bio_pubkey(
    bio: _Readable, callback: Callable[..., bytes | None] = _ask_passphrase
) -> PKey:
    """Loads a public key from a buffer."""
    return _load_public(bio.read_all(), callback)


def load_key_string_pubkey(
    string: str | bytes, callback: Callable[..., bytes | None] = _ask_passphrase
) -> PKey:
    """Loads a public key from PEM text."""
    return _load_public(_string_bytes(string), callback)


def _string_bytes(string: str | bytes) -> bytes:
    return MemoryBuffer(string.encode() if isinstance(string, str) else string).read_all()


def _read_file(file: str | bytes) -> bytes:
    # os.fspath refuses what is no path with the message that M2Crypto passes on.
    try:
        with open(os.fspath(file), "rb", buffering=0) as opened:
            return opened.readall()
    except OSError as error:
        raise BIOError((error.errno, error.strerror)) from error


def _load_private(data: bytes, callback: Callable[..., bytes | None]) -> PKey:
    if not callable(callback):
        raise TypeError("expected PyCallable")
    try:
        return PKey(_private_keys.get(data), 1)
    except _Encrypted as encrypted:
        block = encrypted.block
    try:
        passphrase = callback(0)
        if not isinstance(passphrase, bytes):
            raise TypeError(f"wanted the passphrase as bytes, found {type(passphrase).__name__}")
        # Not kept: whoever loads this text again has to know the passphrase again.
        return PKey(_PrivateKey.from_pem(block, passphrase), 1)
    except Exception as error:
        # OpenSSL drops an exception of the callback, and M2Crypto says only this.
        raise _private_error() from error


def _load_public(data: bytes, callback: Callable[..., bytes | None]) -> PKey:
    if not callable(callback):
        raise TypeError("expected PyCallable")
    return PKey(_public_keys.get(data), 1)


class _Encrypted(Exception):
    """A private key needs its passphrase."""

    def __init__(self, block: bytes) -> None:
        super().__init__()
        self.block = block


def _private_error() -> EVPError:
    return EVPError("Unable to read private key in function pkey_read_pem.")


def _parse_private(data: bytes) -> _PrivateKey:
    block = _find_private(data)
    if block is None:
        raise _private_error()
    try:
        return _PrivateKey.from_pem(block[0])
    except CfsignError as error:
        if error.code == "passphrase-required":
            raise _Encrypted(block[0]) from None
        raise _private_error() from error


def _parse_public(data: bytes) -> _PublicKey:
    error = EVPError("Unable to read public key in function pkey_read_pem_pubkey.")
    block = _find_public(data)
    if block is None:
        raise error
    try:
        return _PublicKey.from_pem(block[0])
    except CfsignError as cause:
        raise error from cause


_private_keys: KeyCache[_PrivateKey] = KeyCache(_parse_private)
_public_keys: KeyCache[_PublicKey] = KeyCache(_parse_public)
