"""Packs a wheel anew with zopfli, which takes seconds longer and makes it some percent smaller.

    python compress_wheel.py WHEEL

What is in it stays the same, byte for byte; pip unpacks it as it unpacks any other.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from unittest import mock

from zopfli import zlib


class Compressor:
    """What zipfile expects of one: it gets an entry piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def compress(self, piece: bytes) -> bytes:
        self.pieces.append(bytes(piece))
        return b""

    def flush(self) -> bytes:
        # A zip file wants the stream without the header and the checksum of zlib's format.
        return bytes(zlib.compress(b"".join(self.pieces))[2:-4])


def main(path: str) -> None:
    wheel = Path(path)
    packed = wheel.with_suffix(".packed")
    with (
        zipfile.ZipFile(wheel) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
        # zipfile has no public way to bring another compressor for a method that it knows.
        mock.patch("zipfile._get_compressor", side_effect=lambda *_: Compressor()),
    ):
        for entry in before.infolist():
            after.writestr(entry, before.read(entry))
    packed.replace(wheel)


if __name__ == "__main__":
    main(sys.argv[1])
