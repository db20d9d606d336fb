"""Runs the Python packages.

Each function takes a case and returns what the package made of it: the URL, and the text and the
signature that went into it, caught at the call that signs.
"""

import base64
import functools
import io
from datetime import date, datetime, timezone
from pathlib import Path

import boto.cloudfront.distribution
import rsa
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from M2Crypto import EVP

KEYS = Path(__file__).resolve().parent.parent / "keys"
HASHES = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}

# python-rsa reads a key anew in every call, and the same few keys are read a thousand times here.
rsa.PrivateKey.load_pkcs1 = functools.cache(rsa.PrivateKey.load_pkcs1)


def key_text(name):
    return (KEYS / name).read_text()


@functools.cache
def load_private_key(name):
    return serialization.load_pem_private_key((KEYS / name).read_bytes(), None)


def decode_argument(value):
    """The Python value that an entry of "peer_arguments" stands for."""
    if not isinstance(value, dict):
        return value
    match value:
        case {"datetime": text}:
            return datetime.fromisoformat(text)
        case {"datetime_date": text}:
            return date.fromisoformat(text)
        case {"utf8": text}:
            return text.encode()
        case {"object": content}:
            return content
        case {"key_path": name}:
            return str(KEYS / name)
        case {"key_file": name}:
            return io.StringIO(key_text(name))
        case {"prefix": prefix, "key_text": name}:
            return prefix + key_text(name)
    raise ValueError(f"no such argument form: {value}")


def arguments_of(case):
    return {name: decode_argument(value) for name, value in case.get("peer_arguments", {}).items()}


def instant(epoch):
    return None if epoch is None else datetime.fromtimestamp(epoch, timezone.utc)


def run_botocore(case):
    """botocore, with a callable that signs as boto3's documentation shows, or with ECDSA."""
    key, algorithm = load_private_key(case["key"]), HASHES[case["hash_algorithm"]]()
    seen = {}

    def sign(message):
        if isinstance(key, ec.EllipticCurvePrivateKey):
            signature = key.sign(message, ec.ECDSA(algorithm, deterministic_signing=True))
        else:
            signature = key.sign(message, padding.PKCS1v15(), algorithm)
        seen.update(policy=message.decode(), signature=signature)
        return signature

    signer = CloudFrontSigner(case["key_pair_id"], sign)
    arguments = {"url": case["url"]}
    if "raw_policy" in case:
        arguments["policy"] = case["raw_policy"]
    elif {"policy_resource", "date_greater_than", "ip_address"} & case.keys():
        arguments["policy"] = signer.build_policy(
            case.get("policy_resource", case["url"]),
            instant(case["date_less_than"]),
            instant(case.get("date_greater_than")),
            case.get("ip_address"),
        )
    elif "date_less_than" in case:
        arguments["date_less_than"] = instant(case["date_less_than"])
    return {"signed_url": signer.generate_presigned_url(**arguments | arguments_of(case)), **seen}


class RepairedDistribution(boto.cloudfront.distribution.Distribution):
    """boto 2.49.0 with the two methods mended that never worked on Python 3.

    As shipped, `_sign_string` gives text to a package that signs bytes, and `_url_base64_encode`
    does the same and then treats bytes as text. `_sign_string` runs boto's own code up to the call
    that signs, so its checks and messages are the real ones.
    """

    seen = {}

    @staticmethod
    def _sign_string(message, private_key_file=None, private_key_string=None):
        def sign(text, key, method):
            signature = shipped_sign(text.encode(), key, method)
            RepairedDistribution.seen = {"policy": text, "signature": signature}
            return signature

        shipped_sign, rsa.sign = rsa.sign, sign
        try:
            shipped = boto.cloudfront.distribution.Distribution._sign_string
            return shipped(message, private_key_file, private_key_string)
        finally:
            rsa.sign = shipped_sign

    @staticmethod
    def _url_base64_encode(msg):
        encoded = base64.b64encode(msg.encode() if isinstance(msg, str) else msg).decode()
        return encoded.replace("+", "-").replace("=", "_").replace("/", "~")


def boto2_arguments(case):
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


def run_boto2(case):
    arguments = boto2_arguments(case) | arguments_of(case)
    return {"signed_url": RepairedDistribution().create_signed_url(**arguments), **RepairedDistribution.seen}


class M2CryptoDistribution(RepairedDistribution):
    """boto up to version 2.9 signed with M2Crypto, in these calls and this order."""

    @staticmethod
    def _sign_string(message, private_key_file=None, private_key_string=None):
        text, options = message, M2CryptoDistribution.options
        key = EVP.load_key_string(private_key_string, callback=lambda *_: options["passphrase"].encode())
        key.reset_context(md=options["md"])
        key.sign_init()
        key.sign_update(text if options["message_as_text"] else text.encode())
        signature = key.sign_final()
        RepairedDistribution.seen = {"policy": text, "signature": signature}
        return signature


def run_m2crypto(case):
    options = {"md": case["hash_algorithm"].lower(), "passphrase": "", "message_as_text": False}
    given = arguments_of(case)
    M2CryptoDistribution.options = {name: given.pop(name, usual) for name, usual in options.items()}
    arguments = boto2_arguments(case) | given
    return {"signed_url": M2CryptoDistribution().create_signed_url(**arguments), **RepairedDistribution.seen}


PEERS = {
    "botocore": run_botocore,
    "botocore_ecdsa": run_botocore,
    "boto2": run_boto2,
    "m2crypto": run_m2crypto,
}


def run_case(case):
    """What the peer of `case` returns, or the error it raises."""
    try:
        return PEERS[case["peer"]](case)
    except Exception as error:
        return {"error": str(error), "error_type": type(error).__name__}
