"""What a check of the vault reports: every difference, not the first."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

State: TypeAlias = Literal["missing", "changed", "unexpected", "rolled-back", "unreadable"]
"""missing: the ledger names it and it is not there; changed: not as the ledger states; unexpected: nothing names it;
rolled-back: older than a checkpoint over it; unreadable: it could not be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was sealed. Ids and numbers only, no content.

    Attributes:
        what: database, ledger, entry, checkpoint, slot, acquisition, item, blob, reading, row, statement, view, stamp,
            suggestion, count, search, file.
        id: Which one: an id, an index or a fixed word.
        state: How it differs.
    """

    what: str
    id: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What a copy that was brought back on purpose did not reach: no difference, and never forgotten.

    Attributes:
        leaf: The `restore` entry that tells it.
        at: When, by the clock of the machine.
        entries: Entries that the copy had.
        missing: How many at least were made since and are not in it; 0 when it was of another history.
        head: The head that was not reached, `size:root`.
    """

    leaf: int
    at: str
    entries: int
    missing: int
    head: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """The result of a check.

    Attributes:
        full: Whether every original was decrypted and every row hashed.
        problems: Every difference; empty when all is as sealed.
        orphans: Encrypted files that no row names: left by a crash, harmless, taken up when the same source is imported again.
        entries, checkpoints, items, rows: How many of each were looked at.
        gaps: What copies that were brought back did not reach.
        earlier: How many of the originals a check that was broken off had found whole; this one did not look at them again.
        begun: When that check began; None when this one began at the start.
    """

    full: bool
    problems: tuple[Difference, ...]
    orphans: tuple[str, ...] = field(repr=False)
    entries: int
    checkpoints: int
    items: int
    rows: int
    gaps: tuple[Gap, ...] = ()
    earlier: int = 0
    begun: str | None = None
