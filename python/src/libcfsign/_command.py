"""The `cfsign` command, as the wheel installs it."""

from __future__ import annotations

import signal
import sys

from libcfsign._native import run_command


def main() -> int:
    """Runs the command with the arguments of this process and returns its exit code."""
    # Python notes Ctrl-C and waits for bytecode to act on it, which a native command never reaches.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run_command(["cfsign", *sys.argv[1:]])
