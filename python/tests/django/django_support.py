"""A Django site for the tests: its settings, and what several test files need."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings
from django.http import HttpResponseBase

from libcfsign import generate_key_pair

KEY_PAIR_ID = "K2JCJMDEHXQW5F"
# Async views ask the database from other threads, which cannot see one in memory.
FOLDER = tempfile.TemporaryDirectory(prefix="cfsign-django-")
PRIVATE_PEM, PUBLIC_PEM = generate_key_pair("rsa")
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "libcfsign.django.middleware.SignedCookiesMiddleware",
]
CFSIGN: dict[str, Any] = {
    "KEY_PAIR_ID": KEY_PAIR_ID,
    "PRIVATE_KEY": PRIVATE_PEM,
    "DOMAIN": "cdn.example.com",
}

settings.configure(
    SECRET_KEY="only for the tests",
    ALLOWED_HOSTS=["www.example.com"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER.name}/site.db"}
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "libcfsign.django",
    ],
    MIDDLEWARE=MIDDLEWARE,
    ROOT_URLCONF="django_urls",
    LOGIN_URL="/login/",
    SESSION_ENGINE="django.contrib.sessions.backends.cache",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    USE_TZ=True,
    CFSIGN=CFSIGN,
)
django.setup()

NAMES = {"CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id"}
ALL = NAMES | {"CloudFront-Expires", "CloudFront-Hash-Algorithm"}
Change = Callable[..., None]


def in_seconds(expires: int) -> float:
    """How far away an epoch second is."""
    return expires - time.time()


def lines(response: HttpResponseBase) -> dict[str, str]:
    """The ``Set-Cookie`` lines as a server sends them, by the name of the cookie."""
    sent = [cookie.output(header="").strip() for cookie in response.cookies.values()]
    return {line.partition("=")[0]: line for line in sent}


def values(response: HttpResponseBase) -> dict[str, str]:
    """What a browser sends back: the text up to the first semicolon."""
    return {
        name: line.partition("=")[2].partition(";")[0] for name, line in lines(response).items()
    }


def attributes_of(line: str) -> set[str]:
    """Everything after the value."""
    return set(line.split("; ")[1:])
