"""On what was measured, and in which versions."""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import subprocess
import time
from pathlib import Path

from worker import BENCH, ROOT, environment

# The instructions that RSA libraries choose their code by.
FLAGS = ("bmi2", "adx", "avx2", "avx512f", "avx512ifma", "avx512_vbmi2", "avx_ifma", "sha_ni")


class Others:
    """What else the machine did while this was there: it says how far to trust a run."""

    def __init__(self) -> None:
        self.start = self.now()

    @staticmethod
    def now() -> tuple[float, float, float, float]:
        """Seconds by the clock; of all cores together, used by anyone and taken by other machines; used by us."""
        user, nice, system, _, _, irq, softirq, steal, *_ = map(int, Path("/proc/stat").read_text().split()[1:11])
        tick = os.sysconf("SC_CLK_TCK")
        ours = sum(
            used.ru_utime + used.ru_stime
            for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        return time.monotonic(), (user + nice + system + irq + softirq) / tick, steal / tick, ours

    def used(self) -> dict[str, float]:
        """Percent of all cores, once all workers have ended."""
        clock, anyone, steal, ours = (end - start for start, end in zip(self.start, self.now(), strict=True))
        share = 100 / clock / (os.cpu_count() or 1)
        return {"programs": round(max(0, anyone - ours) * share, 1), "machines": round(steal * share, 1)}


def says(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=ROOT, check=True)
    return done.stdout.strip()


def machine() -> dict[str, object]:
    cpuinfo = Path("/proc/cpuinfo").read_text()

    def field(name: str) -> str:
        found = re.search(rf"^{name}\s*: (.*)$", cpuinfo, re.MULTILINE)
        return found[1] if found else "not known"

    flags = field("flags").split()
    return {
        "processor": field("model name"),
        "family_model": f"{field('cpu family')}/{field('model')}",
        "cores": os.cpu_count(),
        "virtual": "hypervisor" in flags,
        "flags": [flag for flag in FLAGS if flag in flags],
        "kernel": platform.release().split("-")[0],
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
    }


def locked(lock: Path, names: list[str]) -> dict[str, str]:
    found = re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', lock.read_text())
    return {f"{name} (crate)": ", ".join(version for other, version in found if other == name) for name in names}


def versions() -> dict[str, str]:
    python = str(BENCH / "venv/bin/python")
    code = (
        "import json; from importlib.metadata import version as v;"
        "print(json.dumps({n: v(n) for n in ['boto', 'botocore', 'cryptography', 'M2Crypto', 'rsa']}))"
    )
    openssl_of_cryptography = (
        "from cryptography.hazmat.backends.openssl.backend import backend; print(backend.openssl_version_text())"
    )
    npm = json.loads((ROOT / "tests/peers/package.json").read_text())["dependencies"]
    return {
        "cfsign": re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1],  # type: ignore[index]
        "commit": says("git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"),
        "rustc": says("rustc", "--version").split()[1],
        "cc": says("gcc", "-dumpfullversion"),
        "Python": says(python, "-c", "import platform; print(platform.python_version())"),
        "Node": says("node", "-p", "process.versions.node"),
        "OpenSSL in Node": says("node", "-p", "process.versions.openssl"),
        "PHP": says("php", "-r", "echo PHP_VERSION;"),
        "OpenSSL of the system": says("php", "-r", "echo OPENSSL_VERSION_TEXT;").split()[1],
        "OpenSSL in cryptography": says(python, "-c", openssl_of_cryptography).split()[1],
        **{f"{name} (PyPI)": version for name, version in json.loads(says(python, "-c", code)).items()},
        **{f"{name} (npm)": version for name, version in npm.items()},
        **locked(ROOT / "tests/bench/rust/Cargo.lock", ["aws-lc-sys", "ring", "rsa", "cloudfront_sign"]),
    }
