"""``manage.py prepare``: a key pair, a member called ada, and files."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import BaseCommand, call_command

from gallery.files import write_files
from libcfsign import generate_key_pair


class Command(BaseCommand):
    """Makes what the site needs; again, it makes everything anew."""

    help = "Makes the database with a member, a key pair, and the files behind the edge."
    # The check of the key would find none.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the command."""
        settings.DATA.mkdir(parents=True, exist_ok=True)
        private_pem, public_pem = generate_key_pair()
        private_file = settings.DATA / "demo.private.pem"
        # Made anew, for nobody else to read: an old file would keep its own mode.
        private_file.unlink(missing_ok=True)
        private_file.touch(mode=0o600)
        private_file.write_text(private_pem)
        (settings.DATA / "demo.public.pem").write_text(public_pem)
        write_files(settings.DATA / "bucket")
        call_command("migrate", verbosity=0)
        User.objects.filter(username="ada").delete()
        User.objects.create_user("ada", password="countess")
        self.stdout.write("Ready. Sign in as ada, password countess.")
