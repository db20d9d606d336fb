"""The goals that the project set itself, and whether they are reached."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from results import Results, digits

# In so many rounds the machine has to give both cores, or it cannot show what a list gains from two.
ENOUGH_ROUNDS = 10


@dataclass(frozen=True)
class Goal:
    key: str
    what: str
    values: list[float]
    """Of every round, or of every fresh process; one alone where nothing varies."""
    wanted: float | None
    """None: for information."""
    unit: str
    least: bool
    measurable: bool = True

    @property
    def found(self) -> float:
        return statistics.median(self.values)

    @property
    def quartiles(self) -> tuple[float, float] | None:
        if len(self.values) == 1:
            return None
        low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
        return low, high

    @property
    def judged(self) -> bool:
        return self.measurable and self.wanted is not None

    @property
    def reached(self) -> bool:
        if self.wanted is None or not self.judged:
            return False
        return self.found >= self.wanted if self.least else self.found <= self.wanted

    @property
    def noisy(self) -> bool:
        """Whether the middle half of the rounds is on both sides of the goal."""
        if self.wanted is None or self.quartiles is None:
            return False
        low, high = self.quartiles
        return low < self.wanted < high

    @property
    def verdict(self) -> str:
        if self.wanted is None:
            return ""
        if not self.measurable:
            return "not measurable here"
        return ("reached" if self.reached else "**missed**") + (", within the noise" if self.noisy else "")

    @property
    def measured(self) -> str:
        return f"{digits(self.found)} {self.unit}"

    @property
    def goal(self) -> str:
        return "" if self.wanted is None else f"{'≥' if self.least else '≤'} {self.wanted:g} {self.unit}"

    def row(self) -> str:
        spread = " to ".join(map(digits, self.quartiles)) if self.quartiles else ""
        return f"| {self.what} | {self.measured} | {spread} | {self.goal} | {self.verdict} |"


def goals(results: Results) -> list[Goal]:
    found: list[Goal] = []

    def least(
        key: str, what: str, values: list[float], wanted: float, unit: str = "×", measurable: bool = True
    ) -> None:
        found.append(Goal(key, what, values, wanted, unit, least=True, measurable=measurable))

    def most(key: str, what: str, values: list[float], wanted: float | None, unit: str = "×") -> None:
        found.append(Goal(key, what, values, wanted, unit, least=False))

    ratios = results.ratios

    def scaled(values: list[float], by: float) -> list[float]:
        return [value / by for value in values]

    def microseconds(case: str, base: str) -> list[float]:
        return scaled(results.above(case, base), 1e3)

    for count, wanted in ((1, 0.97), (2, 1.5), (4, 2.9), (8, 3.1), (64, 3.3), (256, 3.3), (1024, 3.3), (4096, 3.3)):
        what = f"a list of {count:,}, Rust: times as fast as AWS-LC's `RSA_sign` one by one"
        measurable = count == 1 or results.in_lanes
        least(f"batch-{count}", what, ratios("rust/aws-lc-sign", f"rust/batch-{count}"), wanted, measurable=measurable)
    for language, worker, wanted in (("Rust", "rust", 1.9), ("Python", "python", 1.8), ("Node", "node", 1.8)):
        two = results.two_cores(f"{worker}/batch-1000")
        enough = len(two.given) >= ENOUGH_ROUNDS
        what = f"a list of 1,000, {language}: two cores to one"
        if enough:
            rounds = f"{len(two.given)} of {len(two.ratios)} rounds in which both were there"
            what += f", in the {rounds} (in all rounds {digits(statistics.median(two.ratios))} ×)"
        least(f"threads-{worker}", what, two.given if enough else two.ratios, wanted, measurable=enough)
    for language, worker in (("Python", "python"), ("Node", "node")):
        to_rust = ratios(f"{worker}/batch-1000", "rust/batch-1000")
        most(f"batch-{worker}", f"the time of a list of 1,000, {language} to Rust", to_rust, 1.08)
    alone = "AWS-LC's `RSA_sign`"
    most("one-rust", f"the time of one URL, Rust to {alone}", ratios("rust/sign-canned", "rust/aws-lc-sign"), 1.03)
    most("one-python", "the time of one URL, Python to Rust", ratios("python/sign-canned", "rust/sign-canned"), 1.03)
    most("one-node", "the time of one URL, Node to Rust", ratios("node/sign-canned", "rust/sign-canned"), 1.03)
    kept = "`crypto.sign` with a KeyObject"
    most("node-crypto", f"the time of one URL, Node to {kept}", ratios("node/sign-canned", "node/crypto-sign"), 1.05)
    drop_in = ratios("node/compat-aws-sdk", "node/crypto-sign")
    most("node-drop-in", f"the time of one URL, `cfsign/aws-sdk`, PEM in each call, to {kept}", drop_in, 1.05)
    most("one-c", f"the time of one URL, C to {alone}", ratios("c/sign-canned", "rust/aws-lc-sign"), 1.03)
    p256 = ratios("rust/sign-p256", "rust/aws-lc-p256")
    most("p256", "the time of one URL with P-256, Rust to AWS-LC's `ECDSA_sign`, whose nonce is random", p256, 1.25)
    boto2 = ratios("python/boto2", "python/compat-boto2")
    least("boto2", "`compat.boto2` beside boto 2, PEM in each call of both", boto2, 70)
    documented = ratios("python/botocore-documented", "python/sign-canned")
    least("botocore-documented", "one URL, Python beside botocore as documented, PEM in each call", documented, 100)
    kept_key = ratios("python/botocore-kept", "python/sign-canned")
    least("botocore-kept", "one URL, Python beside botocore, key kept", kept_key, 1)
    compat = ratios("python/compat-botocore", "python/sign-canned")
    most("botocore-drop-in", "`compat.botocore` with a `libcfsign.Signer`, to `sign_url`", compat, 1.05)
    aws_sdk = "`cfsign/aws-sdk` beside `@aws-sdk/cloudfront-signer`, PEM in each call of both"
    least("aws-sdk", aws_sdk, ratios("node/aws-sdk", "node/compat-aws-sdk"), 3)
    least(
        "aws-sdk-p256",
        "`cfsign/aws-sdk` beside `@aws-sdk/cloudfront-signer`, P-256",
        ratios("node/aws-sdk-p256", "node/compat-aws-sdk-p256"),
        10,
    )
    php = ratios("php/openssl_sign-pem", "php/sign-canned")
    least("php-pem", "one URL, PHP, key kept, beside `openssl_sign` with the PEM in each call", php, 3)

    around = "all but the private-key operation"
    most("around-rust", f"{around}, Rust, canned", scaled(results.ns("rust/around-canned"), 1e3), 1.5, "µs")
    most("around-rust-custom", f"{around}, Rust, custom", scaled(results.ns("rust/around-custom"), 1e3), 1.5, "µs")
    for key, what, case, base, wanted in (
        ("around-python", f"{around}, Python, until an int", "python/sign-p256", "rust", 3),
        ("around-python-datetime", f"{around}, Python, until a datetime", "python/sign-p256-datetime", "rust", 3),
        ("around-node", f"{around}, Node, until seconds", "node/sign-p256", "rust", 3),
        ("around-node-date", f"{around}, Node, until a Date", "node/sign-p256-date", "rust", 3),
        ("around-drop-in", f"{around}, `cfsign/aws-sdk`, PEM in each call", "node/compat-aws-sdk-p256", "rust", 3),
        ("around-c", f"{around}, C", "c/sign-p256", "c", 1.5),
        ("around-php", f"{around}, PHP", "php/sign-p256", "c", 5),
    ):
        most(key, what, microseconds(case, f"{base}/operation-p256"), wanted, "µs")
    most("length-c", "asking for the length, C", scaled(results.ns("c/ask-length"), 1e3), 1.5, "µs")
    above = microseconds("php/sign-canned", "php/openssl_sign-kept")
    most("php-kept", "one URL, PHP, above `openssl_sign` with the key kept", above, None, "µs")
    most("grant", "a URL under a grant, Rust", results.ns("rust/grant"), 150, "ns")
    most("load", "the time of reading a key, Rust, to `RSA_sign`", ratios("rust/load", "rust/aws-lc-sign"), 1)
    verdict = ratios("rust/verify", "rust/aws-lc-verify")
    most("verify", "the time of a verdict, Rust, to AWS-LC's `RSA_verify`", verdict, 1.11)
    cached = ratios("rust/verify-cached", "rust/verify")
    most("verify-cached", "the time of a verdict from the cache to one without", cached, 0.05)

    for before, what in (
        ((), "the first signature, package loaded and key read, beyond the next"),
        (("load",), "reading the key and the first signature, beyond the next"),
    ):
        for language, case in (("Rust", "rust"), ("Python", "python"), ("Node", "node"), ("C", "c"), ("PHP", "php")):
            beyond = scaled(results.first_beyond(f"{case}/cfsign", *before), 1e6)
            most("-".join(["first", *before, case]), f"{what}, {language}", beyond, 2, "ms")
        drop_in_beyond = scaled(results.first_beyond("node/compat-aws-sdk", *before), 1e6)
        most("-".join(["first", *before, "drop-in"]), f"{what}, `cfsign/aws-sdk`", drop_in_beyond, 2, "ms")
    for key, what, case in (
        ("import-python", "`import libcfsign`", "python/cfsign"),
        ("import-node", "`require('cfsign')`", "node/cfsign"),
        ("import-drop-in", "`require('cfsign/aws-sdk')`", "node/compat-aws-sdk"),
    ):
        most(key, what, scaled(results.firsts(case, "import"), 1e6), 10, "ms")
    command = scaled(results.firsts("command/cfsign", "cpu"), 1e6)
    most("command", "the whole command `cfsign sign`, signature included", command, 5, "ms")
    for key, what, name in (
        ("wheel", "the wheel", "the wheel"),
        ("library", "`libcfsign.so`", "libcfsign.so"),
        ("npm", "the npm package for this platform, unpacked", "the npm package for this platform, unpacked"),
    ):
        most(key, what, [results.bytes(name) / 1e6], 2 if key != "npm" else 3, "MB")
    return found
