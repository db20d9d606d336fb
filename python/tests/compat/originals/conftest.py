"""Bears with boto: it brings an importer of before Python 3.4, which Python warns of whenever it
looks for a module after that. Warnings are errors here, so it gets the method that it lacks."""

from __future__ import annotations

import sys
import warnings
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import boto.cloudfront  # noqa: F401


def find_spec(importer: Any, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
    """What Python itself makes of the old method."""
    return spec_from_loader(name, importer) if importer.find_module(name, path) else None


for finder in sys.meta_path:
    if not hasattr(finder, "find_spec"):
        type(finder).find_spec = find_spec  # type: ignore[attr-defined]
