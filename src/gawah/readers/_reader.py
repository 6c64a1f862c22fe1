"""What a reader is: a module of this folder with the names below, found because it lies here (docs/guides/add-a-reader.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from gawah.readers._source import Member, Source
from gawah.records.content import Record
from gawah.records.custody import TimestampToken

DateOrder: TypeAlias = Literal["dmy", "mdy", "ymd"]


class Judge(Protocol):
    """Checks signatures for a reader, which has no cryptography: `seal/capture_signature.py` is one."""

    def judged(
        self, signed: str, signature: str, *, key: str | None = None, certificate: str | None = None, domain: str | None = None
    ) -> str:
        """In a word: `valid`, `invalid`, `other-domain` or `unreadable`."""
        ...

    def chained(self, certificates: str, at: str | None) -> str:
        """In a word: `chained`, `undated`, `broken`, `expired`, `alone` or `unreadable`."""
        ...

    def stamped(self, signature: str, token: str, certificates: str) -> TimestampToken | str:
        """What a time stamp shows; in a word why it shows nothing: `invalid`, `other`, `rootless` or `unreadable`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a person says about a source that the source does not say itself, and what a reader is lent.

    Attributes:
        date_order: The order of day, month and year where the whole source does not tell; never used against what it does tell.
        mapping: Which column of a table holds what, as `_table_mapping` reads it.
        judge: Checks signatures; None where nobody does.
    """

    date_order: DateOrder | None = None
    mapping: str | None = None
    judge: Judge | None = None


class Reader(Protocol):
    """The protocol. Modules satisfy it.

    A module may also have `LAST = True`: it reads pages or documents of any kind, and is asked when no other claims a source. And
    `GRADE`, the provenance grade of its messages and events, and of a source of which it can read nothing; without one they are a
    platform's export. Captures state their own.
    """

    PLATFORM: str
    """The platform's own name, such as `WhatsApp`."""

    VERSION: str
    """Changes whenever the same source gives other records than before."""

    def identify(self, source: Source) -> bool:
        """Say whether this reader reads the source. Looks at names, and at most the first 64 KiB of a few members."""
        ...

    def reads(self, source: Source) -> Sequence[Member]:
        """The members that `read` takes records from; the caller lists the others that no record refers to."""
        ...

    def read(self, source: Source, options: Options) -> Iterator[Record]:
        """Yield everything the source states, both sides, in the order of its members; a conversation before its messages.

        Bad records are yielded as `ReadProblem` and reading goes on. `source.open` raises SourceUnreadable for a member that
        cannot be opened at all, which the reader yields as a `member-unreadable` problem.
        """
        ...

    def count(self, source: Source) -> int | None:
        """The number of records in the source, counted by other means than `read` (for JSON: array elements, by ijson).

        None where the spans of records, problems and framing tile every byte of the members read; the caller then checks the
        tiling and takes the number of tiles that are not framing.
        """
        ...
