"""``manage.py edge``: the local edge, where CloudFront would be."""

import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from gallery.bucket import start_bucket
from libcfsign.testing import LocalEdge


class Command(BaseCommand):
    """Runs until Ctrl-C."""

    help = "Runs a local edge that lets through what this site signs, and says what it decides."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        keys = {"KDEMO": (settings.DATA / "demo.public.pem").read_text()}
        origin = start_bucket(settings.DATA / "bucket")
        port = int(settings.CDN.rpartition(":")[2])
        with LocalEdge(keys, origin=origin, port=port) as edge:
            self.stdout.write(f"The edge is at http://{settings.CDN}/, before {origin}/")
            shown = 0
            while True:
                for request in edge.requests[shown:]:
                    shown += 1
                    self.stdout.write(f"{request.status} {request.path} {request.verdict}")
                time.sleep(0.2)
