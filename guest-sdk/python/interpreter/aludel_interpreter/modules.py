"""The standard library of the interpreter."""

from __future__ import annotations

import encodings
import importlib
import pkgutil
from pathlib import Path

LIST = Path(__file__).with_name("standard_library.txt")


def names() -> list[str]:
    """The modules of the list; lines that begin with `#` are remarks."""
    lines = LIST.read_text().split("\n")
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def load_standard_library() -> None:
    """Imports every module of the list, and every text encoding: there are no files to import from later."""
    for name in names():
        importlib.import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        try:
            importlib.import_module(f"encodings.{module.name}")
        except ImportError:
            # Encodings of one operating system (`mbcs`, `oem`) are part of the library everywhere.
            continue
