"""The class of a Stack Overflow answer of 2015 that made signed cookies with boto.

Told anew after the description of it; its shape is the original's, and only the import is changed.
It was `from boto.cloudfront.distribution import Distribution`.
"""


# mypy: ignore-errors

import time

from libcfsign.compat.boto2 import Distribution


class SignedCookiedCloudfrontDistribution:
    def __init__(self, connection, download_dist_id, cname=True):
        """Asks AWS for the domain: the first alternate name, or the one that CloudFront gave."""
        self.download_dist = connection.get_distribution_info(download_dist_id)
        if cname and self.download_dist.config.cnames:
            self.domain = self.download_dist.config.cnames[0]
        else:
            self.domain = self.download_dist.domain_name

    def get_http_resource_url(self, resource=None, secure=False):
        if not resource:
            resource = "*"
        protocol = "https" if secure else "http"
        return f"{protocol}://{self.domain}/{resource}"

    def create_signed_cookies(self, resource, keypair_id, key_file, expire_minutes=3, secure=False):
        """The domain, and cookies with a policy in the form of a canned one."""
        http_resource = self.get_http_resource_url(resource, secure=secure)
        # "Malformed Policy" where it is no int.
        expires = int(time.time() + expire_minutes * 60)
        policy = Distribution._canned_policy(http_resource, expires)
        signature = Distribution._sign_string(policy, private_key_file=key_file)
        return self.domain, {
            "CloudFront-Policy": Distribution._url_base64_encode(policy),
            "CloudFront-Signature": Distribution._url_base64_encode(signature),
            "CloudFront-Key-Pair-Id": keypair_id,
        }
