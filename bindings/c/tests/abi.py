"""Writes what programs were compiled against: the name of the library, its functions, its numbers.

    abi.py LIBRARY HEADER

The header is read by the compiler's preprocessor, so that layout and comments do not matter. A function that
the header has and the library has not, or the other way round, ends the program.
"""

from __future__ import annotations

import re
import subprocess
import sys


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(library: str, header: str) -> None:
    soname = re.search(r"SONAME\s+(\S+)", output("objdump", "-p", library))
    exported = {line.split()[-1] for line in output("nm", "-D", "--defined-only", library).splitlines()}
    text = output("gcc", "-std=c99", "-E", "-P", header)
    # What stands before the first of ours comes from the system's headers.
    text = re.sub(r"\s+", " ", text[text.index("typedef enum") :])
    statements = [part.strip() for part in re.split(r";(?![^{]*\})", text) if part.strip()]
    functions = {}
    for statement in statements:
        name = re.search(r"\b(cfsign_\w+)\s*\(", statement)
        if name and not statement.startswith("typedef"):
            functions[name[1]] = statement
    if set(functions) != exported:
        sys.exit(f"only in one of header and library: {sorted(set(functions) ^ exported)}")
    print(f"soname {soname[1] if soname else 'none'}")
    for statement in statements:
        for name, value in re.findall(r"(CFSIGN_\w+) = (\d+)", statement):
            print(f"status {name} {value}")
    defines = output("gcc", "-std=c99", "-E", "-dM", header)
    for name, value in sorted(re.findall(r"#define (CFSIGN_(?!H\b|VERSION)\w+) (.+)", defines)):
        print(f"constant {name} {value}")
    for statement in statements:
        if statement.startswith("typedef") and "(" in statement:
            print(f"type {statement.removeprefix('typedef ')}")
    for name in sorted(functions):
        print(f"function {functions[name]}")


main(*sys.argv[1:])
