"""Verifying and explaining, and the local edge that does both."""

from __future__ import annotations

import ipaddress
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

import pytest

import libcfsign
from libcfsign import Policy, PublicKey, Signer, TrustedKeyGroup, Verifier
from libcfsign.testing import LocalEdge

EXPIRES = 1_767_290_400
URL = "https://d111111abcdef8.cloudfront.net/a.jpg"


def test_allowed(signer: Signer, verifier: Verifier) -> None:
    policy = Policy("https://d111111abcdef8.cloudfront.net/*", EXPIRES, ip_address="192.0.2.0/24")
    for address in ("192.0.2.7", ipaddress.ip_address("192.0.2.7")):
        allowed = verifier.verify(
            signer.sign_url(URL, policy=policy), viewer_ip=address, now=EXPIRES - 1
        )
        assert allowed.credential == "url"
        assert allowed.key_pair_id == "K2JCJMDEHXQW5F"
        assert allowed.hash_algorithm == "SHA1"
        assert allowed.expires == EXPIRES
        assert allowed.resource == policy.resource
        assert allowed.origin_url == URL
        assert not allowed.is_canned
    cookies = signer.sign_cookies(policy)
    for form in (cookies, dict(cookies), cookies.cookie_header()):
        allowed = verifier.verify(URL, cookies=form, viewer_ip="192.0.2.7", now=EXPIRES - 1)
        assert allowed.credential == "cookies"


def test_denied(signer: Signer, verifier: Verifier) -> None:
    with pytest.raises(libcfsign.AccessDenied) as raised:
        verifier.verify(signer.sign_url(URL, EXPIRES), now=EXPIRES)
    assert raised.value.code == "expired"
    assert raised.value.cloudfront_error == ("AccessDenied", "Access denied")
    with pytest.raises(libcfsign.AccessDenied) as raised:
        verifier.verify(URL)
    assert raised.value.cloudfront_error == (
        "MissingKey",
        "Missing Key-Pair-Id query parameter or cookie value",
    )


def test_arguments_of_the_wrong_kind(verifier: Verifier, keys: Path) -> None:
    with pytest.raises(TypeError, match="mapping of key pair IDs"):
        Verifier(["K1"])  # type: ignore[arg-type]
    with pytest.raises(libcfsign.InvalidKey) as raised:
        Verifier({"K1": (keys / "p256.pkcs8.pem").read_text()})
    assert raised.value.code == "private-key-given"
    with pytest.raises(TypeError, match="Cookie header, or a mapping"):
        verifier.verify(URL, cookies=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="ipaddress"):
        verifier.verify(URL, viewer_ip=5)  # type: ignore[arg-type]
    with pytest.raises(libcfsign.InvalidInput, match="IPv4 or IPv6"):
        verifier.verify(URL, viewer_ip="localhost")


def test_a_key_group(keys: Path) -> None:
    pem = (keys / "p256.public.pem").read_text()
    group = TrustedKeyGroup({"K2": pem, "K1": PublicKey.from_pem(pem)})
    assert sorted(group.key_pair_ids) == ["K1", "K2"]
    assert len(group) == 2
    assert "BEGIN" not in repr(group)
    signer = Signer.from_file(keys / "p256.pkcs8.pem", "K1")
    assert Verifier(group).verify(signer.sign_url(URL, EXPIRES), now=EXPIRES - 1)


def test_explain(signer: Signer, keys: Path) -> None:
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_bytes()}
    signed = signer.sign_url(URL, EXPIRES)
    good = libcfsign.explain(signed, trusted, now=EXPIRES - 1)
    assert good.allowed
    assert good.code is None
    assert {check.outcome for check in good.checks} == {"passed"}
    assert good.signed_text == Policy(URL, EXPIRES).to_json()
    assert str(good).startswith("allowed")

    other = libcfsign.explain(signed.replace("https:", "http:"), trusted, now=EXPIRES - 1)
    assert (other.allowed, other.code) == (False, "signature-mismatch")
    assert other.findings[0].code == "other-scheme"
    text = str(other)
    assert "CloudFront says AccessDenied" in text
    assert other.findings[0].advice in text
    assert signed.split("Signature=")[1][:40] not in text
    plain = json.loads(json.dumps(other.to_dict()))
    assert plain["findings"][0]["code"] == "other-scheme"
    assert plain["cloudfront_error"] == ["AccessDenied", "Access denied"]

    host = libcfsign.explain(
        signed.replace("d111111abcdef8.cloudfront.net", "cdn.example.com"),
        trusted,
        now=EXPIRES - 1,
        other_hosts=["d111111abcdef8.cloudfront.net"],
    )
    assert host.findings[0].code == "other-host"


