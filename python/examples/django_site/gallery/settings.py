"""Settings of the example. What is about CloudFront stands in ``CFSIGN`` and ``STORAGES``."""

import os
from datetime import timedelta
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
# Made by `manage.py prepare`: the database, a key pair, and the files behind the edge.
DATA = Path(os.environ.get("SITE_DATA", BASE_DIR / "data"))
CDN = os.environ.get("SITE_CDN", "localhost:8403")

CFSIGN = {
    "KEY_PAIR_ID": "KDEMO",
    "PRIVATE_KEY_FILE": DATA / "demo.private.pem",
    "DOMAIN": CDN,
    # The local edge speaks http. CloudFront speaks https: leave SCHEME and SECURE out.
    "SCHEME": "http",
    "COOKIES": {
        "RESOURCE": "/photos/*",
        "EXPIRE": timedelta(hours=1),
        # Over http, browsers keep Secure cookies for localhost only.
        "SECURE": CDN.startswith("localhost:"),
    },
}
STORAGES = {
    "default": {"BACKEND": "libcfsign.django.storage.CloudFrontStorage"},
    # Bare URLs: the cookies of the middleware open them.
    "photos": {
        "BACKEND": "libcfsign.django.storage.CloudFrontStorage",
        "OPTIONS": {"location": "photos", "signed": False},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

SECRET_KEY = "no secret: this site runs on your own machine only"
DEBUG = True
ALLOWED_HOSTS = os.environ.get("SITE_HOSTS", "localhost").split(",")
ROOT_URLCONF = "gallery.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "libcfsign.django",
    "gallery",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "libcfsign.django.middleware.SignedCookiesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "site.db"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
