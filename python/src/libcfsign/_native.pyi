"""The core as classes of Python. Generated from bindings/python by `make generate`; do not edit."""

import os
from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address
from typing import Any, Literal, final

from libcfsign.exceptions import CfsignError

__all__ = [
    "Allowed",
    "Check",
    "CookieAttributes",
    "Edge",
    "Explanation",
    "Finding",
    "Grant",
    "Policy",
    "PrivateKey",
    "PublicKey",
    "ResponseOrigin",
    "SignedCookies",
    "Signer",
    "TrustedKeyGroup",
    "UrlBuilder",
    "Verifier",
    "base64_decode",
    "base64_encode",
    "build_url",
    "classify_response",
    "expires_in",
    "generate_key_pair",
    "judge_set_cookie",
    "run_command",
    "shared_cookie_domain",
    "version",
]

@final
class Allowed:
    """
    A request that is let through, and why.
    """

    def __repr__(self, /) -> str: ...
    @property
    def credential(self, /) -> str:
        """
        `url` or `cookies`: what the request was signed with.
        """

    @property
    def expires(self, /) -> int:
        """
        When the policy ends, in epoch seconds.
        """

    @property
    def hash_algorithm(self, /) -> str:
        """
        The hash that was signed.
        """

    @property
    def is_canned(self, /) -> bool:
        """
        Whether the policy was canned.
        """

    @property
    def key_pair_id(self, /) -> str:
        """
        The ID of the key that signed.
        """

    @property
    def origin_url(self, /) -> str:
        """
        The URL without the signing parameters: what the origin should get.
        """

    @property
    def resource(self, /) -> str | None:
        """
        The resource of the policy; None where it leaves it out and means every file.
        """

@final
class Check:
    """
    One check: what was found, what was wanted, what to do.
    """

    def __repr__(self, /) -> str: ...
    @property
    def advice(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        What is checked, as a stable word such as `signature`.
        """

    @property
    def found(self, /) -> str: ...
    @property
    def outcome(self, /) -> str:
        """
        `passed`, `failed` or `not-reached`.
        """

    @property
    def reason(self, /) -> str | None:
        """
        The code of the reason it failed for.
        """

    def to_dict(self, /) -> dict[str, str | None]:
        """
        All of it in plain types.
        """

    @property
    def wanted(self, /) -> str: ...

@final
class CookieAttributes:
    """
    What a browser is told to do with signed cookies.

    Refused where browsers would refuse it. Without a `domain` the cookies are for the very host that
    sets them; `shared_cookie_domain` finds the one that a page and a distribution share. Without a
    `max_age`, which is a timedelta or seconds, they end with the browser's session.
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        *,
        domain: str | None = None,
        path: str = ...,
        secure: bool = True,
        http_only: bool = True,
        same_site: Literal["Lax", "None", "Strict"] | None = ...,
        max_age: timedelta | int | None = None,
    ) -> CookieAttributes: ...
    def __repr__(self, /) -> str: ...
    def clear_lines(self, /) -> list[str]:
        """
        The lines after `Set-Cookie:` that remove all five cookies, with the same domain and path.
        """

    @property
    def domain(self, /) -> str | None: ...
    @property
    def http_only(self, /) -> bool: ...
    @property
    def max_age(self, /) -> int | None:
        """
        In seconds.
        """

    @property
    def path(self, /) -> str: ...
    @property
    def same_site(self, /) -> str | None: ...
    @property
    def secure(self, /) -> bool: ...

@final
class Edge:
    """
    A local edge that listens, until it is stopped.
    """

    def __new__(
        cls,
        /,
        keys: Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup,
        *,
        address: str,
        directory: str | os.PathLike[str] | None = None,
        origin: str | None = None,
        clock: Callable[[], int] | None = None,
        viewer_scheme: str | None = None,
        on_request: Callable[[str, str, int, str], object] | None = None,
    ) -> Edge: ...
    def __repr__(self, /) -> str: ...
    @property
    def address(self, /) -> str:
        """
        The address that is listened on.
        """

    def stop(self, /) -> None:
        """
        Stops and waits for it. Again is no error.
        """

    @property
    def url(self, /) -> str:
        """
        The beginning of a URL, as in http://127.0.0.1:8403.
        """

