"""The stand-in for python-rsa beside python-rsa 4.9.1."""

from __future__ import annotations

import io
import warnings
from random import Random
from typing import Any

import pytest
import rsa as original
import strange_input as strange
from compat_support import KEYS, key_text, outcome

from libcfsign.compat import rsa as ours

SIZES = ["rsa-1024", "rsa-2048", "rsa-3072", "rsa-4096"]
NUMBERS = ("n", "e", "d", "p", "q", "exp1", "exp2", "coef")
TEXT = key_text("rsa-1024.pkcs1.pem")
DER = (KEYS / "rsa-1024.pkcs1.der").read_bytes()


def numbers(key: Any) -> tuple[int, ...]:
    return tuple(getattr(key, name) for name in NUMBERS if hasattr(key, name))


def loaded(module: Any, kind: str, method: str, *args: Any) -> tuple[str, Any]:
    """The numbers of the key that a call loads, or what it raises."""
    ended, value = outcome(getattr(getattr(module, kind), method), *args)
    return ended, numbers(value) if ended == "returned" else value


@pytest.mark.parametrize("name", [*SIZES, "rsa-512", "rsa-2048-b"])
def test_private_keys_load_alike(name: str) -> None:
    text = key_text(f"{name}.pkcs1.pem")
    assert loaded(ours, "PrivateKey", "load_pkcs1", text) == loaded(
        original, "PrivateKey", "load_pkcs1", text
    )
    assert len(loaded(ours, "PrivateKey", "load_pkcs1", text)[1]) == 8


@pytest.mark.parametrize("name", [*SIZES, "rsa-2048-b"])
def test_public_keys_load_alike(name: str) -> None:
    pkcs1 = key_text(f"{name}.public-pkcs1.pem")
    spki, der = key_text(f"{name}.public.pem"), (KEYS / f"{name}.public.der").read_bytes()
    for method, data in (
        ("load_pkcs1", pkcs1),
        ("load_pkcs1_openssl_pem", spki),
        ("load_pkcs1_openssl_pem", spki.encode()),
        ("load_pkcs1_openssl_der", der),
        ("load_pkcs1", spki),
        ("load_pkcs1_openssl_pem", pkcs1),
    ):
        wanted = loaded(original, "PublicKey", method, data)
        assert loaded(ours, "PublicKey", method, data) == wanted
    key = original.PublicKey.load_pkcs1(pkcs1)
    assert ours.PublicKey.load_pkcs1_openssl_pem(spki) == ours.PublicKey(key.n, key.e)


