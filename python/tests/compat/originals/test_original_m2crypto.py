"""The stand-in for M2Crypto beside M2Crypto 0.51."""

from __future__ import annotations

import inspect
from random import Random
from typing import Any

import pytest
from compat_support import KEYS, PASSPHRASE, key_text, outcome
from M2Crypto import BIO as OriginalBIO
from M2Crypto import EVP as Original

from libcfsign.compat.m2crypto import BIO as OurBIO
from libcfsign.compat.m2crypto import EVP as Ours

TEXT = key_text("rsa-1024.pkcs1.pem")
ENCRYPTED = key_text("rsa-2048.pkcs8-aes256.pem")
PUBLIC = key_text("rsa-1024.public.pem")

# Keys that CloudFront cannot use, which M2Crypto loads: other curves and algorithms, 512 bits.
UNUSABLE = ("rsa-512", "rsa-pss", "dsa", "p384", "p521", "secp256k1", "ed25519", "x25519")


def passphrase(*_: Any) -> bytes:
    return PASSPHRASE


@pytest.mark.parametrize("path", sorted(KEYS.iterdir()), ids=lambda path: path.name)
def test_every_key_file_loads_or_is_refused_alike(path: Any) -> None:
    for function in ("load_key", "load_key_pubkey", "load_key_string", "load_key_string_pubkey"):
        data = path.read_bytes() if "string" in function else str(path)
        wanted, original = outcome(getattr(Original, function), data, passphrase)
        got, ours = outcome(getattr(Ours, function), data, passphrase)
        if path.name.startswith(UNUSABLE) and wanted == "returned":
            assert (got, ours) == outcome(
                getattr(Ours, function), "no key" if "string" in function else "/dev/null"
            )
            continue
        assert got == wanted, function
        if got != "returned":
            assert ours == original
        elif "pubkey" not in function:
            for key in (ours, original):
                key.reset_context("sha1")
                key.sign_init()
                key.sign_update(b"message")
            signature = ours.sign_final()
            if path.name.startswith("rsa"):
                assert signature == original.sign_final()
            original.verify_init()
            original.verify_update(b"message")
            assert original.verify_final(signature) == 1


@pytest.mark.parametrize(
    "data",
    [
        "", "garbage", None, 5, ["a"], bytearray(TEXT.encode()), memoryview(TEXT.encode()),
        TEXT.encode(), "\ufeff" + TEXT,
        "junk\n" + TEXT, TEXT + TEXT, PUBLIC + TEXT, TEXT + PUBLIC, TEXT.replace("\n", "\\n"),
        "é" + TEXT,
        "\ud800" + TEXT, " " + TEXT, TEXT.replace("\n", "\r\n"), TEXT[:300], TEXT.rstrip(),
        ENCRYPTED + TEXT,
    ],
    ids=range(21),
)  # fmt: skip
def test_texts_are_read_or_refused_alike(data: Any) -> None:
    for function in ("load_key_string", "load_key_string_pubkey"):
        wanted = outcome(getattr(Original, function), data, passphrase)
        got = outcome(getattr(Ours, function), data, passphrase)
        assert got[0] == wanted[0], function
        if got[0] != "returned":
            assert got == wanted


@pytest.mark.parametrize(
    "callback",
    [
        lambda *_: b"wrong", lambda *_: b"", lambda *_: None, lambda *_: "correct horse",
        lambda *_: 1 / 0, lambda: b"",
        lambda verify: PASSPHRASE if verify == 0 else b"", None, 5, "text",
    ],
    ids=range(10),
)  # fmt: skip
def test_callbacks_end_alike(callback: Any) -> None:
    for text in (ENCRYPTED, key_text("rsa-2048.legacy-aes128.pem"), TEXT):
        wanted = outcome(Original.load_key_string, text, callback)
        got = outcome(Ours.load_key_string, text, callback)
        assert got[0] == wanted[0]
        if got[0] != "returned":
            assert got == wanted


@pytest.mark.parametrize(
    "file", ["/no/such/key.pem", "/", b"/no/such/key.pem", None, 5.5, ["a"]], ids=repr
)
def test_files_that_cannot_be_read_end_alike(file: Any) -> None:
    for function in ("load_key", "load_key_pubkey"):
        assert outcome(getattr(Ours, function), file) == outcome(getattr(Original, function), file)


