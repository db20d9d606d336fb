"""The storage of our own, and django-storages' real ``S3Storage`` with our signer."""

from __future__ import annotations

import datetime
import socket
from types import SimpleNamespace
from typing import Any, NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.migrations.writer import MigrationWriter
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.test.utils import override_settings
from django_support import KEY_PAIR_ID, PRIVATE_PEM, Change, in_seconds
from storages.backends.s3 import S3Storage

from libcfsign import InvalidInput, Verifier
from libcfsign.django import SettingsError, cloudfront_sendfile, sign_url, signer
from libcfsign.django.storage import CloudFrontStorage

# django-storages asks for the time in a way that Python 3.12 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails the test."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_its_urls_are_signed(verifier: Verifier) -> None:
    url = CloudFrontStorage().url("reports/Prüfung 50%.pdf")
    assert url.startswith("https://cdn.example.com/reports/Pr%C3%BCfung%2050%25.pdf?Expires=")
    assert 3598 <= in_seconds(verifier.verify(url).expires) <= 3600


def test_its_options(verifier: Verifier) -> None:
    storage = CloudFrontStorage(
        domain="media.example.com",
        scheme="http",
        location="/up/loads/",
        expire=datetime.timedelta(minutes=1),
        bucket=7 * 86400,
    )
    url = storage.url("a.pdf")
    assert url.startswith("http://media.example.com/up/loads/a.pdf?")
    assert url == storage.url("/a.pdf")
    assert verifier.verify(url).expires % (7 * 86400) == 0
    bare = CloudFrontStorage(signed=False)
    assert bare.url("css/site.css") == "https://cdn.example.com/css/site.css"
    verifier.verify(bare.url("css/site.css", signed=True))


def test_what_one_call_may_change(verifier: Verifier) -> None:
    storage = CloudFrontStorage()
    assert storage.url("a b", signed=False) == "https://cdn.example.com/a%20b"
    url = storage.url("a", {"v": "1"}, expire=60)
    assert parse_qs(urlsplit(url).query)["v"] == ["1"]
    assert 58 <= in_seconds(verifier.verify(url).expires) <= 60
    assert "attachment%3B" in storage.url("a", download_as="b")
    assert "inline%3B" in storage.url("a", show_as="b")


def test_from_the_setting_storages(verifier: Verifier) -> None:
    backend = "libcfsign.django.storage.CloudFrontStorage"
    with override_settings(
        STORAGES={
            "private": {"BACKEND": backend, "OPTIONS": {"location": "private"}},
            "public": {"BACKEND": backend, "OPTIONS": {"signed": False}},
        }
    ):
        url = storages["private"].url("a")
        assert url.startswith("https://cdn.example.com/private/a?")
        verifier.verify(url)
        assert storages["public"].url("a") == "https://cdn.example.com/a"


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        (
            {"custom_domain": "media.example.com", "location": "loc"},
            "https://media.example.com/loc/",
        ),
        (
            {"custom_domain": "media.example.com", "url_protocol": "http:"},
            "http://media.example.com/",
        ),
        ({"custom_domain": "media.example.com/sub"}, "https://media.example.com/sub/"),
        ({"location": "loc"}, "https://cdn.example.com/loc/"),
    ],
)
@pytest.mark.parametrize("domain", ["cdn.example.com", None])
def test_a_file_is_signed_where_django_storages_has_it(
    options: dict[str, str], begins: str, domain: str | None, cfsign: Change, verifier: Verifier
) -> None:
    cfsign(DOMAIN=domain)
    storage = S3Storage(bucket_name="b", cloudfront_signer=signer, **options)
    file = FieldFile(SimpleNamespace(), SimpleNamespace(storage=storage, name="file"), "a b.txt")  # type: ignore[arg-type]
    if "custom_domain" not in options and domain is None:
        with pytest.raises(SettingsError, match="no domain is set"):
            sign_url(file)
        return
    url = sign_url(file)
    assert url.startswith(f"{begins}a%20b.txt?Expires=")
    verifier.verify(url)
    if "custom_domain" in options:
        assert storage.url("a b.txt").partition("?")[0] == url.partition("?")[0]
    redirected = cloudfront_sendfile(HttpRequest(), file)["Location"]
    assert redirected.partition("?")[0] == url.partition("?")[0]


def test_what_it_does_not_do() -> None:
    storage = CloudFrontStorage()
    operations: list[Any] = [
        lambda: storage.open("a"),
        lambda: storage.save("a", ContentFile(b"")),
        lambda: storage.delete("a"),
        lambda: storage.exists("a"),
        lambda: storage.listdir("a"),
        lambda: storage.size("a"),
        lambda: storage.path("a"),
        lambda: storage.get_accessed_time("a"),
        lambda: storage.get_created_time("a"),
        lambda: storage.get_modified_time("a"),
    ]
    for operation in operations:
        with pytest.raises(NotImplementedError, match="it makes URLs and never talks to AWS"):
            operation()


