"""The stand-in for boto 2 beside boto 2.49 itself: equal bytes, or equal exceptions."""

from __future__ import annotations

import inspect
import io
import json
import time
from random import Random
from typing import Any

import pytest
import strange_input as strange
from boto.cloudfront import distribution
from compat_support import EXPIRES, KEY_PAIR_ID, KEYS, URL, key_text, outcome
from original_boto import SHIPPED, RepairedDistribution

from libcfsign.compat import boto2

NOW = 1767225600.25


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOW)


def keys(random: Random) -> dict[str, Any]:
    """Where the key comes from; small keys, since python-rsa is slow."""
    name = "rsa-1024.pkcs1.pem"
    text = key_text(name)
    if random.random() < 0.5:
        return {"private_key_string": text}
    return random.choice(
        [
            {"private_key_string": text.encode()},
            {"private_key_string": "# my key\n\n" + text + "junk"},
            {"private_key_string": text.replace("\n", "\r\n")},
            {"private_key_string": text.replace("\n", "\n  ")},
            {"private_key_file": str(KEYS / name)},
            {"private_key_file": io.StringIO(text)},
            {"private_key_file": io.BytesIO(text.encode())},
            {"private_key_file": str(KEYS / name), "private_key_string": ""},
            {"private_key_file": str(KEYS / name), "private_key_string": text},
            {"private_key_file": "/no/such/key.pem"},
            {"private_key_file": "/"},
            {"private_key_file": "a\0b"},
            {"private_key_file": b"key.pem"},
            {"private_key_file": KEYS / name},
            {"private_key_file": 5},
            {"private_key_file": io.StringIO("")},
            {"private_key_string": 5},
            {"private_key_string": key_text("rsa-1024.pkcs8.pem")},
            {"private_key_string": key_text("p256.sec1.pem")},
            {"private_key_string": key_text("rsa-2048.public.pem")},
            {"private_key_string": key_text("rsa-2048.certificate.pem")},
            {"private_key_string": text.replace("\n", "\\n")},
            {"private_key_string": "-----BEGIN RSA PRIVATE KEY-----\n" * 2 + text},
            {"private_key_string": text[:400]},
            {"private_key_string": text.replace("M", "é", 1)},
            {
                "private_key_string": "-----BEGIN RSA PRIVATE KEY-----\nA\n"
                "-----END RSA PRIVATE KEY-----"
            },
            {},
        ]
    )


