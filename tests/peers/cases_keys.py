"""Key files and inline texts, and what loading each must give: the key, or the reason it is refused.

No package decides these; they are this project's own rules. The public keys that are expected were
read by the cryptography package.
"""

import base64

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cases import ENCRYPTED, PASSPHRASE, RSA_SIZES
from checks import KEYS

TRANSFORMS = (
    "crlf", "literal-newlines", "spaces-for-newlines", "bom", "quoted", "base64", "json", "leading-blanks",
    "no-final-newline",
)  # fmt: skip

P256_ENCRYPTED = tuple(name.replace("rsa-2048", "p256") for name in ENCRYPTED)


def key_cases():
    return good_private() + good_public() + refused()


def name_of(file):
    return file.replace(".", "-")


def loaded(kind, file, transform="none", passphrase=None):
    """A case that loads."""
    suffix = "" if transform == "none" else f"-{transform}"
    case = {"id": f"keys/{kind}/{name_of(file)}{suffix}", "file": file}
    if passphrase is not None:
        case["passphrase"] = passphrase
    public = read_public(file, kind, passphrase)
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key_kind = f"RSA {public.key_size}" if isinstance(public, rsa.RSAPublicKey) else "ECDSA P-256"
    spki = base64.b64encode(spki).decode()
    return case | {"transform": transform, "kind": kind, "key_kind": key_kind, "public_key_spki_base64": spki}


def read_public(file, kind, passphrase):
    """The public key of `file`, by the cryptography package."""
    data, der = (KEYS / file).read_bytes(), file.endswith(".der")
    if kind == "public":
        load = serialization.load_der_public_key if der else serialization.load_pem_public_key
        return load(data)
    load = serialization.load_der_private_key if der else serialization.load_pem_private_key
    return load(data, passphrase and passphrase.encode()).public_key()


def good_private():
    cases = []
    for name in RSA_SIZES:
        cases += [loaded("private", f"{name}.{form}") for form in ("pkcs1.pem", "pkcs8.pem", "pkcs1.der", "pkcs8.der")]
    for form in (
        "sec1.pem",
        "sec1-with-parameters.pem",
        "sec1-no-public.pem",
        "pkcs8.pem",
        "sec1.der",
        "pkcs8.der",
    ):
        cases.append(loaded("private", f"p256.{form}"))
    cases += [loaded("private", file) for file in ("p256-b.sec1.pem", "p256-b.pkcs8.pem")]
    encrypted = ENCRYPTED + P256_ENCRYPTED + ("rsa-2048.pkcs8-aes256.der", "p256.pkcs8-aes256.der")
    cases += [loaded("private", file, passphrase=PASSPHRASE) for file in encrypted]
    for file in ("rsa-2048.pkcs1.pem", "rsa-2048.pkcs8.pem", "p256.sec1.pem", "p256.pkcs8.pem"):
        cases += [loaded("private", file, transform) for transform in TRANSFORMS]
    for file in ("p256.sec1-with-parameters.pem",):
        cases += [loaded("private", file, transform) for transform in ("crlf", "literal-newlines", "base64")]
    for file in ("rsa-2048.pkcs8-aes256.pem", "rsa-2048.legacy-aes256.pem", "p256.legacy-aes256.pem"):
        cases += [
            loaded("private", file, transform, PASSPHRASE) for transform in ("crlf", "literal-newlines", "base64")
        ]
    cases += [loaded("private", f"{name}.pkcs8.der", "base64") for name in ("rsa-2048", "p256")]
    return cases


def good_public():
    cases = []
    for name in RSA_SIZES:
        cases += [loaded("public", f"{name}.{form}") for form in ("public.pem", "public.der", "public-pkcs1.pem")]
    for name in ("p256", "p256-b"):
        cases += [loaded("public", f"{name}.{form}") for form in ("public.pem", "public.der")]
    for file in ("rsa-2048.public.pem", "p256.public.pem"):
        cases += [loaded("public", file, transform) for transform in TRANSFORMS]
    return cases


def refused_file(error, kind, file, passphrase=None):
    case = {"id": f"keys/{kind}/{error}/{name_of(file)}", "file": file}
    if passphrase is not None:
        case["passphrase"] = passphrase
    return case | {"transform": "none", "kind": kind, "error": error}


def refused_text(error, name, text, kind="private"):
    return {
        "id": f"keys/{kind}/{error}/{name}",
        "text": text,
        "transform": "none",
        "kind": kind,
        "error": error,
    }


