"""Which members of a source are Signal's, and in which form: frames, lines, or sealed.

Seen: frames of the shared test cases. From public sources: the readable export (`main.jsonl`, beside `metadata.json` and files);
Android's `signal-<date>.backup`, which begins with the length of a header that holds an initialisation vector and a salt;
local backups of 2025 on (`main`, `metadata`, `files` in one folder); Signal Desktop's own folder (`config.json`, `sql/db.sqlite`).
"""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias
from weakref import WeakKeyDictionary

from gawah.readers import _database_members
from gawah.readers._json_object import as_object
from gawah.readers._protobuf import Malformed, walk
from gawah.readers._signal_frames import is_binary, is_lines
from gawah.readers._source import Member, Source

Form: TypeAlias = Literal["frames", "lines", "sealed", "database", "messages", "written"]
"""Frames, binary or as lines; encrypted; Signal Desktop's database, decrypted, or its messages in JSON (both by sigtop); what
signal-export wrote.
"""

_HEAD = 65536
_ASKED = 200
"""Members of a container that are looked into."""
_ENDINGS = (".binproto", ".jsonl", ".backup", ".bin", ".pb", ".json")
_DATABASE = {"messages": ("id", "json", "conversationId", "sent_at", "type"), "conversations": ("id", "json", "type")}
_ARRAY = re.compile(rb"\s*\[\s*\{")
_KEYS = (b'"conversationId":', b'"sent_at":', b'"type":')
_WRITTEN = {"date", "sender", "body", "quote", "reactions", "attachments"}
_found: "WeakKeyDictionary[Source, tuple[tuple[Member, Form], ...]]" = WeakKeyDictionary()


def sheets(source: Source) -> tuple[tuple[Member, Form], ...]:
    """The members with their forms; found once for a source."""
    if source not in _found:
        _found[source] = tuple(_sheets(source))
    return _found[source]


def _sheets(source: Source) -> Iterator[tuple[Member, Form]]:
    databases = {member.ordinal for member in _database_members.databases(source, _DATABASE)}
    names = {member.name for member in source.members} if source.is_container else set()
    asked = 0
    for member in source.members:
        if member.refused is not None:
            continue
        if member.ordinal in databases:
            yield member, "database"
        elif _is_desktop(member, names) or _is_local(member, names):
            yield member, "sealed"
        elif not source.is_container or member.basename.endswith(_ENDINGS):
            asked += 1
            form = _form(source.head(member, _HEAD)) if asked <= _ASKED else None
            if form is not None:
                yield member, form


def _form(head: bytes) -> Form | None:
    if is_lines(head):
        return "lines"
    if is_binary(head):
        return "frames"
    if _ARRAY.match(head) and all(key in head for key in _KEYS):
        return "messages"
    if head.lstrip().startswith(b"{"):
        value, _ = as_object(head.lstrip().partition(b"\n")[0].decode(errors="replace"))
        return "written" if value is not None and value.keys() >= _WRITTEN else None
    return "sealed" if _is_android(head) else None


def _is_android(head: bytes) -> bool:
    """Whether it begins as an encrypted Android backup: four bytes of length, then a frame of a header (field 1) alone, of which
    field 1 is an initialisation vector of 16 bytes and field 2 a salt of 32.
    """
    size = int.from_bytes(head[:4], "big")
    if not 40 <= size <= 100 or len(head) < 4 + size:
        return False
    try:
        (frame,) = walk(head[4 : 4 + size])
        if frame[0] != 1 or not isinstance(frame[2], bytes):
            return False
        held = {number: value for number, _, value in walk(frame[2])}
    except (Malformed, ValueError):
        return False
    vector, salt = held.get(1), held.get(2)
    return isinstance(vector, bytes) and len(vector) == 16 and isinstance(salt, bytes) and len(salt) == 32


def _is_desktop(member: Member, names: set[str]) -> bool:
    """Signal Desktop's database is encrypted with a key that the system keeps."""
    root = member.name.removesuffix("sql/db.sqlite")
    return root != member.name and root + "config.json" in names


def _is_local(member: Member, names: set[str]) -> bool:
    """The encrypted frames of a local backup."""
    root = member.name.removesuffix("main")
    if root == member.name or (root and not root.endswith("/")) or root + "metadata" not in names:
        return False
    return any(name.startswith(root + "files/") for name in names)
