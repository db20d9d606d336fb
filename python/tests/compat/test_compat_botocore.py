"""What the stand-in for botocore's CloudFrontSigner has beyond botocore: the hash algorithm."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Literal

import pytest
from compat_support import KEY_PAIR_ID, URL, key_text

from libcfsign import Signer, Verifier
from libcfsign.compat.botocore import CloudFrontSigner

END = datetime(2036, 1, 1, tzinfo=timezone.utc)
VERIFIER = Verifier({KEY_PAIR_ID: key_text("rsa-2048.public.pem")})


def signer(hash_algorithm: Literal["SHA1", "SHA256"]) -> Signer:
    return Signer.from_pem(
        key_text("rsa-2048.pkcs1.pem"), KEY_PAIR_ID, hash_algorithm=hash_algorithm
    )


def test_sha256_is_said_in_the_url() -> None:
    sha256 = signer("SHA256")
    for stand_in in (
        CloudFrontSigner(KEY_PAIR_ID, sha256.sign_message, hash_algorithm="SHA256"),
        CloudFrontSigner(KEY_PAIR_ID, sha256, hash_algorithm="SHA256"),
        # A Signer knows what it signs with.
        CloudFrontSigner(KEY_PAIR_ID, sha256),
    ):
        url = stand_in.generate_presigned_url(URL, END)
        assert url == sha256.sign_url(URL, END)
        assert url.endswith("&Hash-Algorithm=SHA256")
        VERIFIER.verify(url)
        custom = stand_in.generate_presigned_url(URL, policy=stand_in.build_policy(URL, END))
        assert custom.endswith(f"&Key-Pair-Id={KEY_PAIR_ID}&Hash-Algorithm=SHA256")
        VERIFIER.verify(custom)


def test_sha1_is_not_said() -> None:
    sha1 = signer("SHA1")
    for stand_in in (
        CloudFrontSigner(KEY_PAIR_ID, sha1.sign_message),
        CloudFrontSigner(KEY_PAIR_ID, sha1.sign_message, hash_algorithm="SHA1"),
        CloudFrontSigner(KEY_PAIR_ID, sha1),
    ):
        assert stand_in.generate_presigned_url(URL, END) == sha1.sign_url(URL, END)


@pytest.mark.parametrize("wrong", ["sha256", "SHA-256", "MD5", "", 256])
def test_other_algorithms_are_refused(wrong: Literal["SHA256"]) -> None:
    with pytest.raises(ValueError, match="wanted 'SHA1' or 'SHA256'"):
        CloudFrontSigner(KEY_PAIR_ID, signer("SHA1"), hash_algorithm=wrong)


def test_a_signer_that_signs_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="signs with SHA1, and hash_algorithm says SHA256"):
        CloudFrontSigner(KEY_PAIR_ID, signer("SHA1"), hash_algorithm="SHA256")


def test_a_date_without_an_offset_is_utc() -> None:
    stand_in = CloudFrontSigner(KEY_PAIR_ID, signer("SHA1"))
    naive = END.replace(tzinfo=None)
    assert stand_in.generate_presigned_url(URL, naive) == stand_in.generate_presigned_url(URL, END)
