"""The types are true: the stub is what the build says, and checkers find nothing at their strictest."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[2]
ROOT = PYTHON.parent
TOOLS = Path(sys.executable).parent
FOLDERS = ["src", "tests", "examples", "../tests/bench", "compress_wheel.py", "../bindings/python"]


def run(*command: str | Path, folder: Path = PYTHON) -> str:
    """What the command prints; a failure shows it."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_stub_is_what_the_build_says(tmp_path: Path) -> None:
    run(sys.executable, ROOT / "bindings/python/stub.py", TOOLS, tmp_path / "_native.pyi")
    committed = PYTHON / "src/libcfsign/_native.pyi"
    assert (tmp_path / "_native.pyi").read_text() == committed.read_text(), "run `make generate`"


def test_the_stub_fits_the_module(tmp_path: Path) -> None:
    said = run(sys.executable, "-m", "mypy.stubtest", "libcfsign._native", folder=tmp_path)
    assert "Success: no issues found in 1 module" in said


def test_mypy_at_its_strictest() -> None:
    said = run(TOOLS / "mypy", "--strict", "src", "tests/types/program.py")
    assert "Success: no issues found" in said


def test_pyright_at_its_strictest(tmp_path: Path) -> None:
    """A program of a user, against the installed package."""
    program = (PYTHON / "tests/types/program.py").read_text()
    (tmp_path / "program.py").write_text("# pyright: strict\n" + program)
    said = run(TOOLS / "pyright", "--pythonpath", sys.executable, "program.py", folder=tmp_path)
    assert "0 errors, 0 warnings" in said


def test_wrong_programs_are_found(tmp_path: Path) -> None:
    """The types say something: each of these lines is an error."""
    wrong = [
        'signer.sign_url("https://d/", 1.5)',
        'signer.sign_url("https://d/", "tomorrow")',
        'signer.sign_url(b"https://d/", 5)',
        'Policy("https://d/*")',
        'CookieAttributes(same_site="lax")',
        "signer.key_pair_id = 5",
    ]
    program = (
        "from libcfsign import CookieAttributes, Policy, Signer\nsigner = Signer.from_pem('', '')\n"
    )
    (tmp_path / "wrong.py").write_text(program + "\n".join(wrong) + "\n")
    done = subprocess.run(
        [TOOLS / "mypy", "--strict", "wrong.py"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    for line in range(3, 3 + len(wrong)):
        assert f"wrong.py:{line}: error" in done.stdout, wrong[line - 3]


def test_style() -> None:
    run(TOOLS / "ruff", "check", *FOLDERS)
    run(TOOLS / "ruff", "format", "--check", *FOLDERS)


def test_the_licences_are_those_of_the_project() -> None:
    (wheel,) = (ROOT / "target" / "wheels").glob("libcfsign-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {Path(name).name: name for name in archive.namelist() if "/licenses/" in name}
        for name in ("LICENSE-APACHE", "LICENSE-MIT", "LICENSE-THIRD-PARTY"):
            assert archive.read(packed[name]) == (ROOT / name).read_bytes()


def test_the_wheel_is_small() -> None:
    (wheel,) = (ROOT / "target" / "wheels").glob("libcfsign-*.whl")
    assert "-cp310-abi3-" in wheel.name
    assert wheel.stat().st_size < 2_000_000
