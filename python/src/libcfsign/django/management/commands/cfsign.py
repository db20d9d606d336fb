"""``manage.py cfsign``: sign with the settings of the site, explain a refusal, check the set-up."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_duration

from libcfsign import CfsignError, Verifier, explain
from libcfsign.django.checks import TAG
from libcfsign.django.conf import configuration
from libcfsign.django.signing import sign_url


class Command(BaseCommand):
    """The three subcommands."""

    help = "Signs CloudFront URLs with the settings of this site, and explains why one is refused."
    # A mistake elsewhere in the site is no reason not to explain a URL.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One parser for each subcommand."""
        commands = parser.add_subparsers(dest="command", required=True, metavar="command")
        sign = commands.add_parser("sign", help="print the signed URL of a path or a URL")
        sign.add_argument("target", help="a path such as 'reports/a b.pdf', or a whole URL")
        sign.add_argument("--expires", help="how long it works: seconds, 1:30:00 or P1D")
        sign.add_argument("--download-as", metavar="NAME", help="save it under this name")
        told = commands.add_parser("explain", help="say why CloudFront refuses a URL or cookies")
        told.add_argument("url", help="the URL as the viewer has it")
        told.add_argument("--cookie", default=None, help="the Cookie header of the request")
        told.add_argument("--viewer-ip", metavar="IP", default=None)
        told.add_argument("--now", type=int, metavar="EPOCH", help="as if it were this time")
        commands.add_parser("check", help="check the settings, and sign and verify with them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the subcommand; what cannot be done ends with one line and exit code 1."""
        run = {"sign": self.sign, "explain": self.explain, "check": self.check_all}
        try:
            run[options["command"]](options)
        except (CfsignError, ImproperlyConfigured, ValueError) as error:
            raise CommandError(str(error)) from error

    def sign(self, options: dict[str, Any]) -> None:
        """Prints the URL alone."""
        expires = _duration(options["expires"])
        url = sign_url(options["target"], expires, download_as=options["download_as"])
        self.stdout.write(url)

    def explain(self, options: dict[str, Any]) -> None:
        """Prints every check; the exit code is 4 where CloudFront would refuse."""
        found = explain(
            options["url"],
            configuration().public_keys,
            cookies=options["cookie"],
            viewer_ip=options["viewer_ip"],
            now=options["now"],
        )
        self.stdout.write(str(found))
        if not found.allowed:
            raise CommandError(f"CloudFront would refuse this: {found.code}", returncode=4)

    def check_all(self, options: dict[str, Any]) -> None:
        """The system checks, then a signature that is verified, and what is in force."""
        self.check(tags=[TAG], display_num_errors=True)
        found = configuration()
        signer = found.signer
        if signer.key_pair_id not in found.public_keys:
            raise CommandError(
                "the public key of CFSIGN['SIGNER'] is not known: give it in CFSIGN['PUBLIC_KEYS']"
            )
        try:
            Verifier(found.public_keys).verify(sign_url("check"))
        except CfsignError as error:
            raise CommandError(f"a URL was signed, and is refused: {error}") from error
        self.stdout.write(f"Key         {signer.key_type}, {signer.hash_algorithm}")
        self.stdout.write(f"Key pair ID {signer.key_pair_id}")
        self.stdout.write(f"URLs        {found.origin}/, for {_words(found.expire)}")
        self.stdout.write(
            f"Cookies     {found.cookies.resource}, for {_words(found.cookies.expire)}"
        )
        self.stdout.write(self.style.SUCCESS("A URL was signed and verified."))


def _duration(text: str | None) -> datetime.timedelta | None:
    if text is None:
        return None
    duration = parse_duration(text)
    if duration is None:
        raise CommandError(f"--expires {text!r}: write seconds, 1:30:00 or P1D")
    return duration


def _words(seconds: int) -> str:
    return str(datetime.timedelta(seconds=seconds))
