"""The stand-in for botocore's CloudFrontSigner beside botocore 1.44.5: equal in all it does."""

from __future__ import annotations

import inspect
from datetime import datetime, timezone
from hashlib import sha256
from random import Random
from typing import Any

import botocore.signers
import pytest
import strange_input as strange
from compat_support import EXPIRES, KEY_PAIR_ID, URL, instant, key_text, outcome
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from libcfsign import Signer
from libcfsign.compat.botocore import CloudFrontSigner

PLACES = ("url", "date_less_than", "policy", "date_greater_than", "ip_address")


def digest(message: bytes) -> bytes:
    """In place of a signature: it shows what was to be signed, and costs nothing."""
    return sha256(message).digest()


def both(key_id: Any, rsa_signer: Any = digest) -> tuple[Any, Any]:
    return CloudFrontSigner(key_id, rsa_signer), botocore.signers.CloudFrontSigner(
        key_id, rsa_signer
    )


def test_6000_generated_urls_are_alike() -> None:
    random = Random(20250201)
    returned = raised = 0
    for _ in range(6000):
        ours, original = both(strange.key_pair_id(random))
        arguments: dict[str, Any] = {
            "url": strange.url(random, unsafe=True)
            if random.random() < 0.9
            else strange.no_url(random)
        }
        kind = random.randrange(8)
        if kind < 4:
            arguments["date_less_than"] = strange.moment(random)
        elif kind < 7:
            arguments["policy"] = strange.policy(random)
        else:
            arguments |= {
                "date_less_than": strange.moment(random),
                "policy": strange.policy(random),
            }
        wanted = outcome(original.generate_presigned_url, **arguments)
        assert outcome(ours.generate_presigned_url, **arguments) == wanted, arguments
        returned += wanted[0] == "returned"
        raised += wanted[0] != "returned"
    assert returned > 1500
    assert raised > 1500


def test_6000_generated_policies_are_alike() -> None:
    random = Random(20250202)
    ours, original = both(KEY_PAIR_ID)
    returned = 0
    for _ in range(6000):
        resource = (
            strange.url(random, unsafe=True) if random.random() < 0.95 else strange.no_url(random)
        )
        later = strange.moment(random) if random.random() < 0.5 else None
        arguments = [resource, strange.moment(random), later, strange.address(random)]
        if isinstance(arguments[3], list):
            # Extended in place by both, when it is their turn.
            copies = [[*arguments[:3], list(arguments[3])] for _ in range(2)]
        else:
            copies = [arguments, arguments]
        wanted = outcome(original.build_policy, *copies[0])
        assert outcome(ours.build_policy, *copies[1]) == wanted, arguments
        returned += wanted[0] == "returned"
    assert returned > 1500


@pytest.mark.parametrize("value", [b"", b"\xff\xfe\xfd", bytes(range(256)), "a", None, 5], ids=repr)
def test_base64_is_alike(value: Any) -> None:
    ours, original = both(KEY_PAIR_ID)
    assert outcome(ours._url_b64encode, value) == outcome(original._url_b64encode, value)


@pytest.mark.parametrize("signature", [None, "text", 5, bytearray(b"a"), b""], ids=repr)
def test_callables_that_return_something_else_end_alike(signature: Any) -> None:
    ours, original = both(KEY_PAIR_ID, lambda message: signature)
    end = instant(EXPIRES)
    assert outcome(ours.generate_presigned_url, URL, end) == outcome(
        original.generate_presigned_url, URL, end
    )


def test_exceptions_of_the_callable_come_through() -> None:
    ours, original = both(KEY_PAIR_ID, lambda message: 1 / 0)
    end = instant(EXPIRES)
    assert outcome(ours.generate_presigned_url, URL, end) == outcome(
        original.generate_presigned_url, URL, end
    )


@pytest.mark.parametrize(
    "method", ["generate_presigned_url", "build_policy", "_build_url", "_url_b64encode"]
)
def test_parameters_have_the_same_names_and_defaults(method: str) -> None:
    def parameters(owner: Any) -> list[tuple[str, Any]]:
        signature = inspect.signature(getattr(owner, method))
        return [(parameter.name, parameter.default) for parameter in signature.parameters.values()]

    assert parameters(CloudFrontSigner) == parameters(botocore.signers.CloudFrontSigner)


def test_the_constructor_has_one_parameter_more() -> None:
    ours = list(inspect.signature(CloudFrontSigner).parameters)
    assert ours == [
        *inspect.signature(botocore.signers.CloudFrontSigner).parameters,
        "hash_algorithm",
    ]


@pytest.mark.parametrize("name", ["rsa-1024", "rsa-2048", "rsa-3072", "rsa-4096"])
def test_a_signer_is_an_rsa_signer_of_the_real_class(name: str) -> None:
    pem = key_text(f"{name}.pkcs1.pem")
    key = serialization.load_pem_private_key(pem.encode(), None)

    def sign(message: bytes) -> bytes:
        return key.sign(message, padding.PKCS1v15(), hashes.SHA1())  # type: ignore[union-attr,call-arg,arg-type]

    signer = Signer.from_pem(pem, KEY_PAIR_ID)
    wanted = botocore.signers.CloudFrontSigner(KEY_PAIR_ID, sign)
    real = botocore.signers.CloudFrontSigner(KEY_PAIR_ID, signer)
    ours = CloudFrontSigner(KEY_PAIR_ID, signer)
    end = datetime(2036, 1, 1, tzinfo=timezone.utc)
    policy = real.build_policy(
        "https://d111111abcdef8.cloudfront.net/*", end, ip_address="192.0.2.0/24"
    )
    for arguments in ({"date_less_than": end}, {"policy": policy}):
        url = wanted.generate_presigned_url(URL, **arguments)
        assert real.generate_presigned_url(URL, **arguments) == url
        assert ours.generate_presigned_url(URL, **arguments) == url
    assert wanted.generate_presigned_url(URL, end) == signer.sign_url(URL, end)


def test_subclasses_can_replace_each_step() -> None:
    """The real class calls its own methods, so people override them; so does the stand-in."""

    def replaced(base: Any) -> Any:
        class Replaced(base):
            def build_policy(self, *args: Any, **kwargs: Any) -> Any:
                return super().build_policy(*args, **kwargs) + " "

            def _url_b64encode(self, data: bytes) -> Any:
                return super()._url_b64encode(data).replace(b"A", b"B")

            def _build_url(self, base_url: str, extra_params: list[str]) -> Any:
                return "x" + super()._build_url(base_url, extra_params)

        return Replaced(KEY_PAIR_ID, digest).generate_presigned_url(URL, datetime(2036, 1, 1))

    assert replaced(CloudFrontSigner) == replaced(botocore.signers.CloudFrontSigner)
