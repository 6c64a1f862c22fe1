"""Who did what to which items, the signed heads of the ledger that holds it, and the time stamps over them."""

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
class Moved:
    """That a record stands under another id since a part of its file was erased: its bytes stayed, their place moved.

    Attributes:
        before, after: Its id then and now.
        item: Id of the item in which it stands now.
    """

    before: str
    after: str
    item: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A time-stamping authority that a person chose, as they gave it.

    Attributes:
        id: 32 hexadecimal digits, random.
        name: A short word to choose it by.
        url: Where it answers, http or https.
        root: The root certificate that the person trusts for its stamps, PEM.
        signer: The certificate with which it signs, PEM, when the person pins that too.
        recorded_at: When it was entered, by this machine's clock.
    """

    id: str
    name: str
    url: str
    root: str = field(repr=False)
    signer: str | None = field(default=None, repr=False)
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampToken:
    """What a verified time stamp says (RFC 3161). Times are `YYYY-MM-DDTHH:MM:SSZ`, by the clock of the authority.

    Attributes:
        time: As the authority states it, whole seconds.
        earliest, latest: The same with the accuracy that it states taken off and added.
        serial: Its number at the authority, hexadecimal.
        policy: The policy it was given under, as an object identifier.
        authority: Subject of the certificate that signed.
        expires: When the first certificate from that one to the root expires.
    """

    time: str
    earliest: str
    latest: str
    serial: str
    policy: str
    authority: str
    expires: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time stamp that was asked for, answered or not.

    Attributes:
        number: Of the stamp in this case, from 1.
        authority: Id of the authority.
        size: Entries of the checkpoint that it is over; None when it is over a part of a bundle: its list, or of
            its PDF the signature or the whole.
        subject: SHA-256 of what it is over, 64 hexadecimal digits.
        query: The question as it was, or will be, sent.
        asked_at: When it was asked for, by this machine's clock.
        asked: The ledger entry of that.
        reply: The raw answer that was accepted; None while there is none.
        anchor: The ledger entry that holds the answer's digest; what comes after it is no older than the stamp.
        refused: How many answers were kept that were not accepted.
    """

    number: int
    authority: str
    size: int | None
    subject: str
    query: bytes = field(repr=False)
    asked_at: str
    asked: int
    reply: bytes | None = field(default=None, repr=False)
    anchor: int | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """Between which times of independent authorities a ledger entry was recorded; None on a side without a stamp.

    Attributes:
        not_before: The entry is no older: an earlier entry holds the digest of a stamp of this time.
        not_after: The entry is no younger: a checkpoint that covers it was stamped at this time.
        after_stamp, before_stamp: The numbers of those stamps.
    """

    not_before: str | None = None
    not_after: str | None = None
    after_stamp: int | None = None
    before_stamp: int | None = None
