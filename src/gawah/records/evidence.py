"""The bytes as received, the act of collecting them, and the place in them where a record was read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from gawah.records.digest import identifier

Grade: TypeAlias = Literal["platform-export", "own-capture", "third-party-capture", "screenshot", "hearsay"]
"""How the item came into being, strongest first (decision 17). It says nothing about whether the content is true."""


def weakest(grades: Iterable[Grade]) -> Grade | None:
    """The last of the list above that is among them; None of none."""
    return max(grades, key=get_args(Grade).index, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """A file exactly as received (PREMIS: an object with fixity); a folder stands as the manifest of its files.

    Attributes:
        id: 32 hexadecimal digits, random; names the item in this case only.
        sha256: Of the exact bytes.
        size: In bytes.
        name: The file name it came with. Personal: WhatsApp names a chat after a person.
        media_type: As told from the first bytes, else `application/octet-stream`.
        part_of: The folder item it came in, or None.
        grade: Provenance grade, as its first bytes suggested when it was kept; what it turned out to be is known once it is read.
        derived_from: Id of the item, erased since, of which this is what remains; None for bytes as received.
    """

    id: str
    sha256: str
    size: int
    name: str = field(repr=False)
    media_type: str
    part_of: str | None = None
    grade: Grade
    derived_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """One act of collecting (ISO/IEC 27037): who, when, with what, which items.

    Attributes:
        id: 32 hexadecimal digits, random.
        at: Instant by this machine's clock, `YYYY-MM-DDTHH:MM:SSZ`.
        agent: Id of who did it.
        for_agent: Id of the person on whose behalf; None when for themselves.
        tool: `gawah <version>`.
        items: Ids of the items acquired.
        note: The collector's own words.
    """

    id: str
    at: str
    agent: str
    for_agent: str | None
    tool: str
    items: tuple[str, ...]
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Where a record was read: in which bytes, under which name, at which place (after dfVFS path specifications).

    The digest is that of the innermost file, so the same member gives the same locator whether it came in a zip or in a folder
    (decision 16).

    Attributes:
        file_sha256: SHA-256 of the innermost file that holds the record.
        member: The name of that file inside its container, as stated there, `/` between folders; None for a file on its own.
        place: The place in the file: a JSON pointer, or `line/12` counted from 1.
        span: First and past-the-last byte of the record in that file; None where there is none (a database row).
    """

    file_sha256: str
    member: str | None = field(repr=False)
    place: str = field(repr=False)
    span: tuple[int, int] | None

    @property
    def id(self) -> str:
        """32 hexadecimal digits over digest, member and place. The same on every machine and at every reading."""
        return identifier(self.file_sha256, self.member or "", self.place)
