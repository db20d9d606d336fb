"""Whatever comes in: an error of this package, a TypeError, or a signature that verifies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import libcfsign
from libcfsign import (
    CookieAttributes,
    Policy,
    PrivateKey,
    PublicKey,
    Signer,
    TrustedKeyGroup,
    UrlBuilder,
    Verifier,
)

EXPIRES = 1_767_290_400
KEYS = Path(__file__).resolve().parents[3] / "tests" / "keys"
SIGNER = Signer.from_file(KEYS / "p256.pkcs8.pem", "K36X4X2EO997HM")
VERIFIER = Verifier({"K36X4X2EO997HM": (KEYS / "p256.public.pem").read_text()})

# Lone surrogates are text in Python, and so is everything that nobody expects in a URL.
text = st.text(st.characters(exclude_categories=()), max_size=40)
pieces = st.sampled_from(
    ["https://", "http", "*", "?", "&", "=", "#", "%", "%2", "..", "/", "\\", "@", ":", "[::1]",
     "d111111abcdef8.cloudfront.net", "Expires", "Policy", "Signature", "é", " ", "\0", "\n", "{", '"']
)  # fmt: skip
urlish = st.one_of(text, st.lists(st.one_of(pieces, text), max_size=8).map("".join))
scalar = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=40), urlish,
    st.datetimes(), st.datetimes(timezones=st.just(timezone.utc)), st.timedeltas(),
    st.dates(), st.complex_numbers(), st.builds(object),
)  # fmt: skip
anything = st.recursive(
    scalar,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(urlish, st.integers()), inner, max_size=3),
    ),
    max_leaves=4,
)


def survives(call: Callable[[], Any]) -> Any:
    """The result, or nothing where the call refuses as it may."""
    try:
        return call()
    except (libcfsign.CfsignError, TypeError) as error:
        assert str(error)
        return None


@settings(max_examples=1500, deadline=None)
@given(url=urlish)
def test_what_is_signed_verifies(url: str) -> None:
    signed = survives(lambda: SIGNER.sign_url(url, EXPIRES))
    if signed is not None:
        assert signed.startswith(url)
        assert VERIFIER.verify(signed, now=EXPIRES - 1).origin_url == url


@settings(max_examples=1500, deadline=None)
@given(path=urlish, query=st.lists(st.tuples(urlish, urlish), max_size=3), name=urlish)
def test_what_is_built_can_be_signed(path: str, query: list[tuple[str, str]], name: str) -> None:
    base = "https://d111111abcdef8.cloudfront.net"
    url = survives(lambda: libcfsign.build_url(base, path, query=query, download_as=name or None))
    if url is not None:
        assert SIGNER.sign_url(url, EXPIRES).startswith(base)


@settings(max_examples=2000, deadline=None)
@given(first=anything, second=anything, third=anything)
def test_nothing_crashes(first: Any, second: Any, third: Any) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: Signer.from_pem(first, second, passphrase=third),
        lambda: Signer.from_pem(SECRET, first, hash_algorithm=second),
        lambda: Signer.from_callback(first, second, public_key=third),
        lambda: SIGNER.sign_url(first, second),
        lambda: SIGNER.sign_url(first, policy=second),
        lambda: SIGNER.sign_urls(first, second, threads=third),
        lambda: SIGNER.try_sign_urls(first, EXPIRES, progress=second),
        lambda: SIGNER.sign_cookies(first),
        lambda: SIGNER.sign_url_with_raw_policy(first, second),
        lambda: SIGNER.sign_cookies_with_raw_policy(first),
        lambda: SIGNER.sign_message(first),
        lambda: Policy(first, second, date_greater_than=third),
        lambda: Policy(first, EXPIRES, ip_address=second),
        lambda: Policy.below(first, second),
        lambda: Policy.pattern(first, second),
        lambda: PrivateKey.from_pem(first, second),
        lambda: PublicKey.from_pem(first).verify(second, third),
        lambda: TrustedKeyGroup(first),
        lambda: Verifier(first, cache_size=second),
        lambda: VERIFIER.verify(first, cookies=second, viewer_ip=third),
        lambda: VERIFIER.verify("https://d111111abcdef8.cloudfront.net/", now=first),
        lambda: str(VERIFIER.explain(first, cookies=second, viewer_ip=third).to_dict()),
        lambda: VERIFIER.explain("https://d111111abcdef8.cloudfront.net/", other_hosts=first),
        lambda: UrlBuilder(first).path(second).query(second, third).build(),
        lambda: libcfsign.build_url(first, second, query=third),
        lambda: CookieAttributes(domain=first, path=second, max_age=third),
        lambda: CookieAttributes(same_site=first, secure=second).clear_lines(),
        lambda: libcfsign.shared_cookie_domain(first, second),
        lambda: libcfsign.judge_set_cookie(first, second, third),
        lambda: libcfsign.classify_response(first, status=second, headers=third),
        lambda: libcfsign.expires_in(first, bucket=second, now=third),
        lambda: libcfsign.base64_decode(first),
        lambda: libcfsign.base64_encode(first),
        lambda: libcfsign.generate_key_pair(first),
    ]
    for call in calls:
        survives(call)


SECRET = (KEYS / "p256.pkcs8.pem").read_bytes()


@settings(max_examples=500, deadline=None)
@given(
    when=st.datetimes(datetime(1986, 1, 1), datetime(9999, 12, 31), timezones=st.timezones()),
)
def test_every_aware_datetime_is_its_second(when: datetime) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    seconds = (when - epoch) // timedelta(seconds=1)
    assert Policy("https://d111111abcdef8.cloudfront.net/a", when).date_less_than == seconds
