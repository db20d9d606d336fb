"""PKCS#1 keys as python-rsa reads them: which texts hold one, and the numbers in it.

A stand-in has to accept and refuse the same texts, with the same words, before the key goes to the
core.
"""

from __future__ import annotations

from base64 import standard_b64decode
from typing import Protocol, cast

_SEQUENCE = 0x30
_INTEGER = 0x02
_BIT_STRING = 0x03
_OBJECT_IDENTIFIER = 0x06

# rsaEncryption, 1.2.840.113549.1.1.1
_RSA_ENCRYPTION = bytes.fromhex("2a864886f70d010101")

_OTHER_BLOCKS = {
    b"-----BEGIN PRIVATE KEY-----": "a PKCS#8 private key",
    b"-----BEGIN ENCRYPTED PRIVATE KEY-----": "an encrypted private key",
    b"-----BEGIN EC PRIVATE KEY-----": "an elliptic curve private key",
    b"-----BEGIN PUBLIC KEY-----": "a public key, of the kind load_pkcs1_openssl_pem reads",
    b"-----BEGIN CERTIFICATE-----": "a certificate",
}


class _HasEncode(Protocol):
    def encode(self, encoding: str, /) -> bytes: ...


def pem_bytes(contents: object) -> bytes:
    """The text of a key file as bytes; python-rsa takes ASCII text or bytes."""
    if isinstance(contents, bytes):
        return contents
    # What has no encode() raises AttributeError here, as it does in the original.
    return cast(_HasEncode, contents).encode("ascii")


def read_pem(contents: bytes, label: str) -> bytes:
    """The DER in the first PEM block called ``label``, whatever else the text holds."""
    start, end = f"-----BEGIN {label}-----".encode(), f"-----END {label}-----".encode()
    body: list[bytes] | None = None
    for line in map(bytes.strip, contents.splitlines()):
        if line == start:
            if body is not None:
                raise ValueError(f'Seen start marker "{start!r}" twice')
            body = []
        elif body is not None:
            if line == end:
                return standard_b64decode(b"".join(body))
            # Lines with a colon are headers, as in "Proc-Type: 4,ENCRYPTED".
            if b":" not in line:
                body.append(line)
    if body is not None:
        raise ValueError(f'No PEM end marker "{end!r}" found')
    raise ValueError(f'No PEM start marker "{start!r}" found') from _other_block(contents, label)


def _other_block(contents: bytes, label: str) -> ValueError | None:
    """What the text holds instead, for the traceback: the message itself is the original's."""
    for marker, name in _OTHER_BLOCKS.items():
        if marker in contents:
            return ValueError(
                f"found {name}, wanted {label} (PKCS#1); libcfsign.Signer.from_pem reads every "
                "private key that CloudFront takes"
            )
    return None


def read_private_numbers(der: bytes) -> list[int]:
    """Version, n, e, d, p, q, exp1, exp2 and coef of an RSAPrivateKey."""
    numbers, _ = _read_integers(der, 9)
    return numbers


def read_public_numbers(der: bytes) -> list[int]:
    """n and e of an RSAPublicKey."""
    numbers, rest = _read_integers(der, 2)
    if rest:
        raise ValueError("the key is no RSA public key: found more than its two numbers")
    return numbers


def read_public_key_info(der: bytes) -> bytes:
    """The RSAPublicKey inside a SubjectPublicKeyInfo."""
    info, _ = _read_value(der, 0, _SEQUENCE)
    algorithm, after = _read_value(info, 0, _SEQUENCE)
    identifier, _ = _read_value(algorithm, 0, _OBJECT_IDENTIFIER)
    if identifier != _RSA_ENCRYPTION:
        raise TypeError("This is not a DER-encoded OpenSSL-compatible public key")
    key, _ = _read_value(info, after, _BIT_STRING)
    # The first byte of a bit string counts the bits that its last byte leaves unused: none.
    return key[1:]


def write_private_key(numbers: list[int]) -> bytes:
    """An RSAPrivateKey of version, n, e, d, p, q, exp1, exp2 and coef."""
    return _write_integers(numbers)


def write_public_key(n: int, e: int) -> bytes:
    """An RSAPublicKey."""
    return _write_integers([n, e])


def _read_integers(der: bytes, count: int) -> tuple[list[int], bytes]:
    """The first integers of a sequence, and what follows them in it."""
    content, _ = _read_value(der, 0, _SEQUENCE)
    numbers: list[int] = []
    position = 0
    for _ in range(count):
        value, position = _read_value(content, position, _INTEGER)
        numbers.append(int.from_bytes(value, "big", signed=True))
    return numbers, content[position:]


def _read_value(der: bytes, position: int, tag: int) -> tuple[bytes, int]:
    """The content of the value at ``position``, and where the next one begins."""
    header = der[position : position + 2]
    if len(header) < 2 or header[0] != tag:
        raise ValueError(f"the key is damaged: wanted DER tag {tag:#04x} at byte {position}")
    length, start = header[1], position + 2
    if length > 0x80:
        start += length - 0x80
        length = int.from_bytes(der[position + 2 : start], "big")
    content = der[start : start + length]
    if len(content) < length or header[1] == 0x80:
        raise ValueError(
            f"the key is cut off: wanted {length} bytes at byte {start}, found {len(content)}"
        )
    return content, start + length


def _write_integers(numbers: list[int]) -> bytes:
    return _write_value(
        _SEQUENCE,
        b"".join(
            # One bit more than the number has, for the sign.
            _write_value(
                _INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
            )
            for number in numbers
        ),
    )


def _write_value(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    count = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 + count)) + length.to_bytes(count, "big") + content
