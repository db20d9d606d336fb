"""``sign_url`` and the settings that it follows."""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import time
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile, FileField
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import override_settings
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django_support import KEY_PAIR_ID, PRIVATE_PEM, PUBLIC_PEM, Change, in_seconds

from libcfsign import (
    InvalidInput,
    InvalidKey,
    Policy,
    PrivateKey,
    Signer,
    Verifier,
    expires_in,
    generate_key_pair,
)
from libcfsign.django import (
    SettingsError,
    cloudfront_sendfile,
    get_signer,
    set_signed_cookies,
    sign_url,
    sign_urls,
    signer,
)
from libcfsign.django.storage import CloudFrontStorage

HOUR = datetime.timedelta(hours=1)


def stored(storage: Any, name: str | None) -> FieldFile:
    """The file of a model, as the field of a model gives it."""
    return FieldFile(SimpleNamespace(), SimpleNamespace(storage=storage, name="file"), name)  # type: ignore[arg-type]


def test_a_path_is_encoded_once_and_signed(verifier: Verifier) -> None:
    url = sign_url("reports/Prüfung 50%.pdf")
    allowed = verifier.verify(url)
    assert url.startswith("https://cdn.example.com/reports/Pr%C3%BCfung%2050%25.pdf?Expires=")
    assert allowed.key_pair_id == KEY_PAIR_ID
    assert 3598 <= in_seconds(allowed.expires) <= 3600


@pytest.mark.parametrize(
    "target",
    ["a/b.pdf", "/a/b.pdf", mark_safe("a/b.pdf"), lazystr("a/b.pdf"), PurePosixPath("a/b.pdf")],
)
def test_what_a_path_may_be(target: Any, verifier: Verifier) -> None:
    url = sign_url(target, HOUR)
    assert urlsplit(url).path == "/a/b.pdf"
    verifier.verify(url)


def test_a_url_is_signed_byte_for_byte(verifier: Verifier) -> None:
    url = "https://other.example.com/a%20b.pdf?v=%7B1%7D&w=@,"
    for target in (url, lazystr(url), mark_safe(url)):
        signed = sign_url(target)
        assert signed.startswith(url + "&Expires=")
        verifier.verify(signed)
    with pytest.raises(InvalidInput, match="%20"):
        sign_url("https://other.example.com/a b.pdf")


def test_query_and_file_names_belong_to_paths(verifier: Verifier) -> None:
    url = sign_url("a.pdf", query={"v": "1"}, download_as="Prüfung.pdf")
    query = parse_qs(urlsplit(url).query)
    assert query["v"] == ["1"]
    assert query["response-content-disposition"] == [
        "attachment; filename=\"Pr_fung.pdf\"; filename*=UTF-8''Pr%C3%BCfung.pdf"
    ]
    verifier.verify(url)
    assert "inline" in sign_url("a.pdf", show_as="b.pdf")
    for extra in ({"query": {"v": "1"}}, {"download_as": "a.pdf"}, {"show_as": "a.pdf"}):
        with pytest.raises(ValueError, match="give the path alone"):
            sign_url("https://cdn.example.com/a.pdf", **extra)  # type: ignore[arg-type]


def test_the_file_of_a_model(verifier: Verifier, tmp_path: Path) -> None:
    local = FileSystemStorage(location=tmp_path, base_url="/media/ä/")
    behind = CloudFrontStorage(domain="files.example.com", location="uploads")
    for storage, url in [
        (local, "https://cdn.example.com/media/%C3%A4/a%20b.pdf?"),
        (behind, "https://files.example.com/uploads/a%20b.pdf?"),
    ]:
        signed = sign_url(stored(storage, "a b.pdf"))
        assert signed.startswith(url)
        verifier.verify(signed)
    with pytest.raises(ValueError, match="no file"):
        sign_url(stored(local, None))


def test_many_at_once(tmp_path: Path) -> None:
    """Each as it would be alone."""
    storage = CloudFrontStorage(location="media")
    whole = "https://other.example.com/b.pdf?c=d"
    targets: list[Any] = [f"page {page}.jpg" for page in range(20)]
    targets += [stored(storage, "ä.pdf"), whole, lazystr("lazy.pdf"), PurePosixPath("a/b")]
    end = expires_in(3600)
    wanted = [sign_url(target, end) for target in targets]
    assert sign_urls(targets, end) == signer.sign_urls(iter(targets), end) == wanted
    assert sign_urls([]) == []
    policy = Policy("https://cdn.example.com/*", HOUR)
    pages = targets[:20]
    assert sign_urls(pages, policy=policy) == [sign_url(page, policy=policy) for page in pages]
    with pytest.raises(InvalidInput) as raised:
        sign_urls(["a.pdf", "https://cdn.example.com/a b"], end)
    assert raised.value.index == 1
    for threads in (2, None):
        assert sign_urls(targets, end, threads=threads) == wanted
        assert signer.sign_urls(targets, end, threads=threads) == wanted
    for one in ("a.pdf", lazystr("a.pdf")):
        with pytest.raises(TypeError, match="found a text"):
            sign_urls(one)


