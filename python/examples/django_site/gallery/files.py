"""The files behind the edge, as an upload would have left them in the bucket."""

import struct
import zlib
from pathlib import Path

PHOTO = "sunset.png"
BADGE = "badges/ada.png"
REPORT = "Prüfung 2026, 50%.pdf"


def write_files(bucket: Path) -> None:
    """Fills the folder that stands for the bucket."""
    for name, content in (
        (f"photos/{PHOTO}", png(64, (230, 120, 60))),
        (BADGE, png(16, (60, 120, 230))),
        (f"reports/{REPORT}", b"%PDF-1.4\n% a report\n%%EOF\n"),
    ):
        file = bucket / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def png(size: int, color: tuple[int, int, int]) -> bytes:
    """A square of one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    pixels = (b"\0" + bytes(color) * size) * size
    image = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + image
