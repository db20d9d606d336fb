"""What is measured in fresh processes, which take turns too: start, first signature, memory. And sizes of files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from worker import BENCH, COMMANDS, HERE, KEYS, ROOT, environment

URL = "https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg"
MESSAGE = BENCH / "message"

PYTHON = [COMMANDS["python"][0], "-I", str(HERE / "workers/first.py")]
NODE = ["node", str(HERE / "workers/first.js")]
# As PHP comes: on the command line without opcache, which would fill a cache that goes with the process. Web servers
# keep theirs, so that their requests do not compile at all.
PHP = ["php", COMMANDS["php"][-1]]
PEM = str(KEYS / "rsa-2048.pkcs8.pem")

FIRST = {
    "rust/nothing": [*COMMANDS["rust"], "--first", "nothing"],
    "rust/cfsign": [*COMMANDS["rust"], "--first", "sign-canned"],
    "rust/aws-lc": [*COMMANDS["rust"], "--first", "aws-lc-sign"],
    "rust/cloudfront_sign": [*COMMANDS["rust"], "--first", "cloudfront_sign"],
    "python/nothing": [*PYTHON, "nothing"],
    "python/cfsign": [*PYTHON, "cfsign"],
    "python/botocore": [*PYTHON, "botocore"],
    "node/nothing": [*NODE, "nothing"],
    "node/cfsign": [*NODE, "cfsign"],
    "node/compat-aws-sdk": [*NODE, "compat-aws-sdk"],
    "node/aws-sdk": [*NODE, "aws-sdk"],
    "c/nothing": [str(BENCH / "nothing"), str(KEYS), "--first", "nothing"],
    "c/cfsign": [*COMMANDS["c"], "--first", "sign-canned"],
    "c/openssl": [*COMMANDS["openssl"], "--first", "sign"],
    "php/nothing": [*PHP, "--first", "nothing"],
    "php/cfsign": [*PHP, "--first", "sign-canned"],
    "php/cfsign-opcache": [*COMMANDS["php"], "--first", "sign-canned"],
    "php/openssl_sign": [*PHP, "--first", "openssl_sign-pem"],
    "command/cfsign": [
        str(BENCH / "prefix/bin/cfsign"), "sign", URL, "--date-less-than", "2051222400",
        "--key-pair-id", "K2JCJMDEHXQW5F", "--private-key", PEM,
    ],
    "command/openssl": ["openssl", "dgst", "-sha1", "-sign", PEM, str(MESSAGE)],
}  # fmt: skip


def run(command: list[str]) -> dict[str, float]:
    """What the program says of itself, and the nanoseconds of its whole life.

    On all cores: the threads that Node starts with would be in the way of each other on one.
    """
    start = time.perf_counter_ns()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment())
    assert process.stdout
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter_ns() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    found = {"wall": float(wall), "cpu": (used.ru_utime + used.ru_stime) * 1e9}
    return found | (json.loads(said) if said.startswith(b"{") else {})


def first(rounds: int, tell: Callable[[int], None]) -> dict[str, dict[str, list[float]]]:
    MESSAGE.write_bytes(b"p" * 154)
    found: dict[str, dict[str, list[float]]] = {name: {} for name in FIRST}
    for number in range(rounds + 1):
        tell(number)
        for name in random.sample(list(FIRST), len(FIRST)):
            for what, value in run(FIRST[name]).items():
                # The first round reads the programs from the disk.
                if number > 0:
                    found[name].setdefault(what, []).append(round(value))
    return found


def total(*folders: Path) -> int:
    return sum(
        path.stat().st_size
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    )


def sizes() -> dict[str, int]:
    """Bytes of what is shipped, and of what it stands in for, with all that this needs."""
    (wheel,) = (ROOT / "target/wheels").glob("libcfsign-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    npm, project = ROOT / "target/npm", ROOT / "target/npm/project/node_modules"
    (tarball,) = npm.glob("cfsign-[0-9]*.tgz")
    (platform_tarball,) = (path for path in npm.glob("cfsign-*.tgz") if "command" not in path.name and path != tarball)
    (platform,) = (path for path in project.iterdir() if path.name.startswith("cfsign-") and "command" not in path.name)
    (packages,) = (ROOT / "target/peers/venv/lib").glob("python*/site-packages")
    python = ("botocore", "jmespath", "dateutil", "urllib3", "cryptography", "cffi")
    modules = ROOT / "target/peers/node/node_modules"
    return {
        "libcfsign.so": (BENCH / "prefix/lib/libcfsign.so.0").stat().st_size,
        "cfsign, the command": (BENCH / "prefix/bin/cfsign").stat().st_size,
        "the wheel": wheel.stat().st_size,
        "the wheel, unpacked": unpacked,
        "the npm packages, packed": tarball.stat().st_size + platform_tarball.stat().st_size,
        "the npm package for this platform, unpacked": total(platform),
        "both npm packages, unpacked": total(platform, project / "cfsign"),
        "botocore and cryptography with what they need, unpacked": total(*(packages / name for name in python)),
        "@aws-sdk/cloudfront-signer with what it needs, unpacked": total(
            modules / "@aws-sdk", modules / "@smithy", modules / "tslib"
        ),
        "aws-sdk 2, unpacked": total(modules / "aws-sdk"),
    }
