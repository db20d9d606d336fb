"""A local edge for tests: it answers as a CloudFront distribution with a trusted key group does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from libcfsign._native import Edge, PublicKey, TrustedKeyGroup

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from types import TracebackType

__all__ = ["LocalEdge", "Request"]


class Request(NamedTuple):
    """What the edge saw, and what it decided."""

    method: str
    path: str
    status: int
    verdict: str
    """The stable word for why it was let through or refused, such as ``"expired"``."""


class LocalEdge:
    """An edge in threads of this process, on a free port, in front of a directory or an HTTP server.

        with LocalEdge({"KLOCAL": public_pem}, directory="media") as edge:
            signed = signer.sign_url(f"{edge.url}/report.pdf", timedelta(minutes=5))
            assert urlopen(signed).status == 200

    It stops at the end of the block, by `stop`, or when nothing holds it any more. `clock` returns the epoch second that it is for the edge, so that a test can let signatures expire.
    `viewer_scheme` is the scheme that viewers use, where a proxy for https stands before it.
    """

    requests: list[Request]
    """Every request so far."""

    def __init__(
        self,
        keys: Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup,
        *,
        directory: str | os.PathLike[str] | None = None,
        origin: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], int] | None = None,
        viewer_scheme: str | None = None,
    ) -> None:
        if clock is not None and type(clock()) is not int:
            raise TypeError(
                "wanted a clock that returns an int of epoch seconds, as int(time.time())"
            )
        self.requests = requests = []

        # Not a method: what the edge holds must not hold the edge, or nothing would ever stop it.
        def note(method: str, path: str, status: int, verdict: str) -> None:
            requests.append(Request(method, path, status, verdict))

        self._edge = Edge(
            keys,
            address=f"{host}:{port}",
            directory=directory,
            origin=origin,
            clock=clock,
            viewer_scheme=viewer_scheme,
            on_request=note,
        )

    @property
    def address(self) -> str:
        """The host and the port that was free, as in ``127.0.0.1:8403``."""
        return self._edge.address

    @property
    def url(self) -> str:
        """The beginning of every URL, without a slash at the end."""
        return self._edge.url

    def stop(self) -> None:
        """Stops and waits for it; again is no error."""
        self._edge.stop()

    def __enter__(self) -> LocalEdge:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
