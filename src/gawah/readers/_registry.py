"""Finds the readers of this folder, and asks them whose a source is."""

import importlib
import pkgutil
from functools import cache
from typing import cast

import gawah.readers
from gawah.readers._reader import Reader
from gawah.readers._source import Source


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, in alphabetical order; the name is that of the file."""
    names = sorted(module.name for module in pkgutil.iter_modules(gawah.readers.__path__) if not module.name.startswith("_"))
    return {name: cast("Reader", importlib.import_module(f"gawah.readers.{name}")) for name in names}


def identify(source: Source) -> list[str]:
    """The names of the readers that claim the source: one, none, or (a fault in a reader) several."""
    return [name for name, reader in readers().items() if reader.identify(source)]
