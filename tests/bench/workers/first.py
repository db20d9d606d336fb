"""What the first signature of a process costs in Python: imports, the key, the call.

first.py CASE
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

KEYS = Path(__file__).resolve().parents[2] / "keys"
ID = "K2JCJMDEHXQW5F"
URL = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
EXPIRES = 2_051_222_400
PEM = (KEYS / "rsa-2048.pkcs1.pem").read_text()


def nothing() -> Callable[[], Callable[[], object]]:
    return lambda: lambda: None


def cfsign() -> Callable[[], Callable[[], object]]:
    from libcfsign import Signer

    def load() -> Callable[[], object]:
        signer = Signer.from_pem(PEM, ID)
        return lambda: signer.sign_url(URL, EXPIRES)

    return load


def botocore() -> Callable[[], Callable[[], object]]:
    from datetime import datetime, timezone

    from botocore.signers import CloudFrontSigner
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    when = datetime.fromtimestamp(EXPIRES, timezone.utc)

    def load() -> Callable[[], object]:
        key = serialization.load_pem_private_key(PEM.encode(), password=None)

        def sign(message: bytes) -> bytes:
            return key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type,return-value]

        signer = CloudFrontSigner(ID, sign)
        return lambda: signer.generate_presigned_url(URL, date_less_than=when)

    return load


def timed(work: Callable[[], object]) -> tuple[int, object]:
    start = time.perf_counter_ns()
    made = work()
    return time.perf_counter_ns() - start, made


imported, load = timed({"nothing": nothing, "cfsign": cfsign, "botocore": botocore}[sys.argv[1]])
loaded, sign = timed(load)
first, _ = timed(sign)
used = time.process_time_ns()
status = Path("/proc/self/status").read_text()
memory = int(status.partition("VmHWM:")[2].split()[0]) * 1024
following = min(timed(sign)[0] for _ in range(20))
found = {"import": imported, "load": loaded, "first": first, "next": following, "used": used, "memory": memory}
print(json.dumps(found))
