"""CloudFront for Django sites: signed URLs, cookies and protected downloads, set up by ``CFSIGN``.

Add ``"libcfsign.django"`` to ``INSTALLED_APPS`` for the checks, the template tag and
``manage.py cfsign``. Everything here may be imported in a settings module.
"""

from __future__ import annotations

from .cookies import clear_signed_cookies, set_signed_cookies
from .distribution import Distribution, read_distribution
from .downloads import SignedRedirect, cloudfront_sendfile
from .options import SettingsError
from .signing import SettingsSigner, get_signer, sign_url, sign_urls

signer = SettingsSigner()
"""Signs as the settings say: ``"cloudfront_signer": signer`` for django-storages."""

__all__ = [
    "Distribution",
    "SettingsError",
    "SettingsSigner",
    "SignedRedirect",
    "clear_signed_cookies",
    "cloudfront_sendfile",
    "get_signer",
    "read_distribution",
    "set_signed_cookies",
    "sign_url",
    "sign_urls",
    "signer",
]
