"""The cache of parsed keys: bounded, right, and without a copy of the text."""

from __future__ import annotations

import gc
import threading

import pytest
from compat_support import key_text

from libcfsign import PrivateKey
from libcfsign.compat import rsa
from libcfsign.compat._keys import KeyCache
from libcfsign.compat.m2crypto import EVP


def test_a_text_is_parsed_once() -> None:
    parsed: list[bytes] = []

    def parse(data: bytes) -> bytes:
        parsed.append(data)
        return data[:1]

    cache = KeyCache(parse)
    assert [cache.get(b"one"), cache.get(b"two"), cache.get(b"one")] == [b"o", b"t", b"o"]
    assert parsed == [b"one", b"two"]


def test_old_keys_make_room() -> None:
    cache = KeyCache(len)
    for size in range(1000):
        assert cache.get(b"x" * size) == size
        assert len(cache) <= 16
    assert len(cache) == 16


def test_a_refused_text_is_refused_again() -> None:
    cache = KeyCache(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            cache.get(b"no number")
    assert len(cache) == 0


def test_the_text_is_not_kept() -> None:
    secret = key_text("rsa-2048-b.pkcs1.pem")
    rsa.PrivateKey.load_pkcs1(secret)
    EVP.load_key_string(secret)
    middle = secret[200:240]
    gc.collect()
    rsa.sign(b"a", rsa.PrivateKey.load_pkcs1(secret), "SHA-1")
    rsa.sign_with_pem(b"a", secret)
    for cache in (rsa._pem_keys, rsa._private_keys, EVP._private_keys):
        for held in gc.get_referents(cache, *gc.get_referents(cache._keys)):
            assert middle not in repr(held)
        assert all(len(digest) == 32 for digest in cache._keys)
        assert len(cache) > 0
        # Objects of the core alone: none of Python's, whose numbers could be read and changed.
        assert {type(key) for key in cache._keys.values()} == {PrivateKey}


def test_threads_share_it() -> None:
    cache = KeyCache(lambda data: data)
    failures = []

    def work(number: int) -> None:
        for turn in range(3000):
            data = b"%d" % ((turn * number) % 40)
            if cache.get(data) != data:
                failures.append(data)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(cache) <= 16
