"""What the stand-in for boto 2 does where there is no boto, and where it differs on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from compat_support import EXPIRES, KEY_PAIR_ID, KEYS, URL, key_text
from seed_rsa_distribution import RSADistribution

from libcfsign import PublicKey, Signer, Verifier, base64_decode
from libcfsign.compat.boto2 import Distribution, StreamingDistribution, patch

KEY = key_text("rsa-2048.pkcs1.pem")
PUBLIC = key_text("rsa-2048.public.pem")
VERIFIER = Verifier({KEY_PAIR_ID: PUBLIC})


def test_urls_are_those_of_the_signer() -> None:
    signer = Signer.from_pem(KEY, KEY_PAIR_ID)
    for kind in (Distribution, StreamingDistribution, RSADistribution):
        url = kind().create_signed_url(
            URL, KEY_PAIR_ID, EXPIRES, private_key_file=str(KEYS / "rsa-2048.pkcs1.pem")
        )
        assert url == signer.sign_url(URL, EXPIRES)


def test_a_custom_policy_ends_in_one_day_by_itself() -> None:
    url = Distribution().create_signed_url(URL, KEY_PAIR_ID, private_key_string=KEY)
    VERIFIER.verify(url)


@pytest.mark.parametrize(
    "mark", ['"', "\\", "\n", "\x00", '"}]}', '","Condition":{}},{"Resource":"*']
)
def test_a_url_cannot_end_the_resource(mark: str) -> None:
    url = f"https://d111111abcdef8.cloudfront.net/{mark}a"
    policy = Distribution._canned_policy(url, EXPIRES)
    assert json.loads(policy) == {
        "Statement": [{"Resource": url, "Condition": {"DateLessThan": {"AWS:EpochTime": EXPIRES}}}]
    }
    signed = Distribution().create_signed_url(url, KEY_PAIR_ID, EXPIRES, private_key_string=KEY)
    signature = base64_decode(signed.rpartition("Signature=")[2].partition("&")[0])
    assert PublicKey.from_pem(PUBLIC).verify(policy.encode(), signature)
    assert signed.startswith(f"{url}?Expires={EXPIRES}&Signature=")


@pytest.mark.parametrize("harmless", ["ü", "日本", "😀", "'", "<", "\x7f", "/", "{}", "%22"])
def test_nothing_else_is_escaped(harmless: str) -> None:
    assert f'"Resource":"{harmless}"' in Distribution._canned_policy(harmless, EXPIRES)


def test_a_key_file_is_read_in_each_call(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    signatures = []
    for name in ("rsa-2048", "rsa-2048-b", "rsa-2048"):
        file.write_text(key_text(f"{name}.pkcs1.pem"))
        signatures.append(Distribution._sign_string("message", private_key_file=str(file)))
    assert signatures[0] == signatures[2] != signatures[1]
    file.unlink()
    with pytest.raises(FileNotFoundError):
        Distribution._sign_string("message", private_key_file=str(file))


def test_the_message_of_a_refused_key_is_the_originals_and_its_cause_helps() -> None:
    with pytest.raises(ValueError, match="No PEM start marker") as caught:
        Distribution._sign_string("message", private_key_string=key_text("rsa-2048.pkcs8.pem"))
    assert type(caught.value) is ValueError
    assert "PKCS#8" in str(caught.value.__cause__)
    assert "Signer.from_pem" in str(caught.value.__cause__)


def test_each_step_can_be_overridden() -> None:
    class Mine(Distribution):
        @staticmethod
        def _canned_policy(resource: str, expires: float | str) -> str:
            return "policy"

        @staticmethod
        def _sign_string(*_: object, **__: object) -> bytes:
            return b"signature"

        @staticmethod
        def _url_base64_encode(msg: str | bytes) -> str:
            return f"<{msg!r}>"

    url = Mine().create_signed_url("u", "K", 5)
    assert url == "u?Expires=5&Signature=<b'signature'>&Key-Pair-Id=K"


def test_patch_says_what_to_do_without_boto(monkeypatch: pytest.MonkeyPatch) -> None:
    # As on Python 3.12 and later, whether boto is there or not.
    monkeypatch.setitem(sys.modules, "boto", None)
    monkeypatch.setitem(sys.modules, "boto.cloudfront.distribution", None)
    with pytest.raises(ImportError, match=r"libcfsign\.compat\.boto2\.Distribution"):
        patch()


def test_no_stand_in_imports_what_it_stands_in_for() -> None:
    program = (
        "import sys\n"
        "from libcfsign.compat import boto2, botocore, cryptography, m2crypto, rsa, snippets\n"
        "originals = {'boto', 'botocore', 'cryptography', 'M2Crypto', 'rsa'}\n"
        "print(sorted(originals & sys.modules.keys()))"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert printed == "[]\n"
