"""The functions of a Stack Overflow answer of 2010 that signed with M2Crypto, in Python 3.

Told anew after the description of them; only the import is changed. It was
`from M2Crypto import EVP`.
"""


# mypy: ignore-errors

import base64

from libcfsign.compat.m2crypto import EVP


def aws_url_base64_encode(msg):
    encoded = base64.b64encode(msg).decode()
    return encoded.replace("+", "-").replace("=", "_").replace("/", "~")


def sign_string(message, priv_key_string):
    key = EVP.load_key_string(priv_key_string)
    key.reset_context(md="sha1")
    key.sign_init()
    key.sign_update(message.encode())
    return key.sign_final()


def create_url(url, encoded_signature, key_pair_id, expires):
    return f"{url}?Expires={expires}&Signature={encoded_signature}&Key-Pair-Id={key_pair_id}"


def get_canned_policy_url(url, priv_key_string, key_pair_id, expires):
    # Written by hand, so that it is formatted as CloudFront does.
    policy = (
        f'{{"Statement":[{{"Resource":"{url}",'
        f'"Condition":{{"DateLessThan":{{"AWS:EpochTime":{expires}}}}}}}]}}'
    )
    signature = sign_string(policy, priv_key_string)
    return create_url(url, aws_url_base64_encode(signature), key_pair_id, expires)


def encode_query_param(resource):
    return resource.replace("?", "%3F").replace("=", "%3D").replace("&", "%26")
