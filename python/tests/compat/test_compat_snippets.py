"""The old functions, beside the text that people have."""

from __future__ import annotations

import json
from typing import Any

import pytest
import seed_m2crypto_snippet
from compat_support import EXPIRES, KEY_PAIR_ID, URL, key_text

from libcfsign import Signer, Verifier
from libcfsign.compat import snippets

seed: Any = seed_m2crypto_snippet
BARE = URL.partition("?")[0]
VERIFIER = Verifier({KEY_PAIR_ID: key_text("rsa-2048.public.pem")})


@pytest.mark.parametrize(
    "key", ["rsa-1024.pkcs1", "rsa-2048.pkcs1", "rsa-2048.pkcs8", "rsa-4096.pkcs8"]
)
def test_each_function_gives_what_the_old_one_gave(key: str) -> None:
    pem = key_text(f"{key}.pem")
    for message in ("", "a", "policy ü 😀", "x" * 5000):
        signature = seed.sign_string(message, pem)
        assert snippets.sign_string(message, pem) == signature
        assert snippets.sign_string(message.encode(), pem.encode()) == signature
        encoded = seed.aws_url_base64_encode(signature)
        assert snippets.aws_url_base64_encode(signature) == encoded
        arguments = (BARE, encoded, KEY_PAIR_ID, EXPIRES)
        assert snippets.create_url(*arguments) == seed.create_url(*arguments)
    for resource in (BARE, "mp4:videos/1", f"{BARE}/ü"):
        given = (resource, pem, KEY_PAIR_ID, EXPIRES)
        url = seed.get_canned_policy_url(*given)
        assert snippets.get_canned_policy_url(*given) == url
        assert snippets.encode_query_param(url) == seed.encode_query_param(url)


def test_the_url_is_the_signers() -> None:
    pem = key_text("rsa-2048.pkcs1.pem")
    url = snippets.get_canned_policy_url(BARE, pem, KEY_PAIR_ID, EXPIRES)
    assert url == Signer.from_pem(pem, KEY_PAIR_ID).sign_url(BARE, EXPIRES)


def test_a_url_with_a_query_works() -> None:
    pem = key_text("rsa-2048.pkcs1.pem")
    url = snippets.get_canned_policy_url(URL, pem, KEY_PAIR_ID, EXPIRES)
    VERIFIER.verify(url, now=EXPIRES - 1)
    assert seed.get_canned_policy_url(URL, pem, KEY_PAIR_ID, EXPIRES).count("?") == 2


def test_a_url_cannot_end_the_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    signed: list[str] = []

    def sign(message: str, key: str) -> bytes:
        signed.append(message)
        return b"signature"

    monkeypatch.setattr(snippets, "sign_string", sign)
    snippets.get_canned_policy_url('https://example.com/"}', "key", KEY_PAIR_ID, EXPIRES)
    assert json.loads(signed[0])["Statement"][0]["Resource"] == 'https://example.com/"}'


def test_players_get_one_parameter() -> None:
    assert snippets.encode_query_param("a?b=1&c=2%20") == "a%3Fb%3D1%26c%3D2%20"
