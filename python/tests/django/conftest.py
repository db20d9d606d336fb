"""Fixtures of the tests of the Django package; :mod:`django_support` makes the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import override_settings
from django_support import KEY_PAIR_ID, PUBLIC_PEM, Change

from libcfsign import Verifier


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
    return Verifier({KEY_PAIR_ID: PUBLIC_PEM})


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
