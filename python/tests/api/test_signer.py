"""Signing: URLs, cookies, grants, batches, and keys held elsewhere."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import libcfsign
from libcfsign import CookieAttributes, Grant, Policy, PrivateKey, PublicKey, Signer, Verifier

EXPIRES = 1_767_290_400
URL = "https://d111111abcdef8.cloudfront.net/a.jpg"
VIDEOS = "https://d111111abcdef8.cloudfront.net/videos/*"


def test_a_url_is_returned_byte_for_byte(signer: Signer) -> None:
    url = "https://d111111abcdef8.cloudfront.net/a%20b+c~(d)'.jpg?size=large&x=%E2%82%AC"
    assert signer.sign_url(url, EXPIRES).startswith(f"{url}&Expires={EXPIRES}&Signature=")


def test_expires_or_policy(signer: Signer) -> None:
    policy = Policy(URL, EXPIRES)
    assert signer.sign_url(URL, policy=policy) == signer.sign_url(URL, EXPIRES)
    with pytest.raises(TypeError, match="found neither"):
        signer.sign_url(URL)
    with pytest.raises(TypeError, match="found both"):
        signer.sign_url(URL, EXPIRES, policy=policy)


def test_the_error_has_the_corrected_url(signer: Signer) -> None:
    with pytest.raises(libcfsign.InvalidInput, match="percent-encode") as raised:
        signer.sign_url("https://d111111abcdef8.cloudfront.net/a b.jpg", EXPIRES)
    assert raised.value.code == "url-character"
    assert raised.value.suggestion == "https://d111111abcdef8.cloudfront.net/a%20b.jpg"
    assert isinstance(raised.value, ValueError)
    assert signer.sign_url(raised.value.suggestion, EXPIRES)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.code, again.suggestion) == (
        str(raised.value),
        raised.value.code,
        raised.value.suggestion,
    )


def test_surrogates_are_no_url(signer: Signer) -> None:
    with pytest.raises(libcfsign.InvalidInput, match="surrogate"):
        signer.sign_url("https://d111111abcdef8.cloudfront.net/\ud800", EXPIRES)


def test_sha256_is_said_in_the_url(keys: Path) -> None:
    signer = Signer.from_file(keys / "p256.pkcs8.pem", "K2JCJMDEHXQW5F", hash_algorithm="SHA256")
    assert signer.hash_algorithm == "SHA256"
    assert signer.sign_url(URL, EXPIRES).endswith("&Hash-Algorithm=SHA256")
    with pytest.raises(libcfsign.InvalidInput) as raised:
        Signer.from_file(keys / "p256.pkcs8.pem", "K1", hash_algorithm="sha256")  # type: ignore[arg-type]
    assert raised.value.code == "invalid-hash-algorithm"


def test_cookies_are_a_mapping(signer: Signer) -> None:
    cookies = signer.sign_cookies(Policy(VIDEOS, EXPIRES))
    names = ["CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id"]
    assert isinstance(cookies, Mapping)
    assert list(cookies) == list(cookies.keys()) == names
    assert len(cookies) == 3
    assert dict(cookies) == {name: cookies[name] for name in names}
    assert list(cookies.values()) == [value for _, value in cookies.items()]
    assert cookies.get("CloudFront-Expires") is None
    assert cookies.get("CloudFront-Expires", 5) == 5
    assert "CloudFront-Policy" in cookies
    assert 7 not in cookies
    with pytest.raises(KeyError):
        cookies["CloudFront-Expires"]
    assert cookies.cookie_header() == "; ".join(f"{name}={cookies[name]}" for name in names)
    for missing in ("\ud800", 7, None):
        assert cookies.get(missing) is None  # type: ignore[arg-type]
        with pytest.raises(KeyError):
            cookies[missing]  # type: ignore[index]
    assert cookies == dict(cookies)
    assert dict(cookies) == cookies == signer.sign_cookies(Policy(VIDEOS, EXPIRES))
    assert cookies != {**cookies, "more": "1"}
    assert cookies != 5
    assert cookies["CloudFront-Signature"] not in repr(cookies)


def test_cookie_lines(signer: Signer) -> None:
    cookies = signer.sign_cookies(Policy("https://cdn.example.com/*", EXPIRES))
    attributes = CookieAttributes(domain="example.com", max_age=timedelta(hours=1), same_site=None)
    end = "; Domain=example.com; Path=/; Max-Age=3600; Secure; HttpOnly"
    assert [line.endswith(end) for line in cookies.set_cookie_lines(attributes)] == [True] * 3
    assert len(attributes.clear_lines()) == 5
    with pytest.raises(libcfsign.InvalidInput, match="outside"):
        cookies.set_cookie_lines(CookieAttributes(domain="example.org"))
    with pytest.raises(libcfsign.InvalidInput, match="same_site must be"):
        CookieAttributes(same_site="lax")  # type: ignore[arg-type]


def test_a_grant_signs_once(signer: Signer, keys: Path) -> None:
    calls = 0
    private = PrivateKey.from_pem((keys / "rsa-2048.pkcs1.pem").read_text())

    def sign(message: bytes) -> bytes:
        nonlocal calls
        calls += 1
        return private.sign(message)

    public = private.public_key().to_pem()
    grant = Signer.from_callback(sign, "K2JCJMDEHXQW5F", public_key=public).grant(
        Policy(VIDEOS, EXPIRES)
    )
    urls = [f"https://d111111abcdef8.cloudfront.net/videos/{number}.ts" for number in range(100)]
    signed = grant.sign_urls(urls)
    assert calls == 1
    assert isinstance(grant, Grant)
    assert signed[7] == f"{urls[7]}?{grant.query}" == grant.sign_url(urls[7])
    assert signed == signer.sign_urls(urls, policy=Policy(VIDEOS, EXPIRES))
    assert dict(grant.cookies()) == dict(signer.sign_cookies(grant.policy))
    with pytest.raises(libcfsign.InvalidInput, match="does not match"):
        grant.sign_url(URL)


def test_a_batch_is_what_one_by_one_gives(signer: Signer, ecdsa_signer: Signer) -> None:
    urls = [f"https://d111111abcdef8.cloudfront.net/{number}.jpg" for number in range(50)]
    for one in (signer, ecdsa_signer):
        wanted = [one.sign_url(url, EXPIRES) for url in urls]
        for threads in (None, 1, 2, 7):
            assert one.sign_urls(urls, EXPIRES, threads=threads) == wanted
        assert one.sign_urls((url for url in urls), EXPIRES) == wanted
    assert signer.sign_urls([], EXPIRES) == []


def test_a_batch_says_which_url_it_refuses(signer: Signer) -> None:
    urls = [URL, "ftp://d111111abcdef8.cloudfront.net/", URL]
    with pytest.raises(libcfsign.InvalidInput) as raised:
        signer.sign_urls(urls, EXPIRES)
    assert raised.value.index == 1
    first, error, third = signer.try_sign_urls(urls, EXPIRES)
    assert first == third == signer.sign_url(URL, EXPIRES)
    assert isinstance(error, libcfsign.InvalidInput)
    assert (error.code, error.index) == ("url-scheme", 1)
    with pytest.raises(TypeError, match="iterable of str"):
        signer.sign_urls(URL, EXPIRES)
    with pytest.raises(TypeError, match="found int"):
        signer.sign_urls([URL, 5], EXPIRES)  # type: ignore[list-item]
    for wrong in (0, -1, 1 << 80):
        with pytest.raises(libcfsign.InvalidInput, match="whole number from 1 on"):
            signer.sign_urls([URL], EXPIRES, threads=wrong)
    with pytest.raises(TypeError, match="found bool"):
        signer.sign_urls([URL], EXPIRES, threads=True)


def below(user: int) -> Policy:
    return Policy(f"https://d111111abcdef8.cloudfront.net/users/{user}/*", EXPIRES)


def test_each_url_has_a_time_or_a_policy_of_its_own(signer: Signer, ecdsa_signer: Signer) -> None:
    each: list[tuple[str, int | Policy]] = [
        (
            f"https://d111111abcdef8.cloudfront.net/users/{n}/a.jpg",
            below(n) if n % 3 else EXPIRES + n,
        )
        for n in range(30)
    ]
    for one in (signer, ecdsa_signer):
        wanted = [
            one.sign_url(url, policy=terms)
            if isinstance(terms, Policy)
            else one.sign_url(url, terms)
            for url, terms in each
        ]
        for threads in (None, 1, 3):
            assert one.sign_urls_each(each, threads=threads) == wanted
        assert one.try_sign_urls_each(pair for pair in each) == wanted
    assert signer.sign_urls_each([]) == []
    wrong = [*each[:4], (URL, below(1))]
    with pytest.raises(libcfsign.InvalidInput, match="does not match") as raised:
        signer.sign_urls_each(wrong)
    assert raised.value.index == 4
    error = signer.try_sign_urls_each(wrong)[4]
    assert isinstance(error, libcfsign.InvalidInput)
    assert (error.code, error.index) == ("policy-does-not-cover-url", 4)
    for other in (5, URL):
        with pytest.raises(TypeError, match="an iterable of pairs of a URL and its end or policy"):
            signer.sign_urls_each(other)  # type: ignore[arg-type]
    pair = "at index 1: wanted a tuple of a URL and its end or policy, and found "
    for item, message in [
        (URL, f"{pair}str"),
        ([URL, EXPIRES], f"{pair}list"),
        ((URL,), f"{pair}a tuple of 1"),
        ((URL, EXPIRES, EXPIRES), f"{pair}a tuple of 3"),
        ((URL, 1.5), "at index 1: wanted an aware datetime.* and found float"),
        ((URL, True), "at index 1: wanted an aware datetime.* and found bool"),
        ((5, EXPIRES), "at index 1: wanted str, and found int"),
    ]:
        for method in (signer.sign_urls_each, signer.try_sign_urls_each):
            with pytest.raises(TypeError, match=message):
                method([(URL, EXPIRES), item])  # type: ignore[list-item]


def test_an_item_that_is_refused_ends_no_batch(signer: Signer) -> None:
    """Its error stands in its place, also where the core cannot be asked about it."""
    good = signer.sign_url(URL, EXPIRES)
    half = f"{URL}\ud800"
    wrong: list[tuple[str, datetime | timedelta | int, str]] = [
        (URL, 5, "invalid-time"),
        (URL, EXPIRES * 1000, "time-in-milliseconds"),
        (URL, 1 << 80, "invalid-time"),
        (URL, datetime(2030, 1, 1), "invalid-time"),
        (URL, timedelta(days=-1), "invalid-time"),
        (half, EXPIRES, "url-character"),
    ]
    for url, end, code in wrong:
        pair = (url, end)
        each = [(URL, EXPIRES)] * 3 + [pair, ("ftp://a/", EXPIRES), (URL, EXPIRES), pair]
        for threads in (1, 2):
            told: list[int] = []
            signed = signer.try_sign_urls_each(each, threads=threads, progress=told.append)
            assert told[-1] == len(each)
            assert [*signed[:3], signed[5]] == [good] * 4
            errors = [signed[3], signed[4], signed[6]]
            for error, index in zip(errors, (3, 4, 6), strict=True):
                assert isinstance(error, libcfsign.InvalidInput)
                assert error.index == index
        with pytest.raises(libcfsign.InvalidInput) as raised:
            signer.sign_urls_each(each)
        assert (raised.value.code, raised.value.index) == (code, 3)
        assert signer.try_sign_urls_each([pair])[0].index == 0  # type: ignore[union-attr]

    urls = [URL, half, URL, half]
    for terms in ({"expires": EXPIRES}, {"policy": Policy(f"{URL[:-5]}*", EXPIRES)}):
        signed = signer.try_sign_urls(urls, **terms)  # type: ignore[arg-type]
        assert [signed[0], signed[2]] == [signer.sign_url(URL, **terms)] * 2  # type: ignore[arg-type]
        assert [(error.code, error.index) for error in signed[1::2]] == [  # type: ignore[union-attr]
            ("url-character", 1),
            ("url-character", 3),
        ]
        with pytest.raises(libcfsign.InvalidInput, match="surrogate") as raised:
            signer.sign_urls(urls, **terms)  # type: ignore[arg-type]
        assert raised.value.index == 1
    with pytest.raises(TypeError, match="at index 2: wanted str, and found int"):
        signer.try_sign_urls([URL, half, 5], EXPIRES)  # type: ignore[list-item]
    with pytest.raises(libcfsign.InvalidInput, match="surrogate") as raised:
        signer.grant(Policy(f"{URL[:-5]}*", EXPIRES)).sign_urls(urls)
    assert raised.value.index == 1


def test_an_exception_of_the_iterable_is_its_own(signer: Signer) -> None:
    def broken() -> Iterator[str]:
        yield URL
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        signer.try_sign_urls(broken(), EXPIRES)


def test_many_urls_under_a_document_of_the_callers(signer: Signer) -> None:
    document = Policy(VIDEOS, EXPIRES).to_json().replace(":", ": ", 1)
    urls = [f"https://d111111abcdef8.cloudfront.net/videos/{number}.ts" for number in range(30)]
    told: list[int] = []
    signed = signer.sign_urls_with_raw_policy(iter(urls), document, threads=2, progress=told.append)
    assert signed == [signer.sign_url_with_raw_policy(url, document) for url in urls]
    assert told[-1] == 30
    assert signer.sign_urls_with_raw_policy([], document) == []
    for wrong, code in [("ftp://a/", "url-scheme"), (f"{URL}\ud800", "url-character")]:
        with pytest.raises(libcfsign.InvalidInput) as raised:
            signer.sign_urls_with_raw_policy([*urls, wrong], document)
        assert (raised.value.code, raised.value.index) == (code, 30)
    with pytest.raises(libcfsign.InvalidInput) as raised:
        signer.sign_urls_with_raw_policy(urls, "")
    assert raised.value.index is None


def test_many_policies_for_cookies_and_for_grants(signer: Signer) -> None:
    policies = [below(user) for user in range(30)]
    told: list[int] = []
    cookies = signer.sign_cookies_each(policies, threads=1, progress=told.append)
    assert [dict(one) for one in cookies] == [dict(signer.sign_cookies(one)) for one in policies]
    assert told[-1] == 30
    grants = signer.grants(policy for policy in policies)
    assert [one.query for one in grants] == [signer.grant(one).query for one in policies]
    any_scheme = Policy("*://d111111abcdef8.cloudfront.net/a.jpg", EXPIRES)
    with pytest.raises(libcfsign.InvalidInput) as raised:
        signer.sign_cookies_each([*policies, any_scheme])
    assert (raised.value.code, raised.value.index) == ("cookie-resource", 30)
    tried = signer.try_sign_cookies_each([policies[0], any_scheme, policies[2]])
    assert [tried[0], tried[2]] == [cookies[0], cookies[2]]
    assert isinstance(tried[1], libcfsign.InvalidInput)
    assert (tried[1].code, tried[1].index) == ("cookie-resource", 1)
    two_marks = Policy("https://d111111abcdef8.cloudfront.net/a?b?c", EXPIRES)
    granted = signer.try_grants([*policies, two_marks], threads=2)
    assert [one.query for one in granted if isinstance(one, Grant)] == [one.query for one in grants]
    assert isinstance(granted[30], libcfsign.InvalidInput)
    assert (granted[30].code, granted[30].index) == ("invalid-resource", 30)
    for method in (
        signer.sign_cookies_each,
        signer.try_sign_cookies_each,
        signer.grants,
        signer.try_grants,
    ):
        for wrong in (5, URL):
            with pytest.raises(TypeError, match="wanted an iterable of Policy"):
                method(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="at index 1: wanted Policy, and found int"):
            method([policies[0], 5])  # type: ignore[list-item]


def test_a_length_is_only_a_hint(signer: Signer) -> None:
    class Liar(list[str]):
        def __len__(self) -> int:
            return 1 << 62

    assert signer.sign_urls(Liar([URL]), EXPIRES) == [signer.sign_url(URL, EXPIRES)]
    with pytest.raises(libcfsign.InvalidInput) as raised:
        signer.grant(Policy(VIDEOS, EXPIRES)).sign_urls([VIDEOS[:-1], URL])
    assert raised.value.index == 1


def test_progress_is_told_and_can_stop_it(signer: Signer) -> None:
    urls = [URL] * 40
    told: list[int] = []
    signer.sign_urls(urls, EXPIRES, threads=1, progress=told.append)
    assert told[-1] == 40
    assert told == sorted(told)

    def stop(done: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        signer.sign_urls(urls, EXPIRES, progress=stop)


def test_ctrl_c_ends_a_long_batch(signer: Signer, request: pytest.FixtureRequest) -> None:
    # What a shell starts in the background begins with SIGINT ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        signer.sign_urls([URL] * 200_000, EXPIRES)


def test_other_threads_run_while_a_batch_signs(signer: Signer) -> None:
    """The GIL is released: a thread of Python counts on while a batch is signed."""
    count = 0
    stop = threading.Event()

    def tick() -> None:
        nonlocal count
        while not stop.is_set():
            count += 1
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    before = count
    signer.sign_urls([URL] * 2000, EXPIRES, threads=1)
    during = count - before
    stop.set()
    ticker.join()
    assert during > 50


def test_asyncio(signer: Signer) -> None:
    """A batch in a thread leaves the event loop free."""

    async def main() -> tuple[list[str], int]:
        beats = 0
        batch = asyncio.create_task(asyncio.to_thread(signer.sign_urls, [URL] * 500, EXPIRES))
        while not batch.done():
            await asyncio.sleep(0.001)
            beats += 1
        return await batch, beats

    signed, beats = asyncio.run(main())
    assert signed == [signer.sign_url(URL, EXPIRES)] * 500
    assert beats > 10


def test_a_key_held_elsewhere(keys: Path, verifier: Verifier) -> None:
    private = PrivateKey.from_pem((keys / "p256.pkcs8.pem").read_bytes())
    public = (keys / "p256.public.pem").read_text()
    seen = []

    def kms(message: bytes) -> bytes:
        seen.append(message)
        return private.sign(message)

    signer = Signer.from_callback(kms, "K36X4X2EO997HM", public_key=public)
    signed = signer.sign_url(URL, EXPIRES)
    assert verifier.verify(signed, now=EXPIRES - 1).key_pair_id == "K36X4X2EO997HM"
    assert seen == [Policy(URL, EXPIRES).to_json().encode()]

    def down(message: bytes) -> bytes:
        raise ConnectionError("KMS is away")

    failing = Signer.from_callback(down, "K36X4X2EO997HM", public_key=public)
    with pytest.raises(libcfsign.InternalError) as raised:
        failing.sign_url(URL, EXPIRES)
    assert isinstance(raised.value.__cause__, ConnectionError)

    wrong = Signer.from_callback(lambda _: b"no signature", "K1", public_key=public)
    with pytest.raises(libcfsign.InternalError) as raised:
        wrong.sign_url(URL, EXPIRES)
    assert raised.value.code == "wrong-signature"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_what_ends_a_program_ends_a_batch(keys: Path, stop: type[BaseException]) -> None:
    private = PrivateKey.from_pem((keys / "p256.pkcs8.pem").read_bytes())
    public = private.public_key().to_pem()
    calls = 0

    def interrupted(message: bytes) -> bytes:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise stop
        return private.sign(message)

    signer = Signer.from_callback(interrupted, "K1", public_key=public)
    with pytest.raises(stop):
        signer.sign_urls([URL] * 1000, EXPIRES, threads=1)
    assert calls < 20
    calls = 0
    with pytest.raises(stop):
        signer.sign_url(URL, EXPIRES)
    assert len(signer.sign_urls([URL] * 20, EXPIRES)) == 20


def test_a_key_in_the_place_of_its_file_is_not_shown(keys: Path) -> None:
    pem = (keys / "p256.pkcs8.pem").read_text()
    for name in (pem, pem.replace("\n", " "), "A" * 5000, "a\0b"):
        with pytest.raises(libcfsign.InvalidKey, match="from_pem") as raised:
            Signer.from_file(name, "K2JCJMDEHXQW5F")
        assert name[:20] not in str(raised.value)


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        Signer.from_file(tmp_path / "key.pem", "K2JCJMDEHXQW5F")
    assert raised.value.filename == str(tmp_path / "key.pem")
    (tmp_path / "key.pem").write_text("no key")
    with pytest.raises(libcfsign.InvalidKey, match=r"key\.pem: "):
        Signer.from_file(tmp_path / "key.pem", "K2JCJMDEHXQW5F")
    with pytest.raises(TypeError, match="from_file"):
        Signer.from_pem(tmp_path / "key.pem", "K2JCJMDEHXQW5F")  # type: ignore[arg-type]


def test_no_key_in_repr_and_none_in_pickles(signer: Signer, keys: Path) -> None:
    assert repr(signer) == (
        "<Signer key_pair_id='K2JCJMDEHXQW5F' key_type='RSA 2048' hash_algorithm='SHA1'>"
    )
    with pytest.raises(TypeError, match="should not travel"):
        pickle.dumps(signer)
    with pytest.raises(TypeError, match="should not travel"):
        copy.deepcopy(signer)
    private = PrivateKey.from_pem((keys / "rsa-2048.pkcs1.pem").read_bytes())
    assert repr(private) == "<PrivateKey RSA 2048>"
    with pytest.raises(TypeError, match="should not travel"):
        pickle.dumps(private)


def test_keys_by_themselves(keys: Path) -> None:
    private = PrivateKey.from_pem(
        bytearray((keys / "rsa-2048.pkcs8-aes256.pem").read_bytes()), "correct horse"
    )
    public = private.public_key()
    assert (private.key_type, private.key_size, public.key_size) == ("RSA 2048", 2048, 2048)
    signature = private.sign(b"message", "SHA256")
    assert public.verify(b"message", signature, "SHA256")
    assert not public.verify(b"message", signature)
    assert not public.verify(b"massage", signature, "SHA256")
    assert PublicKey.from_pem(public.to_der()).to_pem() == public.to_pem()


def test_new_keys() -> None:
    for key_type, name in (("ecdsa", "ECDSA P-256"), ("rsa", "RSA 2048")):
        private, public = libcfsign.generate_key_pair(key_type)  # type: ignore[arg-type]
        assert PrivateKey.from_pem(private).key_type == name
        assert PrivateKey.from_pem(private).public_key().to_pem() == public
    with pytest.raises(libcfsign.InvalidInput, match="'ecdsa' or 'rsa'"):
        libcfsign.generate_key_pair("dsa")  # type: ignore[arg-type]
