"""What the package costs and does to a process: imports, threads, memory, forks, the command."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from vectors import ROOT

import libcfsign
from libcfsign import Policy, Signer, Verifier

EXPIRES = 1_767_290_400
# The command refuses what has expired already.
LATER = 4_102_444_800
URL = "https://d111111abcdef8.cloudfront.net/a.jpg"


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    command = [sys.executable, "-I", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_import_brings_nothing_heavy_along() -> None:
    bare = set(python("import sys; print(*sys.modules)").split())
    loaded = set(python("import sys, libcfsign; print(*sys.modules)").split()) - bare
    ours = {name for name in loaded if name.split(".")[0] == "libcfsign"}
    assert loaded - ours <= {"__future__"}
    assert ours == {
        "libcfsign",
        "libcfsign._explain",
        "libcfsign._native",
        "libcfsign.exceptions",
    }


def test_versions_agree() -> None:
    assert metadata.version("libcfsign") == libcfsign.__version__
    assert not [
        requirement
        for requirement in metadata.requires("libcfsign") or []
        if "extra ==" not in requirement
    ]


def test_every_module_imports_by_itself() -> None:
    folder = Path(libcfsign.__file__).parent
    modules = {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in folder.rglob("*.py")
    }
    # Those that are for Django need Django, and are tested with it; the other one runs the command.
    alone = sorted(
        name
        for name in modules
        if not name.startswith("libcfsign.django")
        and "pytest" not in name
        and "__main__" not in name
    )
    assert "libcfsign.testing" in alone
    for name in alone:
        python(f"import {name}")


def test_all_is_all() -> None:
    public = {name for name in vars(libcfsign) if not name.startswith("_")}
    modules = {name for name in public if type(getattr(libcfsign, name)).__name__ == "module"}
    assert public - modules - {"annotations", "version"} == set(libcfsign.__all__)
    undocumented = [name for name in libcfsign.__all__ if not getattr(libcfsign, name).__doc__]
    assert not undocumented


def test_threads_share_a_signer(signer: Signer) -> None:
    wanted = signer.sign_url(URL, EXPIRES)
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(url for _ in range(300) if (url := signer.sign_url(URL, EXPIRES)) != wanted)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_forked_child_signs(signer: Signer) -> None:
    """Servers load the key and fork."""
    wanted = signer.sign_urls([URL] * 20, EXPIRES)
    code = (
        "import os, sys\n"
        "from libcfsign import Signer\n"
        "signer = Signer.from_pem(sys.stdin.read(), 'K2JCJMDEHXQW5F')\n"
        f"first = signer.sign_urls([{URL!r}] * 20, {EXPIRES})\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        f"    os._exit(signer.sign_urls([{URL!r}] * 20, {EXPIRES}) != first)\n"
        "status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "print(first[0])\n"
        "sys.exit(status)\n"
    )
    pem = (ROOT / "tests" / "keys" / "rsa-2048.pkcs1.pem").read_text()
    done = subprocess.run(
        [sys.executable, "-c", code], input=pem, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == wanted[0]


def resident() -> int:
    """What the process holds in memory, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_ten_million_calls_leak_nothing(signer: Signer) -> None:
    """Five operations without a signature, two million times each."""
    grant = signer.grant(Policy("https://d111111abcdef8.cloudfront.net/*", EXPIRES))
    sign, policy, encode = grant.sign_url, Policy, libcfsign.base64_encode
    bad = "https://d111111abcdef8.cloudfront.net/a b"
    data = b"x" * 300

    def work() -> None:
        sign(URL)
        policy(URL, EXPIRES)
        encode(data)
        len(grant.query)
        try:
            sign(bad)
        except libcfsign.InvalidInput:
            pass

    # A single byte for each call would be ten megabytes.
    assert growth(work, 2_000_000) < 2_000_000


def test_signing_and_verifying_leak_nothing(ecdsa_signer: Signer, verifier: Verifier) -> None:
    """What goes through the key: by itself, in a batch, as cookies, and back through a verifier."""
    policy = Policy("https://d111111abcdef8.cloudfront.net/*", EXPIRES)
    signer = Signer.from_callback(
        ecdsa_signer.sign_message,
        "K36X4X2EO997HM",
        public_key=(ROOT / "tests/keys/p256.public.pem").read_bytes(),
    )
    signed = signer.sign_url(URL, EXPIRES)

    def work() -> None:
        ecdsa_signer.sign_url(URL, EXPIRES)
        ecdsa_signer.sign_urls([URL] * 3, EXPIRES, threads=2)
        dict(ecdsa_signer.sign_cookies(policy))
        signer.sign_url(URL, EXPIRES)
        verifier.verify(signed, now=EXPIRES - 1)
        verifier.explain(signed, now=EXPIRES).to_dict()

    # Sixteen bytes for each call would be more than that.
    assert growth(work, 12_000) < 1_000_000


def growth(work: Callable[[], None], times: int) -> int:
    """By how many bytes the process grows, after it has settled."""
    for _ in range(times // 20):
        work()
    gc.collect()
    before = resident()
    for _ in range(times):
        work()
    gc.collect()
    return resident() - before


def command(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    script = Path(sysconfig.get_path("scripts")) / "cfsign"
    return subprocess.run(
        [script, *arguments], input=stdin, check=False, capture_output=True, text=True
    )


def test_the_command(keys: Path) -> None:
    assert command("--version").stdout.strip() == f"cfsign {libcfsign.__version__}"
    key = str(keys / "rsa-2048.pkcs1.pem")
    arguments = [
        "sign",
        "--private-key",
        key,
        "--key-pair-id",
        "K2JCJMDEHXQW5F",
        "--date-less-than",
        str(LATER),
    ]
    signer = Signer.from_file(key, "K2JCJMDEHXQW5F")
    piped = command(*arguments, "--stdin", stdin=f"{URL}\n{URL}?a=1\n")
    wanted = signer.sign_urls([URL, f"{URL}?a=1"], LATER)
    assert piped.stdout.split() == wanted, piped.stderr
    module = subprocess.run(
        [sys.executable, "-m", "libcfsign", *arguments, URL],
        check=True,
        capture_output=True,
        text=True,
    )
    assert module.stdout.strip() == wanted[0]


def test_exit_codes_of_the_command(keys: Path) -> None:
    key = ["--private-key", str(keys / "rsa-2048.pkcs1.pem"), "--key-pair-id", "K2JCJMDEHXQW5F"]
    refused = command("sign", *key, "--date-less-than", str(LATER), "--json", "ftp://x/")
    assert refused.returncode == 2
    assert json.loads(refused.stderr)["error"]["code"] == "url-scheme"
    assert command("sign", "--unknown").returncode == 2


def test_ctrl_c_ends_the_command(keys: Path) -> None:
    script = Path(sysconfig.get_path("scripts")) / "cfsign"
    key = ["--private-key", str(keys / "rsa-2048.pkcs1.pem"), "--key-pair-id", "K2JCJMDEHXQW5F"]
    with subprocess.Popen(
        [script, "sign", *key, "--date-less-than", str(LATER), "--stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(URL.encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith(URL.encode())
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == -signal.SIGINT
        assert time.monotonic() - began < 10
