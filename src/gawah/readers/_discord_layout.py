"""Which files are Discord's: channels as DiscordChatExporter writes them, and the folders of a data package.

Folders and files of a package are named in the holder's language since 2025 (Androz2091/discord-data-package-explorer issues 105
and 170), so a channel's folder is told by its shape, `c<id>`, and what lies in it by how it begins.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from gawah.readers import _csv_form
from gawah.readers._csv import Form
from gawah.readers._json import Layout
from gawah.readers._json_layout import steps
from gawah.readers._source import Member, Source

Kind: TypeAlias = Literal["channel", "own-json", "own-csv"]

CHANNEL = Layout(
    steps(("messages",)),
    re.compile(
        r'\{[ \t\r\n]{0,32}"id"[ \t\r\n]{0,4}:[ \t\r\n]{0,4}"\d{1,20}"[ \t\r\n]{0,4},[ \t\r\n]{0,32}'
        r'"type"[ \t\r\n]{0,4}:[ \t\r\n]{0,4}"\w{1,40}"[ \t\r\n]{0,4},[ \t\r\n]{0,32}"timestamp"'
    ),
)
OWN = Layout(steps(()), re.compile(r'\{[ \t\r\n]{0,32}"ID"[ \t\r\n]{0,4}:'))
_EXPORTED = re.compile(r'\s*\{\s*"guild"\s*:\s*\{.{0,4000}?\}\s*,\s*"channel"\s*:\s*\{\s*"id"\s*:', re.DOTALL)
_OWN = re.compile(r'\s*\[\s*(?:\{\s*"ID"\s*:\s*"?\d{1,20}"?\s*,\s*"Timestamp"\s*:|\]\s*$)')
_PLACE = re.compile(r"(?:^|/)c?(\d{15,21})/[^/]+\.(?:json|csv)$", re.IGNORECASE)
_MOST_LOOKED_AT = 64


def channel_of(member: Member) -> str | None:
    """The id of the channel in whose folder of a package the member lies; None when it lies in none."""
    found = _PLACE.search(member.name)
    return None if found is None else found.group(1)


def sheets(source: Source) -> Iterator[tuple[Member, Kind]]:
    """The members that hold messages, in order, each with its sort."""
    looked_at = 0
    for member in source.members:
        name = member.name.lower()
        if member.refused is not None or (source.is_container and not name.endswith((".json", ".csv"))):
            continue
        placed = channel_of(member) is not None
        if placed and member.basename.lower() == "channel.json":
            continue
        if not placed:
            looked_at += 1
            if looked_at > _MOST_LOOKED_AT and not _begins_exported(member):
                continue
        told = _told(source, member, placed=placed)
        if told is not None:
            yield member, told


def readable(source: Source) -> Sequence[Member]:
    """The members that hold messages."""
    return [member for member, _kind in sheets(source)]


def recognised(source: Source) -> bool:
    """Whether anything in the source is Discord's: a channel, a file of own messages, or a package's index of channels."""
    return any(True for _ in sheets(source))


def table(source: Source, member: Member) -> Form | None:
    """How a package's table of own messages is written; None when the file is none."""
    return _csv_form.form(source.head(member), _wanted)


def _told(source: Source, member: Member, *, placed: bool) -> Kind | None:
    head = source.head(member)
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    if _EXPORTED.match(text):
        return "channel"
    if _OWN.match(text) and (placed or '"Contents"' in text):
        return "own-json"
    if (
        (placed or b"," in head[:256])
        and head[:64].lstrip(b"\xef\xbb\xbf").upper().startswith((b"ID,", b'"ID",'))
        and table(source, member)
    ):
        return "own-csv"
    return None


def _begins_exported(member: Member) -> bool:
    """Whether the name is one that DiscordChatExporter gives: it ends in the channel's id in brackets."""
    return re.search(r"\[\d{15,21}\](?: \[part \d+\]| \(.{0,60}\))?\.json$", member.name) is not None


def _wanted(columns: Sequence[str]) -> bool:
    return [column.strip().lower() for column in columns[:3]] == ["id", "timestamp", "contents"]
