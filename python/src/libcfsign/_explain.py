"""`explain` as one call, for people who have a URL and a public key and want to know why."""

from __future__ import annotations

from libcfsign._native import Explanation, PublicKey, TrustedKeyGroup, Verifier

# typing is imported by checkers only: it takes longer than all of this package.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from ipaddress import IPv4Address, IPv6Address


def explain(
    url: str,
    keys: Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup,
    *,
    cookies: str | Mapping[str, str] | None = None,
    viewer_ip: str | IPv4Address | IPv6Address | None = None,
    now: datetime | timedelta | int | None = None,
    other_hosts: Iterable[str] = (),
) -> Explanation:
    """Says why CloudFront lets a request for `url` through or refuses it.

    `keys` are the public keys of the trusted key group by their key pair IDs. `other_hosts` are hosts
    that may have been signed in place of the one in the URL.

        print(explain(url, {"K2JCJMDEHXQW5F": public_key_pem}))
    """
    return Verifier(keys).explain(
        url, cookies=cookies, viewer_ip=viewer_ip, now=now, other_hosts=list(other_hosts)
    )
