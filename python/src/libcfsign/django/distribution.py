"""The domain of a distribution, asked from AWS once, with a client that the caller brings."""

from __future__ import annotations

from threading import Lock
from typing import Any, NamedTuple, Protocol


class CloudFrontClient(Protocol):
    """The one method that is called of ``boto3.client("cloudfront")``."""

    def get_distribution(self, *, Id: str) -> Any:  # a dict that boto3 describes
        """Describes the distribution."""


class Distribution(NamedTuple):
    """The names of a distribution."""

    domain: str
    """Its own name, such as ``d111111abcdef8.cloudfront.net``."""
    aliases: tuple[str, ...]
    """Its alternate domain names (CNAMEs)."""

    @property
    def host(self) -> str:
        """What belongs in ``CFSIGN["DOMAIN"]``: the first alternate name without a wildcard."""
        plain = (alias for alias in self.aliases if "*" not in alias)
        return next(plain, self.domain)


_known: dict[str, Distribution] = {}
_lock = Lock()


def read_distribution(client: CloudFrontClient, distribution_id: str) -> Distribution:
    """The names of a distribution, asked once in the life of the process.

    The only place in this package that makes a request to AWS, and it does so with ``client`` only.
    """
    with _lock:
        found = _known.get(distribution_id)
        if found is None:
            answer = client.get_distribution(Id=distribution_id)["Distribution"]
            aliases = answer["DistributionConfig"].get("Aliases", {}).get("Items", [])
            found = _known[distribution_id] = Distribution(answer["DomainName"], tuple(aliases))
        return found
