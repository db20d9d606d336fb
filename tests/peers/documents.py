"""The files whose values come from a document or a plain rule, rather than from a signer."""

import hashlib

from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from checks import HASHES, cloudfront_encode

# RFC 6979, appendix A.2.5: the key, and for each message and hash the two numbers of the signature.
RFC6979_KEY = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"
RFC6979_SIGNATURES = [
    ("sample", "SHA1",
     "61340C88C3AAEBEB4F6D667F672CA9759A6CCAA9FA8811313039EE4A35471D32",
     "6D7F147DAC089441BB2E2FE8F7A3FA264B9C475098FDCF6E00D7C996E1B8B7EB"),
    ("sample", "SHA256",
     "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
     "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"),
    ("test", "SHA1",
     "0CBCC86FD6ABD1D99E703E1EC50069EE5C0B4BA4B9AC60E409E8EC5910D81A89",
     "01B9D7B73DFAA60D5651EC4591A0136F87653E0FD780C3B1BC872FFDEAE479B1"),
    ("test", "SHA256",
     "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
     "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"),
]  # fmt: skip


def rfc6979_cases():
    private = ec.derive_private_key(int(RFC6979_KEY, 16), ec.SECP256R1())
    key_pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    cases = []
    for message, hash_algorithm, r, s in RFC6979_SIGNATURES:
        signature = utils.encode_dss_signature(int(r, 16), int(s, 16))
        private.public_key().verify(signature, message.encode(), ec.ECDSA(HASHES[hash_algorithm]()))
        cases.append(
            {
                "id": f"rfc6979/p256/{message}-{hash_algorithm.lower()}",
                "hash_algorithm": hash_algorithm,
                "private_key_hex": RFC6979_KEY.lower(),
                "private_key_pem": key_pem,
                "public_key_hex": point.hex(),
                "message": message,
                "r": r.lower(),
                "s": s.lower(),
                "signature_der_hex": signature.hex(),
                "signature_base64": cloudfront_encode(signature),
            }
        )
    return cases


def base64_cases():
    """Every length of the last group, every letter of the alphabet, and the three replaced ones."""
    every_letter = int("".join(f"{value:06b}" for value in range(64)), 2).to_bytes(48, "big")
    inputs = {
        "empty": b"",
        "one-zero": b"\0",
        "two-zeroes": b"\0\0",
        "three-zeroes": b"\0\0\0",
        "one-ff": b"\xff",
        "two-ff": b"\xff\xff",
        "three-ff": b"\xff\xff\xff",
        "plus": bytes.fromhex("fbefbe"),
        "slash": bytes.fromhex("ffffff"),
        "plus-slash": bytes.fromhex("fbfffe"),
        "plus-slash-two-pads": bytes.fromhex("fbfffe00"),
        "plus-one-pad": bytes.fromhex("fbee"),
        "slash-two-pads": b"\xfc",
        "every-letter": every_letter,
        "every-letter-one-more": every_letter + b"!",
        "every-byte": bytes(range(256)),
        "every-byte-backwards": bytes(reversed(range(256))),
        "rfc4648-f": b"f",
        "rfc4648-fo": b"fo",
        "rfc4648-foo": b"foo",
        "rfc4648-foob": b"foob",
        "rfc4648-fooba": b"fooba",
        "rfc4648-foobar": b"foobar",
        "text": b'{"Statement":[]}',
        "utf-8": "na\u00efve \u65e5\u672c \U0001f4c4".encode(),
    }
    for length in (19, 20, 32, 57, 64, 70, 71, 72, 128, 255, 256, 257, 384, 512):
        inputs[f"length-{length}"] = hashlib.shake_128(b"%d" % length).digest(length)
    encode = CloudFrontSigner("", None)._url_b64encode
    cases = []
    for name, data in inputs.items():
        encoded = encode(data).decode()
        assert encoded == cloudfront_encode(data), name
        cases.append({"id": f"base64/{name}", "hex": data.hex(), "base64": encoded})
    return cases