@pytest.mark.parametrize(
    "arguments",
    [
        (TEXT.encode(),),
        ("junk\n\n" + TEXT + TEXT,),
        (TEXT.replace("\n", "\r\n"),),
        (TEXT.replace("\n", "\n\n \t"),),
        (TEXT.replace("KEY-----\n", "KEY-----\nProc-Type: 4\n\n", 1),),
        (TEXT, "PEM"),
        (DER, "DER"),
        (DER + b"more", "DER"),
        (TEXT, "XXX"),
        (TEXT, None),
        (DER, "PEM"),
        ("",),
        (None,),
        (5,),
        (["a"],),
        (bytearray(TEXT.encode()),),
        ("é" + TEXT,),
        (TEXT.replace("BEGIN RSA", "BEGIN"),),
        (TEXT.replace("END RSA", "END"),),
        (TEXT.replace("-----BEGIN", " -----BEGIN"),),
        (TEXT[: len(TEXT) // 2],),
        ("-----BEGIN RSA PRIVATE KEY-----\n" + TEXT,),
        ("-----BEGIN RSA PRIVATE KEY-----\nA\n-----END RSA PRIVATE KEY-----",),
        (key_text("rsa-1024.pkcs8.pem"),),
        (key_text("rsa-2048.public.pem"),),
        (key_text("p256.sec1.pem"),),
        (TEXT.replace("\n", "\\n"),),
    ],
    ids=range(27),
)
def test_texts_are_read_or_refused_alike(arguments: tuple[Any, ...]) -> None:
    for kind in ("PrivateKey", "PublicKey"):
        wanted = loaded(original, kind, "load_pkcs1", *arguments)
        if wanted[0] in ("PyAsn1Error", "UnsupportedSubstrateError"):
            assert loaded(ours, kind, "load_pkcs1", *arguments)[0] == "ValueError"
        else:
            assert loaded(ours, kind, "load_pkcs1", *arguments) == wanted


def test_a_key_with_wrong_exponents_is_mended_alike() -> None:
    def mend(module: Any) -> tuple[Any, str, bytes]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            key = module.PrivateKey.load_pkcs1(bytes(damaged), "DER")
        return numbers(key), str(caught[0].message), module.sign(b"a", key, "SHA-1")

    damaged = bytearray(DER)
    # The last byte belongs to the coefficient.
    damaged[-1] ^= 1
    assert mend(ours) == mend(original)


def test_another_version_is_refused_alike() -> None:
    other = DER.replace(b"\x02\x01\x00", b"\x02\x01\x01", 1)
    assert loaded(ours, "PrivateKey", "load_pkcs1", other, "DER") == loaded(
        original, "PrivateKey", "load_pkcs1", other, "DER"
    )


@pytest.mark.parametrize("method", ["SHA-1", "SHA-256"])
@pytest.mark.parametrize("name", SIZES)
def test_signatures_are_alike(name: str, method: str) -> None:
    random = Random(20250301)
    text = key_text(f"{name}.pkcs1.pem")
    key, theirs = ours.PrivateKey.load_pkcs1(text), original.PrivateKey.load_pkcs1(text)
    public = ours.PublicKey(key.n, key.e)
    for _ in range(400 if name == "rsa-1024" else 10):
        message = strange.message(random)
        signature = original.sign(message, theirs, method)
        assert ours.sign(message, key, method) == signature
        assert ours.sign(io.BytesIO(message), key, method) == signature
        assert ours.verify(message, signature, public) == method


def test_2000_changed_signatures_are_judged_alike() -> None:
    random = Random(20250302)
    key = original.PrivateKey.load_pkcs1(TEXT)
    public, theirs = ours.PublicKey(key.n, key.e), original.PublicKey(key.n, key.e)
    signatures = {method: original.sign(b"message", key, method) for method in ("SHA-1", "SHA-256")}
    verified = 0
    for _ in range(2000):
        signature: Any = bytearray(signatures[random.choice(["SHA-1", "SHA-256"])])
        message = random.choice([b"message", b"message", b"massage"])
        match random.randrange(8):
            case 0:
                signature[random.randrange(len(signature))] ^= 1 << random.randrange(8)
            case 1:
                signature = b"\0" + signature
            case 2:
                signature = signature[random.randrange(3) :]
            case 3:
                signature = random.choice([b"", b"\0" * 128, b"\xff" * 128, random.randbytes(128)])
            case 4:
                signature = random.choice([None, "text", 5, list(signature), memoryview(signature)])
            case 5:
                signature = (int.from_bytes(signature, "big") + key.n).to_bytes(129, "big")
            case 6:
                pass
            case 7:
                signature = bytes(signature)
        wanted = outcome(original.verify, message, signature, theirs)
        assert outcome(ours.verify, message, signature, public) == wanted
        verified += wanted[0] == "returned"
    assert 300 < verified < 1700


@pytest.mark.parametrize(
    ("message", "method"),
    [
        ("text", "SHA-1"),
        (None, "SHA-1"),
        (5, "SHA-256"),
        (bytearray(b"a"), "SHA-1"),
        (memoryview(b"a"), "SHA-1"),
        (b"a", "sha1"),
        (b"a", "SHA1"),
        (b"a", ""),
        (b"a", None),
        (b"a", 5),
        ("text", "sha1"),
    ],
    ids=repr,
)
def test_wrong_arguments_end_alike(message: Any, method: Any) -> None:
    key, theirs = ours.PrivateKey.load_pkcs1(TEXT), original.PrivateKey.load_pkcs1(TEXT)
    assert outcome(ours.sign, message, key, method) == outcome(
        original.sign, message, theirs, method
    )


def test_short_reads_end_a_message_alike() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(100)

    key, theirs = ours.PrivateKey.load_pkcs1(TEXT), original.PrivateKey.load_pkcs1(TEXT)
    wanted = original.sign(Slow(b"a" * 500), theirs, "SHA-1")
    assert ours.sign(Slow(b"a" * 500), key, "SHA-1") == wanted


def test_a_key_too_small_for_the_hash_overflows_alike() -> None:
    # 368 bits: room for SHA-1 and not for SHA-256.
    _, private = original.newkeys(368)
    key = ours.PrivateKey(private.n, private.e, private.d, private.p, private.q)
    assert numbers(key) == numbers(private)
    assert outcome(ours.sign, b"a", key, "SHA-256") == outcome(
        original.sign, b"a", private, "SHA-256"
    )


def test_the_exceptions_have_the_same_family() -> None:
    assert [kind.__name__ for kind in ours.VerificationError.__mro__] == [
        kind.__name__ for kind in original.VerificationError.__mro__
    ]