@final
class Explanation:
    """
    Why CloudFront lets a request through or refuses it. `str()` of it is for people.
    """

    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def allowed(self, /) -> bool:
        """
        Whether the request is let through.
        """

    @property
    def checks(self, /) -> list[Check]:
        """
        Every check, in the order in which they are made.
        """

    @property
    def cloudfront_error(self, /) -> tuple[str, str] | None:
        """
        CloudFront's own code and message for it, such as ("AccessDenied", "Access denied").
        """

    @property
    def code(self, /) -> str | None:
        """
        The code of the reason it is refused for, such as `expired`.
        """

    @property
    def findings(self, /) -> list[Finding]:
        """
        What was found, and what to do: what is proven comes first.
        """

    @property
    def signed_text(self, /) -> str | None:
        """
        The policy that the signature must be over.
        """

    def to_dict(self, /) -> dict[str, object]:
        """
        All of it in plain types, ready for json.dumps.
        """

@final
class Finding:
    """
    One thing that was found, and what to do about it.
    """

    def __repr__(self, /) -> str: ...
    def __str__(self, /) -> str: ...
    @property
    def advice(self, /) -> str:
        """
        What to do.
        """

    @property
    def code(self, /) -> str:
        """
        The stable word of its kind, such as `other-hash`.
        """

    @property
    def message(self, /) -> str:
        """
        What was found.
        """

    def to_dict(self, /) -> dict[str, str]:
        """
        All of it in plain types.
        """

@final
class Grant:
    """
    A signed policy, ready to be put on URLs; made by Signer.grant.

    Putting it on a URL costs a check and a copy, and no signature.
    """

    def __repr__(self, /) -> str: ...
    def cookies(self, /) -> SignedCookies:
        """
        The same grant as cookies.
        """

    @property
    def policy(self, /) -> Policy:
        """
        The policy that was signed.
        """

    @property
    def query(self, /) -> str:
        """
        The signing parameters as a query string, without `?` or `&` before them.
        """

    def sign_url(self, /, url: str) -> str:
        """
        `url` with the signing parameters; refused where the policy does not cover it.
        """

    def sign_urls(self, /, urls: Iterable[str]) -> list[str]:
        """
        Every URL with the signing parameters.
        """

@final
class Policy:
    """
    What may be fetched, until when, from when on, and from where.

    `resource` is one exact URL, or a pattern if it has a `*`; in a pattern `?` stands for any one
    character. An exact resource with no other condition makes a canned policy, which is not sent;
    `always_custom` makes it a custom one.

    >>> Policy("https://d111111abcdef8.cloudfront.net/videos/*", timedelta(hours=1), ip_address="192.0.2.0/24")
    """

    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __new__(
        cls,
        /,
        resource: str,
        date_less_than: datetime | timedelta | int,
        *,
        date_greater_than: datetime | timedelta | int | None = None,
        ip_address: str | IPv4Address | IPv4Network | None = None,
        always_custom: bool = False,
    ) -> Policy: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def below(
        prefix: str,
        date_less_than: datetime | timedelta | int,
        *,
        date_greater_than: datetime | timedelta | int | None = None,
        ip_address: str | IPv4Address | IPv4Network | None = None,
    ) -> Policy:
        """
        A policy for everything below the URL `prefix`, in which no character is a wildcard.
        """

    def covers(self, /, url: str) -> bool:
        """
        Whether `url` may be fetched under this policy, times and addresses aside.
        """

    @property
    def date_greater_than(self, /) -> int | None:
        """
        The beginning, in epoch seconds.
        """

    @property
    def date_less_than(self, /) -> int:
        """
        The end, in epoch seconds.
        """

    @property
    def ip_address(self, /) -> str | None:
        """
        The range of viewer addresses, as in 192.0.2.0/24.
        """

    @property
    def is_canned(self, /) -> bool:
        """
        Whether it is sent as an expiry alone.
        """

    @staticmethod
    def pattern(
        pattern: str,
        date_less_than: datetime | timedelta | int,
        *,
        date_greater_than: datetime | timedelta | int | None = None,
        ip_address: str | IPv4Address | IPv4Network | None = None,
    ) -> Policy:
        """
        A policy for a pattern, in which `*` stands for any characters and `?` for one, even where no
        `*` is in it.
        """

    @property
    def resource(self, /) -> str:
        """
        The URL or the pattern.
        """

    def to_json(self, /) -> str:
        """
        The policy document that is signed.
        """

