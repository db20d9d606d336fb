"""URLs in templates and in the answers of an API."""

from __future__ import annotations

import datetime
import html
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models.fields.files import FieldFile
from django.template import Context, Template
from django_support import in_seconds
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from libcfsign import Verifier
from libcfsign.django.rest import CloudFrontFileField
from libcfsign.django.storage import CloudFrontStorage


def file(name: str | None) -> FieldFile:
    """The file of a model."""
    field: Any = SimpleNamespace(storage=CloudFrontStorage(), name="file")
    return FieldFile(SimpleNamespace(), field, name)  # type: ignore[arg-type]


def render(text: str, **names: Any) -> str:
    return Template("{% load cfsign %}" + text).render(Context(names))


def test_escaped_exactly_once(verifier: Verifier) -> None:
    text = render('<a href="{% cloudfront_url file %}">', file=file("a b.pdf"))
    assert text.startswith('<a href="https://cdn.example.com/a%20b.pdf?Expires=')
    assert text.count("&amp;Signature=") == text.count("&amp;Key-Pair-Id=") == 1
    assert text.count("&") == 2
    verifier.verify(html.unescape(text[len('<a href="') : -len('">')]))


def test_escaped_exactly_once_as_a_variable(verifier: Verifier) -> None:
    text = render("{% cloudfront_url file as url %}{{ url }}", file=file("a"))
    assert text.count("&amp;") == text.count("&") == 2
    verifier.verify(html.unescape(text))
    same = render(
        "{% cloudfront_url file as url %}{{ url|escape }} {% include t %}",
        file=file("a"),
        t=Template("{{ url }}"),
    )
    assert same.count("&amp;") == same.count("&") == 4


def test_not_escaped_outside_of_html(verifier: Verifier) -> None:
    text = render(
        "{% autoescape off %}{% cloudfront_url file %}{% endautoescape %}", file=file("a")
    )
    verifier.verify(text)
    verifier.verify(render("{% cloudfront_url 'a' as url %}{{ url|safe }}"))


def test_arguments(verifier: Verifier) -> None:
    url = html.unescape(render("{% cloudfront_url 'a b' seconds=60 download_as='ä.pdf' %}"))
    assert url.startswith("https://cdn.example.com/a%20b?response-content-disposition=")
    assert 58 <= in_seconds(verifier.verify(url).expires) <= 60


@pytest.mark.parametrize("missing", [None, "", file(None), file("")])
def test_no_file_is_no_text(missing: Any) -> None:
    assert render("[{% cloudfront_url file %}]", file=missing) == "[]"


class ReportSerializer(serializers.Serializer):  # type: ignore[type-arg, misc, unused-ignore]
    """What an API shows of a report."""

    file = CloudFrontFileField(expires=datetime.timedelta(minutes=5))
    other = CloudFrontFileField()


def test_the_field_of_an_api(verifier: Verifier) -> None:
    report = SimpleNamespace(file=file("ä.pdf"), other=file(None))
    answer = json.loads(JSONRenderer().render(ReportSerializer(report).data))
    assert answer["other"] is None
    assert 298 <= in_seconds(verifier.verify(answer["file"]).expires) <= 300
