"""Where the private key is: in the settings, a file, the environment, or a signer of one's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_variables

from libcfsign import CfsignError, PrivateKey, PublicKey, Signer

from .options import SettingsError, text

# Error reports print the locals of each frame, also to the log of a site in production. Every
# function here that has the key, or the options with the key, hides its own.

SOURCES = ("PRIVATE_KEY", "PRIVATE_KEY_FILE", "PRIVATE_KEY_ENV", "SIGNER")


@sensitive_variables()
def source(options: Mapping[str, Any]) -> str:
    """The name of the one setting that holds the key."""
    given = [name for name in SOURCES if options.get(name)]
    if len(given) > 1:
        raise SettingsError(
            "libcfsign.E003",
            f"CFSIGN has {' and '.join(given)}",
            "Keep the one that is meant, and remove the other.",
        )
    if given:
        return given[0]
    if getattr(settings, "AWS_CLOUDFRONT_KEY", None):
        return "AWS_CLOUDFRONT_KEY"
    raise SettingsError(
        "libcfsign.E003",
        "no private key is set",
        "Set CFSIGN['PRIVATE_KEY_FILE'], ['PRIVATE_KEY_ENV'] or ['PRIVATE_KEY'].",
    )


@sensitive_variables()
def key_pair_id(options: Mapping[str, Any]) -> str:
    """The ID that CloudFront gave the public key."""
    found = options.get("KEY_PAIR_ID") or getattr(settings, "AWS_CLOUDFRONT_KEY_ID", None)
    if not found:
        raise SettingsError(
            "libcfsign.E002",
            "no key pair ID is set",
            "Set CFSIGN['KEY_PAIR_ID'] to the ID of the public key in CloudFront (K…).",
        )
    return text("CFSIGN['KEY_PAIR_ID']", found, "libcfsign.E002")


@sensitive_variables()
def private_key(options: Mapping[str, Any]) -> str | bytes:
    """The private key as it was found, in any form that can be read."""
    name = source(options)
    if name == "SIGNER":
        raise SettingsError(
            "libcfsign.E003",
            "CFSIGN['SIGNER'] signs, and its private key is not here",
            "Give the public key in CFSIGN['PUBLIC_KEYS'].",
        )
    if name == "PRIVATE_KEY_FILE":
        return _from_file(options[name])
    if name == "PRIVATE_KEY_ENV":
        return _from_environment(options[name])
    value = options[name] if name == "PRIVATE_KEY" else settings.AWS_CLOUDFRONT_KEY
    if callable(value):
        value = _called(name, value)
    if not isinstance(value, (str, bytes)):
        raise SettingsError(
            "libcfsign.E003",
            f"{name} is of type {type(value).__name__}",
            "Write the text of the key, or a function that returns it.",
        )
    return value


@sensitive_variables()
def make_signer(options: Mapping[str, Any]) -> Signer:
    """The signer that the settings describe."""
    if source(options) == "SIGNER":
        return _own_signer(options["SIGNER"])
    key, identifier = private_key(options), key_pair_id(options)
    hash_algorithm = text("CFSIGN['HASH_ALGORITHM']", options.get("HASH_ALGORITHM", "SHA1"))
    try:
        return Signer.from_pem(
            key,
            identifier,
            passphrase=_passphrase(options),
            hash_algorithm=cast("Literal['SHA1', 'SHA256']", hash_algorithm),
        )
    except CfsignError as error:
        check_id, hint = _REFUSALS.get(error.code, _REFUSED_KEY)
        raise SettingsError(check_id, str(error), hint) from error


_REFUSED_KEY = (
    "libcfsign.E004",
    "Give the private key whose public half has this ID in CloudFront, as PEM, DER or Base64.",
)
_REFUSALS = {
    "invalid-key-pair-id": (
        "libcfsign.E002",
        "CFSIGN['KEY_PAIR_ID'] is the ID of the public key in CloudFront, and begins with K.",
    ),
    "invalid-hash-algorithm": (
        "libcfsign.E001",
        "CFSIGN['HASH_ALGORITHM'] is 'SHA1' or 'SHA256'.",
    ),
    "file-path-given": (
        "libcfsign.E004",
        "The name of a file belongs in CFSIGN['PRIVATE_KEY_FILE'].",
    ),
    "passphrase-required": ("libcfsign.E004", "Set CFSIGN['PASSPHRASE']."),
    "wrong-passphrase": ("libcfsign.E004", "Correct CFSIGN['PASSPHRASE']."),
}


@sensitive_variables()
def public_keys(options: Mapping[str, Any]) -> dict[str, str | bytes | PublicKey]:
    """Every key that a verifier is to trust: the one that signs, and those of a rotation."""
    keys: dict[str, str | bytes | PublicKey] = dict(options.get("PUBLIC_KEYS") or {})
    if source(options) != "SIGNER":
        private = PrivateKey.from_pem(private_key(options), _passphrase(options))
        keys[key_pair_id(options)] = private.public_key()
    return keys


@sensitive_variables()
def _from_file(name: object) -> bytes:
    if isinstance(name, os.PathLike):
        name = os.fspath(cast("os.PathLike[str]", name))
    if not isinstance(name, str):
        raise SettingsError(
            "libcfsign.E003",
            f"CFSIGN['PRIVATE_KEY_FILE'] is of type {type(name).__name__}",
            "Write the path of the file.",
        )
    name = text("CFSIGN['PRIVATE_KEY_FILE']", name, "libcfsign.E003")
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(
            "libcfsign.E003",
            f"CFSIGN['PRIVATE_KEY_FILE'], {name!r}, cannot be read: {reason}",
            "Write the whole path, and let the user that Django runs as read the file.",
        ) from error


@sensitive_variables()
def _from_environment(name: object) -> str:
    variable = text("CFSIGN['PRIVATE_KEY_ENV']", name, "libcfsign.E003")
    if not os.environ.get(variable):
        # Part of a key in the place of the name must not be repeated in a message.
        shown = repr(variable) if variable.isidentifier() else "not the name of a variable"
        raise SettingsError(
            "libcfsign.E003",
            f"the environment has no key where CFSIGN['PRIVATE_KEY_ENV'] points: {shown}",
            "Set the variable to the text of the key, or name another one.",
        )
    return os.environ[variable]


@sensitive_variables()
def _own_signer(value: object) -> Signer:
    if isinstance(value, str):
        name = text("CFSIGN['SIGNER']", value, "libcfsign.E003")
        try:
            value = import_string(name)
        except ImportError as error:
            raise SettingsError(
                "libcfsign.E003",
                f"CFSIGN['SIGNER']: {error}",
                "Write the dotted name of a Signer, or of a function that returns one.",
            ) from error
    if callable(value) and not isinstance(value, Signer):
        value = _called("SIGNER", value)
    if not isinstance(value, Signer):
        raise SettingsError(
            "libcfsign.E003",
            f"CFSIGN['SIGNER'] gives a {type(value).__name__}",
            "Write a Signer, a function that returns one, or the dotted name of either.",
        )
    return value


@sensitive_variables()
def _passphrase(options: Mapping[str, Any]) -> str | bytes | None:
    found: object = options.get("PASSPHRASE")
    if found is None or isinstance(found, (str, bytes)):
        return found
    raise SettingsError(
        "libcfsign.E001",
        f"CFSIGN['PASSPHRASE'] is of type {type(found).__name__}",
        "Write it as a string.",
    )


@sensitive_variables()
def _called(name: str, function: Callable[[], object]) -> object:
    """What a function of the site returns; what it raises may hold a secret, and its type does not."""
    try:
        return function()
    except SettingsError:
        raise
    except Exception as error:
        raise SettingsError(
            "libcfsign.E003",
            f"the function that CFSIGN['{name}'] names raised {type(error).__name__}",
            "Call it in manage.py shell to see the whole error.",
        ) from error
