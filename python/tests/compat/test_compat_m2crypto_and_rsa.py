"""Where the stand-ins for M2Crypto and python-rsa differ from them, as they say."""

from __future__ import annotations

import pickle

import pytest
from compat_support import PASSPHRASE, key_text

from libcfsign import InvalidKey
from libcfsign.compat import _pkcs1, m2crypto, rsa
from libcfsign.compat.m2crypto import EVP

PEM = key_text("rsa-2048.pkcs1.pem")


def signed(key: EVP.PKey, md: str, *parts: bytes) -> bytes:
    key.reset_context(md=md)
    key.sign_init()
    for part in parts:
        key.sign_update(part)
    return key.sign_final()


@pytest.mark.parametrize("md", ["md5", "sha224", "sha384", "sha512", "ripemd160"])
def test_digests_that_cloudfront_does_not_take_are_refused_and_the_key_stays_usable(
    md: str,
) -> None:
    key = EVP.load_key_string(PEM)
    with pytest.raises(ValueError, match="unknown message digest") as caught:
        key.reset_context(md)
    assert caught.value.args == ("unknown message digest", md)
    assert signed(key, "sha1", b"a", b"b") == signed(EVP.load_key_string(PEM), "sha1", b"ab")


def test_keys_that_cloudfront_does_not_take_are_refused_with_the_reason() -> None:
    with pytest.raises(EVP.EVPError, match="pkey_read_pem") as caught:
        EVP.load_key_string(key_text("rsa-512.pkcs1.pem"))
    assert isinstance(caught.value.__cause__, InvalidKey)


def test_an_encrypted_key_asks_for_its_passphrase_each_time() -> None:
    text = key_text("rsa-2048.pkcs8-aes256.pem")
    asked = []

    def answer(verify: int) -> bytes:
        asked.append(verify)
        return PASSPHRASE

    assert signed(EVP.load_key_string(text, answer), "sha1", b"a")
    with pytest.raises(EVP.EVPError):
        EVP.load_key_string(text, lambda _: b"wrong")
    assert signed(EVP.load_key_string(text, callback=answer), "sha256", b"a")
    assert asked == [0, 0]


def test_the_default_asks_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EVP, "getpass", lambda prompt: PASSPHRASE.decode())
    assert EVP.load_key_string(key_text("p256.pkcs8-aes256.pem"))


def test_the_namespace_is_a_module() -> None:
    assert m2crypto.EVP is EVP
    assert issubclass(EVP.EVPError, ValueError)
    assert issubclass(m2crypto.BIO.BIOError, ValueError)


@pytest.mark.parametrize("method", ["MD5", "SHA-224", "SHA-384", "SHA-512", "SHA3-256"])
def test_rsa_refuses_hashes_that_cloudfront_does_not_take(method: str) -> None:
    with pytest.raises(ValueError, match=f"Invalid hash method: {method}; CloudFront takes"):
        rsa.sign(b"a", rsa.PrivateKey.load_pkcs1(PEM), method)


def test_small_keys_load_and_do_not_sign() -> None:
    key = rsa.PrivateKey.load_pkcs1(key_text("rsa-512.pkcs1.pem"))
    assert key.n.bit_length() == 512
    with pytest.raises(InvalidKey):
        rsa.sign(b"a", key, "SHA-1")


def test_repr_shows_no_secret() -> None:
    key = rsa.PrivateKey.load_pkcs1(PEM)
    assert repr(key) == "<PrivateKey of 2048 bits>"
    assert str(rsa.PublicKey(key.n, key.e)) == f"PublicKey({key.n}, {key.e})"


def test_a_key_of_numbers_signs_as_the_file_does() -> None:
    loaded = rsa.PrivateKey.load_pkcs1(PEM)
    made = rsa.PrivateKey(loaded.n, loaded.e, loaded.d, loaded.p, loaded.q)
    assert made == loaded
    assert hash(made) == hash(loaded)
    assert made != rsa.PublicKey(loaded.n, loaded.e)
    for method in ("SHA-1", "SHA-256"):
        signature = rsa.sign(b"a", made, method)
        assert signature == rsa.sign(b"a", loaded, method)
        assert rsa.verify(b"a", signature, rsa.PublicKey(made.n, made.e)) == method
        with pytest.raises(rsa.VerificationError, match="Verification failed"):
            rsa.verify(b"b", signature, rsa.PublicKey(made.n, made.e))


def test_a_key_that_was_changed_changes_no_other() -> None:
    before = rsa.sign(b"a", rsa.PrivateKey.load_pkcs1(PEM), "SHA-1")
    changed = rsa.PrivateKey.load_pkcs1(PEM)
    changed.d = 5
    assert rsa.PrivateKey.load_pkcs1(PEM) != changed
    assert rsa.sign(b"a", rsa.PrivateKey.load_pkcs1(PEM), "SHA-1") == before
    # A number that does not belong to the others is not passed over.
    with pytest.raises(InvalidKey):
        rsa.sign(b"a", changed, "SHA-1")
    other = rsa.PrivateKey.load_pkcs1(key_text("rsa-2048-b.pkcs1.pem"))
    public = rsa.PublicKey(other.n, other.e)
    with pytest.raises(rsa.VerificationError):
        rsa.verify(b"a", before, public)
    public.n = rsa.PrivateKey.load_pkcs1(PEM).n
    assert rsa.verify(b"a", before, public) == "SHA-1"


def test_keys_can_be_pickled_before_and_after_a_signature() -> None:
    key = rsa.PrivateKey.load_pkcs1(PEM)
    public = rsa.PublicKey(key.n, key.e)
    for _ in range(2):
        again: rsa.PrivateKey = pickle.loads(pickle.dumps(key))
        assert again == key
        assert pickle.loads(pickle.dumps(public)) == public
        signature = rsa.sign(b"a", again, "SHA-1")
        assert signature == rsa.sign(b"a", key, "SHA-1")
        rsa.verify(b"a", signature, public)


@pytest.mark.parametrize("place", ["p", "q"])
@pytest.mark.parametrize("prime", [0, 1])
def test_der_with_a_number_that_is_no_prime_is_damaged(place: str, prime: int) -> None:
    key = rsa.PrivateKey.load_pkcs1(PEM)
    setattr(key, place, prime)
    with pytest.raises(ValueError, match=r"damaged|pow\(\)|invertible"):
        rsa.PrivateKey.load_pkcs1(_pkcs1.write_private_key([0, *key._numbers()]), "DER")
