"""Protected downloads: the check, the redirect, and what nginx still serves."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.views import View
from django_support import Change, in_seconds

from libcfsign import InvalidInput, Verifier
from libcfsign.django import cloudfront_sendfile
from libcfsign.django.views import ProtectedFileMixin, ProtectedFileView

HOST = "www.example.com"
NAME = "Prüfung 50%.pdf"
NAMED = "filename=\"Pr_fung 50_.pdf\"; filename*=UTF-8''Pr%C3%BCfung%2050%25.pdf"


def disposition(url: str) -> list[str]:
    return parse_qs(urlsplit(url).query).get("response-content-disposition", [])


def test_it_redirects_to_a_url_for_a_minute(
    request_to_site: HttpRequest, verifier: Verifier
) -> None:
    response = cloudfront_sendfile(request_to_site, f"reports/{NAME}", attachment=True)
    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    assert not response.content
    url = response["Location"]
    assert url.startswith("https://cdn.example.com/reports/Pr%C3%BCfung%2050%25.pdf?")
    assert disposition(url) == [f"attachment; {NAMED}"]
    assert 58 <= in_seconds(verifier.verify(url).expires) <= 60


def test_names_as_django_sendfile_gives_them(request_to_site: HttpRequest) -> None:
    def found(*args: Any, **options: Any) -> list[str]:
        return disposition(
            cloudfront_sendfile(request_to_site, "a.pdf", *args, **options)["Location"]
        )

    assert found() == []
    assert found(None) == []
    assert found(True) == ['attachment; filename="a.pdf"']
    assert found(True, "b.pdf") == ['attachment; filename="b.pdf"']
    assert found(attachment="b.pdf") == ['attachment; filename="b.pdf"']
    assert found(attachment_filename="b.pdf") == ['inline; filename="b.pdf"']


def test_how_long_it_works(
    cfsign: Change, request_to_site: HttpRequest, verifier: Verifier
) -> None:
    five = datetime.timedelta(minutes=5)
    url = cloudfront_sendfile(request_to_site, "a", expires=five)["Location"]
    assert 298 <= in_seconds(verifier.verify(url).expires) <= 300
    cfsign(DOWNLOADS={"EXPIRE": 10})
    url = cloudfront_sendfile(request_to_site, "a")["Location"]
    assert 8 <= in_seconds(verifier.verify(url).expires) <= 10


def test_a_location_longer_than_django_redirects_to(
    request_to_site: HttpRequest, verifier: Verifier
) -> None:
    response = cloudfront_sendfile(request_to_site, "a", attachment="ä" * 200 + ".pdf")
    assert len(response["Location"]) > 2048
    verifier.verify(response["Location"])


def test_no_path_leads_to_another_site(request_to_site: HttpRequest, user: Any) -> None:
    for path in ("https://evil.example/a", "http://evil.example", "x://evil.example/a"):
        for accel in (None, False, "/internal/"):
            with pytest.raises(ValueError, match="give the path alone"):
                cloudfront_sendfile(request_to_site, path, accel=accel)
    for path in ("//evil.example/a", "/\\evil.example/a"):
        location = cloudfront_sendfile(request_to_site, path)["Location"]
        assert location.startswith("https://cdn.example.com/")
    request_to_site.user = user
    view = ProtectedFileView.as_view()
    for path in ("https://evil.example/a", "../a", "a/./b"):
        with pytest.raises(Http404):
            view(request_to_site, path=path)


def test_a_bucket_does_not_lengthen_it(
    cfsign: Change, request_to_site: HttpRequest, verifier: Verifier
) -> None:
    cfsign(BUCKET=7 * 86400)
    for expires in (None, datetime.timedelta(minutes=1)):
        url = cloudfront_sendfile(request_to_site, "a", expires=expires)["Location"]
        assert 58 <= in_seconds(verifier.verify(url).expires) <= 60


def test_one_location_at_a_time(cfsign: Change, request_to_site: HttpRequest) -> None:
    cfsign(
        DOWNLOADS={
            "ACCEL": {"/reports/": "/internal/r/", "reports/new/": "/internal/new/", "": "/"}
        }
    )
    for path, internal in [
        ("reports/a.pdf", "/internal/r/a.pdf"),
        ("/reports/b c/ü?#%.pdf", "/internal/r/b%20c/%C3%BC%3F%23%25.pdf"),
        ("reports/new/a.pdf", "/internal/new/a.pdf"),
        ("else/a.pdf", "/else/a.pdf"),
    ]:
        response = cloudfront_sendfile(request_to_site, path)
        assert response.status_code == 200
        assert response["X-Accel-Redirect"] == internal
        assert not response.content
        assert "Location" not in response
        assert "Content-Disposition" not in response
        assert response["Cache-Control"] == "private, no-store"
        assert response["Content-Type"] == "application/pdf"
    moved = cloudfront_sendfile(request_to_site, "reports/a.pdf", accel=False)
    assert moved.status_code == 302


def test_nginx_gets_the_same_names(request_to_site: HttpRequest) -> None:
    response = cloudfront_sendfile(request_to_site, f"reports/{NAME}", True, accel="/internal/")
    assert response["X-Accel-Redirect"] == "/internal/reports/Pr%C3%BCfung%2050%25.pdf"
    assert (
        response["Content-Disposition"] == "attachment; filename*=utf-8''Pr%C3%BCfung%2050%25.pdf"
    )
    shown = cloudfront_sendfile(request_to_site, "a", False, "b.txt", accel="/internal")
    assert shown["Content-Disposition"] == 'inline; filename="b.txt"'
    assert shown["Content-Type"] == "application/octet-stream"
    packed = cloudfront_sendfile(request_to_site, "a.tar.gz", accel="/internal/")
    assert packed["Content-Type"] == "application/octet-stream"


def test_what_is_refused(cfsign: Change, request_to_site: HttpRequest) -> None:
    cfsign(DOWNLOADS={"ACCEL": {"reports/": "/internal/"}})
    for path in ("reports/../secret", "../a", "else/./a"):
        with pytest.raises(InvalidInput):
            cloudfront_sendfile(request_to_site, path)
    with pytest.raises(InvalidInput, match="control character"):
        cloudfront_sendfile(request_to_site, "a", attachment="a\r\nSet-Cookie: b")
    with pytest.raises(ImproperlyConfigured, match="accel=True"):
        cloudfront_sendfile(request_to_site, "else/a", accel=True)
    for accel in (
        {"reports/": "internal/"},
        {"reports/": "/internal"},
        {"reports": "/internal/"},
        {"reports/": 7},
        {7: "/internal/"},
        ["reports/"],
    ):
        cfsign(DOWNLOADS={"ACCEL": accel})
        with pytest.raises(ImproperlyConfigured):
            cloudfront_sendfile(request_to_site, "a")


def test_the_view_asks_first(user: Any, verifier: Verifier) -> None:
    client = Client(HTTP_HOST=HOST)
    answer = client.get("/files/a b.pdf")
    assert answer["Location"] == "/login/?next=/files/a%2520b.pdf"
    client.force_login(user)
    answer = client.get("/files/a b.pdf")
    verifier.verify(answer["Location"])
    assert disposition(answer["Location"]) == ['attachment; filename="a b.pdf"']


def test_the_view_hides_no_mistake_of_the_site(request_to_site: HttpRequest, user: Any) -> None:
    class Broken(ProtectedFileView):
        def has_permission(self) -> bool:
            raise ValueError("a mistake in the site's own rule")

    request_to_site.user = user
    with pytest.raises(ValueError, match="the site's own rule"):
        Broken.as_view()(request_to_site, path="a")
    over = ProtectedFileView.as_view(expires=datetime.timedelta(days=-40_000))
    with pytest.raises(InvalidInput):
        over(request_to_site, path="a")
    for path in ("a\r\nb", "folder/", ""):
        with pytest.raises(Http404):
            ProtectedFileView.as_view()(request_to_site, path=path)


def test_the_view_asks_for_permissions(user: Any, verifier: Verifier) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    assert client.get("/staff/a").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_user"))
    verifier.verify(client.get("/staff/a")["Location"])


def test_the_mixin_asks_what_the_site_asks(user: Any) -> None:
    client = Client(HTTP_HOST=HOST)
    assert client.get("/report/ada").status_code == 403
    client.force_login(user)
    assert client.get("/report/grace").status_code == 403
    answer = client.get("/report/ada")
    assert disposition(answer["Location"]) == [f"attachment; {NAMED}"]


def test_a_mixin_without_a_file_says_so() -> None:
    class Nothing(ProtectedFileMixin, View):
        def has_permission(self) -> bool:
            return True

    with pytest.raises(ImproperlyConfigured, match="Nothing needs a method get_file"):
        Nothing.as_view()(RequestFactory().get("/"))
    anonymous = RequestFactory().get("/", HTTP_HOST=HOST)
    assert not hasattr(anonymous, "user")
    view = ProtectedFileMixin()
    view.request = anonymous
    assert not view.has_permission()