def rewound(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arguments for the second signer: files are read from their beginning again."""
    file = arguments.get("private_key_file")
    if isinstance(file, (io.StringIO, io.BytesIO)):
        file.seek(0)
    return arguments


def test_4000_generated_calls_end_alike() -> None:
    random = Random(20250101)
    ours, original = boto2.Distribution(), RepairedDistribution()
    returned = raised = 0
    for _ in range(4000):
        arguments = {
            "url": strange.url(random) if random.random() < 0.95 else strange.no_url(random),
            "keypair_id": KEY_PAIR_ID if random.random() < 0.9 else strange.key_pair_id(random),
            **keys(random),
        }
        if random.random() < 0.5:
            arguments["expire_time"] = random.randint(1, 2**32)
        else:
            arguments["expire_time"] = strange.epoch(random)
            arguments["valid_after_time"] = strange.epoch(random)
            arguments["ip_address"] = strange.address(random)
            arguments["policy_url"] = random.choice([None, "", strange.url(random, unsafe=True)])
        wanted = outcome(original.create_signed_url, **rewound(arguments))
        assert outcome(ours.create_signed_url, **rewound(arguments)) == wanted, arguments
        if wanted[0] == "returned":
            returned += 1
        else:
            raised += 1
    # Neither half may come to nothing unseen.
    assert returned > 1000
    assert raised > 1000


def test_5000_generated_policies_are_alike() -> None:
    random = Random(20250102)
    for _ in range(5000):
        custom = {
            "resource": strange.url(random, unsafe=True)
            if random.random() < 0.9
            else strange.no_url(random),
            "expires": strange.epoch(random),
            "valid_after": strange.epoch(random),
            "ip_address": strange.address(random),
        }
        # An address in a list is extended in place by both.
        copies = [dict(custom), dict(custom)]
        for copy in copies:
            if isinstance(copy["ip_address"], list):
                copy["ip_address"] = list(copy["ip_address"])
        assert outcome(boto2.Distribution._custom_policy, **copies[0]) == outcome(
            SHIPPED["_custom_policy"], **copies[1]
        ), custom
        canned = strange.url(random), strange.epoch(random)
        assert boto2.Distribution._canned_policy(*canned) == SHIPPED["_canned_policy"](*canned)


def test_unsafe_urls_differ_in_their_escapes_alone() -> None:
    random = Random(20250103)
    different = 0
    for _ in range(2000):
        url = strange.url(random, unsafe=True)
        ours, shipped = boto2.Distribution._canned_policy(url, 5), SHIPPED["_canned_policy"](url, 5)
        if ours != shipped:
            different += 1
        # With one statement, for this resource: what boto splices in can break or extend the
        # policy.
        assert json.loads(ours)["Statement"] == [
            {"Resource": url, "Condition": {"DateLessThan": {"AWS:EpochTime": 5}}}
        ]
        assert (ours == shipped) == (not any(mark in '"\\' or mark < " " for mark in url))
    assert different > 500


@pytest.mark.parametrize(
    "message", ["", "text", "é日本😀", "{}" * 5000, None, 5, b"", ["a"], "\ud800"], ids=repr
)
@pytest.mark.parametrize("name", ["rsa-1024", "rsa-2048", "rsa-3072", "rsa-4096"])
def test_sign_string_signs_alike(message: Any, name: str) -> None:
    key = key_text(f"{name}.pkcs1.pem")
    wanted = outcome(RepairedDistribution._sign_string, message, None, key)
    if isinstance(message, bytes):
        # Bytes are what Python 2 had for text; boto would sign their repr().
        wanted = outcome(RepairedDistribution._sign_string, message.decode(), None, key)
    assert outcome(boto2.Distribution._sign_string, message, None, key) == wanted


@pytest.mark.parametrize(
    "value",
    ["", "a", "ü?", b"", b"\xff\xfe\xfd", bytes(range(256)), bytearray(b"ab"), None, 5, ["a"]],
    ids=repr,
)
def test_base64_is_alike(value: Any) -> None:
    assert outcome(boto2.Distribution._url_base64_encode, value) == outcome(
        RepairedDistribution._url_base64_encode, value
    )


@pytest.mark.parametrize("name", ["Distribution", "StreamingDistribution"])
@pytest.mark.parametrize(
    "arguments",
    [(), ("connection", "config", "cdn.example.com", "E1", "2026-01-01T00:00:00Z", "Deployed")],
    ids=["none", "all"],
)
def test_constructors_set_the_same_attributes(name: str, arguments: tuple[Any, ...]) -> None:
    ours, original = (
        vars(getattr(boto2, name)(*arguments)),
        vars(getattr(distribution, name)(*arguments)),
    )
    # A class of boto's S3; see the comment in the stand-in.
    del ours["_object_class"], original["_object_class"]
    assert ours == original
    assert repr(getattr(boto2, name)(*arguments)) == repr(getattr(distribution, name)(*arguments))


@pytest.mark.parametrize("name", ["Distribution", "StreamingDistribution"])
@pytest.mark.parametrize(
    "method", ["__init__", "create_signed_url", "_create_signing_params", *SHIPPED]
)
def test_parameters_have_the_same_names_and_defaults(name: str, method: str) -> None:
    def parameters(owner: Any) -> list[tuple[str, Any]]:
        signature = inspect.signature(getattr(owner, method))
        return [(parameter.name, parameter.default) for parameter in signature.parameters.values()]

    original = getattr(distribution, name)
    assert parameters(getattr(boto2, name)) == parameters(original)
    is_static = isinstance(inspect.getattr_static(original, method), staticmethod)
    assert (
        isinstance(inspect.getattr_static(getattr(boto2, name), method), staticmethod) == is_static
    )


def test_signing_params_are_alike() -> None:
    key = key_text("rsa-1024.pkcs1.pem")
    for extra in ({"expire_time": EXPIRES}, {"expire_time": EXPIRES, "ip_address": "192.0.2.7"}):
        arguments = {"url": URL, "keypair_id": KEY_PAIR_ID, "private_key_string": key, **extra}
        ours = boto2.Distribution()._create_signing_params(**arguments)
        assert list(ours.items()) == list(
            RepairedDistribution()._create_signing_params(**arguments).items()
        )


def test_a_damaged_key_is_a_value_error_rather_than_one_of_pyasn1() -> None:
    encrypted = key_text("rsa-2048.legacy-aes128.pem")
    assert outcome(SHIPPED["_sign_string"], "a", None, encrypted)[0] == "PyAsn1Error"
    with pytest.raises(ValueError, match="the key is"):
        boto2.Distribution._sign_string("a", None, encrypted)
