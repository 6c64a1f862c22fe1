"""Who did what to which items, and the signed heads of the ledger that holds it."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["person", "helper", "lawyer", "newsroom", "software"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person or a program that acts on the case (PREMIS agent).

    Attributes:
        id: 32 hexadecimal digits, random: the ledger names agents by it, never by name.
        label: A short neutral word to choose the agent by on the command line, such as `me` or `helper`.
        role: person (whose case it is), helper, lawyer, newsroom or software.
        name: The name to print in a dossier; may be empty.
        acts_for: Id of the person on whose behalf the agent acts; None for themselves.
    """

    id: str
    label: str
    role: Role
    name: str = field(default="", repr=False)
    acts_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy of the vault to a folder or drive, as it was begun.

    Attributes:
        id: 32 hexadecimal digits, random: of the place where the copies lie. A later copy to the same place has the same id.
        at: When it was begun.
        agent, for_agent: Who made it, and on whose behalf.
        label: The drive in the person's own words; may be empty.
        originals: How many originals are in the copy.
        copied: How many of them were not there before.
        bytes: Bytes that were to be written.
    """

    id: str
    at: str
    agent: str
    for_agent: str | None
    label: str = field(default="", repr=False)
    originals: int
    copied: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyEvent:
    """One ledger entry in readable form.

    Attributes:
        seq: Its index in the ledger, from 0.
        at: The instant by this machine's clock (claimed, not proved), `YYYY-MM-DDTHH:MM:SSZ`.
        op: The kind of act.
        method: How it was done, where that is part of the entry: the grade of an item, `number` for exhibits.
        agent: Id of who acted.
        for_agent: Id of the person on whose behalf; None for themselves.
        items: The items it concerns.
        tool: `gawah <version>`.
    """

    seq: int
    at: str
    op: str
    method: str = ""
    agent: str
    for_agent: str | None
    items: tuple[str, ...] = ()
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed tree head (C2SP tlog-checkpoint).

    Attributes:
        origin: The opaque name of the ledger, `gawah.invalid/<random>`.
        size: Number of leaves.
        root: 64 hexadecimal digits.
        note: The exact signed note, UTF-8.
    """

    origin: str
    size: int
    root: str
    note: bytes = field(repr=False)
