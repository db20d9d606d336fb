"""What the tests of the stand-ins share: keys, vectors, and results that can be compared."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timezone
from typing import Any

from vectors import ROOT, cases

KEYS = ROOT / "tests" / "keys"

KEY_PAIR_ID = "K2JCJMDEHXQW5F"
URL = "https://d111111abcdef8.cloudfront.net/image.jpg?size=large"
EXPIRES = 1767290400
PASSPHRASE = b"correct horse"


def key_text(name: str) -> str:
    return (KEYS / name).read_text()


def vectors(name: str, peer: str | None = None) -> list[dict[str, Any]]:
    """The cases of a file in tests/vectors; of one peer, where the file has several."""
    return [case for case in cases(name) if peer is None or case["peer"] == peer]


def decode_argument(value: Any) -> Any:
    """The Python value that an entry of `peer_arguments` stands for."""
    if not isinstance(value, dict):
        return value
    match value:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"datetime_date": text}:
            return date.fromisoformat(text)
        case {"utf8": text}:
            return text.encode()
        case {"object": content}:
            return content
        case {"key_path": name}:
            return str(KEYS / name)
        case {"key_file": name}:
            return io.StringIO(key_text(name))
        case {"prefix": prefix, "key_text": name}:
            return prefix + key_text(name)
    raise ValueError(f"no such argument form: {value}")


def arguments_of(case: dict[str, Any]) -> dict[str, Any]:
    return {name: decode_argument(value) for name, value in case.get("peer_arguments", {}).items()}


def instant(epoch: int | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, timezone.utc)


def outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[str, Any]:
    """What a call returned, or the name and the message of what it raised."""
    try:
        return "returned", function(*args, **kwargs)
    except Exception as error:
        return type(error).__name__, str(error)
