"""The goals that the project set itself, and whether they are reached."""

from __future__ import annotations

from dataclasses import dataclass

from results import Results, digits


@dataclass(frozen=True)
class Goal:
    what: str
    found: float
    wanted: float
    unit: str
    least: bool

    @property
    def reached(self) -> bool:
        return self.found >= self.wanted if self.least else self.found <= self.wanted

    def row(self) -> str:
        sign = "≥" if self.least else "≤"
        verdict = "reached" if self.reached else "**missed**"
        return f"| {self.what} | {digits(self.found)} {self.unit} | {sign} {self.wanted:g} {self.unit} | {verdict} |"


def goals(results: Results) -> list[Goal]:
    found: list[Goal] = []

    def least(what: str, value: float, wanted: float, unit: str = "×") -> None:
        found.append(Goal(what, value, wanted, unit, least=True))

    def most(what: str, value: float, wanted: float, unit: str = "×") -> None:
        found.append(Goal(what, value, wanted, unit, least=False))

    def ratio(slow: str, fast: str) -> float:
        return results.ratio(slow, fast).median

    def microseconds(case: str, base: str) -> float:
        return results.above(case, base) / 1e3

    for count, wanted in ((1, 0.97), (2, 1.5), (4, 2.9), (8, 3.1), (64, 3.3), (256, 3.3), (1024, 3.3), (4096, 3.3)):
        what = f"a list of {count:,}, Rust: times as fast as AWS-LC's `RSA_sign` one by one"
        least(what, ratio("rust/aws-lc-sign", f"rust/batch-{count}"), wanted)
    machine = ratio("rust/aws-lc-threads-1", "rust/aws-lc-threads-2")
    two_cores = f"two cores to one, where AWS-LC gets {digits(machine)} ×"
    least(f"a list of 1,024, Rust: {two_cores}", ratio("rust/batch-1024-threads-1", "rust/batch-1024-threads-2"), 1.9)
    for language, worker in (("Python", "python"), ("Node", "node")):
        most(f"a list of 1,000, {language} to Rust", ratio(f"{worker}/batch-1000", "rust/batch-1000"), 1.08)
        two = ratio(f"{worker}/batch-1000-threads-1", f"{worker}/batch-1000-threads-2")
        least(f"a list of 1,000, {language}: {two_cores}", two, 1.8)
    most("one URL, Rust to AWS-LC's `RSA_sign`", ratio("rust/sign-canned", "rust/aws-lc-sign"), 1.03)
    most("one URL, Python to Rust", ratio("python/sign-canned", "rust/sign-canned"), 1.03)
    most("one URL, Node to Rust", ratio("node/sign-canned", "rust/sign-canned"), 1.03)
    most("one URL, Node to `crypto.sign` with a KeyObject", ratio("node/sign-canned", "node/crypto-sign"), 1.05)
    most("its drop-in, PEM in each call, to the same", ratio("node/compat-aws-sdk", "node/crypto-sign"), 1.05)
    most("one URL, C to AWS-LC's `RSA_sign`", ratio("c/sign-canned", "rust/aws-lc-sign"), 1.03)
    most("one URL with P-256, Rust to AWS-LC's `ECDSA_sign`", ratio("rust/sign-p256", "rust/aws-lc-p256"), 1.25)
    least("`compat.boto2` beside boto 2", ratio("python/boto2", "python/compat-boto2"), 70)
    least(
        "one URL, Python beside botocore as documented", ratio("python/botocore-documented", "python/sign-canned"), 100
    )
    least("one URL, Python beside botocore, key kept", ratio("python/botocore-kept", "python/sign-canned"), 1)
    most("`compat.botocore` to `sign_url`", ratio("python/compat-botocore", "python/sign-canned"), 1.05)
    least("`cfsign/aws-sdk` beside `@aws-sdk/cloudfront-signer`", ratio("node/aws-sdk", "node/compat-aws-sdk"), 3)
    least("the same, P-256", ratio("node/aws-sdk-p256", "node/compat-aws-sdk-p256"), 10)
    least("one URL, PHP beside `openssl_sign` with the PEM", ratio("php/openssl_sign-pem", "php/sign-canned"), 3)
    most("all but the private-key operation, Rust, canned", results.median("rust/around-canned") / 1e3, 1.5, "µs")
    most("the same, custom", results.median("rust/around-custom") / 1e3, 1.5, "µs")
    most("the same, Python, canned, until an int", microseconds("python/sign-p256", "rust/operation-p256"), 3, "µs")
    most("the same, until a datetime", microseconds("python/sign-p256-datetime", "rust/operation-p256"), 3, "µs")
    most("the same, Node, until seconds", microseconds("node/sign-p256", "rust/operation-p256"), 3, "µs")
    most("the same, until a Date", microseconds("node/sign-p256-date", "rust/operation-p256"), 3, "µs")
    drop_in = microseconds("node/compat-aws-sdk-p256", "rust/operation-p256")
    most("the same, `cfsign/aws-sdk`, PEM in each call", drop_in, 3, "µs")
    most("the same, C", microseconds("c/sign-p256", "c/operation-p256"), 1.5, "µs")
    most("asking for the length, C", results.median("c/ask-length") / 1e3, 1.5, "µs")
    most(
        "one URL, PHP, above `openssl_sign`, key kept",
        microseconds("php/sign-canned", "php/openssl_sign-kept"),
        5,
        "µs",
    )
    most("a URL under a grant, Rust", results.median("rust/grant"), 150, "ns")
    most("reading a key, Rust, to `RSA_sign`", ratio("rust/load", "rust/aws-lc-sign"), 1)
    most("a verdict, Rust, to AWS-LC's `RSA_verify`", ratio("rust/verify", "rust/aws-lc-verify"), 1.11)
    most("a verdict from the cache to one without", ratio("rust/verify-cached", "rust/verify"), 0.05)
    for language, case in (("Rust", "rust"), ("Python", "python"), ("Node", "node"), ("C", "c"), ("PHP", "php")):
        what = f"the first signature of a process beyond the next, {language}"
        most(what, results.first_beyond(f"{case}/cfsign") / 1e6, 2, "ms")
    most("`import libcfsign`", results.first("python/cfsign", "import") / 1e6, 10, "ms")
    most("`require('cfsign')`", results.first("node/cfsign", "import") / 1e6, 10, "ms")
    most("`require('cfsign/aws-sdk')`", results.first("node/compat-aws-sdk", "import") / 1e6, 10, "ms")
    most("the whole command `cfsign sign`, signature included", results.first("command/cfsign", "cpu") / 1e6, 5, "ms")
    most("the wheel", results.bytes("the wheel") / 1e6, 2, "MB")
    most("`libcfsign.so`", results.bytes("libcfsign.so") / 1e6, 2, "MB")
    platform = results.bytes("the npm package for this platform, unpacked")
    most("the npm package for this platform, unpacked", platform / 1e6, 3, "MB")
    return found
