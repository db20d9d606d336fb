"""`CFSIGN_IFMA`, which is read once in a process: lists are the same in lanes and one by one, and the wheel has both."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from vectors import ROOT

from libcfsign import Signer

EXPIRES = 1_767_290_400
# Around the eight and the sixteen that the lanes take at once.
COUNTS = (1, 5, 7, 9, 16)
LISTS = [
    [f"https://d111111abcdef8.cloudfront.net/{page}.jpg" for page in range(count)]
    for count in COUNTS
]
PROGRAM = f"""
import json, sys
from libcfsign import CfsignError, Signer
pem, lists = json.load(sys.stdin)
signer = Signer.from_pem(pem, "K2JCJMDEHXQW5F")
try:
    print(json.dumps([signer.sign_urls(urls, {EXPIRES}) for urls in lists]))
except CfsignError as error:
    print(json.dumps(str(error)))
"""


def signed_with(value: str) -> list[list[str]] | str:
    """The lists as a process of its own signs them, or the message of the first error."""
    pem = (ROOT / "tests" / "keys" / "rsa-2048.pkcs1.pem").read_text()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps([pem, LISTS]),
        env=os.environ | {"CFSIGN_IFMA": value},
        check=True,
        capture_output=True,
        text=True,
    )
    signed: list[list[str]] | str = json.loads(done.stdout)
    return signed


def test_lists_are_what_one_by_one_gives_with_lanes_and_without(signer: Signer) -> None:
    wanted = [[signer.sign_url(url, EXPIRES) for url in urls] for urls in LISTS]
    for value in ("", "off"):
        assert signed_with(value) == wanted, value
    signed = signed_with("on")
    # tests/run.sh sets it where the processor has what it takes. Elsewhere the lanes may be refused.
    if os.environ.get("CFSIGN_REQUIRE_IFMA") or not isinstance(signed, str):
        assert signed == wanted
    else:
        assert "the processor has no AVX-512 IFMA" in signed
    refused = signed_with("yes")
    assert isinstance(refused, str)
    assert "CFSIGN_IFMA is neither on nor off" in refused
