"""The one page of the site."""

from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .files import PHOTO, REPORT


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """A photo that the cookies open, one with a URL of its own, and a report to download."""
    return render(
        request,
        "home.html",
        {"photo": storages["photos"].url(PHOTO), "report": REPORT},
    )
