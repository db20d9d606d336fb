"""Stand-ins for the packages that CloudFront code was written against.

A program moves by changing an import: ``boto2``, ``botocore``, ``m2crypto``, ``rsa`` and
``cryptography`` offer what those packages offer for CloudFront, with the same arguments, results
and exceptions, and ``snippets`` the functions that people copied. New code is better off with
``libcfsign.Signer``.
"""