def test_a_page_is_signed_on_one_thread(cfsign: Change) -> None:
    """The other cores have other requests; whoever asks for them gets them."""
    used: list[set[int]] = []
    private = PrivateKey.from_pem(PRIVATE_PEM)

    def sign(message: bytes) -> bytes:
        used[-1].add(threading.get_ident())
        time.sleep(0.01)  # Meanwhile another thread takes what comes next.
        return private.sign(message)

    own = Signer.from_callback(sign, KEY_PAIR_ID, public_key=PUBLIC_PEM)
    cfsign(PRIVATE_KEY=None, SIGNER=own)
    pages = [f"{page}.jpg" for page in range(20)]
    for many in (sign_urls, signer.sign_urls):
        used += [set()]
        many(pages)
        used += [set()]
        many(pages, threads=2)
    assert [len(threads) for threads in used] == [1, 2, 1, 2]


def test_one_file_is_not_many(tmp_path: Path) -> None:
    """A file can be iterated over, which brings its lines."""
    storage = FileSystemStorage(location=tmp_path, base_url="/media/")
    (tmp_path / "a.txt").write_text("secret.pdf\nother.pdf\n")
    field = FileField(storage=storage)
    field.set_attributes_from_name("file")
    file = FieldFile(SimpleNamespace(), field, "a.txt")  # type: ignore[arg-type]
    with file:
        assert [line.strip() for line in file] == [b"secret.pdf", b"other.pdf"]
    for sign in (sign_urls, signer.sign_urls):
        with pytest.raises(TypeError, match="found a file; for one there is sign_url"):
            sign(file)
    assert sign_urls([file], 4_000_000_000) == [sign_url(file, 4_000_000_000)]


@pytest.mark.parametrize("target", [None, 7, b"a.pdf", ["a.pdf"]])
def test_what_cannot_be_signed(target: Any) -> None:
    with pytest.raises(TypeError, match="give a path, a URL, or the file of a model"):
        sign_url(target)


@pytest.mark.parametrize("path", ["../secret", "a/../../b", "a/./b"])
def test_no_path_leads_elsewhere(path: str) -> None:
    with pytest.raises(InvalidInput):
        sign_url(path)


def test_ends(cfsign: Change, verifier: Verifier) -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    assert (
        298
        <= in_seconds(verifier.verify(sign_url("a", datetime.timedelta(minutes=5))).expires)
        <= 300
    )
    at = now + datetime.timedelta(days=1)
    assert verifier.verify(sign_url("a", at)).expires == int(at.timestamp())
    assert verifier.verify(sign_url("a", 4_000_000_000)).expires == 4_000_000_000
    with pytest.raises(InvalidInput, match="time zone"):
        sign_url("a", at.replace(tzinfo=None))
    with pytest.raises(TypeError):
        sign_url("a", True)
    cfsign(EXPIRE=datetime.timedelta(minutes=2))
    assert 118 <= in_seconds(verifier.verify(sign_url("a")).expires) <= 120


def test_a_policy(verifier: Verifier) -> None:
    policy = Policy("https://cdn.example.com/a/*", HOUR, ip_address="192.0.2.0/24")
    url = sign_url("a/b.pdf", policy=policy)
    assert verifier.verify(url, viewer_ip="192.0.2.7").expires == policy.date_less_than
    with pytest.raises(Exception, match="expires"):
        sign_url("a/b.pdf", HOUR, policy=policy)


def test_a_bucket_keeps_urls_the_same(cfsign: Change, verifier: Verifier) -> None:
    cfsign(EXPIRE=3600, BUCKET=datetime.timedelta(days=7))
    assert sign_url("a") == sign_url("a", HOUR)
    expires = verifier.verify(sign_url("a")).expires
    assert expires % (7 * 86400) == 0
    assert in_seconds(expires) >= 3598
    # What is asked for to the second stays.
    exact = expires_in(3600)
    assert verifier.verify(sign_url("a", exact)).expires == exact


