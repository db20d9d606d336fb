"""Stands in for S3 behind the edge: serves a folder, under the file name that the URL asks for."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit


class Handler(SimpleHTTPRequestHandler):
    """Files, with the Content-Disposition of the query string, as S3 does it."""

    def end_headers(self) -> None:
        """Adds the one header that S3 takes from the URL."""
        query = parse_qs(urlsplit(self.path).query)
        for value in query.get("response-content-disposition", []):
            self.send_header("Content-Disposition", value)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the edge in front has a log."""


def start_bucket(folder: Path) -> str:
    """Serves ``folder`` until the process ends, and returns the URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