def test_buffers_are_read_alike() -> None:
    for name, data in (("load_key_bio", TEXT), ("load_key_bio_pubkey", PUBLIC)):
        ours = getattr(Ours, name)(OurBIO.MemoryBuffer(data.encode()))
        original = getattr(Original, name)(OriginalBIO.MemoryBuffer(data.encode()))
        assert (type(ours).__name__, type(original).__name__) == ("PKey", "PKey")
        # Code that is half moved: a buffer of the real package.
        getattr(Ours, name)(OriginalBIO.MemoryBuffer(data.encode()))
        empty = outcome(getattr(Original, name), OriginalBIO.MemoryBuffer())
        assert outcome(getattr(Ours, name), OurBIO.MemoryBuffer()) == empty


def step(random: Random, signatures: list[bytes]) -> tuple[str, tuple[Any, ...]]:
    """One call of a PKey, with arguments good and bad."""
    data = random.choice(
        [
            b"",
            b"a",
            b"message",
            random.randbytes(200),
            bytearray(b"b"),
            memoryview(b"c"),
            "text",
            None,
            5,
        ]
    )
    name = random.choice(
        ["reset_context", "sign_init", "sign_init", "verify_init", "sign_update", "sign_update",
        "update", "verify_update",
         "sign_final", "sign_final", "final", "verify_final", "verify_final"]
    )  # fmt: skip
    if name == "reset_context":
        return name, random.choice([(), ("sha1",), ("sha1",), ("sha256",), (None,), ("",)])
    if name.endswith("update"):
        return name, (data,)
    if name == "verify_final":
        return name, (random.choice([*signatures, *signatures, b"", b"x" * 128, None, "text"]),)
    return name, ()


def test_2000_generated_sequences_of_calls_end_alike() -> None:
    random = Random(20250401)
    signed = verified = 0
    for _ in range(2000):
        ours, original = Ours.load_key_string(TEXT), Original.load_key_string(TEXT)
        signatures: list[bytes] = [b"y" * 128]
        for _ in range(random.randint(3, 14)):
            name, arguments = step(random, signatures)
            wanted = outcome(getattr(original, name), *arguments)
            got = outcome(getattr(ours, name), *arguments)
            if wanted[0] == "EVPError" and name.endswith(("update", "final")):
                # The original words it as OpenSSL's last error in the process, whoever made that.
                got, wanted = (got[0], ""), (wanted[0], "")
            assert got == wanted, (name, arguments)
            if isinstance(wanted[1], bytes):
                signatures.append(wanted[1])
                signed += 1
            verified += name == "verify_final" and wanted == ("returned", 1)
    assert signed > 800
    assert verified > 100


@pytest.mark.parametrize("md", ["nope", "SHA1", "sha-1"])
def test_unknown_digests_are_refused_alike(md: str) -> None:
    # By the constructor: reset_context of the original leaves an object behind that crashes the
    # process.
    assert outcome(Ours.PKey, md=md) == outcome(Original.PKey, md=md)
    key = Ours.load_key_string(TEXT)
    assert outcome(key.reset_context, md) == outcome(Original.PKey, md=md)


def test_public_keys_verify_alike_and_do_not_sign() -> None:
    key = Original.load_key_string(TEXT)
    for md in ("sha1", "sha256"):
        key.reset_context(md)
        key.sign_init()
        key.sign_update(b"message")
        signature = key.sign_final()
        for message in (b"message", b"massage"):
            results = []
            for module in (Ours, Original):
                public = module.load_key_string_pubkey(PUBLIC)
                public.reset_context(md)
                public.verify_init()
                results.append((public.verify_update(message), public.verify_final(signature)))
            assert results[0] == results[1]
    for module in (Ours, Original):
        public = module.load_key_string_pubkey(PUBLIC)
        public.sign_init()
        with pytest.raises(module.EVPError, match="missing private key"):
            public.sign_final()


@pytest.mark.parametrize("name", [name for name in Ours.__all__ if name.startswith("load")])
def test_functions_have_the_same_parameters(name: str) -> None:
    assert list(inspect.signature(getattr(Ours, name)).parameters) == list(
        inspect.signature(getattr(Original, name)).parameters
    )


@pytest.mark.parametrize(
    "name", ["__init__", "reset_context", "sign_init", "sign_update", "sign_final", "update",
    "final", "verify_init",
             "verify_update", "verify_final"]
)  # fmt: skip
def test_methods_have_the_same_parameters(name: str) -> None:
    def parameters(module: Any) -> list[tuple[str, Any]]:
        signature = inspect.signature(getattr(module.PKey, name))
        return [(parameter.name, parameter.default) for parameter in signature.parameters.values()]

    assert parameters(Ours) == parameters(Original)


def test_the_errors_have_the_same_family() -> None:
    for ours, original in (
        (Ours.EVPError, Original.EVPError),
        (OurBIO.BIOError, OriginalBIO.BIOError),
    ):
        assert [kind.__name__ for kind in ours.__mro__] == [
            kind.__name__ for kind in original.__mro__
        ]