@final
class PrivateKey:
    """
    A private key, parsed once; zeroised when it is dropped.
    """

    def __reduce__(self, /) -> str: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_pem(
        private_key: str | bytes | bytearray, passphrase: str | bytes | bytearray | None = None
    ) -> PrivateKey:
        """
        Reads a private key in any form that Signer.from_pem takes.
        """

    @property
    def key_size(self, /) -> int:
        """
        The size of the key in bits.
        """

    @property
    def key_type(self, /) -> str:
        """
        The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
        """

    def public_key(self, /) -> PublicKey:
        """
        The public half.
        """

    def sign(self, /, message: bytes, hash_algorithm: str = ...) -> bytes:
        """
        The signature over `message`: PKCS#1 v1.5 for RSA, ASN.1 DER for ECDSA.
        """

@final
class PublicKey:
    """
    A public key: what CloudFront holds.
    """

    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_pem(public_key: str | bytes | bytearray) -> PublicKey:
        """
        Reads a public key, as PEM or DER.
        """

    @property
    def key_size(self, /) -> int:
        """
        The size of the key in bits.
        """

    @property
    def key_type(self, /) -> str:
        """
        The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
        """

    def to_der(self, /) -> bytes:
        """
        The key as SubjectPublicKeyInfo in DER.
        """

    def to_pem(self, /) -> str:
        """
        The key in PEM, as it is uploaded to CloudFront.
        """

    def verify(self, /, message: bytes, signature: bytes, hash_algorithm: str = ...) -> bool:
        """
        Whether `signature` is one over `message` by the private half.
        """

@final
class ResponseOrigin:
    """
    Who an answer is from, and what it means.
    """

    def __repr__(self, /) -> str: ...
    @property
    def advice(self, /) -> str: ...
    @property
    def code(self, /) -> str:
        """
        The stable word, such as `s3-access-denied`.
        """

    @property
    def layer(self, /) -> str:
        """
        `cloudfront`, `s3`, `kms`, `waf`, `other-edge` or `unknown`.
        """

    @property
    def meaning(self, /) -> str: ...

