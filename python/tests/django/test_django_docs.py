"""Every snippet of docs/django.md, and both sides of every change from django-storages."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.request import urlopen

import boto3
import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.files.storage import storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest
from django.template import Context, Template
from django.test.utils import override_settings
from django_support import KEY_PAIR_ID, MIDDLEWARE, PRIVATE_PEM, PUBLIC_PEM, in_seconds, values

from libcfsign import Verifier
from libcfsign.django import distribution, sign_url
from libcfsign.django.storage import CloudFrontStorage
from libcfsign.testing import LocalEdge

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "django.md").read_text()
MOVING = (DOCS / "moving.md").read_text()
Names = dict[str, Any]


class Report(models.Model):
    """The model that the document speaks of."""

    owner = models.ForeignKey("auth.User", on_delete=models.DO_NOTHING)
    file = models.FileField()

    class Meta:
        """Of no app: its table is never made."""

        app_label = "cfsign"


def blocks(kind: str) -> dict[str, list[str]]:
    """The blocks of a language, by the heading that they stand below."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^##+ ", TEXT, flags=re.MULTILINE)[1:]:
        heading = section.partition("\n")[0]
        texts = re.findall(rf"^```{kind}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
        if texts:
            found[heading] = texts
    return found


def report_file(name: str) -> FieldFile:
    """The file of a report."""
    field: Any = SimpleNamespace(storage=CloudFrontStorage(), name="file")
    return FieldFile(Report(), field, name)


class FakeClient:
    """A client of the caller's, that answers without AWS."""

    def get_distribution(self, *, Id: str) -> Any:
        """One distribution."""
        assert Id == "EDFDVBD6EXAMPLE"
        config = {"Aliases": {"Quantity": 1, "Items": ["media.example.com"]}}
        return {
            "Distribution": {
                "DomainName": "d111111abcdef8.cloudfront.net",
                "DistributionConfig": config,
            }
        }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Names]]:
    """Runs a snippet after all before it; what it says of settings is in force from then on."""
    key = tmp_path / "cloudfront.pem"
    key.write_text(PRIVATE_PEM)
    monkeypatch.setattr(boto3, "client", lambda service: FakeClient())
    monkeypatch.setattr(distribution, "_known", {})
    overrides: list[override_settings] = []
    names: Names = {
        "INSTALLED_APPS": settings.INSTALLED_APPS[:-1],
        "MIDDLEWARE": MIDDLEWARE[:-1],
        "STORAGES": settings.STORAGES,
        "Report": Report,
        "__name__": "snippets",
    }

    def run(text: str) -> Names:
        before = dict(names)
        exec(text.replace("/run/secrets/cloudfront.pem", str(key)), names)
        changed = {
            name: value
            for name, value in names.items()
            if name.isupper() and (value != before.get(name) or name == "MIDDLEWARE")
        }
        override = override_settings(**changed)
        override.enable()
        overrides.append(override)
        assert run_checks(tags=["cfsign"]) == []
        return names

    yield run
    for override in reversed(overrides):
        override.disable()


def test_every_snippet(
    run: Callable[[str], Names], request_to_site: HttpRequest, user: Any, verifier: Verifier
) -> None:
    effects: dict[str, Callable[[Names], None]] = {}

    def effect(heading: str) -> Callable[[Callable[[Names], None]], None]:
        def keep(function: Callable[[Names], None]) -> None:
            effects[heading] = function

        return keep

    @effect("Settings")
    def _(names: Names) -> None:
        verifier.verify(sign_url("a"))

    @effect("URLs")
    def _(names: Names) -> None:
        assert "Pr%25C3%25BCfung%25202026.pdf" in names["url"]
        assert 290 <= in_seconds(verifier.verify(names["url"]).expires) <= 300
        assert len({verifier.verify(url).resource for url in names["urls"]}) == 50
        assert verifier.verify(sign_url("a")).expires % 900 == 0
        shown = names["ReportSerializer"](SimpleNamespace(file=report_file("7.pdf"))).data
        verifier.verify(shown["file"])

    @effect("A storage of its own")
    def _(names: Names) -> None:
        assert storages["public"].url("a") == "https://cdn.example.com/public/a"

    @effect("Cookies")
    def _(names: Names) -> None:
        middleware = names["CourseCookies"](lambda request: names["leave"](request))
        request_to_site.user = user
        assert not middleware.allows(request_to_site)
        user.is_staff = True
        assert middleware.allows(request_to_site)
        assert middleware.resource(request_to_site) == f"/course/{user.pk}/*"
        cookies = values(names["course"](request_to_site, 7))
        allowed = verifier.verify("https://cdn.example.com/course/7/a", cookies=cookies)
        assert 7190 <= in_seconds(allowed.expires) <= 7200
        assert len(values(names["leave"](request_to_site))) == 5

    @effect("Protected downloads")
    def _(names: Names) -> None:
        request_to_site.user = user
        verifier.verify(names["download"](request_to_site, 7)["Location"])
        match = names["urlpatterns"][0].resolve("reports/a.pdf")
        answer = match.func(request_to_site, **match.kwargs)
        assert answer["Location"].startswith("https://cdn.example.com/reports/a.pdf?")

        class OneReport(names["ReportDownload"]):  # type: ignore[misc]
            def get_object(self) -> Report:
                report = Report(owner=self.kwargs["owner"])
                report.file = report_file("reports/8.pdf")  # type: ignore[assignment]
                return report

        answer = OneReport.as_view()(request_to_site, owner=user)
        assert "/reports/8.pdf?" in answer["Location"]

    @effect("From X-Accel-Redirect, one location at a time")
    def _(names: Names) -> None:
        answer = names["cloudfront_sendfile"](request_to_site, "invoices/ä.pdf", True)
        assert answer["X-Accel-Redirect"] == "/internal/invoices/%C3%A4.pdf"
        verifier.verify(names["download"](request_to_site, 7)["Location"])

    @effect("The domain, read from AWS once")
    def _(names: Names) -> None:
        assert sign_url("a").startswith("https://media.example.com/a?")

    @effect("Tests")
    def _(names: Names) -> None:
        assert callable(names["test_a_report_can_be_downloaded"])

    found = blocks("python")
    assert list(effects) == list(found)
    assert sum(len(texts) for texts in found.values()) == 17
    for heading, texts in found.items():
        names: Names = {}
        for text in texts:
            names = run(text)
            for url in (names.get("url"), names.get("link")):
                assert url is None or verifier.verify(url)
        effects[heading](names)


