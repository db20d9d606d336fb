"""The fixtures for other people's tests, used as they use them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.http import HttpRequest, HttpResponse
from django_support import Change, values

from libcfsign.django import cloudfront_sendfile, set_signed_cookies, sign_url
from libcfsign.testing import LocalEdge


def status(url: str, **headers: str) -> int:
    """What the edge answers."""
    try:
        with urlopen(Request(url, headers=headers)) as answer:
            code: int = answer.status
            return code
    except HTTPError as refused:
        return refused.code


@pytest.fixture
def cfsign_clock() -> Clock:
    """A clock that the test sets."""
    return Clock()


class Clock:
    """The time of the edge: now, and some seconds."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        import time

        return int(time.time()) + self.ahead


def test_what_the_site_signs_is_let_through(
    cfsign_django: LocalEdge, cfsign_clock: Clock, tmp_path: Path
) -> None:
    (tmp_path / "edge" / "Prüfung.txt").write_text("passed")
    url = sign_url("Prüfung.txt")
    assert url.startswith(f"{cfsign_django.url}/Pr%C3%BCfung.txt?")
    assert status(url) == 200
    assert status(url.partition("?")[0]) == 403
    cfsign_clock.ahead = 3601
    assert status(url) == 403
    verdicts = [request.verdict for request in cfsign_django.requests]
    assert verdicts == ["allowed", "not-signed", "expired"]


def test_cookies_too(cfsign_django: LocalEdge, cfsign: Change, tmp_path: Path) -> None:
    (tmp_path / "edge" / "a").write_text("a")
    cfsign(COOKIES={"APP_HOST": "127.0.0.1:8000", "SECURE": False})
    response = HttpResponse()
    set_signed_cookies(response)
    header = "; ".join(f"{name}={value}" for name, value in values(response).items())
    assert status(f"{cfsign_django.url}/a", Cookie=header) == 200
    assert status(f"{cfsign_django.url}/a") == 403


def test_downloads_too(
    cfsign_django: LocalEdge, request_to_site: HttpRequest, tmp_path: Path
) -> None:
    (tmp_path / "edge" / "a b").write_text("a")
    assert status(cloudfront_sendfile(request_to_site, "a b", True)["Location"]) == 200


TESTS = """
def test_urls(cfsign_key, cfsign_edge, tmp_path):
    from datetime import timedelta
    from urllib.request import urlopen
    (tmp_path / "edge" / "a").write_text("a")
    url = cfsign_key.signer.sign_url(f"{cfsign_edge.url}/a", timedelta(minutes=1))
    assert urlopen(url).read() == b"a"

def test_found_by_pytest(request):
    plugin = request.config.pluginmanager.get_plugin("libcfsign")
    assert plugin.__name__ == "libcfsign.pytest_plugin"

def test_no_django():
    import sys
    assert "django" not in sys.modules
"""


def test_without_django(tmp_path: Path) -> None:
    (tmp_path / "test_site.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "3 passed" in ran.stdout, ran.stdout
