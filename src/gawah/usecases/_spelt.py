"""The canonical JSON of what readers yield, whatever a damaged source made them put into a text."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from gawah.vault import codec

_HALF = re.compile("[\ud800-\udfff]")
T = TypeVar("T")


def spelt(record: codec.Stored) -> tuple[bytes, bool]:
    """The canonical JSON of a record, and whether halves of surrogate pairs in it had to become U+FFFD: they are no characters, and
    the original has them as they were.
    """
    try:
        return codec.canonical(record), False
    except ValueError:
        return codec.canonical(_whole(record)), True


def _whole(value: T) -> T:
    """The same value without halves."""
    found: Any = value
    if isinstance(value, str):
        found = _HALF.sub("\ufffd", value)
    elif isinstance(value, tuple):
        found = tuple(_whole(each) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        found = replace(value, **{each.name: _whole(getattr(value, each.name)) for each in fields(value)})
    return cast("T", found)
