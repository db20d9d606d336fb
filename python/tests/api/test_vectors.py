"""Every vector through the installed package. A file is one test, which counts what it ran."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from vectors import ROOT, Case, cases, key

import libcfsign
from libcfsign import (
    CookieAttributes,
    Policy,
    PrivateKey,
    PublicKey,
    Signer,
    UrlBuilder,
    Verifier,
    exceptions,
)

SIGNING = [
    "botocore",
    "botocore_ecdsa",
    "boto2",
    "m2crypto",
    "aws_sdk_js_v3",
    "aws_sdk_js_v2",
    "aws_cloudfront_sign",
]


def run(name: str, check: Callable[[Case], None], least: int) -> None:
    """Checks every case, and tells which failed."""
    failed = []
    ran = 0
    for case in cases(name):
        try:
            check(case)
        except Exception as error:
            failed.append(f"{case['id']}: {type(error).__name__}: {error}")
        ran += 1
    assert not failed, f"{len(failed)} of {ran} failed:\n" + "\n".join(failed[:20])
    assert ran >= least, f"{name} has shrunk to {ran} cases"


@pytest.mark.parametrize("name", SIGNING)
def test_signatures_over_the_text_that_the_package_signed(name: str) -> None:
    def check(case: Case) -> None:
        passphrase = case.get("peer_arguments", {}).get("passphrase")
        private = PrivateKey.from_pem(key(case["key"]), passphrase)
        signature = private.sign(case["policy"].encode(), case["hash_algorithm"])
        assert libcfsign.base64_encode(signature) == case["signature_base64"]
        public = private.public_key()
        assert public.verify(case["policy"].encode(), signature, case["hash_algorithm"])

    run(name, check, 50)


@pytest.mark.parametrize("name", SIGNING)
def test_whole_urls_and_cookies(name: str) -> None:
    plain = 0

    def check(case: Case) -> None:
        nonlocal plain
        if not case.get("plain"):
            return
        plain += 1
        passphrase = case.get("peer_arguments", {}).get("passphrase")
        signer = Signer.from_pem(
            key(case["key"]),
            case["key_pair_id"],
            passphrase=passphrase,
            hash_algorithm=case["hash_algorithm"],
        )
        custom = case["custom"] or "raw_policy" in case
        if case["operation"] == "cookies":
            found = dict(
                signer.sign_cookies_with_raw_policy(case["policy"])
                if custom
                else signer.sign_cookies(Policy(case["url"], case["date_less_than"]))
            )
            wanted = dict(case["cookies"])
        else:
            signed = (
                signer.sign_url_with_raw_policy(case["url"], case["policy"])
                if custom
                else signer.sign_url(case["url"], case["date_less_than"])
            )
            assert signed.startswith(case["url"])
            found, wanted = parameters(signed, case), parameters(case["signed_url"], case)
        if case.get("hash_algorithm_sent") is False:
            # The package signs with SHA-256 and cannot say so; we do.
            assert found.pop("Hash-Algorithm") == "SHA256"
        assert found == wanted

    run(name, check, 50)
    assert plain >= 20


def parameters(signed: str, case: Case) -> dict[str, str]:
    """The parameters behind the URL. One package writes ~ as %7E, and an expiry beside the policy."""
    added = signed[len(case["url"]) + 1 :]
    pairs = dict(pair.split("=", 1) for pair in added.split("&"))
    if case["peer"] == "aws_cloudfront_sign":
        pairs.pop("Expires", None)
        return {name: value.replace("%7E", "~") for name, value in pairs.items()}
    return pairs


def test_refusals() -> None:
    signer = Signer.from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F")

    def check(case: Case) -> None:
        with pytest.raises(libcfsign.CfsignError) as raised:
            attempt(case, signer)
        assert raised.value.code == case["error"], raised.value
        if case["error"] != "wildcard-needs-custom-policy":
            assert raised.value.suggestion == case.get("suggestion")

    run("refused", check, 200)


def attempt(case: Case, signer: Signer) -> None:
    operation = case["operation"]
    if operation == "sign_url":
        signer.sign_url(case["url"], case["date_less_than"])
    elif operation == "sign_url_with":
        signer.sign_url(case["url"], policy=policy(case))
    elif operation == "sign_url_with_raw_policy":
        signer.sign_url_with_raw_policy(case["url"], case["raw_policy"])
    elif operation == "sign_cookies":
        signer.sign_cookies(policy(case)).set_cookie_lines(attributes(case))
    elif operation == "cookie_domain":
        libcfsign.shared_cookie_domain(case["app_host"], case["cdn_host"])
    elif operation == "key_pair_id":
        Signer.from_pem(key("p256.pkcs8.pem"), case["key_pair_id"])
    else:
        raise AssertionError(f"unknown operation {operation}")


def policy(case: Case) -> Policy:
    """The policy of a case: its resource is a pattern where one is given, and else the URL."""
    resource = case.get("policy_resource")
    conditions = {name: case[name] for name in ("date_greater_than", "ip_address") if name in case}
    if resource is None:
        return Policy(case["url"], case["date_less_than"], **conditions)
    if "url" in case or "*" in resource or "?" in resource:
        return Policy.pattern(resource, case["date_less_than"], **conditions)
    return Policy(resource, case["date_less_than"], **conditions)


def attributes(case: Case) -> CookieAttributes:
    names = ("domain", "path", "same_site", "max_age", "secure", "http_only")
    return CookieAttributes(**{name: case[name] for name in names if name in case})


def test_cookies() -> None:
    signer = Signer.from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F")

    def check(case: Case) -> None:
        if case["operation"] == "cookie_domain":
            found = libcfsign.shared_cookie_domain(case["app_host"], case["cdn_host"])
            assert found == case.get("domain")
            return
        cookies = signer.sign_cookies(policy(case))
        wanted = [f"{name}={value}{case['attributes']}" for name, value in cookies.items()]
        assert cookies.set_cookie_lines(attributes(case)) == wanted

    run("cookies", check, 20)


def test_urls() -> None:
    def check(case: Case) -> None:
        operation = case["operation"]
        if operation == "covers":
            pattern = Policy.pattern(case["resource"], 1_767_290_400)
            assert pattern.covers(case["url"]) == case["covers"]
        elif "error" in case:
            with pytest.raises(libcfsign.InvalidInput) as raised:
                builder(case).build()
            assert raised.value.code == case["error"]
        elif operation == "build_below":
            assert builder(case).build_below() == case["resource"]
        else:
            assert builder(case).build() == case["url"]

    run("urls", check, 80)


def builder(case: Case) -> UrlBuilder:
    url = UrlBuilder(case["origin"])
    for path in [case["path"]] if "path" in case else case.get("paths", []):
        url = url.path(path)
    for segment in case.get("segments", []):
        url = url.segment(segment)
    for name, value in case.get("query", []):
        url = url.query(name, value)
    if "download_as" in case:
        url = url.download_as(case["download_as"])
    if "show_as" in case:
        url = url.show_as(case["show_as"])
    return url


def test_base64() -> None:
    def check(case: Case) -> None:
        data = bytes.fromhex(case["hex"])
        assert libcfsign.base64_encode(data) == case["base64"]
        assert libcfsign.base64_decode(case["base64"]) == data

    run("base64", check, 30)


def test_rfc6979() -> None:
    def check(case: Case) -> None:
        private = PrivateKey.from_pem(case["private_key_pem"])
        signature = private.sign(case["message"].encode(), case["hash_algorithm"])
        assert signature.hex() == case["signature_der_hex"]

    run("rfc6979", check, 4)


def test_keys() -> None:
    def check(case: Case) -> None:
        try:
            public = read(case)
        except libcfsign.CfsignError as error:
            assert isinstance(error, libcfsign.InvalidKey)
            assert error.code == case.get("error"), error
            return
        assert "error" not in case, "it was read"
        assert public.key_type == case["key_kind"]
        assert base64.b64encode(public.to_der()).decode() == case["public_key_spki_base64"]
        assert PublicKey.from_pem(public.to_pem()).to_der() == public.to_der()

    run("keys", check, 250)


def read(case: Case) -> PublicKey:
    if case["kind"] == "public":
        return PublicKey.from_pem(material(case))
    return PrivateKey.from_pem(material(case), case.get("passphrase")).public_key()


def material(case: Case) -> str | bytes:
    """What the case says is done to the file before it is read."""
    if "text" in case:
        text: str = case["text"]
        return text
    content = key(case["file"])
    changes: dict[str, Callable[[bytes], str | bytes]] = {
        "none": lambda content: content,
        "crlf": lambda content: content.replace(b"\n", b"\r\n"),
        "literal-newlines": lambda content: content.replace(b"\n", b"\\n").decode(),
        "spaces-for-newlines": lambda content: content.replace(b"\n", b" ").decode(),
        "bom": lambda content: "\ufeff" + content.decode(),
        "quoted": lambda content: f'"{content.decode()}"',
        "base64": base64.b64encode,
        "json": lambda content: json.dumps({f"{case['kind']}_key": content.decode()}),
        "leading-blanks": lambda content: "".join(
            f"    {line}\n" for line in content.decode().splitlines()
        ),
        "no-final-newline": lambda content: content.decode().removesuffix("\n"),
    }
    return changes[case.get("transform", "none")](content)


def test_verdicts() -> None:
    def check(case: Case) -> None:
        options = {option.replace("-", "_"): True for option in case.get("options", [])}
        keys = {identifier: key(file) for identifier, file in case["keys"].items()}
        cookies = "; ".join(case["cookies"]) if "cookies" in case else None
        # Asked twice, the second time from the cache: the answer is the same.
        verifier = Verifier(keys, cache_size=8, **options)
        for _ in range(2):
            try:
                allowed = verifier.verify(
                    case["url"], cookies=cookies, viewer_ip=case.get("viewer_ip"), now=case["now"]
                )
            except libcfsign.AccessDenied as error:
                assert error.code == case.get("reason"), (error, case["rule"])
                assert error.cloudfront_error is not None
            else:
                assert case["verdict"] == "allowed", case["rule"]
                assert allowed.origin_url == case.get("origin_url", allowed.origin_url)
        explanation = verifier.explain(
            case["url"], cookies=cookies, viewer_ip=case.get("viewer_ip"), now=case["now"]
        )
        host = urlsplit(case["url"]).netloc
        # explain reads a URL as a browser does, which writes hosts in small letters.
        assert explanation.code == (case.get("reason") if host == host.lower() else None)

    run("verify", check, 350)


def test_every_error_has_its_class() -> None:
    classes = {
        "key": exceptions.InvalidKey,
        "input": exceptions.InvalidInput,
        "denied": exceptions.AccessDenied,
        "internal": exceptions.InternalError,
    }
    for kind in classes.values():
        assert issubclass(kind, exceptions.CfsignError)
    assert {case["class"] for case in cases("errors")} == set(classes)
    # What the other vectors raise has the class that the table says.
    class_of = {case["code"]: classes[case["class"]] for case in cases("errors")}
    signer = Signer.from_pem(key("p256.pkcs8.pem"), "K2JCJMDEHXQW5F")
    for case in cases("refused"):
        with pytest.raises(class_of[case["error"]]) as raised:
            attempt(case, signer)
        assert raised.type is class_of[case["error"]]


def test_every_file_is_read_here() -> None:
    """A new file of vectors must not go unread. What the peers refuse is for their stand-ins."""
    read_here = {*SIGNING, "refused", "cookies", "urls", "base64", "rfc6979", "keys", "verify"}
    there = {path.stem for path in (ROOT / "tests" / "vectors").glob("*.json")}
    assert there == read_here | {"errors", "peer_errors"}