def test_who_answered() -> None:
    body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>1</RequestId></Error>"
    origin = libcfsign.classify_response(body, status=403, headers={"Server": "AmazonS3"})
    assert (origin.code, origin.layer) == ("s3-access-denied", "s3")
    assert "bucket" in origin.meaning + origin.advice


def test_what_a_browser_does_with_cookies() -> None:
    findings = libcfsign.judge_set_cookie(
        ["CloudFront-Policy=eyJ9; Domain=cloudfront.net; Path=/; Secure"],
        "https://www.example.com",
        URL,
        now=EXPIRES,
    )
    assert "cookie-domain-cloudfront" in {finding.code for finding in findings}


def get(url: str, cookies: str | None = None) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={"Cookie": cookies} if cookies else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def test_the_local_edge(signer: Signer, keys: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("inside")
    now = EXPIRES - 60
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_text()}
    with LocalEdge(trusted, directory=tmp_path, clock=lambda: now) as edge:
        signed = signer.sign_url(f"{edge.url}/a.txt", EXPIRES)
        assert get(signed) == (200, b"inside")
        status, body = get(f"{edge.url}/a.txt")
        assert (status, b"<Code>MissingKey</Code>" in body) == (403, True)
        cookies = signer.sign_cookies(Policy(f"{edge.url}/*", EXPIRES))
        assert get(f"{edge.url}/a.txt", cookies.cookie_header()) == (200, b"inside")
        now = EXPIRES
        assert get(signed)[0] == 403
        verdicts = [(request.status, request.verdict) for request in edge.requests]
        assert verdicts == [
            (200, "allowed"),
            (403, "not-signed"),
            (200, "allowed"),
            (403, "expired"),
        ]
        url = edge.url
    with pytest.raises(urllib.error.URLError):
        get(url)
    edge.stop()


def test_an_edge_that_cannot_start(keys: Path, tmp_path: Path) -> None:
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_text()}
    with pytest.raises(OSError, match="absent"):
        LocalEdge(trusted, directory=tmp_path / "absent")
    with LocalEdge(trusted, directory=tmp_path) as edge, pytest.raises(OSError, match="in use"):
        LocalEdge(trusted, directory=tmp_path, port=int(edge.address.rpartition(":")[2]))


def test_a_clock_must_be_one(keys: Path, tmp_path: Path) -> None:
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_text()}
    with pytest.raises(TypeError, match=r"int\(time.time\(\)\)"):
        LocalEdge(trusted, directory=tmp_path, clock=lambda: 1.5)  # type: ignore[arg-type,return-value]
    with pytest.raises(TypeError, match="not callable"):
        LocalEdge(trusted, directory=tmp_path, clock=EXPIRES)  # type: ignore[arg-type]


def test_an_edge_that_nothing_holds_stops(keys: Path, tmp_path: Path) -> None:
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_text()}
    edge = LocalEdge(trusted, directory=tmp_path)
    url = edge.url
    assert get(f"{url}/a")[0] == 403
    del edge
    with pytest.raises(urllib.error.URLError):
        get(f"{url}/a")


def test_threads_stop_an_edge_together(keys: Path, tmp_path: Path) -> None:
    trusted = {"K2JCJMDEHXQW5F": (keys / "rsa-2048.public.pem").read_text()}
    for _ in range(50):
        edge = LocalEdge(trusted, directory=tmp_path)
        barrier = threading.Barrier(2)

        def stop(edge: LocalEdge = edge, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            edge.stop()

        threads = [threading.Thread(target=stop, daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
            assert not thread.is_alive()


def test_a_forked_child_leaves_the_edge_alone(keys: Path, tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from libcfsign.testing import LocalEdge\n"
        "edge = LocalEdge({'K1': sys.stdin.read()}, directory=sys.argv[1])\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    edge.stop()\n"
        "    sys.exit(0)\n"
        "status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "edge.stop()\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, tmp_path],
        input=(keys / "rsa-2048.public.pem").read_text(),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_timedelta_for_now(signer: Signer, verifier: Verifier) -> None:
    signed = signer.sign_url(URL, timedelta(hours=1))
    assert verifier.verify(signed)
    with pytest.raises(libcfsign.AccessDenied):
        verifier.verify(signed, now=timedelta(hours=2))
