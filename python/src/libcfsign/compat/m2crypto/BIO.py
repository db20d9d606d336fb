"""Stands in for ``M2Crypto.BIO``: a buffer to load a key from, and the error for a missing file."""

from __future__ import annotations

__all__ = ["BIOError", "MemoryBuffer"]


class BIOError(ValueError):
    """A file could not be read."""


def _initial(data: object) -> bytearray:
    if data is not None and not isinstance(data, bytes):
        raise TypeError(f"data must be bytes or None, not {type(data).__name__}")
    return bytearray(data or b"")


class MemoryBuffer:
    """Bytes in memory that ``EVP.load_key_bio`` reads."""

    def __init__(self, data: bytes | None = None) -> None:
        self._data = _initial(data)

    def write(self, data: bytes) -> int:
        """Appends ``data`` and returns how much that was."""
        self._data += data
        return len(data)

    def read_all(self) -> bytes:
        """Takes all that is left in the buffer."""
        data = bytes(self._data)
        self._data.clear()
        return data
