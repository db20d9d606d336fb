"""The exceptions of this package, one class for each class of error.

`code` is a stable word for programs, such as ``"url-scheme"``; the text is for people: what was found,
what was wanted, how to fix it. No text holds a key, a signature or a policy, so it may be logged.
"""

from __future__ import annotations

__all__ = ["AccessDenied", "CfsignError", "InternalError", "InvalidInput", "InvalidKey"]


class CfsignError(Exception):
    """What every exception of this package is."""

    code: str
    """The stable word for what went wrong."""

    suggestion: str | None
    """The corrected form of what was refused, where there is one."""

    index: int | None
    """The place in the list, for errors about one URL of many."""

    def __init__(self, message: str, code: str = "internal", suggestion: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.suggestion = suggestion
        self.index = None


class InvalidKey(CfsignError, ValueError):
    """A key, a passphrase or a key pair ID cannot be used."""


class InvalidInput(CfsignError, ValueError):
    """A URL, a policy, a time, an address or a cookie attribute cannot be used."""


class AccessDenied(CfsignError):
    """CloudFront would refuse the request."""

    cloudfront_error: tuple[str, str] | None
    """CloudFront's own code and message, such as ``("AccessDenied", "Access denied")``."""

    def __init__(
        self,
        message: str,
        code: str = "internal",
        suggestion: str | None = None,
        cloudfront_error: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message, code, suggestion)
        self.cloudfront_error = cloudfront_error


class InternalError(CfsignError):
    """The signature could not be made, or was withheld because it was wrong."""
