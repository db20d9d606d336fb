"""The example site on a real server, the local edge in front of its files, and real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

SITE = Path(__file__).resolve().parents[2] / "examples" / "django_site"
REPORT = "Prüfung 2026, 50%.pdf"
SERVERS = {
    "runserver": ["manage.py", "runserver", "--noreload", "127.0.0.1:{port}"],
    "gunicorn": ["-m", "gunicorn", "--threads", "4", "--bind", "127.0.0.1:{port}", "gallery.wsgi"],
    "uvicorn": [
        "-m",
        "uvicorn",
        "--port",
        "{port}",
        "--log-level",
        "warning",
        "gallery.asgi:application",
    ],
}


class Running(NamedTuple):
    """Where the site and its files are, and the log of the edge."""

    site: str
    files: str
    folder: Path
    environment: dict[str, str]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until something listens there."""
    end = time.monotonic() + 60
    while True:
        assert process.poll() is None, f"{process.args!r} ended"
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < end, f"nothing listens on {port}"
        time.sleep(0.05)


@contextmanager
def start(names: tuple[str, str], server: str, folder: Path) -> Iterator[Running]:
    """Prepares the site, and starts its edge and its server as processes of their own."""
    app, cdn = names
    port, edge_port = free_port(), free_port()
    environment = {
        **os.environ,
        "SITE_DATA": str(folder),
        "SITE_CDN": f"{cdn}:{edge_port}",
        "SITE_HOSTS": app,
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def python(arguments: list[str]) -> list[str]:
        return [sys.executable, *(argument.format(port=port) for argument in arguments)]

    for command in ("prepare", "check"):
        subprocess.run(python(["manage.py", command]), cwd=SITE, env=environment, check=True)
    # Nobody else of this machine may read the key, whatever the umask is.
    assert (folder / "demo.private.pem").stat().st_mode & 0o077 == 0
    processes = []
    try:
        for arguments, wanted in [(["manage.py", "edge"], edge_port), (SERVERS[server], port)]:
            log = (folder / f"{wanted}.log").open("wb")
            process = subprocess.Popen(
                python(arguments), cwd=SITE, env=environment, stdout=log, stderr=log
            )
            log.close()
            processes.append(process)
            wait_for(wanted, process)
        yield Running(f"http://{app}:{port}", f"http://{cdn}:{edge_port}", folder, environment)
    finally:
        for process in reversed(processes):
            # No grace: a browser that keeps a connection open would make servers wait for it.
            process.kill()
            process.wait()


@contextmanager
def open_browser(running: Running, tmp_path: Path) -> Iterator[Chrome]:
    """Headless Chromium, for which the names of the site are this machine."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium, "Chromium is needed: tests/setup.sh installs it"
    assert driver, "chromedriver is needed: tests/setup.sh installs it"
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # Else downloads over http wait for a confirmation, unless they are from localhost.
        f"--unsafely-treat-insecure-origin-as-secure={running.site},{running.files}",
        "--host-resolver-rules=MAP *.example.test 127.0.0.1, MAP localhost 127.0.0.1",
        f"--user-data-dir={tmp_path / 'profile'}",
    ):
        options.add_argument(argument)
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    options.add_experimental_option(
        "prefs",
        {
            "download.default_directory": str(downloads),
            "download.prompt_for_download": False,
            "plugins.always_open_pdf_externally": True,
        },
    )
    browser = Chrome(options=options, service=ChromeService(executable_path=driver))
    try:
        yield browser
    finally:
        browser.quit()


def width(browser: Chrome, name: str) -> int:
    """How wide an image is once the browser is done with it; 0 where it got none."""
    done = f"return document.getElementById('{name}').complete"
    WebDriverWait(browser, 30).until(lambda browser: browser.execute_script(done))
    found: int = browser.execute_script(f"return document.getElementById('{name}').naturalWidth")
    return found


def sign_in(browser: Chrome, running: Running) -> None:
    browser.get(running.site)
    assert browser.title == "Log in"
    browser.find_element(By.NAME, "username").send_keys("ada")
    browser.find_element(By.NAME, "password").send_keys("countess")
    browser.find_element(By.ID, "login").click()
    WebDriverWait(browser, 30).until(lambda browser: browser.title == "Gallery")


@pytest.mark.parametrize(
    ("names", "server"),
    [
        (("localhost", "localhost"), "runserver"),
        (("app.example.test", "cdn.example.test"), "gunicorn"),
        (("app.example.test", "cdn.example.test"), "uvicorn"),
    ],
)
def test_from_login_to_logout(names: tuple[str, str], server: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    with start(names, server, folder) as running, open_browser(running, tmp_path) as browser:
        visit(browser, running, tmp_path / "downloads")


def visit(browser: Chrome, running: Running, downloads: Path) -> None:
    """What a member does."""
    photo = f"{running.files}/photos/sunset.png"
    browser.get(f"{photo}?before")
    assert "MissingKey" in browser.page_source
    sign_in(browser, running)
    image = browser.find_element(By.ID, "photo")
    assert image.get_attribute("src") == photo
    assert width(browser, "photo") == 64
    assert width(browser, "badge") == 16
    names = {cookie["name"] for cookie in browser.get_cookies()}
    assert names >= {
        "CloudFront-Policy",
        "CloudFront-Signature",
        "CloudFront-Key-Pair-Id",
        "cfsign",
    }

    report = browser.find_element(By.ID, "report").get_attribute("href")
    browser.find_element(By.ID, "report").click()
    file = downloads / REPORT
    WebDriverWait(browser, 30).until(lambda _: file.exists(), f"{list(downloads.iterdir())}")
    assert file.read_bytes() == (running.folder / "bucket" / "reports" / REPORT).read_bytes()

    browser.find_element(By.ID, "logout").click()
    WebDriverWait(browser, 30).until(lambda browser: browser.title == "Log in")
    assert not [c for c in browser.get_cookies() if c["name"].startswith(("CloudFront", "cfsign"))]
    # The same addresses again; nothing that the browser kept may stand in for the edge.
    browser.get(f"{photo}?again")
    assert "MissingKey" in browser.page_source
    assert report is not None
    browser.get(report)
    assert browser.title == "Log in"
    wait_for_line(running, "403 /photos/sunset.png not-signed", 2)


def wait_for_line(running: Running, line: str, times: int) -> None:
    """Until the edge has written it that often; it writes a little later than it answers."""
    end = time.monotonic() + 10
    log = running.folder / f"{running.files.rpartition(':')[2]}.log"
    while log.read_text().count(line) < times:
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)
