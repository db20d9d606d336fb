"""How a setting is refused: with the ID of its system check, what was found, and how to fix it."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

# How DER, and PEM as a whole, begin in Base64.
_KEY_IN_BASE64 = re.compile("(MI|MH|LS0tLS1)[A-Za-z0-9+/=_-]{90,}")


class SettingsError(ImproperlyConfigured):
    """A setting that cannot be used. ``manage.py check`` shows the same text under the same ID."""

    def __init__(self, check_id: str, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}. {hint}")
        self.check_id = check_id
        self.message = message
        self.hint = hint


class Options(dict[str, Any]):
    """Options that show their names alone: error reports print what a frame can reach."""

    def __repr__(self) -> str:
        return f"<options {', '.join(map(shown, self))}>"


def looks_like_a_key(value: object) -> bool:
    """Whether this is the text of a key, and not the name of something or a host."""
    if not isinstance(value, str):
        return False
    return (
        "-----BEGIN" in value
        or not {"\n", "\r"}.isdisjoint(value)
        or len(value) > 1024
        or _KEY_IN_BASE64.match(value) is not None
    )


def shown(value: object) -> str:
    """What a message may repeat of a value."""
    return "what looks like a key" if looks_like_a_key(value) else repr(value)


@sensitive_variables()
def read_options(name: str, value: object, known: Iterable[str]) -> Options:
    """The options of a dict in the settings, refused if there is one that nobody reads."""
    known = list(known)
    if not isinstance(value, Mapping):
        raise SettingsError(
            "libcfsign.E001",
            f"{name} is of type {type(value).__name__}",
            f"Make it a dict; its keys are {', '.join(known)}.",
        )
    options = cast("Mapping[str, Any]", value)
    for key in options:
        if key not in known:
            nearest = difflib.get_close_matches(str(key).upper(), known, n=1, cutoff=0.5)
            hint = f"Did you mean {nearest[0]!r}?" if nearest else f"Known are {', '.join(known)}."
            raise SettingsError("libcfsign.E001", f"{name} has an unknown key, {shown(key)}", hint)
    return Options(options)


def seconds(name: str, value: object) -> int:
    """A duration in whole seconds, from a ``timedelta`` or a number of seconds."""
    if isinstance(value, datetime.timedelta):
        value = int(value.total_seconds())
    if isinstance(value, bool) or not isinstance(value, int):
        raise SettingsError(
            "libcfsign.E006",
            f"{name} is of type {type(value).__name__}",
            "Write a timedelta, or a whole number of seconds.",
        )
    if value <= 0:
        raise SettingsError(
            "libcfsign.E006", f"{name} is {value} seconds", "Write a time that is not over already."
        )
    return value


@sensitive_variables()
def text(name: str, value: object, check_id: str = "libcfsign.E001") -> str:
    """A setting that is text, and not the text of a key."""
    if not isinstance(value, str):
        raise SettingsError(
            check_id, f"{name} is of type {type(value).__name__}", "Write it as a string."
        )
    if looks_like_a_key(value):
        raise SettingsError(
            check_id,
            f"{name} looks like the key itself",
            "Write the private key in CFSIGN['PRIVATE_KEY'], or have it read from a file.",
        )
    return value


def flag(name: str, value: object) -> bool:
    """A setting that is on or off; no word such as ``"False"`` is taken for either."""
    if not isinstance(value, bool):
        raise SettingsError(
            "libcfsign.E001", f"{name} is of type {type(value).__name__}", "Write True or False."
        )
    return value
