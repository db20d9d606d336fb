"""What signing from Python costs, beside the Rust core and the packages people come from.

    make bench-python

Pieces of work take turns, block by block, and what counts is the median of the ratios of all rounds:
absolute times wander with whatever else the machine does. The Rust core runs in a process of its own and
takes its turns there.
"""

from __future__ import annotations

import base64
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import boto.cloudfront.distribution
import rsa
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import libcfsign
from libcfsign import Signer
from libcfsign.compat import boto2
from libcfsign.compat.botocore import CloudFrontSigner as OurCloudFrontSigner

ROOT = Path(__file__).resolve().parents[2]
KEYS = ROOT / "tests" / "keys"
URL = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
EXPIRES = 1_767_290_400
WHEN = datetime.fromtimestamp(EXPIRES, timezone.utc)
ROUNDS = 31
BLOCK = 0.02


def block(work: Callable[[], object]) -> float:
    """Seconds for one repetition, from repeating `work` for one block."""
    times = 0
    start = time.perf_counter()
    while True:
        work()
        times += 1
        elapsed = time.perf_counter() - start
        if elapsed >= BLOCK:
            return elapsed / times


class Core:
    """The Rust core, which measures a block when it is asked to."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def block(self, work: str, key: str) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{work} {key}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline()) * 1e-9


def compare(first: Callable[[], float], second: Callable[[], float]) -> tuple[float, float, float]:
    """The median of the ratios first to second, and the medians of both."""
    first(), second()
    rounds = [(first(), second()) for _ in range(ROUNDS)]
    ratio = statistics.median(a / b for a, b in rounds)
    return (
        ratio,
        statistics.median(a for a, _ in rounds),
        statistics.median(b for _, b in rounds),
    )


def report(what: str, found: float, goal: float, unit: str, *, least: bool = False) -> None:
    reached = found >= goal if least else found <= goal
    sign = ">=" if least else "<="
    verdict = "reached" if reached else "MISSED"
    print(f"{what:<64} {found:>9.3f} {unit:<3} goal {sign} {goal:<6} {verdict}", flush=True)


def beside_the_core(core: Core) -> None:
    signer = Signer.from_file(KEYS / "rsa-2048.pkcs8.pem", "K2JCJMDEHXQW5F")
    ratio, _, _ = compare(
        lambda: block(lambda: signer.sign_url(URL, EXPIRES)),
        lambda: core.block("sign-url", "rsa-2048.pkcs8.pem"),
    )
    report("sign_url with RSA 2048 / the Rust core", ratio, 1.03, "x")
    signer = Signer.from_file(KEYS / "p256.pkcs8.pem", "K2JCJMDEHXQW5F")
    for what, expires in (("an int", EXPIRES), ("a datetime", WHEN)):
        _, ours, operation = compare(
            lambda expires=expires: block(lambda: signer.sign_url(URL, expires)),  # type: ignore[misc]
            lambda: core.block("operation", "p256.pkcs8.pem"),
        )
        above = (ours - operation) * 1e6
        report(f"sign_url above the private-key operation, until {what}", above, 3.0, "us")


class Repaired(boto.cloudfront.distribution.Distribution):  # type: ignore[misc]
    """boto 2 with the two methods mended that never worked on Python 3."""

    @staticmethod
    def _sign_string(
        message: str, private_key_file: str | None = None, private_key_string: str | None = None
    ) -> bytes:
        key = rsa.PrivateKey.load_pkcs1(private_key_string)
        return rsa.sign(message.encode(), key, "SHA-1")

    @staticmethod
    def _url_base64_encode(msg: str | bytes) -> str:
        data = msg.encode() if isinstance(msg, str) else msg
        return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


def beside_the_peers() -> None:
    pem = (KEYS / "rsa-2048.pkcs1.pem").read_text()
    signer = Signer.from_pem(pem, "K2JCJMDEHXQW5F")
    wanted = signer.sign_url(URL, EXPIRES)

    theirs = Repaired()
    ours = boto2.Distribution()

    def create(distribution: object) -> str:
        created: str = distribution.create_signed_url(  # type: ignore[attr-defined]
            URL, "K2JCJMDEHXQW5F", EXPIRES, private_key_string=pem
        )
        return created

    assert create(theirs) == create(ours) == wanted
    ratio, _, _ = compare(
        lambda: block(lambda: create(theirs)), lambda: block(lambda: create(ours))
    )
    report("boto 2 with python-rsa / compat.boto2, PEM in each call", ratio, 70, "x", least=True)

    def documented(message: bytes) -> bytes:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        return key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type,return-value]

    kept = serialization.load_pem_private_key(pem.encode(), password=None)

    def sign(message: bytes) -> bytes:
        return kept.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type,return-value]

    botocore = CloudFrontSigner("K2JCJMDEHXQW5F", documented)
    assert botocore.generate_presigned_url(URL, date_less_than=WHEN) == wanted
    one = lambda: block(lambda: signer.sign_url(URL, EXPIRES))  # noqa: E731
    ratio, _, _ = compare(
        lambda: block(lambda: botocore.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("botocore as documented, PEM in each call / sign_url", ratio, 100, "x", least=True)
    botocore = CloudFrontSigner("K2JCJMDEHXQW5F", sign)
    ratio, _, _ = compare(
        lambda: block(lambda: botocore.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("botocore with cryptography, key kept / sign_url", ratio, 1.0, "x", least=True)
    drop_in = OurCloudFrontSigner("K2JCJMDEHXQW5F", signer)
    ratio, _, _ = compare(
        lambda: block(lambda: drop_in.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("compat.botocore / sign_url", ratio, 1.05, "x")


def in_threads() -> None:
    signer = Signer.from_file(KEYS / "rsa-2048.pkcs8.pem", "K2JCJMDEHXQW5F")
    urls = [URL] * 200

    def batch(threads: int) -> float:
        start = time.perf_counter()
        signer.sign_urls(urls, EXPIRES, threads=threads)
        return time.perf_counter() - start

    ratio, _, _ = compare(lambda: batch(1), lambda: batch(2))
    report("sign_urls on one thread / on two", ratio, 1.8, "x", least=True)

    def sign(times: int) -> None:
        for _ in range(times):
            signer.sign_url(URL, EXPIRES)

    def python_threads(count: int) -> float:
        workers = [threading.Thread(target=sign, args=(200 // count,)) for _ in range(count)]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - start

    ratio, _, _ = compare(lambda: python_threads(1), lambda: python_threads(2))
    report("sign_url in one thread of Python / in two", ratio, 1.8, "x", least=True)


def imports() -> None:
    def run(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
        return time.perf_counter() - start

    bare = lambda: run("pass")  # noqa: E731
    _, ours, nothing = compare(lambda: run("import libcfsign"), bare)
    report("import libcfsign, above a bare interpreter", (ours - nothing) * 1e3, 10, "ms")
    both = "import botocore.signers, cryptography.hazmat.primitives.asymmetric.padding"
    _, theirs, nothing = compare(lambda: run(both), bare)
    print(
        f"{'import botocore and cryptography, above a bare interpreter':<64} {(theirs - nothing) * 1e3:>9.3f} ms"
    )


def size() -> None:
    (wheel,) = (ROOT / "target" / "wheels").glob("libcfsign-*.whl")
    report("the wheel", wheel.stat().st_size / 1e6, 2.0, "MB")


def main(program: str) -> None:
    print(f"libcfsign {libcfsign.__version__}, Python {sys.version.split()[0]}")
    beside_the_core(Core(program))
    beside_the_peers()
    in_threads()
    imports()
    size()


if __name__ == "__main__":
    main(sys.argv[1])
