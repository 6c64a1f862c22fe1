"""What an id, or the first six or more digits of one, names in a case: a message or event, an item, or what a person wrote."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Protocol, TypeAlias, TypeVar

from gawah.records.casework import Entry, Report, Translation
from gawah.records.errors import BadInput, NotFound
from gawah.records.evidence import EvidenceItem
from gawah.records.incident import Incident
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Row

Own: TypeAlias = Entry | Report | Translation
"""What people wrote themselves."""
Target: TypeAlias = Row | EvidenceItem | Own
_PREFIX = re.compile(r"[0-9a-f]{6,32}")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=_Named)


def one_of(things: Iterable[Thing], prefix: str) -> Thing:
    """The one of `things` whose id is `prefix` or begins so.

    Raises:
        NotFound: None does.
        BadInput: Several do, or it is not the form of an id.
    """
    found = beginning(things, prefix)
    if not found:
        raise NotFound("nothing has this id")
    if len(found) > 1:
        raise BadInput("several ids begin so; give more digits")
    return found[0]


def target(work: Workspace, prefix: str) -> Target:
    """What the id names. Raises NotFound, and BadInput when several ids begin so."""
    found: list[Target] = [
        *beginning(work.vault.items(), prefix),
        *beginning(work.vault.entries(), prefix),
        *beginning(work.vault.reports(), prefix),
        *beginning(work.vault.stated(Translation), prefix),
    ]
    with suppress(NotFound):
        found.append(work.vault.get(prefix.lower()))
    if not found and beginning(work.vault.stated(Incident), prefix):
        raise NotFound("this id is of an entry of the incident log: `gawah log show` shows it, `gawah dossier --log` takes it")
    if not found:
        raise NotFound("nothing has this id")
    if len(found) > 1:
        raise BadInput("several ids begin so; give more digits")
    return found[0]


def full_ids(work: Workspace, prefixes: Sequence[str]) -> tuple[str, ...]:
    """The full ids of what the prefixes name, in their order. Raises NotFound, BadInput."""
    return tuple(target(work, prefix).id for prefix in prefixes)


def beginning(things: Iterable[Thing], prefix: str) -> list[Thing]:
    """Those whose id is `prefix`, else those whose id begins so. Raises BadInput when it is not the form of an id."""
    digits = prefix.strip().lower()
    if not _PREFIX.fullmatch(digits):
        raise BadInput("an id is 6 to 32 hexadecimal digits")
    found = [thing for thing in things if thing.id.startswith(digits)]
    return [thing for thing in found if thing.id == digits] or found
