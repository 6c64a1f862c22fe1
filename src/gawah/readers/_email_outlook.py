"""One item as Outlook saves it (.msg): a compound file (MS-CFB) whose streams are properties (MS-OXMSG)."""

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any

from gawah.readers._email_bag import BINARY, DATA, OBJECT, STRING8, UNICODE, Enclosed, Item, Known
from gawah.readers._source import Member, Source

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
"""The class of a saved mail (MS-OXMSG section 2.2.1), which some programs leave out."""
_NAMES = tuple(name.encode("utf-16-le") for name in ("__nameid_version1.0", "__substg1.0_", "__properties_version1.0"))
_LOOKED_AT = 8 << 20
MAX_ENTRIES = 20_000
"""Streams and folders in one file; a mail to a thousand people has some ten thousand."""
MAX_BESIDE = 4_000
"""Streams and folders in one folder of the file."""
_PROPERTIES = "__properties_version1.0"
_OUTER, _INNER, _OTHER = 32, 24, 8
"""Bytes before the first row of the properties of a mail, of a mail in it, and of a recipient or attachment (section 2.4.1)."""
_LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors (MS-CFB section 2.2)."""
_STREAMED = (UNICODE, STRING8, BINARY)
_FAULTS = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    struct.error,
)
"""What olefile raises for damaged files; its own errors are among these."""


class TooMuch(ValueError):
    """There is more in the file than a mail has."""


def is_outlook(source: Source, member: Member, head: bytes) -> bool:
    """Whether a compound file is a saved mail: its first directory sector names what only a mail has. Never raises."""
    if not head.startswith(MAGIC) or len(head) < 512:
        return False
    shift, first = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    if shift not in (9, 12):
        return False
    start = (first + 1) << shift
    sector = b"" if start > _LOOKED_AT else source.head(member, start + (1 << shift))[start:]
    if not sector:  # far behind, or cut off
        return member.name.lower().endswith(".msg")
    return sector[80:96] == _CLASS or any(name in sector for name in _NAMES)


def read_msg(data: bytes) -> Item:
    """The item that a file holds. Raises TooMuch, and ValueError where it cannot be read."""
    try:
        storage, whole = _opened(data)
    except TooMuch:
        raise
    except _FAULTS as error:
        raise ValueError("no compound file") from error
    if _table(storage) is None:
        raise ValueError("no message")
    item = _item(storage, _OUTER)
    if not whole:
        item.faults = (("member-unreadable", "warning"),)
    return item


def _opened(data: bytes) -> tuple[Any, bool]:
    """The root of the file, and whether its folders lead to every stream that it lists and each has sectors of its own."""
    import olefile
    from oxmsg.storage import Storage

    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        entries = [entry for entry in file.direntries if entry is not None]
        total = sum(entry.size for entry in entries if entry.entry_type == olefile.STGTY_STREAM)
        # Streams may be laid over one another: what they say of their sizes must fit into the file.
        if len(entries) > MAX_ENTRIES or max(len(entry.kids) for entry in entries) > MAX_BESIDE or total > len(data):
            raise TooMuch("more than a mail has")
        storage = Storage.from_ole(file)
        listed = file.directory_fp.getvalue()[66::128]
        reached = len(entries) >= len(listed) - listed.count(0)
        streams = [entry for entry in entries if entry.entry_type == olefile.STGTY_STREAM and entry.size]
        large, small = ([each.isectStart for each in streams if each.is_minifat is kind] for kind in (False, True))
        return storage, reached and _is_apart(file.fat, large) and _is_apart(file.minifat or (), small)


def _is_apart(table: Sequence[int], starts: Sequence[int]) -> bool:
    """Whether nothing leads to a sector twice: chains that meet hold bytes of one another."""
    led_to = [sector for sector in (*table, *starts) if sector < _LAST]
    return len(set(led_to)) == len(led_to)


def _item(storage: Any, header: int) -> Item:
    return Item(
        _bag(storage, header),
        [_bag(each, _OTHER) for each in storage.iter_recipient_storages()],
        [_enclosed(each) for each in storage.iter_attachment_storages()],
    )


def _enclosed(storage: Any) -> Enclosed:
    inner = next((each for each in storage.storages if each.name == f"__substg1.0_{DATA:04X}{OBJECT:04X}"), None)
    bag = _bag(storage, _OTHER)
    found = bag.values.pop(DATA, None)
    if found is not None and found[0] == BINARY:
        data = found[1]
        return Enclosed(bag, lambda: iter((data,)))
    if inner is not None and _table(inner) is not None:
        return Enclosed(bag, item=lambda: _item(inner, _INNER))
    return Enclosed(bag)


def _bag(storage: Any, header: int) -> Known:
    """Properties of a fixed size stand in a table, each other one in a stream of its own."""
    table = _table(storage) or b""
    found = {number: (kind, table[at + 8 : at + 16]) for kind, number, at in _rows(table, header) if kind not in _STREAMED}
    streams: dict[str, bytes] = {stream.name: stream.bytes_ for stream in storage.streams}
    for name, data in streams.items():
        place = name.removeprefix("__substg1.0_")
        if len(place) != 8 or place == name:
            continue
        try:
            number, kind = int(place[:4], 16), int(place[4:], 16)
        except ValueError:
            continue
        if kind in _STREAMED and (number not in found or kind == UNICODE):
            found[number] = kind, data
    return Known(found)


def _rows(table: bytes, header: int) -> Iterator[tuple[int, int, int]]:
    """Type, number and place of each row."""
    for at in range(header, len(table) - 15, 16):
        yield *struct.unpack_from("<HH", table, at), at


def _table(storage: Any) -> bytes | None:
    return next((stream.bytes_ for stream in storage.streams if stream.name == _PROPERTIES), None)
