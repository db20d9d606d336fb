"""The worker of the bench for Python: cfsign, and the packages that people come from.

Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one
repetition, by the clock and of processor time. `print CASE` answers what the case makes, a list with spaces
between, so that the driver can compare it with the others.
"""

from __future__ import annotations

import base64
import functools
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from libcfsign import Policy, PrivateKey, Signer, Verifier

Case = Callable[[], object]

KEYS = Path(__file__).resolve().parents[2] / "keys"
ID = "K2JCJMDEHXQW5F"
URL = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
IMAGES = "https://d111111abcdef8.cloudfront.net/images/*"
STARTS, NOW, EXPIRES = 1_767_225_600, 1_800_000_000, 2_051_222_400
WHEN = datetime.fromtimestamp(EXPIRES, timezone.utc)
POLICY = (
    f'{{"Statement":[{{"Resource":"{URL}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{EXPIRES}}}}}}}]}}'.encode()
)
PKCS1 = (KEYS / "rsa-2048.pkcs1.pem").read_text()
PKCS8 = (KEYS / "rsa-2048.pkcs8.pem").read_text()


@functools.cache
def signer(name: str = "rsa-2048") -> Signer:
    return Signer.from_file(KEYS / f"{name}.pkcs8.pem", ID)


def many(count: int) -> list[str]:
    return [f"{URL}?page={page}" for page in range(count)]


def batch(key: str, count: int, threads: int = 1) -> Case:
    urls = many(count)
    return lambda: signer(key).sign_urls(urls, EXPIRES, threads=threads)


def one_by_one(count: int, threads: int) -> Case:
    """`sign_url` in threads of Python."""

    def some(urls: list[str]) -> None:
        for url in urls:
            signer().sign_url(url, EXPIRES)

    urls = many(count)

    def work() -> None:
        workers = [threading.Thread(target=some, args=(urls[part::threads],)) for part in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    return work


def custom() -> Policy:
    return Policy(IMAGES, EXPIRES, date_greater_than=STARTS, ip_address="192.0.2.0/24")


def grant() -> Case:
    made = signer().grant(Policy(IMAGES, EXPIRES))
    return lambda: made.sign_url(URL)


def verify() -> Case:
    verifier = Verifier({ID: (KEYS / "rsa-2048.public.pem").read_text()})
    signed = signer().sign_urls(many(512), EXPIRES)
    at = 0

    def work() -> object:
        nonlocal at
        at = (at + 1) % 512
        return verifier.verify(signed[at], now=NOW)

    return work


def sign_custom() -> Case:
    policy = custom()
    return lambda: signer().sign_url(URL, policy=policy)


def sign_cookies() -> Case:
    policy = custom()
    return lambda: signer().sign_cookies(policy).cookie_header()


def presigned(cloudfront_signer: object) -> Case:
    return lambda: cloudfront_signer.generate_presigned_url(URL, date_less_than=WHEN)  # type: ignore[attr-defined]


def custom_presigned(cloudfront_signer: object) -> Case:
    """`build_policy` and a URL under what it made."""
    starts = datetime.fromtimestamp(STARTS, timezone.utc)

    def work() -> object:
        policy = cloudfront_signer.build_policy(IMAGES, WHEN, starts, "192.0.2.0/24")  # type: ignore[attr-defined]
        return cloudfront_signer.generate_presigned_url(URL, policy=policy)  # type: ignore[attr-defined]

    return work


def our_botocore() -> Case:
    from libcfsign.compat.botocore import CloudFrontSigner

    return presigned(CloudFrontSigner(ID, signer()))


def our_botocore_documented() -> Case:
    """The documented program with nothing but its import swapped."""
    from libcfsign.compat.botocore import CloudFrontSigner

    return presigned(CloudFrontSigner(ID, documented()))


def our_botocore_custom() -> Case:
    from libcfsign.compat.botocore import CloudFrontSigner

    return custom_presigned(CloudFrontSigner(ID, signer()))


def created(distribution: object) -> Case:
    return lambda: distribution.create_signed_url(URL, ID, EXPIRES, private_key_string=PKCS1)  # type: ignore[attr-defined]


def our_boto2() -> Case:
    from libcfsign.compat import boto2

    return created(boto2.Distribution())


def evp(module: object) -> Case:
    """What boto 2 did before version 2.10, and what people pasted."""

    def work() -> str:
        key = module.load_key_string(PKCS1)  # type: ignore[attr-defined]
        key.reset_context(md="sha1")
        key.sign_init()
        key.sign_update(POLICY)
        return encode(key.sign_final())

    return work


def our_m2crypto() -> Case:
    from libcfsign.compat.m2crypto import EVP

    return evp(EVP)


def m2crypto() -> Case:
    from M2Crypto import EVP

    return evp(EVP)


def m2crypto_kept() -> Case:
    from M2Crypto import EVP

    key = EVP.load_key_string(PKCS1)

    def work() -> str:
        key.reset_context(md="sha1")
        key.sign_init()
        key.sign_update(POLICY)
        return encode(key.sign_final())

    return work


def encode(signature: bytes) -> str:
    return base64.b64encode(signature).decode().translate(str.maketrans("+=/", "-_~"))


def cryptography_sign() -> Callable[[bytes], bytes]:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    key = serialization.load_pem_private_key(PKCS1.encode(), password=None)
    return lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type,return-value]