@final
class SignedCookies(Mapping[str, str]):
    """
    Signed cookies: a mapping of their names and values. The values are to be sent as they are,
    neither quoted nor percent-encoded.
    """

    def __contains__(self, name: Any, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool:
        """
        Equal to every mapping of the same names and values, as mappings are.
        """

    def __getitem__(self, name: Any, /) -> str: ...
    def __iter__(self, /) -> Iterator[str]: ...
    def __len__(self, /) -> int: ...
    def __repr__(self, /) -> str: ...
    def cookie_header(self, /) -> str:
        """
        The value of a `Cookie` header, for clients that are no browsers.
        """

    def get(self, /, name: str, default: Any = None) -> Any: ...
    def items(self, /) -> ItemsView[str, str]: ...
    def keys(self, /) -> KeysView[str]: ...
    def set_cookie_lines(self, /, attributes: CookieAttributes | None = None) -> list[str]:
        """
        The lines after `Set-Cookie:`, one for each cookie. Refused where a browser would drop the
        cookies or not send them with the resource of the policy.
        """

    def values(self, /) -> ValuesView[str]: ...

@final
class Signer:
    """
    Signs URLs and cookies for CloudFront with a private key that is parsed once.

    It never changes, and may be used from many threads at once: signing releases the GIL.

    >>> signer = Signer.from_file("private_key.pem", "K2JCJMDEHXQW5F")
    >>> signer.sign_url("https://d111111abcdef8.cloudfront.net/a.jpg", timedelta(hours=1))

    See https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
    """

    def __call__(self, /, message: bytes) -> bytes:
        """
        The bare signature over `message`, so that a signer is an `rsa_signer` of botocore.
        """

    def __reduce__(self, /) -> str: ...
    def __repr__(self, /) -> str: ...
    @staticmethod
    def from_callback(
        sign: Callable[[bytes], bytes],
        key_pair_id: str,
        *,
        public_key: str | bytes | bytearray,
        hash_algorithm: str = ...,
    ) -> Signer:
        """
        A signer whose private key is held elsewhere, in KMS or an HSM.

        `sign` gets the message in bytes, at most 4096 for KMS, and returns the signature: PKCS#1 v1.5
        for RSA, ASN.1 DER for ECDSA. Every signature is checked with the public key before it is used.
        """

    @staticmethod
    def from_file(
        path: str | os.PathLike[str],
        key_pair_id: str,
        *,
        passphrase: str | bytes | bytearray | None = None,
        hash_algorithm: str = ...,
    ) -> Signer:
        """
        A signer from a file that holds the private key, read once.
        """

    @staticmethod
    def from_pem(
        private_key: str | bytes | bytearray,
        key_pair_id: str,
        *,
        passphrase: str | bytes | bytearray | None = None,
        hash_algorithm: str = ...,
    ) -> Signer:
        """
        A signer from the private key itself: RSA in PKCS#1 or PKCS#8, ECDSA P-256 in SEC1 or PKCS#8,
        as PEM or DER. What environment variables and secret stores do to a PEM is taken too: \\n for
        line breaks, quotes around it, Base64 of the whole, a JSON object that holds it.
        """

    def grant(self, /, policy: Policy) -> Grant:
        """
        `policy` signed once, to be put on any number of URLs at the speed of copying.
        """

    def grants(
        self,
        /,
        policies: Iterable[Policy],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[Grant]:
        """
        Every policy signed once, as `grant` does; the rest is as for `sign_cookies_each`.
        """

    @property
    def hash_algorithm(self, /) -> str:
        """
        `SHA1`, CloudFront's default, or `SHA256`.
        """

    @property
    def key_pair_id(self, /) -> str:
        """
        The ID of the public key that CloudFront verifies with.
        """

    @property
    def key_type(self, /) -> str:
        """
        The kind of the key, such as `RSA 2048` or `ECDSA P-256`.
        """

    def sign_cookies(self, /, policy: Policy) -> SignedCookies:
        """
        `policy` signed for cookies: a mapping of their names and values.
        """

    def sign_cookies_each(
        self,
        /,
        policies: Iterable[Policy],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[SignedCookies]:
        """
        Every policy signed for cookies as `sign_cookies` does, on all cores and with the GIL released
        once. The first that is refused raises, with its index in `index`; `threads` and `progress` are
        as for `sign_urls`.
        """

    def sign_cookies_with_raw_policy(self, /, policy: str) -> SignedCookies:
        """
        A policy document that the caller wrote, signed for cookies as it is and unchecked.
        """

    def sign_message(self, /, message: bytes) -> bytes:
        """
        The bare signature over `message`.
        """

    def sign_url(
        self,
        /,
        url: str,
        expires: datetime | timedelta | int | None = None,
        *,
        policy: Policy | None = None,
    ) -> str:
        """
        `url` signed until `expires` with a canned policy, or under `policy`, which must cover it.

        The URL is signed and returned byte for byte. One that clients would rewrite on the way is
        refused with InvalidInput, whose `suggestion` is its corrected form.
        """

    def sign_url_with_raw_policy(self, /, url: str, policy: str) -> str:
        """
        `url` signed under a policy document that the caller wrote, signed and sent as it is. Nothing
        in it is checked: CloudFront may refuse it, or read more into it than was meant.
        """

    def sign_urls(
        self,
        /,
        urls: Iterable[str],
        expires: datetime | timedelta | int | None = None,
        *,
        policy: Policy | None = None,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[str]:
        """
        Every URL signed as `sign_url` does, in order, on all cores and with the GIL released once.

        The first URL that is refused raises, with its index in `index`; `try_sign_urls` returns the
        errors instead. A wrong type raises before anything is signed. `threads` limits the cores;
        `progress` is called with how many URLs are done, at most ten times a second. Ctrl-C ends it.
        """

    def sign_urls_each(
        self,
        /,
        urls: Iterable[tuple[str, datetime | timedelta | int | Policy]],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[str]:
        """
        Every URL signed until a time, or under a policy, of its own: pairs of a URL and its `expires`
        or `Policy`. The rest is as for `sign_urls`.
        """

    def sign_urls_with_raw_policy(
        self,
        /,
        urls: Iterable[str],
        policy: str,
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[str]:
        """
        Every URL signed under a policy document that the caller wrote, as `sign_url_with_raw_policy`
        does: it is signed once for all of them. The rest is as for `sign_urls`.
        """

    def try_grants(
        self,
        /,
        policies: Iterable[Policy],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[Grant | CfsignError]:
        """
        Every policy signed as `grants` does; where one is refused, its error stands in its place.
        """

    def try_sign_cookies_each(
        self,
        /,
        policies: Iterable[Policy],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[SignedCookies | CfsignError]:
        """
        Every policy signed as `sign_cookies_each` does; where one is refused, its error stands in its
        place.
        """

    def try_sign_urls(
        self,
        /,
        urls: Iterable[str],
        expires: datetime | timedelta | int | None = None,
        *,
        policy: Policy | None = None,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[str | CfsignError]:
        """
        Every URL signed as `sign_urls` does; where one is refused, its error stands in its place.
        """

    def try_sign_urls_each(
        self,
        /,
        urls: Iterable[tuple[str, datetime | timedelta | int | Policy]],
        *,
        threads: int | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> list[str | CfsignError]:
        """
        Every URL signed as `sign_urls_each` does; where one is refused, its error stands in its place.
        """

@final
class TrustedKeyGroup:
    """
    The public keys that a distribution trusts, by their key pair IDs.

    >>> TrustedKeyGroup({"K2JCJMDEHXQW5F": public_key_pem})
    """

    def __len__(self, /) -> int: ...
    def __new__(
        cls, /, keys: Mapping[str, str | bytes | bytearray | PublicKey]
    ) -> TrustedKeyGroup: ...
    def __repr__(self, /) -> str: ...
    @property
    def key_pair_ids(self, /) -> list[str]:
        """
        The IDs of the keys.
        """

@final
class UrlBuilder:
    """
    Builds a URL that can be signed from file names and parameters as people write them.

    Everything is percent-encoded once, so no client rewrites the outcome, and `*` or `?` in a name stay
    characters. Every method returns a new builder.

    >>> UrlBuilder("https://d111111abcdef8.cloudfront.net").segment("50 %").query("v", "1").build()
    'https://d111111abcdef8.cloudfront.net/50%20%25?v=1'
    """

    def __new__(cls, /, origin: str) -> UrlBuilder:
        """
        `origin` is the scheme and host of the distribution.
        """

    def build(self, /) -> str:
        """
        The URL, ready to be signed.
        """

    def build_below(self, /) -> str:
        """
        The pattern for everything below this path, for Policy.pattern.
        """

    def download_as(self, /, name: str) -> UrlBuilder:
        """
        Asks S3 to send the file as a download called `name`, by `response-content-disposition`, which
        the cache policy or origin request policy of the distribution must forward.
        """

    def path(self, /, raw: str) -> UrlBuilder:
        """
        Appends path segments from a raw path, such as an S3 key; its slashes separate segments.
        """

    def query(self, /, name: str, value: str) -> UrlBuilder:
        """
        Appends a query parameter from its raw name and value.
        """

    def segment(self, /, raw: str) -> UrlBuilder:
        """
        Appends one path segment from a raw name; a slash in it is encoded.
        """

    def show_as(self, /, name: str) -> UrlBuilder:
        """
        Asks S3 to send the file to be shown in place, and saved as `name`.
        """

@final
class Verifier:
    """
    Lets requests through or refuses them, as a CloudFront distribution with a trusted key group does.

    `cache_size` keeps that many signatures that were right, so that the segments of a video under one
    policy cost one check. The other options are ways in which edges differ from CloudFront.
    """

    def __new__(
        cls,
        /,
        keys: Mapping[str, str | bytes | bytearray | PublicKey] | TrustedKeyGroup,
        *,
        cache_size: int = ...,
        valid_at_its_end: bool = False,
        valid_at_its_start: bool = False,
        refuse_expires_beside_policy: bool = False,
        epoch_time_without_prefix: bool = False,
        ignore_host_case: bool = False,
    ) -> Verifier: ...
    def __repr__(self, /) -> str: ...
    def explain(
        self,
        /,
        url: str,
        *,
        cookies: str | Mapping[str, str] | None = None,
        viewer_ip: str | IPv4Address | IPv6Address | None = None,
        now: datetime | timedelta | int | None = None,
        other_hosts: Iterable[str] = ...,
    ) -> Explanation:
        """
        Why CloudFront lets a request through or refuses it: every check, and what was probably meant.

        `other_hosts` are hosts that may have been signed in place of the one in the URL.
        """

    def verify(
        self,
        /,
        url: str,
        *,
        cookies: str | Mapping[str, str] | None = None,
        viewer_ip: str | IPv4Address | IPv6Address | None = None,
        now: datetime | timedelta | int | None = None,
    ) -> Allowed:
        """
        Decides about a request for `url`; AccessDenied has the one reason in `code`, and what
        CloudFront says for it in `cloudfront_error`.

        `cookies` is a Cookie header or a mapping; `now` is the clock's, if it is not given.
        """

def base64_decode(text: str) -> bytes:
    """
    The bytes behind CloudFront's Base64.
    """

def base64_encode(data: bytes) -> str:
    """
    `data` in CloudFront's Base64, which has `-`, `~` and `_` for `+`, `/` and `=`.
    """

def build_url(
    base: str,
    path: str = ...,
    *,
    query: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    download_as: str | None = None,
    show_as: str | None = None,
) -> str:
    """
    A URL from the plain text of its parts, percent-encoded once.

    `path` is an S3 key or a file name as people write it. `download_as` and `show_as` ask S3 for a
    Content-Disposition with that file name.

    >>> build_url("https://d111111abcdef8.cloudfront.net", "reports/50 %.pdf", query={"v": "1"})
    'https://d111111abcdef8.cloudfront.net/reports/50%20%25.pdf?v=1'
    """

def classify_response(
    body: str, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> ResponseOrigin:
    """
    Who answered a request, from the body of the answer, its status and headers.
    """

def expires_in(
    ttl: timedelta | int,
    *,
    bucket: timedelta | int | None = None,
    now: datetime | int | None = None,
) -> int:
    """
    The epoch second `ttl` after now, rounded up to a multiple of `bucket`, so that a URL signed until
    then stays the same while browsers and caches hold it. Nothing expires sooner than `ttl`.
    """

def generate_key_pair(key_type: Literal["ecdsa", "rsa"] = ...) -> tuple[str, str]:
    """
    A new key pair in PEM, `(private_pem, public_pem)`. ECDSA P-256 signs faster and makes shorter URLs;
    RSA 2048 is what every older tool can sign with.
    """

def judge_set_cookie(
    lines: Iterable[str], page_origin: str, resource_url: str, now: datetime | int | None = None
) -> list[Finding]:
    """
    What a browser does with the Set-Cookie lines of a page: nothing is found where it keeps the
    cookies and sends them with the resource.
    """

def run_command(arguments: Sequence[str]) -> int:
    """
    Runs the `cfsign` command with `arguments`, the first of which is its name, and returns its exit
    code.
    """

def shared_cookie_domain(app_host: str, cdn_host: str) -> str | None:
    """
    The Domain with which a page on `app_host` sets cookies that go to `cdn_host` too: None where both
    are one host. InvalidInput says why there is none, as for a distribution without a CNAME.

    >>> shared_cookie_domain("www.example.com", "cdn.example.com")
    'example.com'
    """

def version() -> str:
    """
    The version of this package.
    """
