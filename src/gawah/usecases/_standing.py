"""How each record stands in sorting: decided by a person, put off, handed on, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gawah.records.casework import Label
from gawah.records.content import Transcript
from gawah.records.triage import SETTLING, Decision
from gawah.usecases._descriptor import record_of
from gawah.usecases._workspace import Workspace
from gawah.usecases.label import labels_by_id
from gawah.vault.rows import Row

State: TypeAlias = Literal["undecided", "later", "needs-helper", "decided"]
"""Decided is what carries a person's label, however it got it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things stand.

    Attributes:
        labels: What people say, by id.
        put_off: What was last said of records that nobody labelled.
        decisions: Every one, those that were taken back too, in the order in which they were first made.
    """

    labels: Mapping[str, Label]
    put_off: Mapping[str, State]
    decisions: tuple[Decision, ...]

    def of(self, record_id: str) -> State:
        """How a record stands. Of a machine's reading ask for what it was read in: see `labelled_thing`."""
        return "decided" if record_id in self.labels else self.put_off.get(record_id, "undecided")


def standing(work: Workspace) -> Standing:
    """How things stand now."""
    put_off: dict[str, State] = {}
    decisions = tuple(work.vault.stated(Decision))
    for one in (one for one in decisions if one.active):
        for record in one.about:
            if one.act in SETTLING:
                put_off.pop(record, None)
            else:
                put_off[record] = "later" if one.act == "later" else "needs-helper"
    return Standing(labels=labels_by_id(work), put_off=put_off, decisions=decisions)


def labelled_thing(row: Row) -> str:
    """Id of what a decision on the row labels: of a machine's reading, what it was read in."""
    record = record_of(row)
    return record.of if isinstance(record, Transcript) else row.id
