"""``X-Accel-Redirect`` with real nginx: it finds the file, and sends it under the name that was meant."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django_support import Change

NAME = "Prüfung 50% #1?.pdf"
CONFIGURATION = """
daemon off;
error_log stderr;
pid {folder}/nginx.pid;
events {{}}
http {{
    access_log off;
    types {{ application/pdf pdf; }}
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{site};
            proxy_set_header Host www.example.com;
        }}
        location /internal/ {{ internal; alias {folder}/files/; }}
    }}
}}
"""


class Quiet(WSGIRequestHandler):
    """Without a log on the terminal."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[str]:
    """nginx before the site of the tests, with a folder that only ``X-Accel-Redirect`` leads to."""
    command = shutil.which("nginx") or "/usr/sbin/nginx"
    # The worker of nginx is another user, who must get to the files.
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    (tmp_path / "files" / "r").mkdir(parents=True)
    (tmp_path / "files" / "r" / NAME).write_text("passed")
    site = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    Thread(target=site.serve_forever, daemon=True).start()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    configuration = tmp_path / "nginx.conf"
    values = {"folder": tmp_path, "port": port, "site": site.server_port}
    configuration.write_text(CONFIGURATION.format(**values))
    process = subprocess.Popen([command, "-p", str(tmp_path), "-c", str(configuration)])
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
        site.shutdown()
        site.server_close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until nginx listens."""
    end = time.monotonic() + 30
    with socket.socket() as client:
        while client.connect_ex(("127.0.0.1", port)) != 0:
            assert process.poll() is None, "nginx ended"
            assert time.monotonic() < end, "nginx does not listen"
            time.sleep(0.05)


def test_nginx_sends_what_the_view_names(nginx: str, cfsign: Change) -> None:
    cfsign(DOWNLOADS={"ACCEL": {"reports/": "/internal/r/"}})
    with urlopen(f"{nginx}/download/{quote(NAME)}") as answer:
        headers: Message = answer.headers
        assert answer.read() == b"passed"
    assert headers["Content-Type"] == "application/pdf"
    assert headers.get_filename() == NAME
    assert headers.get_content_disposition() == "attachment"
    assert "X-Accel-Redirect" not in headers
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{nginx}/download/another.pdf")
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{nginx}/internal/r/{quote(NAME)}")
