"""Signs with the settings of the site: the object that django-storages takes, and ``sign_url``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.files import File
from django.utils.deconstruct import deconstructible
from django.utils.functional import Promise

from libcfsign import Policy, SignedCookies, Signer, expires_in

from .conf import configuration
from .locations import Query, Target, is_url, locate

Time = datetime.datetime | datetime.timedelta | int


def get_signer() -> Signer:
    """The signer that the settings describe; its key is parsed once."""
    return configuration().signer


def sign_url(
    target: Target,
    expires: Time | None = None,
    *,
    policy: Policy | None = None,
    query: Query = (),
    download_as: str | None = None,
    show_as: str | None = None,
) -> str:
    """A signed URL for a path of the distribution, the file of a model, or a whole URL.

    A path is plain text, such as ``"reports/a b.pdf"``, and is percent-encoded here. A URL that
    begins with a scheme is signed byte for byte. Without ``expires`` or ``policy``, the settings
    ``EXPIRE`` and ``BUCKET`` say how long the URL works.
    """
    url = _url(target, query, download_as, show_as)
    if policy is not None:
        return get_signer().sign_url(url, expires, policy=policy)
    return get_signer().sign_url(url, end_of(expires))


def sign_urls(
    targets: Iterable[Target],
    expires: Time | None = None,
    *,
    policy: Policy | None = None,
    threads: int | None = 1,
) -> list[str]:
    """Signed URLs for all the files of a page at once, each as ``sign_url`` makes it.

    Signing 50 at once takes a third of the time where the processor has AVX-512 IFMA, on one
    thread, as the other cores have other requests to answer. ``threads`` takes more, or all with
    None. The first target that is refused raises, with its place in ``index`` where its URL is at
    fault.
    """
    if isinstance(targets, (str, Promise, File)):
        # Texts would bring their characters, and files their lines.
        found = "a file" if isinstance(targets, File) else "a text"
        raise TypeError(f"wanted many targets, and found {found}; for one there is sign_url")
    urls = [_url(target) for target in targets]
    if policy is not None:
        return get_signer().sign_urls(urls, expires, policy=policy, threads=threads)
    return get_signer().sign_urls(urls, end_of(expires), threads=threads)


def _url(
    target: Target,
    query: Query = (),
    download_as: str | None = None,
    show_as: str | None = None,
) -> str:
    if isinstance(target, Promise):
        target = str(target)
    if not (isinstance(target, str) and is_url(target)):
        return locate(target).url(query=query, download_as=download_as, show_as=show_as)
    if query or download_as is not None or show_as is not None:
        raise ValueError(
            "a whole URL is signed byte for byte; give the path alone to have query, "
            "download_as or show_as added"
        )
    return str(target)  # Not a SafeString or another subclass.


def end_of(expires: Time | None) -> Time:
    """When a signature ends: where the settings say so if the call does not."""
    if expires is None or isinstance(expires, datetime.timedelta):
        return configuration().expires(expires)
    return expires


@deconstructible(path="libcfsign.django.SettingsSigner")
class SettingsSigner:
    """Signs as the settings say; it can be made, and used as an option, before they are there.

    ``libcfsign.django.signer`` is one. It has the method of botocore's ``CloudFrontSigner`` that
    django-storages calls, so that ``"cloudfront_signer": signer`` in the ``OPTIONS`` of its
    ``S3Storage`` is all that changes.
    """

    def generate_presigned_url(
        self,
        url: str,
        date_less_than: Time | None = None,
        policy: str | bytes | Policy | None = None,
    ) -> str:
        """A signed URL, as botocore's method of this name makes it.

        A naive ``date_less_than`` is taken for UTC, which is what django-storages gives. The
        setting ``BUCKET`` rounds it up. Without any end, the setting ``EXPIRE`` counts.
        """
        if date_less_than is not None and policy is not None:
            raise ValueError("give date_less_than or policy, and not both")
        if isinstance(policy, Policy):
            return get_signer().sign_url(url, policy=policy)
        if policy is not None:
            document = policy.decode() if isinstance(policy, bytes) else policy
            return get_signer().sign_url_with_raw_policy(url, document)
        return get_signer().sign_url(url, _rounded(date_less_than))

    def sign_url(self, target: Target, expires: Time | None = None) -> str:
        """What the function :func:`sign_url` makes."""
        return sign_url(target, expires)

    def sign_urls(
        self,
        targets: Iterable[Target],
        expires: Time | None = None,
        *,
        threads: int | None = 1,
    ) -> list[str]:
        """What the function :func:`sign_urls` makes."""
        return sign_urls(targets, expires, threads=threads)

    def sign_cookies(self, policy: Policy) -> SignedCookies:
        """The signed cookies of a policy."""
        return get_signer().sign_cookies(policy)

    def __repr__(self) -> str:
        return "<libcfsign.django.signer>"


def _rounded(date_less_than: Time | None) -> Time:
    if not isinstance(date_less_than, datetime.datetime):
        return end_of(date_less_than)
    if date_less_than.tzinfo is None:
        date_less_than = date_less_than.replace(tzinfo=datetime.timezone.utc)
    bucket = configuration().bucket
    if bucket is None:
        return date_less_than
    return expires_in(0, bucket=bucket, now=date_less_than)
