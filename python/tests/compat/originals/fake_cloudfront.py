"""A small CloudFront API on loopback, as boto 2.49 speaks it: version 2010-11-01, in XML."""

from __future__ import annotations

import base64
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCESS_KEY = "AKIDEXAMPLE"
SECRET_KEY = "not a secret"
ID = "E1EXAMPLE"
DOMAIN = "d111111abcdef8.cloudfront.net"
CNAME = "cdn.example.com"

_NAMESPACE = 'xmlns="http://cloudfront.amazonaws.com/doc/2010-11-01/"'
_ORIGIN = "<S3Origin><DNSName>bucket.s3.amazonaws.com</DNSName></S3Origin>"
_STATUS = f"""<Id>{ID}</Id><Status>Deployed</Status>
  <LastModifiedTime>2026-01-01T00:00:00.000Z</LastModifiedTime>"""
_CONFIG = f"""{_ORIGIN}<CallerReference>1</CallerReference><CNAME>{CNAME}</CNAME>
  <Comment/><Enabled>true</Enabled><TrustedSigners><Self/></TrustedSigners>"""

ANSWERS = {
    "/2010-11-01/distribution": f"""<DistributionList {_NAMESPACE}>
  <Marker/><MaxItems>100</MaxItems><IsTruncated>false</IsTruncated>
  <DistributionSummary>{_STATUS}<DomainName>{DOMAIN}</DomainName>
  {_ORIGIN}<CNAME>{CNAME}</CNAME><Comment/><Enabled>true</Enabled></DistributionSummary>
</DistributionList>""",
    f"/2010-11-01/distribution/{ID}": f"""<Distribution {_NAMESPACE}>{_STATUS}
  <InProgressInvalidationBatches>0</InProgressInvalidationBatches><DomainName>{DOMAIN}</DomainName>
  <ActiveTrustedSigners><Signer><Self/><KeyPairId>K2JCJMDEHXQW5F</KeyPairId></Signer></ActiveTrustedSigners>
  <DistributionConfig>{_CONFIG}</DistributionConfig>
</Distribution>""",
    f"/2010-11-01/distribution/{ID}/config": f"""<DistributionConfig {_NAMESPACE}>{_CONFIG}
</DistributionConfig>""",
}


class FakeCloudFront(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: FakeCloudFront

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        digest = hmac.digest(SECRET_KEY.encode(), self.headers.get("Date", "").encode(), sha1)
        wanted = f"AWS {ACCESS_KEY}:{base64.b64encode(digest).decode()}"
        if self.headers.get("Authorization") != wanted:
            self.answer(403, self.error("SignatureDoesNotMatch"))
        elif self.path in ANSWERS:
            self.answer(200, ANSWERS[self.path])
        else:
            self.answer(404, self.error("NoSuchDistribution"))

    def error(self, code: str) -> str:
        inner = f"<Error><Type>Sender</Type><Code>{code}</Code></Error>"
        return f"<ErrorResponse {_NAMESPACE}>{inner}</ErrorResponse>"

    def answer(self, status: int, body: str) -> None:
        data = ('<?xml version="1.0" encoding="UTF-8"?>\n' + body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", "E2QWRUHAPOMQZL")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[FakeCloudFront]:
    with FakeCloudFront() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
