"""Views that the tests call: sign in and out, a page, protected files; sync and async."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views import View

from libcfsign.django import cloudfront_sendfile, set_signed_cookies
from libcfsign.django.views import ProtectedFileMixin, ProtectedFileView


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


async def async_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page")


def sign_in(request: HttpRequest) -> HttpResponse:
    user = authenticate(request, username=request.POST["name"], password=request.POST["word"])
    assert isinstance(user, User)
    login(request, user)
    return HttpResponse("welcome")


def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponse("goodbye")


def own_cookies(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("a course")
    set_signed_cookies(response, request, resource="/course/7/*")
    return response


def download(request: HttpRequest, name: str) -> HttpResponse:
    return cloudfront_sendfile(request, f"reports/{name}", attachment=True)


class Report(ProtectedFileMixin, View):
    """Only for the owner of the name."""

    raise_exception = True

    def has_permission(self) -> bool:
        return super().has_permission() and self.kwargs["owner"] == self.request.user.get_username()

    def get_file(self) -> str:
        return f"reports/{self.kwargs['owner']}/Prüfung 50%.pdf"


urlpatterns = [
    path("", page),
    path("async/", async_page),
    path("sign-in/", sign_in),
    path("sign-out/", sign_out),
    path("async/sign-in/", sync_to_async(sign_in)),
    path("async/sign-out/", sync_to_async(sign_out)),
    path("own-cookies/", own_cookies),
    path("download/<name>", download),
    path("report/<owner>", Report.as_view()),
    path("files/<path:path>", ProtectedFileView.as_view(prefix="files/")),
    path(
        "staff/<path:path>",
        ProtectedFileView.as_view(
            prefix="staff/", permission_required="auth.view_user", raise_exception=True
        ),
    ),
]
