"""The vectors of the packages that have a stand-in, through the stand-ins."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from compat_support import KEY_PAIR_ID, arguments_of, instant, key_text, outcome, vectors

from libcfsign import PrivateKey, Signer
from libcfsign.compat.boto2 import Distribution
from libcfsign.compat.botocore import CloudFrontSigner
from libcfsign.compat.m2crypto import EVP
from libcfsign.compat.snippets import aws_url_base64_encode


def boto2_arguments(case: dict[str, Any]) -> dict[str, Any]:
    arguments = {
        "url": case["url"],
        "keypair_id": case["key_pair_id"],
        "expire_time": case.get("date_less_than"),
        "valid_after_time": case.get("date_greater_than"),
        "ip_address": case.get("ip_address"),
        "policy_url": case.get("policy_resource"),
    }
    if "key" in case:
        arguments["private_key_string"] = key_text(case["key"])
    return arguments


def run_boto2(case: dict[str, Any]) -> str:
    return Distribution().create_signed_url(**boto2_arguments(case) | arguments_of(case))


def run_m2crypto(case: dict[str, Any]) -> str:
    """boto up to version 2.9: its URLs, with a signature by M2Crypto's calls."""
    given = arguments_of(case)
    md = given.pop("md", case["hash_algorithm"].lower())
    passphrase = given.pop("passphrase", "")
    as_text = given.pop("message_as_text", False)

    class M2CryptoDistribution(Distribution):
        @staticmethod
        def _sign_string(
            message: Any, private_key_file: Any = None, private_key_string: Any = None
        ) -> bytes:
            key = EVP.load_key_string(private_key_string, callback=lambda *_: passphrase.encode())
            key.reset_context(md=md)
            key.sign_init()
            key.sign_update(message if as_text else message.encode())
            return key.sign_final()

    return M2CryptoDistribution().create_signed_url(**boto2_arguments(case) | given)


def run_botocore(case: dict[str, Any]) -> str:
    # The ID in the URL is the one that the stand-in is given.
    signer = Signer.from_pem(
        key_text(case["key"]), KEY_PAIR_ID, hash_algorithm=case["hash_algorithm"]
    )
    # A plain callable, as the package has it: a Signer itself would add Hash-Algorithm.
    stand_in = CloudFrontSigner(case["key_pair_id"], signer.sign_message)
    arguments: dict[str, Any] = {"url": case["url"]}
    if "raw_policy" in case:
        arguments["policy"] = case["raw_policy"]
    elif {"policy_resource", "date_greater_than", "ip_address"} & case.keys():
        end = instant(case["date_less_than"])
        assert end is not None
        arguments["policy"] = stand_in.build_policy(
            case.get("policy_resource", case["url"]),
            end,
            instant(case.get("date_greater_than")),
            case.get("ip_address"),
        )
    if "date_less_than" in case and ("policy" not in arguments or "error" in case):
        arguments["date_less_than"] = instant(case["date_less_than"])
    return stand_in.generate_presigned_url(**arguments | arguments_of(case))


RUNNERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "boto2": run_boto2,
    "m2crypto": run_m2crypto,
    "botocore": run_botocore,
    "botocore_ecdsa": run_botocore,
}


def expected(case: dict[str, Any]) -> Any:
    """What the original returned, but with an escaped URL in a canned policy of boto 2."""
    url = case["url"]
    escaped = json.dumps(url, ensure_ascii=False)
    if case["peer"] != "boto2" or case["custom"] or escaped == f'"{url}"':
        return case["signed_url"]
    policy = case["policy"].replace(f'"{url}"', escaped)
    assert json.loads(policy)["Statement"][0]["Resource"] == url
    signature = PrivateKey.from_pem(key_text(case["key"])).sign(policy.encode())
    was, now = case["signature_base64"], aws_url_base64_encode(signature)
    return case["signed_url"].replace(f"Signature={was}", f"Signature={now}")


@pytest.mark.parametrize("peer", RUNNERS)
def test_every_url_of_the_original_comes_out(peer: str) -> None:
    cases = vectors(peer)
    different = {}
    for case in cases:
        if (got := outcome(RUNNERS[peer], case)) != ("returned", expected(case)):
            different[case["id"]] = got
    assert different == {}
    assert len(cases) >= 60


def test_few_urls_are_escaped() -> None:
    """The exception is as narrow as it is said to be."""
    escaped = [case for case in vectors("boto2") if expected(case) != case["signed_url"]]
    unsafe = [
        case
        for case in vectors("boto2")
        if not case["custom"] and any(mark in '"\\' or mark < " " for mark in case["url"])
    ]
    assert escaped == unsafe
    assert len(escaped) >= 5


@pytest.mark.parametrize("peer", ["boto2", "m2crypto", "botocore"])
def test_every_refusal_of_the_original_comes_out(peer: str) -> None:
    cases = vectors("peer_errors", peer)
    different = {}
    for case in cases:
        kind, message = outcome(RUNNERS[peer], case)
        # The interpreter words these, and not each version alike.
        if kind in ("AttributeError", "TypeError") and "buffer" not in message:
            message = case["error"]
        if (kind, message) != (case["error_type"], case["error"]):
            different[case["id"]] = kind, message
    assert different == {}
    assert len(cases) >= 4