def test_the_test_of_the_document(cfsign_django: LocalEdge, tmp_path: Path) -> None:
    names: Names = {"sign_url": sign_url}
    exec(blocks("python")["Tests"][0], names)
    names["test_a_report_can_be_downloaded"](cfsign_django, tmp_path)
    assert names["urlopen"] is urlopen


def test_the_templates(verifier: Verifier) -> None:
    found = blocks("django")
    assert {heading: len(texts) for heading, texts in found.items()} == {"URLs": 1}
    report = {"file": report_file("a b.pdf")}
    text = Template(found["URLs"][0]).render(Context({"report": report}))
    urls = re.findall('"(https:.*?)"', text)
    assert len(urls) == 2
    for url in urls:
        verifier.verify(html.unescape(url))


def test_the_tables_name_every_key() -> None:
    from libcfsign.django import conf, cookie_conf

    rows = re.findall(r"^\| `([A-Z_]+)` \|", TEXT, re.MULTILINE)
    assert set(rows) == {*conf.KEYS, *cookie_conf.KEYS}
    assert len(rows) == len(conf.KEYS) + len(cookie_conf.KEYS)


def test_the_table_names_every_check() -> None:
    package = Path(distribution.__file__).parent
    source = "".join(file.read_text() for file in package.glob("*.py"))
    used = {f"libcfsign.{name}" for name in re.findall(r"\b[EW]0\d\d\b", source)}
    rows = re.findall(r"^\| `(libcfsign\.[EW]\d+)` \|", TEXT, re.MULTILINE)
    assert set(rows) == used
    assert len(rows) == len(used)


def test_the_commands_that_are_shown() -> None:
    from django.core.management import call_command, load_command_class

    parser = load_command_class("libcfsign.django", "cfsign").create_parser("manage.py", "cfsign")
    shown = re.findall(r"^python manage.py cfsign (.*)$", TEXT, re.MULTILINE)
    assert len(shown) == 2
    for line in shown:
        assert parser.parse_args(line.replace("'", "").split()).command in line
    call_command("cfsign", "sign", "reports/7.pdf", "--expires", "0:05:00")


PROGRAM = """
import datetime, sys
import django
import storages.backends.s3 as module

class Clock(datetime.datetime):
    @classmethod
    def utcnow(cls):
        return cls(2099, 1, 1, 12, 30, 15)

module.datetime = Clock
django.setup()
from django.core.files.storage import default_storage
print(default_storage.url("reports/Prüfung 50%.pdf"))
"""


def sides() -> Iterator[tuple[str, str]]:
    """The settings before and after each change from django-storages."""
    section = MOVING.partition("\n## From django-storages\n")[2].partition("\n## ")[0]
    for diff in re.findall(r"^```diff\n(.*?)^```$", section, re.DOTALL | re.MULTILINE):
        lines = diff.splitlines()
        yield (
            "\n".join(line[1:] for line in lines if line[:1] != "+"),
            "\n".join(line[1:] for line in lines if line[:1] != "-"),
        )


def url_with(text: str, folder: Path) -> str:
    """What a project with these settings links to, in a process of its own."""
    (folder / "settings.py").write_text(f"{text}\nSECRET_KEY = 'x'\n")
    (folder / "private_key.pem").write_text(PRIVATE_PEM)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={"DJANGO_SETTINGS_MODULE": "settings", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.returncode, ran.stderr
    return ran.stdout.strip()


def test_moving_from_django_storages(tmp_path: Path) -> None:
    changes = list(sides())
    assert len(changes) == 2
    (before, after), (same, settled) = changes
    assert "libcfsign" not in before
    wanted = url_with(before, tmp_path)
    assert wanted == url_with(after, tmp_path)
    assert "".join(same.split()) == "".join(after.split())
    url = url_with(settled, tmp_path)
    verifier = Verifier({KEY_PAIR_ID: PUBLIC_PEM})
    assert verifier.verify(url).expires % 900 == 0
    assert url.partition("?")[0] == wanted.partition("?")[0]
