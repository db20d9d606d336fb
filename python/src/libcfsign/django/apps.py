"""The app of ``INSTALLED_APPS``."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register


class CfsignConfig(AppConfig):
    """Registers the checks; Django finds the template tag and the command by their places."""

    name = "libcfsign.django"
    label = "cfsign"
    verbose_name = "CloudFront signing"

    def ready(self) -> None:
        """Called by Django when all apps are there."""
        from .checks import TAG, check_settings
        from .storage_checks import check_storages

        register(check_settings, TAG)
        register(check_storages, TAG)
