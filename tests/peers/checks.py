"""What the generator proves before it writes a vector: the encoding and the signature."""

import base64
import functools
import json
import re
from pathlib import Path
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

KEYS = Path(__file__).resolve().parent.parent / "keys"
HASHES = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256}


def cloudfront_encode(data):
    """Base64 with CloudFront's three replacements."""
    return base64.b64encode(data).decode().translate(str.maketrans("+=/", "-_~"))


def cloudfront_decode(text):
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")), validate=True)


def canned_policy(resource, expires):
    """The canned policy as a JSON encoder writes it that leaves non-ASCII characters alone."""
    encoded = json.dumps(resource, ensure_ascii=False)
    return f'{{"Statement":[{{"Resource":{encoded},"Condition":{{"DateLessThan":{{"AWS:EpochTime":{expires}}}}}}}]}}'


def signing_parameters(outcome):
    """The signing parameters of a signed URL, or the cookies without their common prefix.

    Where a parameter stands in the URL twice the last counts: peers append theirs.
    """
    if "cookies" in outcome:
        return {name.removeprefix("CloudFront-"): value for name, value in outcome["cookies"].items()}
    names = "Expires|Policy|Signature|Key-Pair-Id|Hash-Algorithm"
    pairs = re.findall(rf"[?&]({names})=([^&#]*)", outcome["signed_url"])
    return {name: unquote(value) for name, value in pairs}


@functools.cache
def public_key(name):
    """The public half of a private key file. Its name begins with the name of the public file."""
    return serialization.load_pem_public_key((KEYS / f"{name.split('.')[0]}.public.pem").read_bytes())


def verifies(case, text, signature):
    """Whether `signature` is one of `text` by the key and hash of `case`."""
    key, algorithm = public_key(case["key"]), HASHES[case["hash_algorithm"]]()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, text.encode(), ec.ECDSA(algorithm))
        else:
            key.verify(signature, text.encode(), padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        return False
    return True
