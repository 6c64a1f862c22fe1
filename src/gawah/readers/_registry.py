"""Finds the readers of this folder, and asks them whose a source is."""

import importlib
import pkgutil
from functools import cache
from typing import cast

import gawah.readers
from gawah.readers._reader import Reader
from gawah.readers._source import Source
from gawah.records.evidence import Grade


@cache
def readers() -> dict[str, Reader]:
    """All readers by name, in alphabetical order; the name is that of the file."""
    names = sorted(module.name for module in pkgutil.iter_modules(gawah.readers.__path__) if not module.name.startswith("_"))
    return {name: cast("Reader", importlib.import_module(f"gawah.readers.{name}")) for name in names}


def relatives(name: str) -> tuple[str, ...]:
    """The readers whose sources may hold the rest of an export of this one's: a file, half of the chats."""
    return getattr(readers()[name], "RELATIVES", ())


def identify(source: Source) -> list[str]:
    """The names of the readers that claim the source: one, none, or (a fault in a reader) several.

    Readers with `LAST` read pages and documents of any kind, also those that are files of exports; they are asked when no other
    claims the source.
    """
    first = [name for name, reader in readers().items() if not is_last(name) and reader.identify(source)]
    return first or [name for name, reader in readers().items() if is_last(name) and reader.identify(source)]


def grade(name: str) -> Grade | None:
    """The provenance grade of what a reader reads, unless its captures say otherwise; None for a reader that is not here."""
    reader = readers().get(name)
    return None if reader is None else getattr(reader, "GRADE", "platform-export")


def is_last(name: str) -> bool:
    """Whether a reader reads pages, papers and pictures of any kind, which in an export are attachments first."""
    return bool(getattr(readers()[name], "LAST", False))
