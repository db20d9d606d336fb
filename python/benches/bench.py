"""What signing from Python costs, beside the Rust core and the packages people come from.

    make bench-python

Pieces of work take turns, block by block, and what counts is the median of the ratios of all rounds:
absolute times wander with whatever else the machine does. The Rust core runs in a process of its own and
takes its turns there.
"""

from __future__ import annotations

import base64
import os
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

    def begin(self, work: str, key: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{work} {key}\n")
        self.process.stdin.flush()

    def end(self) -> float:
        assert self.process.stdout is not None
        return float(self.process.stdout.readline()) * 1e-9

    def block(self, work: str, key: str) -> float:
        self.begin(work, key)
        return self.end()


def compare(
    first: Callable[[], float], second: Callable[[], float], rounds: int = ROUNDS
) -> tuple[float, float]:
    """The median of the ratios first to second, and that of the differences."""
    first(), second()
    times = [(first(), second()) for _ in range(rounds)]
    return (
        statistics.median(a / b for a, b in times),
        statistics.median(a - b for a, b in times),
    )


def report(what: str, found: float, goal: float, unit: str, *, least: bool = False) -> None:
    reached = found >= goal if least else found <= goal
    sign = ">=" if least else "<="
    verdict = "reached" if reached else "MISSED"
    print(f"{what:<64} {found:>9.3f} {unit:<3} goal {sign} {goal:<6} {verdict}", flush=True)


def beside_the_core(core: Core) -> None:
    signer = Signer.from_file(KEYS / "rsa-2048.pkcs8.pem", "K2JCJMDEHXQW5F")
    ratio, _ = compare(
        lambda: block(lambda: signer.sign_url(URL, EXPIRES)),
        lambda: core.block("sign-url", "rsa-2048.pkcs8.pem"),
    )
    report("sign_url with RSA 2048 / the Rust core", ratio, 1.03, "x")
    signer = Signer.from_file(KEYS / "p256.pkcs8.pem", "K2JCJMDEHXQW5F")
    for what, expires in (("an int", EXPIRES), ("a datetime", WHEN)):
        _, above = compare(
            lambda expires=expires: block(lambda: signer.sign_url(URL, expires)),  # type: ignore[misc]
            lambda: core.block("operation", "p256.pkcs8.pem"),
        )
        what = f"sign_url above the private-key operation, until {what}"
        report(what, above * 1e6, 3.0, "us")


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
    ratio, _ = compare(lambda: block(lambda: create(theirs)), lambda: block(lambda: create(ours)))
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
    ratio, _ = compare(
        lambda: block(lambda: botocore.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("botocore as documented, PEM in each call / sign_url", ratio, 100, "x", least=True)
    botocore = CloudFrontSigner("K2JCJMDEHXQW5F", sign)
    ratio, _ = compare(
        lambda: block(lambda: botocore.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("botocore with cryptography, key kept / sign_url", ratio, 1.0, "x", least=True)
    drop_in = OurCloudFrontSigner("K2JCJMDEHXQW5F", signer)
    ratio, _ = compare(
        lambda: block(lambda: drop_in.generate_presigned_url(URL, date_less_than=WHEN)), one
    )
    report("compat.botocore / sign_url", ratio, 1.05, "x")


def in_threads(program: str) -> None:
    cores = [Core(program), Core(program)]

    def processes(count: int) -> float:
        """The time for one signature, where that many processes sign at once."""
        times = []
        for _ in range(20):
            for core in cores[:count]:
                core.begin("sign-url", "rsa-2048.pkcs8.pem")
            times += [core.end() for core in cores[:count]]
        return statistics.mean(times) / count

    ratio, _ = compare(lambda: processes(1), lambda: processes(2), 9)
    print(f"{'what this machine gives: one process of the core / two':<64} {ratio:>9.3f} x")
    signer = Signer.from_file(KEYS / "rsa-2048.pkcs8.pem", "K2JCJMDEHXQW5F")
    # Long enough for a second core that has been asleep.
    urls = [URL] * 2000

    def batch(threads: int) -> float:
        start = time.perf_counter()
        signer.sign_urls(urls, EXPIRES, threads=threads)
        return time.perf_counter() - start

    ratio, _ = compare(lambda: batch(1), lambda: batch(2), 9)
    report("sign_urls on one thread / on two", ratio, 1.8, "x", least=True)

    def sign(times: int) -> None:
        for _ in range(times):
            signer.sign_url(URL, EXPIRES)

    def python_threads(count: int) -> float:
        workers = [threading.Thread(target=sign, args=(2000 // count,)) for _ in range(count)]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - start

    ratio, _ = compare(lambda: python_threads(1), lambda: python_threads(2), 9)
    report("sign_url in one thread of Python / in two", ratio, 1.8, "x", least=True)


def imports() -> None:
    def run(code: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", code], check=True)
        return time.perf_counter() - start

    bare = lambda: run("pass")  # noqa: E731
    _, above = compare(lambda: run("import libcfsign"), bare)
    report("import libcfsign, above a bare interpreter", above * 1e3, 10, "ms")
    both = "import botocore.signers, cryptography.hazmat.primitives.asymmetric.padding"
    _, above = compare(lambda: run(both), bare)
    print(
        f"{'import botocore and cryptography, above a bare interpreter':<64} {above * 1e3:>9.3f} ms"
    )


def size() -> None:
    (wheel,) = (ROOT / "target" / "wheels").glob("libcfsign-*.whl")
    report("the wheel", wheel.stat().st_size / 1e6, 2.0, "MB")


def main(program: str) -> None:
    print(f"libcfsign {libcfsign.__version__}, Python {sys.version.split()[0]}")
    # Both processes on one core: two cores of a virtual machine may run at two speeds.
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(all_cores)})
    beside_the_core(Core(program))
    beside_the_peers()
    os.sched_setaffinity(0, all_cores)
    in_threads(program)
    imports()
    size()


if __name__ == "__main__":
    main(sys.argv[1])
