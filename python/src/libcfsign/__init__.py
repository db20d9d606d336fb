"""Creates and verifies Amazon CloudFront signed URLs and signed cookies.

Read the private key once, then sign:

    from datetime import timedelta
    from libcfsign import Policy, Signer

    signer = Signer.from_file("private_key.pem", "K2JCJMDEHXQW5F")
    url = signer.sign_url("https://d111111abcdef8.cloudfront.net/report.pdf", timedelta(hours=1))

    videos = Policy("https://d111111abcdef8.cloudfront.net/videos/*", timedelta(hours=6))
    cookies = signer.sign_cookies(videos)

Times are aware datetimes, timedeltas from now, or epoch seconds. URLs are signed and returned byte
for byte, or refused with their corrected form. `libcfsign.compat` has drop-in replacements for boto 2,
botocore, M2Crypto and rsa; `libcfsign.django` is for Django, `libcfsign.testing` for tests.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html
"""

from __future__ import annotations

# collections.abc under its short name: the long one brings all of collections along.
from _collections_abc import Mapping as _Mapping

from libcfsign._explain import explain
from libcfsign._native import (
    Allowed,
    Check,
    CookieAttributes,
    Explanation,
    Finding,
    Grant,
    Policy,
    PrivateKey,
    PublicKey,
    ResponseOrigin,
    SignedCookies,
    Signer,
    TrustedKeyGroup,
    UrlBuilder,
    Verifier,
    base64_decode,
    base64_encode,
    build_url,
    classify_response,
    expires_in,
    generate_key_pair,
    judge_set_cookie,
    shared_cookie_domain,
    version,
)
from libcfsign.exceptions import AccessDenied, CfsignError, InternalError, InvalidInput, InvalidKey

__all__ = [
    "AccessDenied",
    "Allowed",
    "CfsignError",
    "Check",
    "CookieAttributes",
    "Explanation",
    "Finding",
    "Grant",
    "InternalError",
    "InvalidInput",
    "InvalidKey",
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
    "explain",
    "generate_key_pair",
    "judge_set_cookie",
    "shared_cookie_domain",
]

__version__: str = version()

_Mapping.register(SignedCookies)