def test_the_key_is_read_once_and_again_when_settings_change(cfsign: Change) -> None:
    first = get_signer()
    assert get_signer() is first
    private, public = generate_key_pair("ecdsa")
    cfsign(PRIVATE_KEY=private, KEY_PAIR_ID="KOTHER")
    assert get_signer().key_pair_id == "KOTHER"
    Verifier({"KOTHER": public}).verify(sign_url("a"))
    with override_settings(STATIC_URL="/elsewhere/"):
        assert get_signer().key_pair_id == "KOTHER"


def test_keys_from_everywhere(
    cfsign: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verifier: Verifier
) -> None:
    file = tmp_path / "key.pem"
    file.write_text(PRIVATE_PEM)
    monkeypatch.setenv("CLOUDFRONT_KEY", PRIVATE_PEM.replace("\n", "\\n"))
    for options in (
        {"PRIVATE_KEY_FILE": file},
        {"PRIVATE_KEY_FILE": str(file)},
        {"PRIVATE_KEY_ENV": "CLOUDFRONT_KEY"},
        {"PRIVATE_KEY": PRIVATE_PEM.encode()},
        {"PRIVATE_KEY": lambda: PRIVATE_PEM},
        {"SIGNER": Signer.from_pem(PRIVATE_PEM, KEY_PAIR_ID)},
        {"SIGNER": lambda: Signer.from_pem(PRIVATE_PEM, KEY_PAIR_ID)},
        {"SIGNER": "test_django_signing.own_signer"},
    ):
        cfsign(**{"PRIVATE_KEY": None, **options})
        verifier.verify(sign_url("a"))
        cfsign(PRIVATE_KEY_FILE=None, PRIVATE_KEY_ENV=None, SIGNER=None)


def own_signer() -> Signer:
    """What ``CFSIGN["SIGNER"]`` names."""
    return Signer.from_callback(
        Signer.from_pem(PRIVATE_PEM, KEY_PAIR_ID).sign_message, KEY_PAIR_ID, public_key=PUBLIC_PEM
    )


def test_an_encrypted_key_and_the_other_hash(cfsign: Change, verifier: Verifier) -> None:
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(PRIVATE_PEM.encode(), None)
    encrypted = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"open sesame"),
    )
    cfsign(PRIVATE_KEY=encrypted, PASSPHRASE="open sesame", HASH_ALGORITHM="SHA256")
    url = sign_url("a")
    assert url.endswith("&Hash-Algorithm=SHA256")
    assert verifier.verify(url).hash_algorithm == "SHA256"
    cfsign(PASSPHRASE=None)
    with pytest.raises(SettingsError, match=r"Set CFSIGN\['PASSPHRASE'\]"):
        sign_url("a")


def test_the_names_of_django_storages(verifier: Verifier) -> None:
    with override_settings(
        CFSIGN={},
        AWS_CLOUDFRONT_KEY_ID=KEY_PAIR_ID,
        AWS_CLOUDFRONT_KEY=PRIVATE_PEM.encode(),
        AWS_S3_CUSTOM_DOMAIN="media.example.com",
        AWS_S3_URL_PROTOCOL="http:",
        AWS_QUERYSTRING_EXPIRE=60,
    ):
        url = sign_url("a")
        assert url.startswith("http://media.example.com/a?")
        assert 58 <= in_seconds(verifier.verify(url).expires) <= 60


