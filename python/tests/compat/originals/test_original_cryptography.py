"""The stand-in for cryptography, and the seeds with their old imports, beside the originals."""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random
from typing import Any

import pytest
import seed_cookie_distribution
import seed_m2crypto_snippet
import strange_input as strange
from compat_support import EXPIRES, KEY_PAIR_ID, KEYS, PASSPHRASE, key_text, outcome
from cryptography.hazmat.primitives import hashes as original_hashes
from cryptography.hazmat.primitives import serialization as original
from cryptography.hazmat.primitives.asymmetric import padding as original_padding

from libcfsign.compat.cryptography import default_backend, hashes, padding, serialization

RSA_KEYS = [
    path
    for path in sorted(KEYS.glob("rsa-*.pem"))
    if "PRIVATE KEY" in path.read_text() and not path.name.startswith(("rsa-512", "rsa-pss"))
]


PLAIN = key_text("rsa-2048.pkcs8.pem").encode()


@pytest.mark.parametrize(
    "data", [b"bag of attributes\n" + PLAIN, PLAIN.replace(b"\n", b"\r\n"), PLAIN + PLAIN]
)
def test_what_stands_around_a_pem_block_is_passed_over(data: bytes) -> None:
    theirs: Any = original.load_pem_private_key(data, None)
    assert serialization.load_pem_private_key(data, None).key_size == theirs.key_size
    buffers: Any = bytearray(data), memoryview(data)
    for buffer in buffers:
        assert serialization.load_pem_private_key(buffer, None).key_size == theirs.key_size


@pytest.mark.parametrize("path", RSA_KEYS, ids=lambda path: path.name)
def test_every_rsa_key_signs_alike(path: Path) -> None:
    password = PASSPHRASE if "aes" in path.name or "des" in path.name else None
    data, random = path.read_bytes(), Random(20250501)
    theirs: Any = original.load_pem_private_key(data, password)
    ours = serialization.load_pem_private_key(data, password, default_backend())
    assert ours.key_size == theirs.key_size
    for name in ("SHA1", "SHA256"):
        message = strange.message(random)
        signature = theirs.sign(
            message, original_padding.PKCS1v15(), getattr(original_hashes, name)()
        )
        algorithm = getattr(hashes, name)()
        assert ours.sign(message, padding.PKCS1v15(), algorithm) == signature
        signer = ours.signer(padding.PKCS1v15(), algorithm)
        signer.update(message[:10])
        signer.update(message[10:])
        assert signer.finalize() == signature


@pytest.mark.parametrize(
    ("data", "password"),
    [
        (key_text("rsa-2048.pkcs8-aes256.pem").encode(), None),
        (key_text("rsa-2048.pkcs8-aes256.pem").encode(), b"wrong"),
        (b"no key", None),
        (b"", None),
        ("text", None),
        (None, None),
        (key_text("rsa-2048.public.pem").encode(), None),
        (PLAIN, b"a password that it has not"),
        (PLAIN, b""),
        (PLAIN, "text"),
        (key_text("rsa-2048.pkcs1.pem").encode(), b"a password that it has not"),
        (key_text("rsa-2048.pkcs8-aes256.pem").encode(), PASSPHRASE.decode()),
        (key_text("rsa-2048.pkcs8-aes256.pem").encode(), 7),
        (key_text("rsa-2048.pkcs8-aes256.pem").encode(), b""),
        (b64decode("".join(PLAIN.decode().splitlines()[1:-1])), None),
        ("".join(PLAIN.decode().splitlines()[1:-1]).encode(), None),
        (b64encode(PLAIN), None),
        (json.dumps({"private_key": PLAIN.decode()}).encode(), None),
        (PLAIN.replace(b"\n", b"\\n"), None),
        (PLAIN[:400], None),
    ],
)
def test_refusals_are_of_the_same_type(data: Any, password: Any) -> None:
    wanted = outcome(original.load_pem_private_key, data, password)
    got = outcome(serialization.load_pem_private_key, data, password)
    assert wanted[0] in ("TypeError", "ValueError")
    # InvalidKey is a ValueError.
    assert {"InvalidKey": "ValueError"}.get(got[0], got[0]) == wanted[0]


@pytest.mark.parametrize(
    ("module", "ours", "theirs"),
    [
        (
            seed_m2crypto_snippet,
            "from libcfsign.compat.m2crypto import EVP",
            "from M2Crypto import EVP",
        ),
        (
            seed_cookie_distribution,
            "from libcfsign.compat.boto2 import Distribution",
            "from original_boto import RepairedDistribution as Distribution",
        ),
    ],
    ids=["m2crypto", "cookies"],
)
def test_a_seed_does_the_same_with_its_old_import(
    monkeypatch: pytest.MonkeyPatch, module: Any, ours: str, theirs: str
) -> None:
    monkeypatch.setattr(time, "time", lambda: 1767225600.25)
    source = Path(module.__file__).read_text()
    assert source.count(ours) == 1
    old: dict[str, Any] = {}
    exec(source.replace(ours, theirs), old)
    if module is seed_m2crypto_snippet:
        arguments = "https://example.com/a", key_text("rsa-2048.pkcs1.pem"), KEY_PAIR_ID, EXPIRES
        assert old["get_canned_policy_url"](*arguments) == module.get_canned_policy_url(*arguments)
    else:
        results = []
        for kind in (
            old["SignedCookiedCloudfrontDistribution"],
            module.SignedCookiedCloudfrontDistribution,
        ):
            distribution = kind.__new__(kind)
            distribution.domain = "cdn.example.com"
            results.append(
                distribution.create_signed_cookies(
                    "*", KEY_PAIR_ID, str(KEYS / "rsa-2048.pkcs1.pem")
                )
            )
        assert results[0] == results[1]
