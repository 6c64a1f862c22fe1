"""One file of a source, and how the files of an archive become members: in order, within limits, with what is wrong with each."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gawah.readers._archive import Entry, Opened

MAX_MEMBERS = 1_000_000
MAX_EXPANSION = 20 << 30
"""Bytes that all members together may expand to."""
MAX_RATIO = 200
"""How many times its stored size a member may expand to, once it is larger than 16 MiB."""
_RATIO_FREE = 16 << 20
_UNSAFE = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")


@dataclass(slots=True, eq=False)
class Member:
    """One file of a source.

    Attributes:
        name: As the container states it, `/` between folders; the file's own name for a single file.
        size: In bytes, as the container states it.
        ordinal: Its place in the source, from 0; what logs may name it by.
        refused: The problem code that keeps it closed (`member-encrypted`, `limit-reached`, `member-unreadable`), or None.
        referred: A record refers to it (set by `Source.find`), or it is a source of its own; members that nobody reads or refers to
            are listed.
        headless: Its first bytes were asked for and cannot be read, which no reader could say of a member it does not claim.
        opened: Opens its bytes; for `Source.open`, which knows what may not be opened.
        seekable: Opens them as a stream that can be sought in, where there is a quick way.
        path: Where it lies on this machine; None in an archive.
        sha256: Once it is known; ask `Source.digest`.
    """

    name: str = field(repr=False)
    size: int
    ordinal: int
    opened: Opened = field(repr=False)
    refused: str | None = None
    referred: bool = False
    headless: bool = False
    seekable: Opened | None = field(default=None, repr=False)
    path: Path | None = field(default=None, repr=False)
    sha256: str | None = field(default=None, repr=False)

    @property
    def basename(self) -> str:
        """The last part of the name."""
        return self.name.rsplit("/", 1)[-1]

    @property
    def folder(self) -> str:
        """The name without its last part; "" at the top."""
        return self.name.rpartition("/")[0]

    def under(self, folder: str, ordinal: int) -> "Member":
        """The same file as a member of `folder` (with a `/` at the end), in which it lies."""
        return replace(self, name=self.name.removeprefix(folder), ordinal=ordinal, referred=False)


def from_archive(
    entries: Sequence[Entry], order: Callable[[Entry], Any]
) -> tuple[tuple[Member, ...], list[tuple[str, Member | None]]]:
    """The members of an archive in order, and what is wrong: problem codes, each with the member it is about."""
    found: list[Member] = []
    problems: list[tuple[str, Member | None]] = [("limit-reached", None)] if len(entries) > MAX_MEMBERS else []
    expanded = 0
    seen: set[str] = set()
    for ordinal, entry in enumerate(sorted(entries[:MAX_MEMBERS], key=order)):
        member = Member(
            name=entry.name,
            size=entry.size,
            ordinal=ordinal,
            refused=entry.refused,
            opened=entry.opened,
            seekable=entry.seekable,
            sha256=entry.sha256,
        )
        expanded += entry.size
        if member.refused is None and (expanded > MAX_EXPANSION or entry.size > max(_RATIO_FREE, MAX_RATIO * entry.stored)):
            member.refused = "limit-reached"
        if member.refused is not None:
            problems.append((member.refused, member))
        elif member.name.lower().endswith(_ARCHIVES):
            problems.append(("embedded", member))
        if _UNSAFE.search(member.name):
            problems.append(("name-unsafe", member))
        if member.name in seen:
            problems.append(("name-repeated", member))
        seen.add(member.name)
        found.append(member)
    return tuple(found), problems
