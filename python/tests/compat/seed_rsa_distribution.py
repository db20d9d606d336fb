"""The class that a blog of 2015 put around boto, to sign on Python 3 with the package cryptography.

Told anew after the description of it; its shape is the original's, and only the imports are
changed. They were `from boto.cloudfront.distribution import Distribution`, and four from
`cryptography.hazmat`.
"""


# mypy: ignore-errors

import base64
import time

from libcfsign.compat.boto2 import Distribution
from libcfsign.compat.cryptography import default_backend, hashes, padding, serialization


class RSADistribution(Distribution):
    def sign_rsa(self, message):
        private_key = serialization.load_pem_private_key(
            self.keyfile, password=None, backend=default_backend()
        )
        signer = private_key.signer(padding.PKCS1v15(), hashes.SHA1())
        signer.update(message.encode("utf-8"))
        return signer.finalize()

    def _sign_string(self, message, private_key_file=None, private_key_string=None):
        if private_key_file:
            with open(private_key_file, "rb") as opened:
                self.keyfile = opened.read()
        return self.sign_rsa(message)

    @staticmethod
    def _url_base64_encode(msg):
        # The policy is text and the signature is bytes.
        if isinstance(msg, str):
            msg = msg.encode("utf-8")
        encoded = base64.b64encode(msg).decode("utf-8")
        return encoded.replace("+", "-").replace("=", "_").replace("/", "~")


def signed_url(connection, path, keypair_id, key_file, seconds, **options):
    """Asks AWS three times for the domain of the first distribution, and signs a URL under it."""
    first = connection.get_all_distributions()[0]
    config = connection.get_distribution_config(first.id)
    info = connection.get_distribution_info(first.id)
    distribution = RSADistribution(
        connection=connection,
        config=config,
        domain_name=info.domain_name,
        id=info.id,
        last_modified_time=info.last_modified_time,
        status=info.status,
    )
    host = config.cnames[0] if config.cnames else distribution.domain_name
    return distribution.create_signed_url(
        f"https://{host}/{path}",
        keypair_id,
        expire_time=int(time.time() + seconds),
        private_key_file=key_file,
        **options,
    )