def raw_cryptography() -> Case:
    sign = cryptography_sign()
    return lambda: encode(sign(POLICY))


def botocore_kept() -> Case:
    from botocore.signers import CloudFrontSigner

    return presigned(CloudFrontSigner(ID, cryptography_sign()))


def botocore_custom() -> Case:
    from botocore.signers import CloudFrontSigner

    return custom_presigned(CloudFrontSigner(ID, cryptography_sign()))


def documented() -> Callable[[bytes], bytes]:
    """The callback of botocore's documentation, which reads the key for each URL."""
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    def sign(message: bytes) -> bytes:
        key = serialization.load_pem_private_key(PKCS1.encode(), password=None)
        return key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type,return-value]

    return sign


def botocore_documented() -> Case:
    from botocore.signers import CloudFrontSigner

    return presigned(CloudFrontSigner(ID, documented()))


def boto2() -> Case:
    """boto 2 with two methods repaired for Python 3, where they never worked."""
    import boto.cloudfront.distribution
    import rsa

    class Repaired(boto.cloudfront.distribution.Distribution):  # type: ignore[misc]
        @staticmethod
        def _sign_string(
            message: str, private_key_file: str | None = None, private_key_string: str | None = None
        ) -> bytes:
            return rsa.sign(message.encode(), rsa.PrivateKey.load_pkcs1(private_key_string), "SHA-1")

        @staticmethod
        def _url_base64_encode(msg: str | bytes) -> str:
            return encode(msg.encode() if isinstance(msg, str) else msg)

    return created(Repaired())


CASES: dict[str, Callable[[], Case]] = {
    "sign-canned": lambda: lambda: signer().sign_url(URL, EXPIRES),
    "sign-custom": sign_custom,
    "sign-cookies": sign_cookies,
    "sign-p256": lambda: lambda: signer("p256").sign_url(URL, EXPIRES),
    "sign-p256-datetime": lambda: lambda: signer("p256").sign_url(URL, WHEN),
    "grant": grant,
    "load": lambda: lambda: PrivateKey.from_pem(PKCS8) and None,
    "verify": verify,
    "one-by-one-250-threads-1": lambda: one_by_one(250, 1),
    "one-by-one-250-threads-2": lambda: one_by_one(250, 2),
    "compat-botocore": our_botocore,
    "compat-botocore-documented": our_botocore_documented,
    "compat-botocore-custom": our_botocore_custom,
    "compat-boto2": our_boto2,
    "compat-m2crypto": our_m2crypto,
    "botocore-kept": botocore_kept,
    "botocore-documented": botocore_documented,
    "botocore-custom": botocore_custom,
    "boto2": boto2,
    "m2crypto": m2crypto,
    "m2crypto-kept": m2crypto_kept,
    "cryptography": raw_cryptography,
}


@functools.cache
def case(name: str) -> Case:
    kind, is_batch, numbers = name.rpartition("batch-")
    if is_batch:
        count, _, threads = numbers.partition("-threads-")
        return batch("p256" if kind == "p256-" else "rsa-2048", int(count), int(threads or 1))
    return CASES[name]()


def block(work: Case, seconds: float) -> tuple[float, float]:
    # Others ran in between: the caches are theirs, and the clock of the core may be as well.
    start = time.perf_counter()
    work()
    few = 64 if time.perf_counter() - start < seconds / 1000 else 1
    times = 0
    start, cpu_start = time.perf_counter(), time.process_time()
    while True:
        for _ in range(few):
            work()
        times += few
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return elapsed / times * 1e9, (time.process_time() - cpu_start) / times * 1e9


def main() -> None:
    for line in sys.stdin:
        first, second = line.split()
        if first == "print":
            made = case(second)()
            print(" ".join(made) if isinstance(made, list) else made or "", flush=True)
        else:
            wall, cpu = block(case(first), float(second) / 1000)
            print(wall, cpu, flush=True)


main()
