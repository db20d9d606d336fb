"""Small helpers that the tables of cases share."""

from inputs import EXPIRES, KEY_PAIR_ID

# Every RSA key to sign with, in both encodings of a private key.
RSA_SIZES = ("rsa-1024", "rsa-2048", "rsa-2048-b", "rsa-3072", "rsa-4096")
RSA_PKCS1 = tuple(f"{name}.pkcs1.pem" for name in RSA_SIZES)
RSA_PKCS8 = tuple(f"{name}.pkcs8.pem" for name in RSA_SIZES)

PASSPHRASE = "correct horse"
ENCRYPTED = tuple(
    f"rsa-2048.{form}.pem"
    for form in (
        "pkcs8-aes128",
        "pkcs8-aes256",
        "pkcs8-des3",
        "legacy-aes128",
        "legacy-aes256",
        "legacy-des3",
    )
)

# Key pair IDs as CloudFront has given them out over the years, and ones that are none.
KEY_PAIR_IDS = {"older": "APKAIOSFODNN7EXAMPLE", "ulid": "01J8Z0C7W3E5RYQ4T2N6M9XKPV", "one-letter": "K"}
STRANGE_KEY_PAIR_IDS = {
    "empty": "",
    "ampersand": "K2&x=1",
    "blank": "K2 JC",
    "escaped": "K2%2F+/",
    "unicode": "K\u00e9",
}


def case(peer, name, **fields):
    """A case of `peer` with the usual key, key pair ID and hash unless `fields` say otherwise.

    A field given as None is left out, so that a case can do without a usual one.
    """
    usual = {
        "id": f"{peer}/{name}",
        "peer": peer,
        "operation": "url",
        "key": "rsa-2048.pkcs1.pem",
        "key_pair_id": KEY_PAIR_ID,
        "hash_algorithm": "SHA1",
    }
    return {name: value for name, value in (usual | fields).items() if value is not None}


def canned(peer, group, urls, **fields):
    """One canned-policy case for each of `urls`."""
    fields = {"date_less_than": EXPIRES} | fields
    return [case(peer, f"{group}/{name}", url=url, **fields) for name, url in urls.items()]


def with_policy_texts(peer, group, texts, **fields):
    """One case for each policy that the caller gives as text."""
    return [case(peer, f"{group}/{name}", raw_policy=text, **fields) for name, text in texts.items()]


def strange(cases):
    """Marks `cases` as ones that a careful API may refuse and that the peer itself may refuse."""
    return [entry | {"strange": True} for entry in cases]


def stem(key):
    """The name of a key file without its ending."""
    return key.removesuffix(".pem").replace(".", "-")
