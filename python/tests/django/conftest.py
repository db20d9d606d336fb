"""A Django site for the tests: its settings are made here, and each test changes what it is about."""

from __future__ import annotations

import datetime
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import override_settings

from libcfsign import TrustedKeyGroup, Verifier, generate_key_pair

HERE = Path(__file__).parent
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

sys.path.insert(0, str(HERE))
settings.configure(
    SECRET_KEY="only for the tests",
    ALLOWED_HOSTS=["www.example.com"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER.name}/site.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "libcfsign.django",
    ],
    MIDDLEWARE=MIDDLEWARE,
    ROOT_URLCONF="site_urls",
    LOGIN_URL="/login/",
    SESSION_ENGINE="django.contrib.sessions.backends.cache",
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    USE_TZ=True,
    CFSIGN=CFSIGN,
)
django.setup()

Change = Callable[..., None]


@pytest.fixture
def cfsign() -> Iterator[Change]:
    """Changes keys of ``CFSIGN`` for the rest of the test."""
    overrides: list[override_settings] = []

    def change(**options: Any) -> None:
        override = override_settings(CFSIGN={**settings.CFSIGN, **options})
        override.enable()
        overrides.append(override)

    yield change
    for override in reversed(overrides):
        override.disable()


@pytest.fixture
def verifier() -> Verifier:
    """Lets through what the key of the tests signed."""
    return Verifier(TrustedKeyGroup({KEY_PAIR_ID: PUBLIC_PEM}))


@pytest.fixture(scope="session")
def database() -> None:
    """The tables of Django's own apps."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@pytest.fixture
def user(database: None) -> Iterator[Any]:
    """A user who can sign in."""
    from django.contrib.auth.models import User

    user = User.objects.create_user("ada", password="countess")
    yield user
    user.delete()


@pytest.fixture
def request_to_site() -> HttpRequest:
    """A request that the site got on its own host."""
    return RequestFactory().get("/", HTTP_HOST="www.example.com", secure=True)


def in_seconds(expires: int) -> float:
    """How far away an epoch second is."""
    return expires - datetime.datetime.now(datetime.timezone.utc).timestamp()
