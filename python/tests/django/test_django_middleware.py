"""The middleware: cookies for who is signed in, renewed in time, gone at logout; sync and async."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client
from django.test.utils import override_settings
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django_support import ALL, MIDDLEWARE, NAMES, Change, attributes_of, in_seconds, lines, values

from libcfsign import InvalidInput, Verifier, generate_key_pair
from libcfsign.django.middleware import MARKER, SignedCookiesMiddleware, _warn

HOST = "www.example.com"
GIVEN = NAMES | {MARKER}
CLEARED = ALL | {MARKER}
Visit = Callable[..., HttpResponse]


class AsyncSiteClient(AsyncClient):
    """Asks for the host of the site, which no option of this client does in every Django."""

    async def request(self, **request: Any) -> Any:
        host = HOST.encode()
        request["headers"] = [(n, host if n == b"host" else v) for n, v in request["headers"]]
        return await super().request(**request)


@pytest.fixture(params=["sync", "async"])
def visit(request: pytest.FixtureRequest, user: Any) -> Visit:
    """A browser that keeps its cookies, before a WSGI or an ASGI stack."""
    client = Client(HTTP_HOST=HOST) if request.param == "sync" else AsyncSiteClient()

    def visit(path: str, data: dict[str, str] | None = None) -> HttpResponse:
        if isinstance(client, Client):
            answer: Any = client.get(path) if data is None else client.post(path, data)
        else:
            answer = asyncio.run(_asked(client, f"/async{path}", data))
        for name in [name for name, kept in client.cookies.items() if str(kept["max-age"]) == "0"]:
            del client.cookies[name]
        return answer

    visit.jar = client.cookies  # type: ignore[attr-defined]
    return visit


async def _asked(client: AsyncClient, path: str, data: dict[str, str] | None) -> Any:
    return await (client.get(path) if data is None else client.post(path, data))


def sign_in(visit: Visit) -> HttpResponse:
    return visit("/sign-in/", {"name": "ada", "word": "countess"})


def test_from_login_to_logout(visit: Visit, verifier: Verifier) -> None:
    assert not lines(visit("/"))
    answer = sign_in(visit)
    assert set(lines(answer)) >= GIVEN
    allowed = verifier.verify("https://cdn.example.com/a", cookies=values(answer))
    assert 12 * 3600 - 2 <= in_seconds(allowed.expires) <= 12 * 3600
    assert "Domain=example.com" in attributes_of(lines(answer)["CloudFront-Policy"])
    assert attributes_of(lines(answer)[MARKER]) == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
    for _ in range(3):
        assert not lines(visit("/"))
    answer = visit("/sign-out/", {})
    assert set(lines(answer)) >= CLEARED
    assert all("Max-Age=0" in lines(answer)[name] for name in CLEARED)
    assert not set(visit.jar) & CLEARED  # type: ignore[attr-defined]
    assert not lines(visit("/"))


def test_renewed_before_they_end(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, verifier: Verifier
) -> None:
    sign_in(visit)
    now = time.time()
    for hours, renewed in [(8.9, False), (9.1, True)]:
        with monkeypatch.context() as patched:
            patched.setattr(
                "libcfsign.django.middleware.time.time", lambda at=now + hours * 3600: at
            )
            answer = visit("/")
        assert (set(lines(answer)) == GIVEN) is renewed


def test_when_they_are_renewed_can_be_set(cfsign: Change, visit: Visit) -> None:
    cfsign(COOKIES={"EXPIRE": 600, "RENEW_BEFORE": 599})
    sign_in(visit)
    time.sleep(1.1)
    assert set(lines(visit("/"))) == GIVEN


@pytest.mark.parametrize("found", ["", "x", "1.2", "99999999999999999999.x", "4000000000.x"])
def test_a_marker_that_was_made_up_is_none(found: str, visit: Visit) -> None:
    sign_in(visit)
    jar = visit.jar  # type: ignore[attr-defined]
    jar[MARKER] = found
    assert set(lines(visit("/"))) == GIVEN


def test_new_ones_for_another_user_key_or_resource(cfsign: Change, visit: Visit, user: Any) -> None:
    sign_in(visit)
    cfsign(COOKIES={"RESOURCE": "/films/*"})
    assert set(lines(visit("/"))) == GIVEN
    assert not lines(visit("/"))
    cfsign(PRIVATE_KEY=generate_key_pair()[0], KEY_PAIR_ID="KNEXT")
    assert set(lines(visit("/"))) == GIVEN
    User.objects.create_user("grace", password="countess")
    answer = visit("/sign-in/", {"name": "grace", "word": "countess"})
    assert set(lines(answer)) >= GIVEN
    User.objects.filter(username="grace").delete()


def test_a_session_that_ended_takes_the_cookies_along(visit: Visit) -> None:
    sign_in(visit)
    del visit.jar["sessionid"]  # type: ignore[attr-defined]
    assert set(lines(visit("/"))) == CLEARED


def test_pages_for_nobody_stay_cacheable(visit: Visit) -> None:
    assert not visit("/").has_header("Vary")
    answer = sign_in(visit)
    assert "Cookie" in answer["Vary"]
    assert "private" in answer["Cache-Control"]


def test_what_the_view_sets_is_left_alone(visit: Visit, user: Any, verifier: Verifier) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    answer = client.get("/own-cookies/")
    assert set(lines(answer)) == NAMES
    allowed = verifier.verify("https://cdn.example.com/course/7/a", cookies=values(answer))
    assert allowed.resource == "https://cdn.example.com/course/7/*"


class ByTicket(SignedCookiesMiddleware):
    """A rule of the site's own: whoever has a ticket sees that course."""

    def allows(self, request: HttpRequest) -> bool:
        return "ticket" in request.GET

    def resource(self, request: HttpRequest) -> str:
        return f"/course/{request.GET['ticket']}/*"


