"""What is measured: every case of every worker, and which of them must make the same.

A case is called `worker/name`. It runs on one core, and what counts is processor time. Names that end with `-threads-N`
run on all cores and are timed by the clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BATCHES = (1, 2, 4, 8, 16, 64, 256, 1024, 4096)
POLICIES = (150, 250, 500, 1000, 2000, 4000)
KEYS = (1, 10, 100, 1000)

# With P-256 a list has no lanes: these say that it costs nothing either.
P256_BATCHES = (1, 8, 64, 1000)

LISTS = [
    *(f"batch-{count}" for count in sorted((*BATCHES, 1000))),
    *(f"p256-batch-{count}" for count in P256_BATCHES),
]

CASES = {
    "rust": [
        "sign-canned", "load-and-sign", "sign-custom", "sign-custom-starts", "sign-cookies", "sign-sha256", "sign-p256",
        "operation-p256", "grant", "load", "verify", "verify-cached", "around-canned", "around-custom",
        *(f"policy-{length}" for length in POLICIES),
        *(f"keys-{count}" for count in KEYS),
        "aws-lc-sign", "aws-lc-p256", "aws-lc-load", "aws-lc-verify",
        "ring-sha256", "rsa-0.9", "rsa-0.10", "cloudfront_sign", "cloudfront_sign-custom",
    ],
    "python": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "sign-p256-datetime", "grant", "load", "verify",
        "compat-botocore", "compat-botocore-documented", "compat-botocore-custom",
        "compat-boto2", "compat-m2crypto", "botocore-kept", "botocore-documented", "botocore-custom",
        "boto2", "m2crypto", "m2crypto-kept", "cryptography",
    ],
    "node": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "sign-p256-date", "grant", "load", "verify",
        "compat-aws-sdk", "compat-aws-sdk-p256", "compat-aws-sdk-custom", "compat-aws-sdk-cookies",
        "compat-aws-sdk-v2", "compat-aws-cloudfront-sign",
        "aws-sdk", "aws-sdk-p256", "aws-sdk-custom", "aws-sdk-cookies", "aws-sdk-v2", "aws-cloudfront-sign",
        "crypto-sign",
    ],
    "c": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "operation-p256", "ask-length", "grant", "load",
        "verify",
    ],
    "php": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "grant", "load", "load-and-sign", "verify",
        "openssl_sign-kept", "openssl_sign-pem",
    ],
    "openssl": ["sign", "load"],
}  # fmt: skip
OURS = ("rust", "python", "node", "c", "php")
for worker in OURS:
    CASES[worker] += LISTS

# In one thread and in two.
TWO_CORES = [*(f"{worker}/{kind}batch-1000" for kind in ("", "p256-") for worker in OURS), "python/one-by-one-250"]

# Each makes the signature, or the cookies, that the first of them makes. All of them are from packages that have
# nothing in common.
SAME = [
    [
        "rust/sign-canned", "rust/load-and-sign", "rust/aws-lc-sign", "rust/rsa-0.9", "rust/rsa-0.10",
        "rust/cloudfront_sign",
        "python/sign-canned", "python/compat-botocore", "python/compat-botocore-documented", "python/compat-boto2",
        "python/compat-m2crypto", "python/botocore-kept", "python/botocore-documented", "python/boto2",
        "python/m2crypto", "python/m2crypto-kept", "python/cryptography",
        "node/sign-canned", "node/compat-aws-sdk", "node/compat-aws-sdk-v2", "node/aws-sdk",
        "node/aws-sdk-v2", "node/crypto-sign", "c/sign-canned", "openssl/sign", "php/sign-canned",
        "php/load-and-sign", "php/openssl_sign-kept", "php/openssl_sign-pem",
    ],
    ["rust/sign-sha256", "rust/ring-sha256"],
    ["rust/sign-custom", "python/sign-custom", "node/sign-custom", "c/sign-custom", "php/sign-custom"],
    ["rust/sign-custom-starts", "rust/cloudfront_sign-custom"],
    ["rust/sign-cookies", "python/sign-cookies", "node/sign-cookies", "c/sign-cookies", "php/sign-cookies"],
    ["rust/sign-p256", "python/sign-p256", "python/sign-p256-datetime", "node/sign-p256", "node/sign-p256-date",
     "node/compat-aws-sdk-p256", "c/sign-p256", "php/sign-p256"],
    ["rust/grant", "python/grant", "node/grant", "c/grant", "php/grant"],
    # These put the conditions of a policy in an order of their own.
    ["python/botocore-custom", "python/compat-botocore-custom"],
    ["node/aws-sdk-custom", "node/compat-aws-sdk-custom"],
    ["node/aws-sdk-cookies", "node/compat-aws-sdk-cookies"],
    ["node/aws-cloudfront-sign", "node/compat-aws-cloudfront-sign"],
]  # fmt: skip
# Every list, whole: of the longest, all have to be the beginning. And of that, OpenSSL makes all signatures one by one.
LONGEST = {
    "batch-": [f"rust/batch-{BATCHES[-1]}", f"openssl/list-{BATCHES[-1]}"],
    "p256-batch-": [f"rust/p256-batch-{P256_BATCHES[-1]}"],
}


@dataclass(frozen=True)
class Case:
    worker: str
    name: str

    def __str__(self) -> str:
        return f"{self.worker}/{self.name}"

    @property
    def all_cores(self) -> bool:
        return "-threads-" in self.name

    @property
    def per(self) -> int:
        """How many URLs one repetition signs."""
        batch = re.match(r"(?:p256-batch|batch|one-by-one|aws-lc)-(\d+)", self.name)
        return int(batch[1]) if batch else 1


def cases() -> list[Case]:
    """Those on one core."""
    return [Case(worker, name) for worker, names in CASES.items() for name in names]


def two_cores(list_of_ours: str) -> dict[str, Case]:
    """The list in one thread and in two, and around it what the machine gives two cores at that moment: AWS-LC's
    `RSA_sign` in threads that share nothing."""
    worker, name = list_of_ours.split("/")
    return {
        "aws_lc_one": Case("rust", "aws-lc-128-threads-1"),
        "one": Case(worker, f"{name}-threads-1"),
        "two": Case(worker, f"{name}-threads-2"),
        "aws_lc_two": Case("rust", "aws-lc-128-threads-2"),
    }
