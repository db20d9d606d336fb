"""What is measured: every case of every worker, and which of them must make the same.

A case is called `worker/name`. Names with `-threads-` in them, and `threads-N`, run on all cores and are timed by the
clock; all others run on one core, and what counts is processor time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BATCHES = (1, 2, 4, 8, 16, 64, 256, 1024, 4096)
POLICIES = (150, 250, 500, 1000, 2000, 4000)
KEYS = (1, 10, 100, 1000)

CASES = {
    "rust": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-sha256", "sign-p256", "operation-p256",
        "grant", "load", "verify", "verify-cached", "around-canned", "around-custom",
        *(f"batch-{count}" for count in BATCHES), "batch-1000",
        *(f"policy-{length}" for length in POLICIES),
        *(f"keys-{count}" for count in KEYS),
        "batch-1024-threads-1", "batch-1024-threads-2", "aws-lc-threads-1", "aws-lc-threads-2",
        "aws-lc-sign", "aws-lc-p256", "aws-lc-load", "aws-lc-verify",
        "ring-sha256", "rsa-0.9", "rsa-0.10", "cloudfront_sign",
    ],
    "python": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "sign-p256-datetime", "grant", "load", "verify",
        "batch-1", "batch-8", "batch-64", "batch-1000", "batch-1000-threads-1", "batch-1000-threads-2",
        "threads-1", "threads-2", "compat-botocore", "compat-boto2", "compat-m2crypto",
        "botocore-kept", "botocore-documented", "boto2", "m2crypto", "m2crypto-kept", "cryptography",
    ],
    "node": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "sign-p256-date", "grant", "load", "verify",
        "batch-1", "batch-8", "batch-64", "batch-1000", "batch-1000-threads-1", "batch-1000-threads-2",
        "compat-aws-sdk", "compat-aws-sdk-p256", "compat-aws-sdk-v2", "compat-aws-cloudfront-sign",
        "aws-sdk", "aws-sdk-p256", "aws-sdk-v2", "aws-cloudfront-sign", "crypto-sign",
    ],
    "c": [
        "sign-canned", "sign-custom", "sign-cookies", "sign-p256", "operation-p256", "ask-length", "grant", "load",
        "verify", "batch-8", "batch-1000", "batch-1000-threads-1", "batch-1000-threads-2", "openssl-sign", "openssl-load",
    ],
    "php": [
        "sign-canned", "sign-custom", "grant", "load", "load-and-sign", "verify",
        "batch-8", "batch-1000", "batch-1000-threads-1", "batch-1000-threads-2",
        "openssl_sign-kept", "openssl_sign-pem",
    ],
}  # fmt: skip

# Each makes the signature, or the cookies, that the first of them makes. All of them are from packages that have
# nothing in common.
SAME = [
    [
        "rust/sign-canned", "rust/aws-lc-sign", "rust/rsa-0.9", "rust/rsa-0.10", "rust/cloudfront_sign",
        "python/sign-canned", "python/compat-botocore", "python/compat-boto2", "python/compat-m2crypto",
        "python/botocore-kept", "python/botocore-documented", "python/boto2", "python/m2crypto", "python/m2crypto-kept",
        "python/cryptography", "node/sign-canned", "node/compat-aws-sdk", "node/compat-aws-sdk-v2", "node/aws-sdk",
        "node/aws-sdk-v2", "node/crypto-sign", "c/sign-canned", "c/openssl-sign", "php/sign-canned",
        "php/load-and-sign", "php/openssl_sign-kept", "php/openssl_sign-pem",
    ],
    ["rust/sign-sha256", "rust/ring-sha256"],
    ["rust/sign-custom", "python/sign-custom", "node/sign-custom", "c/sign-custom", "php/sign-custom"],
    ["rust/sign-cookies", "python/sign-cookies", "node/sign-cookies", "c/sign-cookies"],
    ["rust/sign-p256", "python/sign-p256", "python/sign-p256-datetime", "node/sign-p256", "node/sign-p256-date",
     "node/compat-aws-sdk-p256", "c/sign-p256"],
    ["rust/grant", "python/grant", "node/grant", "c/grant", "php/grant"],
    ["node/aws-cloudfront-sign", "node/compat-aws-cloudfront-sign"],
    ["rust/batch-1000", "rust/batch-8", "rust/batch-4", "rust/batch-1", "python/batch-1000", "node/batch-1000",
     "c/batch-1000", "php/batch-1000"],
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    worker: str
    name: str

    def __str__(self) -> str:
        return f"{self.worker}/{self.name}"

    @property
    def all_cores(self) -> bool:
        return "threads-" in self.name

    @property
    def per(self) -> int:
        """How many URLs one repetition signs."""
        if self.name.startswith("threads-"):
            return 1000
        if self.name.startswith("aws-lc-threads-"):
            return 256
        batch = re.match(r"batch-(\d+)", self.name)
        return int(batch[1]) if batch else 1


def cases() -> list[Case]:
    return [Case(worker, name) for worker, names in CASES.items() for name in names]