def test_own_names_count_before_those_of_django_storages(verifier: Verifier) -> None:
    with override_settings(
        AWS_CLOUDFRONT_KEY_ID="KOTHER",
        AWS_CLOUDFRONT_KEY="not a key",
        AWS_S3_CUSTOM_DOMAIN="media.example.com",
    ):
        url = sign_url("a")
        assert url.startswith("https://cdn.example.com/a?")
        verifier.verify(url)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"KEY_PAIRID": "K"}, "Did you mean 'KEY_PAIR_ID'"),
        ({"COOKIES": {"EXPIRES": 1}}, "Did you mean 'EXPIRE'"),
        ({"DOWNLOADS": {"X_ACCEL": {}}}, "Did you mean 'ACCEL'"),
        ({"Q": 1}, "Known are KEY_PAIR_ID, "),
        ({"PRIVATE_KEY_FILE": "/nowhere/key.pem"}, "PRIVATE_KEY and PRIVATE_KEY_FILE"),
        ({"PRIVATE_KEY": None}, "no private key is set"),
        ({"PRIVATE_KEY": 7}, "of type int"),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": 7}, "of type int"),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_FILE": "/nowhere/key.pem"}, "No such file"),
        ({"PRIVATE_KEY": None, "PRIVATE_KEY_ENV": "NO_SUCH_KEY"}, "'NO_SUCH_KEY'"),
        ({"PRIVATE_KEY": None, "SIGNER": "nowhere.signer"}, "nowhere"),
        ({"PRIVATE_KEY": None, "SIGNER": object()}, "gives a object"),
        ({"PRIVATE_KEY": "/run/secrets/key.pem"}, r"belongs in CFSIGN\['PRIVATE_KEY_FILE'\]"),
        ({"KEY_PAIR_ID": "undefined"}, "unset variable"),
        ({"KEY_PAIR_ID": ""}, "no key pair ID is set"),
        ({"KEY_PAIR_ID": 7}, "of type int"),
        ({"HASH_ALGORITHM": "sha-1"}, "SHA1 or SHA256"),
        ({"DOMAIN": ""}, "no domain is set"),
        ({"DOMAIN": 7}, "of type int"),
        ({"DOMAIN": "https://cdn.example.com"}, "cannot be used"),
        ({"DOMAIN": "cdn.example.com/media"}, "cannot be used"),
        ({"DOMAIN": "bucket.s3.amazonaws.com"}, "Amazon S3"),
        ({"SCHEME": "ftp"}, "cannot be used"),
        ({"EXPIRE": "3600"}, "of type str"),
        ({"EXPIRE": True}, "of type bool"),
        ({"EXPIRE": 0}, "is 0 seconds"),
        ({"BUCKET": datetime.timedelta(-1)}, "is -86400 seconds"),
    ],
)
def test_settings_that_are_refused(options: dict[str, Any], message: str, cfsign: Change) -> None:
    cfsign(**options)
    request = RequestFactory().get("/", HTTP_HOST="www.example.com")

    def use_everything() -> None:
        sign_url("a")
        cloudfront_sendfile(request, "a")
        set_signed_cookies(HttpResponse(), request)

    with pytest.raises(ImproperlyConfigured, match=message) as caught:
        use_everything()
    assert isinstance(caught.value, SettingsError)
    assert caught.value.check_id.startswith("libcfsign.E0")
    assert "PRIVATE KEY-----" not in str(caught.value)


def test_a_key_in_the_place_of_a_name_is_not_repeated(cfsign: Change) -> None:
    cfsign(PRIVATE_KEY=None, PRIVATE_KEY_ENV=PRIVATE_PEM)
    with pytest.raises(SettingsError) as caught:
        sign_url("a")
    assert PRIVATE_PEM[40:80] not in str(caught.value)


def test_everything_can_be_imported_before_the_settings() -> None:
    code = (
        "from libcfsign.django import signer, sign_url\n"
        "import libcfsign.django.storage, libcfsign.django.middleware\n"
        "print(signer)"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert (ran.stdout, ran.stderr) == ("<libcfsign.django.signer>\n", "")


def test_the_object_signs_as_botocore_does(verifier: Verifier) -> None:
    url = "https://cdn.example.com/a"
    end = datetime.datetime(2100, 1, 1)
    at = int(end.replace(tzinfo=datetime.timezone.utc).timestamp())
    assert verifier.verify(signer.generate_presigned_url(url, date_less_than=end)).expires == at
    assert verifier.verify(signer.generate_presigned_url(url, end)).expires == at
    policy = Policy(url, HOUR, always_custom=True)
    raw = signer.generate_presigned_url(url, policy=policy.to_json())
    assert raw == signer.generate_presigned_url(url, policy=policy.to_json().encode())
    assert verifier.verify(raw).expires == policy.date_less_than
    assert signer.generate_presigned_url(url, policy=policy) == raw
    assert 3598 <= in_seconds(verifier.verify(signer.generate_presigned_url(url)).expires) <= 3600
    with pytest.raises(ValueError, match="not both"):
        signer.generate_presigned_url(url, date_less_than=end, policy=policy.to_json())


def test_a_wrong_key_is_told_as_such(cfsign: Change) -> None:
    cfsign(PRIVATE_KEY=PUBLIC_PEM)
    with pytest.raises(SettingsError, match="public key") as caught:
        sign_url("a")
    assert isinstance(caught.value.__cause__, InvalidKey)
