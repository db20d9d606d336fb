"""Input that people and programs come up with, good and bad, from a seeded generator."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from random import Random
from typing import Any

_PIECES = [
    "a", "b1", "/", "/", ".", "..", "//", "?", "?", "&", "=", "x=1", "&x=2", "%20", "%", "%zz",
    "%c3%bc",
    " ", "+", "*", "?*", "#", "#part", "~", "-", "_", ",", ";", ":", "@", "!", "$", "(", ")", "'",
    "{", "}",
    "[", "]", "<", ">", "|", "^", "`", "ü", "日本", "é", "😀", "\u2028", "\x7f", "Expires=1",
    "Signature=x",
]  # fmt: skip
_UNSAFE_PIECES = ['"', "\\", "\n", "\t", "\x00", "\x1f", '"}]', "\\u0022"]
_ORIGINS = [
    "https://d111111abcdef8.cloudfront.net/", "http://d111111abcdef8.cloudfront.net/", "https://cdn.example.com",
    "http*://", "rtmp://x/cfx/st/", "", "/", "mp4:videos/1", "HTTPS://CDN.example.com:443/",
]  # fmt: skip


class NoOffset(tzinfo):
    """A time zone that does not know its offset."""

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return None

    def dst(self, when: datetime | None) -> timedelta | None:
        return None

    def tzname(self, when: datetime | None) -> str:
        return "?"


def url(random: Random, unsafe: bool = False) -> str:
    pieces = _PIECES + _UNSAFE_PIECES if unsafe else _PIECES
    return random.choice(_ORIGINS) + "".join(random.choices(pieces, k=random.randint(0, 12)))


def no_url(random: Random) -> Any:
    return random.choice(
        [
            None,
            b"https://example.com/a",
            5,
            1.5,
            True,
            ["a"],
            ("a", "?"),
            {"?": 1},
            date(2026, 1, 1),
        ]
    )


def epoch(random: Random) -> Any:
    """Times as boto 2 is given them."""
    return random.choice(
        [
            None, 0, "", "0", 1, -1, random.randint(1, 2**31), random.randint(2**31, 2**40),
            10**30, -(10**20),
            str(random.randint(1, 2**31)), " 5 ", "soon", 1767290400.5, 0.0, float("inf"),
            float("nan"), True,
            False, Decimal("5"), b"5", [5], datetime(2026, 1, 1), object,
        ]
    )  # fmt: skip


def address(random: Random) -> Any:
    return random.choice(
        [
            None, None, None, "", "192.0.2.7", "192.0.2.0/24", "0.0.0.0/0", "::1", "2001:db8::/32",
            "x", " ", "é",
            '"', 5, b"192.0.2.7", ["192.0.2.7"], {"/": 1}, 0,
        ]
    )  # fmt: skip


def moment(random: Random) -> Any:
    """Times as botocore is given them."""
    zone = timezone(
        timedelta(minutes=random.randint(-14 * 60, 14 * 60), seconds=random.choice([0, 0, 1, 30]))
    )
    some = datetime(1900, 1, 1) + timedelta(
        days=random.randint(0, 73000),
        seconds=random.randint(0, 86399),
        microseconds=random.choice([0, 1, 500000, 999999]),
    )
    return random.choice(
        [
            some, some, some.replace(tzinfo=zone), some.replace(tzinfo=zone),
            some.replace(tzinfo=timezone.utc),
            some.replace(tzinfo=NoOffset()), some.replace(fold=1), datetime.min, datetime.max,
            datetime.min.replace(tzinfo=zone), datetime.max.replace(tzinfo=zone), datetime(1970, 1,
            1),
            datetime(1969, 12, 31, 23, 59, 59, 500000), some.date(), some.time(),
            some.time().replace(tzinfo=zone),
            some.isoformat(), 1767290400, 1767290400.5, True, timedelta(hours=1), None, "", 0,
        ]
    )  # fmt: skip


def policy(random: Random) -> Any:
    return random.choice(
        [
            None, "", b"", "{}", b"{}", url(random, unsafe=True), url(random).encode(), "\ud800",
            {"Statement": []},
            5, ["a"], bytearray(b"{}"), memoryview(b"{}"),
        ]
    )  # fmt: skip


def key_pair_id(random: Random) -> Any:
    return random.choice(
        ["K2JCJMDEHXQW5F", "APKA12345678ABCDEFGH", "", "a b", "é", None, 5, b"K", ("K", 1)]
    )


def message(random: Random) -> bytes:
    return random.randbytes(random.choice([0, 1, 100, 1023, 1024, 1025, random.randint(0, 5000)]))