def test_what_it_refuses() -> None:
    with pytest.raises(ValueError, match="empty"):
        CloudFrontStorage().url("")
    with pytest.raises(InvalidInput):
        CloudFrontStorage(location="a").url("../b")
    with pytest.raises(SettingsError, match="cannot be used"):
        CloudFrontStorage(domain="https://cdn.example.com").url("a")
    with pytest.raises(SettingsError, match="of type str"):
        CloudFrontStorage(expire="1h")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="custom_domain"):
        CloudFrontStorage(custom_domain="cdn.example.com")  # type: ignore[call-arg]


def test_it_follows_settings_that_change(cfsign: Change) -> None:
    storage, other = CloudFrontStorage(signed=False), CloudFrontStorage(signed=False, scheme="http")
    cfsign(DOMAIN="new.example.com")
    assert storage.url("a") == "https://new.example.com/a"
    assert other.url("a") == "http://new.example.com/a"
    cfsign(DOMAIN="newer.example.com")
    assert other.url("a") == "http://newer.example.com/a"


@pytest.mark.parametrize(
    "storage",
    [
        CloudFrontStorage(location="private", expire=60),
        S3Storage(bucket_name="b", cloudfront_signer=signer),
    ],
)
def test_migrations_can_be_written(storage: Any) -> None:
    text, imports = MigrationWriter.serialize(FileField(storage=storage))
    scope: dict[str, Any] = {}
    exec("\n".join(sorted(imports)), scope)
    field = eval(text, scope)
    assert type(field.storage) is type(storage)


def s3(**options: Any) -> S3Storage:
    """django-storages with the one line that changes."""
    return S3Storage(
        bucket_name="b", custom_domain="cdn.example.com", cloudfront_signer=signer, **options
    )


def test_django_storages_signs_with_it(verifier: Verifier) -> None:
    url = s3(location="media").url("Prüfung 50%.pdf")
    assert url.startswith("https://cdn.example.com/media/Pr%C3%BCfung%2050%25.pdf?Expires=")
    # A naive UTC time is what it gives, wherever the machine is.
    assert 3598 <= in_seconds(verifier.verify(url).expires) <= 3600
    assert 58 <= in_seconds(verifier.verify(s3(querystring_expire=60).url("a")).expires) <= 60
    assert 118 <= in_seconds(verifier.verify(s3().url("a", expire=120)).expires) <= 120
    verifier.verify(s3().url("it's (1)!.pdf", parameters={"v": "a b"}))
    assert s3(querystring_auth=False).url("a") == "https://cdn.example.com/a"


def test_django_storages_in_another_time_zone(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Kolkata")
        time.tzset()
        assert 3598 <= in_seconds(verifier.verify(s3().url("a")).expires) <= 3600
    time.tzset()


def test_django_storages_from_the_setting_storages(verifier: Verifier) -> None:
    options = {"bucket_name": "b", "custom_domain": "cdn.example.com", "cloudfront_signer": signer}
    with override_settings(
        STORAGES={"media": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}
    ):
        verifier.verify(storages["media"].url("a"))


def test_the_same_bytes_as_its_own_signer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both are asked at the same time, our URL is theirs but for the order of parameters."""
    import storages.backends.s3 as module

    class Clock(datetime.datetime):
        @classmethod
        def utcnow(cls) -> Clock:
            return cls(2099, 1, 1, 12, 30, 15, 999_999)

    monkeypatch.setattr(module, "datetime", Clock)
    theirs = S3Storage(
        bucket_name="b",
        custom_domain="cdn.example.com",
        cloudfront_key_id=KEY_PAIR_ID,
        cloudfront_key=PRIVATE_PEM.encode(),
    )
    for name in ("a.pdf", "Prüfung 50%.pdf", "a/b c+d.txt", "it's.txt"):
        for parameters in (None, {"v": "1"}):
            ours = s3().url(name, parameters=parameters)
            wanted = theirs.url(name, parameters=parameters)
            assert ours == wanted


def test_django_storages_with_a_bucket(cfsign: Change, verifier: Verifier) -> None:
    cfsign(BUCKET=7 * 86400)
    url = s3().url("a")
    assert url == s3().url("a")
    expires = verifier.verify(url).expires
    assert expires % (7 * 86400) == 0
    at = datetime.datetime.fromtimestamp(expires, datetime.timezone.utc)
    again = signer.generate_presigned_url("https://cdn.example.com/a", date_less_than=at)
    assert verifier.verify(again).expires == expires


def test_a_file_in_django_storages_can_be_signed_again(
    request_to_site: HttpRequest, verifier: Verifier
) -> None:
    file = FieldFile(
        SimpleNamespace(), SimpleNamespace(storage=s3(location="media"), name="f"), "a b.pdf"
    )  # type: ignore[arg-type]
    assert sign_url(file).startswith("https://cdn.example.com/media/a%20b.pdf?Expires=")
    response = cloudfront_sendfile(request_to_site, file, attachment="Prüfung.pdf")
    assert "response-content-disposition=attachment" in response["Location"]
    verifier.verify(response["Location"])
