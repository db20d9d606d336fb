"""Makes `python/src/libcfsign/_native.pyi` from the signatures that the extension module was built with.

    python bindings/python/stub.py DIRECTORY_OF_MATURIN OUTPUT

maturin writes what pyo3 knows. Annotations that are given in Rust come as text in quotes, without their
imports; and that signed cookies are a mapping is registered at run time. Both are put right here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from pathlib import Path

HEADER = '''"""The core as classes of Python. Generated from bindings/python by `make generate`; do not edit."""

import os
from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence
from collections.abc import ValuesView
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address
from typing import Any, Literal, final

from libcfsign.exceptions import CfsignError
'''
PACKAGE = Path(__file__).parents[2] / "python"


class Unquote(ast.NodeTransformer):
    """Annotations as code, and SignedCookies as a mapping."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = unquoted(node.annotation)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.returns = unquoted(node.returns)
        if node.name == "__iter__":
            node.returns = ast.parse("Iterator[str]", mode="eval").body
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        self.generic_visit(node)
        if node.name == "SignedCookies":
            node.bases = [ast.parse("Mapping[str, str]", mode="eval").body]
        return node


def unquoted(annotation: ast.expr | None) -> ast.expr | None:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return ast.parse(annotation.value, mode="eval").body
    return annotation


def main(maturin: str, output: str) -> None:
    tools = Path(maturin).absolute()
    with tempfile.TemporaryDirectory() as folder:
        build = [tools / "maturin", "generate-stubs", "--quiet", "--locked", "--features", "stubs"]
        subprocess.run([*build, "--out", folder], check=True, cwd=PACKAGE)
        (generated,) = Path(folder).rglob("_native.pyi")
        tree = ast.parse(generated.read_text())
    tree.body = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    text = HEADER + "\n" + ast.unparse(Unquote().visit(tree)) + "\n"
    Path(output).write_text(text)
    options = ["--quiet", "--config", PACKAGE / "pyproject.toml", Path(output).absolute()]
    subprocess.run([tools / "ruff", "check", "--fix", *options], check=True, cwd=PACKAGE)
    subprocess.run([tools / "ruff", "format", *options], check=True, cwd=PACKAGE)


if __name__ == "__main__":
    main(*sys.argv[1:])
