"""Stands in for M2Crypto 0.51, as code for CloudFront uses it: ``EVP``, and a bit of ``BIO``.

``from libcfsign.compat.m2crypto import EVP`` replaces ``from M2Crypto import EVP``.
"""

from . import BIO, EVP

__all__ = ["BIO", "EVP"]