# Why a file is refused where a private key is wanted, and where a public one is.
NEVER_A_KEY = {
    "certificate-given": ("rsa-2048.certificate.pem", "p256.certificate.pem", "rsa-2048.certificate-request.pem"),
    "invalid-key": ("rsa-2048.jwk.json", "p256.jwk.json"),
    "openssh-key": (
        *("rsa-2048.openssh", "p256.openssh", "ed25519.openssh", "rsa-2048-encrypted.openssh"),
        *("rsa-2048.ssh-public", "p256.ssh-public", "ed25519.ssh-public", "rsa-2048.ssh2-public", "putty.ppk"),
    ),
}
NO_PRIVATE_KEY = NEVER_A_KEY | {
    "passphrase-required": (*ENCRYPTED, *P256_ENCRYPTED, "rsa-2048.pkcs8-aes256.der"),
    "public-key-given": (
        *("rsa-2048.public.pem", "rsa-2048.public.der", "rsa-2048.public-pkcs1.pem"),
        *("p256.public.pem", "p256.public.der"),
    ),
    "unsupported-key": (
        *("p384.sec1.pem", "p384.pkcs8.pem", "p521.sec1.pem", "p521.pkcs8.pem"),
        *("secp256k1.sec1.pem", "secp256k1.pkcs8.pem", "ed25519.pkcs8.pem", "x25519.pkcs8.pem"),
        *("dsa-2048.pkcs8.pem", "dsa-2048.traditional.pem", "rsa-pss-2048.pkcs8.pem"),
        *("rsa-512.pkcs1.pem", "rsa-512.pkcs8.pem"),
    ),
}
NO_PUBLIC_KEY = NEVER_A_KEY | {
    "private-key-given": (
        *("rsa-2048.pkcs1.pem", "rsa-2048.pkcs8.pem", "rsa-2048.pkcs1.der", "rsa-2048.pkcs8.der"),
        *("p256.sec1.pem", "p256.sec1-with-parameters.pem", "p256.pkcs8.pem", "p256.sec1.der", "p256.pkcs8.der"),
        *("rsa-2048.pkcs8-aes256.pem", "rsa-2048.legacy-aes128.pem", "p256.legacy-aes128.pem"),
    ),
    "unsupported-key": (
        *("p384.public.pem", "p521.public.pem", "secp256k1.public.pem", "ed25519.public.pem", "x25519.public.pem"),
        *("dsa-2048.public.pem", "rsa-pss-2048.public.pem", "rsa-512.public.pem"),
    ),
}


def refused():
    cases = []
    for kind, tables in (("private", NO_PRIVATE_KEY), ("public", NO_PUBLIC_KEY)):
        for error, files in tables.items():
            cases += [refused_file(error, kind, file) for file in files]
        cases += refused_texts(kind)
    wrong = {"passphrase": "incorrect horse"}
    return cases + [refused_file("wrong-passphrase", "private", file, **wrong) for file in ENCRYPTED + P256_ENCRYPTED]


def refused_texts(kind):
    """Texts that are no key at all, or only the beginning of one."""
    file = {"private": "rsa-2048.pkcs8.pem", "public": "rsa-2048.public.pem"}[kind]
    pem = (KEYS / file).read_text()
    lines = pem.splitlines(keepends=True)
    body = "".join(lines[1:-1])
    swapped = body[::-1].lstrip("\n=") + "\n"
    invalid = {
        "words": "this is not a key",
        "first-line-only": lines[0],
        "empty-body": lines[0] + lines[-1],
        "no-end-line": "".join(lines[:-1]),
        "body-cut": lines[0] + "".join(lines[1:3]) + lines[-1],
        "body-not-base64": lines[0] + "this, surely, is not base64!\n" + lines[-1],
        "body-reversed": lines[0] + swapped + lines[-1],
        "body-zeroes": lines[0] + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n" + lines[-1],
        "json-without-key": '{"private_key_id": "K2JCJMDEHXQW5F"}',
        "base64-of-words": base64.b64encode(b"this is not a key").decode(),
    }
    paths = {
        "absolute": "/etc/keys/cf.pem",
        "file-url": "file://key.pem",
        "file-url-absolute": "file:///etc/keys/cf.pem",
        "windows": "C:\\keys\\cf.pem",
        "windows-slashes": "C:/keys/cf.pem",
        "home": "~/.ssh/key.pem",
        "relative": "keys/cf.pem",
        "here": "./cf.pem",
        "name-only": "private_key.pem",
        "trailing-newline": "/etc/keys/cf.pem\n",
    }
    empty = {"nothing": "", "blanks": "   ", "newlines": "\n\r\n\t\n"}
    groups = (("invalid-key", invalid), ("file-path-given", paths), ("empty-key", empty))
    return [refused_text(error, name, text, kind) for error, texts in groups for name, text in texts.items()]
