"""What is compared with what, in the words of the document."""

from __future__ import annotations

ONE = "one URL, canned policy"
MANY = "a list of 1,000, each"

# For each language: what, our case, what it is compared with, its case.
COMPARED: dict[str, list[tuple[str, str, str, str]]] = {
    "Rust": [
        (ONE, "rust/sign-canned", "AWS-LC's `RSA_sign` alone", "rust/aws-lc-sign"),
        (
            "one URL, canned policy, SHA-256",
            "rust/sign-sha256",
            "`ring`, the signature alone (SHA-256)",
            "rust/ring-sha256",
        ),
        (ONE, "rust/sign-canned", "`rsa` 0.9 without blinding, the signature alone", "rust/rsa-0.9"),
        (ONE, "rust/sign-canned", "`rsa` 0.10, the signature alone", "rust/rsa-0.10"),
        (ONE, "rust/sign-canned", "`cloudfront_sign`, which reads the key for each URL", "rust/cloudfront_sign"),
        ("a signer made for one URL", "rust/load-and-sign", "`cloudfront_sign`", "rust/cloudfront_sign"),
        (
            "one URL, custom policy",
            "rust/sign-custom-starts",
            "`cloudfront_sign`, custom policy",
            "rust/cloudfront_sign-custom",
        ),
        (MANY, "rust/batch-1000", "AWS-LC's `RSA_sign` alone, one by one", "rust/aws-lc-sign"),
        (MANY, "rust/batch-1000", "`cloudfront_sign`, one by one", "rust/cloudfront_sign"),
        ("one URL, custom policy", "rust/sign-custom", "AWS-LC's `RSA_sign` alone", "rust/aws-lc-sign"),
        ("cookies, custom policy", "rust/sign-cookies", "AWS-LC's `RSA_sign` alone", "rust/aws-lc-sign"),
        (
            "one URL with P-256",
            "rust/sign-p256",
            "AWS-LC's `ECDSA_sign` alone, with a random nonce",
            "rust/aws-lc-p256",
        ),
        ("a URL under a grant", "rust/grant", "AWS-LC's `RSA_sign` alone", "rust/aws-lc-sign"),
        ("a verdict on a signed URL", "rust/verify", "AWS-LC's `RSA_verify` alone", "rust/aws-lc-verify"),
        ("reading a key from PEM", "rust/load", "AWS-LC reading the same", "rust/aws-lc-load"),
    ],
    "Python": [
        (ONE, "python/sign-canned", "`cryptography`, the signature alone, key kept", "python/cryptography"),
        (ONE, "python/sign-canned", "botocore with cryptography, key kept", "python/botocore-kept"),
        (ONE, "python/sign-canned", "botocore as documented: PEM in each call", "python/botocore-documented"),
        (ONE, "python/sign-canned", "M2Crypto, key kept", "python/m2crypto-kept"),
        (
            "`CloudFrontSigner` with a `libcfsign.Signer` in place of the callback",
            "python/compat-botocore",
            "botocore as documented: PEM in each call",
            "python/botocore-documented",
        ),
        (
            "the import alone swapped, the documented callback as it was",
            "python/compat-botocore-documented",
            "botocore as documented: PEM in each call",
            "python/botocore-documented",
        ),
        (
            "`CloudFrontSigner` with a `libcfsign.Signer`, custom policy",
            "python/compat-botocore-custom",
            "botocore with cryptography, key kept, custom policy",
            "python/botocore-custom",
        ),
        (
            "`compat.boto2`, PEM in each call",
            "python/compat-boto2",
            "boto 2.49 with python-rsa, two methods repaired for Python 3",
            "python/boto2",
        ),
        (
            "`compat.m2crypto`, PEM in each call",
            "python/compat-m2crypto",
            "M2Crypto, PEM in each call",
            "python/m2crypto",
        ),
        (MANY, "python/batch-1000", "botocore with cryptography, key kept, one by one", "python/botocore-kept"),
        (MANY, "python/batch-1000", "botocore as documented, one by one", "python/botocore-documented"),
        (MANY, "python/batch-1000", "boto 2.49 with python-rsa, one by one", "python/boto2"),
    ],
    "Node": [
        (ONE, "node/sign-canned", "`crypto.sign`, the signature alone, KeyObject kept", "node/crypto-sign"),
        (ONE, "node/sign-canned", "`@aws-sdk/cloudfront-signer`", "node/aws-sdk"),
        ("its drop-in", "node/compat-aws-sdk", "`@aws-sdk/cloudfront-signer`", "node/aws-sdk"),
        (
            "its drop-in, custom policy",
            "node/compat-aws-sdk-custom",
            "`@aws-sdk/cloudfront-signer`, custom policy",
            "node/aws-sdk-custom",
        ),
        (
            "its drop-in, cookies",
            "node/compat-aws-sdk-cookies",
            "`@aws-sdk/cloudfront-signer`, cookies",
            "node/aws-sdk-cookies",
        ),
        ("its drop-in, P-256", "node/compat-aws-sdk-p256", "`@aws-sdk/cloudfront-signer`, P-256", "node/aws-sdk-p256"),
        ("its drop-in", "node/compat-aws-sdk-v2", "`aws-sdk` 2", "node/aws-sdk-v2"),
        ("its drop-in", "node/compat-aws-cloudfront-sign", "`aws-cloudfront-sign`", "node/aws-cloudfront-sign"),
        (MANY, "node/batch-1000", "`@aws-sdk/cloudfront-signer`, one by one", "node/aws-sdk"),
        (MANY, "node/batch-1000", "`crypto.sign`, KeyObject kept, one by one", "node/crypto-sign"),
    ],
    "C": [
        (ONE, "c/sign-canned", "OpenSSL's `RSA_sign` alone", "openssl/sign"),
        (ONE, "c/sign-canned", "AWS-LC's `RSA_sign` alone", "rust/aws-lc-sign"),
        (MANY, "c/batch-1000", "OpenSSL's `RSA_sign` alone, one by one", "openssl/sign"),
        ("reading a key from PEM", "c/load", "OpenSSL reading the same", "openssl/load"),
    ],
    "PHP": [
        (ONE, "php/sign-canned", "`openssl_sign`, the signature alone, key kept", "php/openssl_sign-kept"),
        ("one URL, key kept", "php/sign-canned", "`openssl_sign`, PEM in each call", "php/openssl_sign-pem"),
        ("a signer made for one URL", "php/load-and-sign", "`openssl_sign`, PEM in each call", "php/openssl_sign-pem"),
        (MANY, "php/batch-1000", "`openssl_sign`, PEM in each call, one by one", "php/openssl_sign-pem"),
    ],
}

