"""How a setting is refused: with the ID of its system check, what was found, and how to fix it."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured


class SettingsError(ImproperlyConfigured):
    """A setting that cannot be used. ``manage.py check`` shows the same text under the same ID."""

    def __init__(self, check_id: str, message: str, hint: str | None = None) -> None:
        super().__init__(message if hint is None else f"{message}. {hint}")
        self.check_id = check_id
        self.message = message
        self.hint = hint


def read_options(name: str, value: object, known: Iterable[str]) -> dict[str, Any]:
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
            raise SettingsError("libcfsign.E001", f"{name} has an unknown key, {key!r}", hint)
    return dict(options)


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


def text(name: str, value: object, check_id: str = "libcfsign.E001") -> str:
    """A setting that is text."""
    if not isinstance(value, str):
        raise SettingsError(
            check_id, f"{name} is of type {type(value).__name__}", "Write it as a string."
        )
    return value


def flag(name: str, value: object) -> bool:
    """A setting that is on or off; no word such as ``"False"`` is taken for either."""
    if not isinstance(value, bool):
        raise SettingsError(
            "libcfsign.E001", f"{name} is of type {type(value).__name__}", "Write True or False."
        )
    return value