class OnTheSite(SignedCookiesMiddleware):
    """Its files are below the site itself, so that its cookies have no Domain."""

    def resource(self, request: HttpRequest) -> str:
        return f"https://{HOST}/private/{request.user.get_username()}/*"


def test_logout_clears_where_they_were_set(user: Any) -> None:
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    order = [*MIDDLEWARE[:-1], "test_django_middleware.OnTheSite"]
    before = {**settings.CFSIGN, "COOKIES": {"PATH": "/private"}}
    with override_settings(MIDDLEWARE=order, CFSIGN=before):
        given = lines(client.get("/"))
        assert set(given) == GIVEN
        assert not any("Domain" in line for line in given.values())
    with override_settings(MIDDLEWARE=order):
        taken = lines(client.post("/sign-out/"))
        assert set(taken) >= CLEARED
        for name in ALL:
            assert "Domain" not in taken[name]
            assert {"Path=/private", "Max-Age=0", "Secure"} <= attributes_of(taken[name])


def test_a_marker_that_was_made_up_clears_what_the_settings_say(visit: Visit) -> None:
    sign_in(visit)
    jar = visit.jar  # type: ignore[attr-defined]
    place = jar[MARKER].value.split(".", 2)[2]
    for found in ("", "x", "1.x.y", f"1.x.{place[:-1]}"):
        jar[MARKER] = found
        del jar["sessionid"]
        taken = lines(visit("/"))
        assert "Domain=example.com" in taken["CloudFront-Policy"]
        sign_in(visit)


def test_a_host_without_cookies_still_shows_its_pages(
    cfsign: Change, user: Any, caplog: pytest.LogCaptureFixture
) -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("other.net", {}),
        (HOST, {"DOMAIN": "d111111abcdef8.cloudfront.net"}),
        (HOST, {"COOKIES": {"DOMAIN": "example.org"}}),
        (HOST, {"SCHEME": "http"}),
    ]
    for host, options in cases:
        cfsign(**{"DOMAIN": "cdn.example.com", "COOKIES": {}, "SCHEME": "https", **options})
        _warn.cache_clear()
        caplog.clear()
        with override_settings(ALLOWED_HOSTS=["*"]):
            client = Client(HTTP_HOST=host)
            client.force_login(user)
            for _ in range(3):
                answer = client.get("/")
                assert answer.status_code == 200
                assert not lines(answer)
            client.cookies[MARKER] = "1.x.y"
            assert client.post("/sign-out/").status_code == 200
        logged = [record for record in caplog.records if record.name == "libcfsign.django"]
        assert [record.levelname for record in logged] == ["WARNING"]
        assert "signed cookies are not set" in logged[0].getMessage()


def test_a_mistake_in_a_resource_is_not_hidden(user: Any) -> None:
    with override_settings(MIDDLEWARE=[*MIDDLEWARE[:-1], "test_django_middleware.NoUrl"]):
        client = Client(HTTP_HOST=HOST)
        client.force_login(user)
        with pytest.raises(InvalidInput):
            client.get("/")


class NoUrl(SignedCookiesMiddleware):
    """A mistake of the site."""

    def resource(self, request: HttpRequest) -> str:
        return "course/7/*"


class OwnAuthentication(AuthenticationMiddleware):
    """What a site may have in the place of Django's."""


class ByToken(MiddlewareMixin):
    """Finds a user that no session knows, at once or when asked."""

    def process_request(self, request: HttpRequest) -> None:
        name = request.headers["Token"]
        if "lazy" in request.GET:
            request.user = SimpleLazyObject(lambda: User.objects.get(username=name))
        else:
            request.user = User.objects.get(username=name)


@pytest.mark.parametrize("path", ["/", "/?lazy"])
def test_a_user_that_no_session_knows_is_signed_in(path: str, user: Any) -> None:
    order = [*MIDDLEWARE[:-1], "test_django_middleware.ByToken", MIDDLEWARE[-1]]
    with override_settings(MIDDLEWARE=order):
        client = Client(HTTP_HOST=HOST)
        assert set(lines(client.get(path, HTTP_TOKEN="ada"))) == GIVEN


def test_a_site_may_decide_by_itself(verifier: Verifier) -> None:
    with override_settings(MIDDLEWARE=[*MIDDLEWARE[:-1], "test_django_middleware.ByTicket"]):
        client = Client(HTTP_HOST=HOST)
        assert not lines(client.get("/"))
        answer = client.get("/?ticket=7")
        allowed = verifier.verify("https://cdn.example.com/course/7/a", cookies=values(answer))
        assert allowed.resource == "https://cdn.example.com/course/7/*"
        assert not lines(client.get("/?ticket=7"))
        assert set(lines(client.get("/?ticket=8"))) == GIVEN
        assert set(lines(client.get("/"))) == CLEARED


def test_it_says_that_it_can_do_both() -> None:
    async def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    middleware = SignedCookiesMiddleware(view)
    assert SignedCookiesMiddleware.async_capable
    assert SignedCookiesMiddleware.sync_capable
    assert iscoroutinefunction(middleware)
    assert not iscoroutinefunction(SignedCookiesMiddleware(lambda _: HttpResponse()))