# What the tables need to be read rightly.
NOTES = {
    "Rust": "`cloudfront_sign` reads the key for each URL, and a `Signer` of cfsign keeps it; where both read it for each URL,"
    " cfsign's row is “a signer made for one URL”.",
    "Python": "botocore signs with a callback that its user writes. The documented one reads the key for each URL, which"
    " takes nearly all of the time: swapping the import alone changes nothing of that, a `libcfsign.Signer` in the place of"
    " the callback does.",
    "Node": "All these packages get the text of the key in each call, and so do their drop-ins, which know it again by its"
    " digest and keep the key that they have read.",
    "PHP": "The code that people paste reads the key for each URL, and a `Signer` keeps it; “a signer made for one URL” reads"
    " it too.",
}

# The rows of the chart: whose, the usual code, its case, ours for one URL, ours for a list of 1,000.
USUAL = [
    ("Python", "botocore as documented", "python/botocore-documented", "python/compat-botocore", "python/batch-1000"),
    ("Python", "boto 2", "python/boto2", "python/compat-boto2", "python/batch-1000"),
    ("Python", "botocore, key kept", "python/botocore-kept", "python/compat-botocore", "python/batch-1000"),
    ("Node", "@aws-sdk/cloudfront-signer", "node/aws-sdk", "node/compat-aws-sdk", "node/batch-1000"),
    ("Node", "aws-cloudfront-sign", "node/aws-cloudfront-sign", "node/compat-aws-cloudfront-sign", "node/batch-1000"),
    ("PHP", "openssl_sign with the PEM", "php/openssl_sign-pem", "php/sign-canned", "php/batch-1000"),
    ("Rust", "cloudfront_sign", "rust/cloudfront_sign", "rust/sign-canned", "rust/batch-1000"),
    ("C", "OpenSSL's RSA_sign, key kept", "openssl/sign", "c/sign-canned", "c/batch-1000"),
]

# What each operation takes in each language; absolute, so that readers see the order of magnitude.
OPERATIONS = [
    ("one URL, canned policy", "sign-canned"),
    ("one URL, custom policy", "sign-custom"),
    ("cookies, custom policy", "sign-cookies"),
    ("one URL with P-256", "sign-p256"),
    ("a URL under a grant", "grant"),
    ("a list of 8, each", "batch-8"),
    ("a list of 1,000, each", "batch-1000"),
    ("a verdict on a signed URL", "verify"),
    ("reading a key from PEM", "load"),
]
LANGUAGES = {"Rust": "rust", "Python": "python", "Node": "node", "C": "c", "PHP": "php"}

# Fresh processes: language, what, case, the same language doing nothing.
FIRST = [
    ("Rust", "cfsign", "rust/cfsign", "rust/nothing"),
    ("Rust", "AWS-LC", "rust/aws-lc", "rust/nothing"),
    ("Rust", "cloudfront_sign", "rust/cloudfront_sign", "rust/nothing"),
    ("Python", "cfsign", "python/cfsign", "python/nothing"),
    ("Python", "botocore and cryptography", "python/botocore", "python/nothing"),
    ("Node", "cfsign", "node/cfsign", "node/nothing"),
    ("Node", "cfsign/aws-sdk", "node/compat-aws-sdk", "node/nothing"),
    ("Node", "@aws-sdk/cloudfront-signer", "node/aws-sdk", "node/nothing"),
    ("PHP", "cfsign", "php/cfsign", "php/nothing"),
    ("PHP", "openssl_sign with the PEM", "php/openssl_sign", "php/nothing"),
    ("C", "libcfsign", "c/cfsign", "c/nothing"),
    ("C", "OpenSSL", "c/openssl", "c/nothing"),
]
