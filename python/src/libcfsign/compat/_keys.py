"""Parsed keys, kept for stand-ins that are given the text of the key in every call.

Parsing costs about as much as a signature. The cache is small and bounded, and finds a key by a
digest of its text, so that the text itself is never kept.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Generic, Literal, TypeVar

# What the core calls the hashes that CloudFront takes.
HashAlgorithm = Literal["SHA1", "SHA256"]

_Key = TypeVar("_Key")

# A program signs with one key, or two while it rotates them.
_LIMIT = 16


class KeyCache(Generic[_Key]):
    """The keys that ``parse`` made of the last few texts."""

    __slots__ = ("_keys", "_lock", "_parse")

    def __init__(self, parse: Callable[[bytes], _Key]) -> None:
        self._parse = parse
        self._keys: dict[bytes, _Key] = {}
        self._lock = Lock()

    def get(self, data: bytes) -> _Key:
        """The key that ``data`` holds; what ``parse`` raises is raised each time."""
        digest = sha256(data).digest()
        key = self._keys.get(digest)
        if key is None:
            key = self._parse(data)
            with self._lock:
                if len(self._keys) >= _LIMIT:
                    del self._keys[next(iter(self._keys))]
                self._keys[digest] = key
        return key

    def __len__(self) -> int:
        return len(self._keys)
