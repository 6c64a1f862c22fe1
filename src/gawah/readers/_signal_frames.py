"""Frames of a Signal backup one by one: length-delimited in the binary form, one a line in the readable one.

Seen: the test cases of Signal-Message-Backup-Tests (a BackupInfo, then Frames, each behind its length, neither packed nor
encrypted). From libsignal's source: the readable export, the JSON form of the same, a line each. A frame that cannot be read is one
lost record; behind `MAX_FAULTS` such frames in a row the rest is given up.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from gawah.readers._json_object import as_object, plain_object
from gawah.readers._protobuf import Malformed, varint, walk
from gawah.readers._signal_schema import SCHEMA

MAX_FRAME = 4 << 20
MAX_FAULTS = 1_000
_EARLIEST_MS, _LATEST_MS = 1_388_534_400_000, 4_102_444_800_000
"""2014, when Signal began, and 2100."""
_ITEM_TAG, _ITEM_LINE = b"\x22", b'{"chatItem":'
_COUNTED = ("chatItem", "adHocCall", "updateMessage", "groupChange", "updates", "revisions")
_ITEM, _REVISIONS, _UPDATE, _CALL = 4, 6, 15, 6


@dataclass(slots=True)
class Frame:
    """A frame.

    Attributes:
        number: From 0; the first is the BackupInfo.
        start, end: Its bytes in the file, its length or line end with it.
        value: Its JSON form: by field names, numbers perhaps as text, bytes perhaps in base 64; None when there is a fault.
        fault: The problem code that keeps it from being read, or None.
        unknown: Places of fields that this version does not know, and how often they stood.
        repeated: A key stood twice.
        lost: How many records a frame with a fault stands for, as far as its outermost fields tell.
    """

    number: int
    start: int
    end: int
    value: dict[str, Any] | None
    fault: str | None
    unknown: dict[str, int]
    repeated: bool = False
    lost: int = 1


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are a BackupInfo and the beginning of a Frame."""
    try:
        size, at = varint(head, 0)
        info = SCHEMA.decode("BackupInfo", head[at : at + size])
        tail = head[at + size :]
        if size == 0 or len(head) < at + size or not _is_info(info):
            return False
        frame, begins = varint(tail, 0)
        return frame <= MAX_FRAME and (frame == 0 or tail[begins] in range(0x0A, 0x4B, 8))
    except (Malformed, IndexError):
        return False


def is_lines(head: bytes) -> bool:
    """Whether the first bytes of a file are a BackupInfo in its JSON form, on a line of its own."""
    line = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    if not line.startswith(b"{") or b'"backupTimeMs"' not in line:
        return False
    info, _ = as_object(line.decode(errors="replace"))
    return info is not None and _is_info(info)


def frames(opened: Callable[[], BinaryIO], *, lines: bool, items: bool = True) -> Iterator[Frame]:
    """The frames of a file, and those that cannot be read. Without `items`, chat items stay undecoded, to find people quickly."""
    faults = 0
    with opened() as stream:
        for frame in _lines(stream, items=items) if lines else _delimited(stream, items=items):
            faults = faults + 1 if frame.fault and frame.lost else 0
            yield frame
            if faults >= MAX_FAULTS:
                return


def records(opened: Callable[[], BinaryIO], *, lines: bool) -> int:
    """How many records the frames hold, told apart from `frames`: chat items, their revisions and further changes, ad hoc calls."""
    total = faults = 0
    with opened() as stream:
        for data in plain_lines(stream, skipped=1) if lines else _plain_frames(stream):
            found = None if data is None else _line_records(data) if lines else _frame_records(data)
            faults = faults + 1 if found is None else 0
            total += 1 if found is None else found
            if faults >= MAX_FAULTS:
                break
    return total


def number(value: object) -> int:
    """A number, which the JSON form may state as text; 0 when it is none."""
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < 25 else 0


def _is_info(info: dict[str, Any]) -> bool:
    return 0 < number(info.get("version")) < 1000 and _EARLIEST_MS <= number(info.get("backupTimeMs")) < _LATEST_MS


def _delimited(stream: BinaryIO, *, items: bool) -> Iterator[Frame]:
    at = count = 0
    while True:
        head = stream.read(1)
        if not head:
            return
        while head[-1] >= 0x80 and len(head) < 10:
            more = stream.read(1)
            if not more:
                break
            head += more
        try:
            size, _ = varint(head, 0)
            kept = stream.read(size) if size <= MAX_FRAME else None
        except Malformed:
            size, kept = 1, b""
        end = at + len(head) + (size if kept is None else len(kept))
        if kept is None:
            end = min(end, at + len(head) + _skip(stream, size))
            yield Frame(count, at, end, None, "limit-reached", {})
        else:
            left = not items and count > 0 and kept[:1] == _ITEM_TAG
            yield Frame(count, at, end, {}, None, {}) if left else _decoded(count, at, end, kept, whole=len(kept) == size)
        at, count = end, count + 1


def _decoded(count: int, start: int, end: int, data: bytes, *, whole: bool) -> Frame:
    unknown: dict[str, int] = {}
    if whole:
        try:
            value = SCHEMA.decode("Frame" if count else "BackupInfo", data, unknown)
            return Frame(count, start, end, value, None, unknown)
        except Malformed:
            told = _frame_records(data)
            return Frame(count, start, end, None, "record-unreadable", {}, lost=1 if told is None else told)
    return Frame(count, start, end, None, "record-unreadable", {})


def _skip(stream: BinaryIO, size: int) -> int:
    """How many of `size` bytes there were."""
    left = size
    while left:
        data = stream.read(min(left, 1 << 20))
        if not data:
            break
        left -= len(data)
    return size - left


def _lines(stream: BinaryIO, *, items: bool) -> Iterator[Frame]:
    for frame in json_lines(stream, None if items else _ITEM_LINE):
        if frame.value is not None:
            SCHEMA.strangers("Frame" if frame.number else "BackupInfo", frame.value, frame.unknown)
        yield frame


def json_lines(stream: BinaryIO, without: bytes | None = None) -> Iterator[Frame]:
    """The objects of a file with one on each line; lines that are none or too large with their fault; blank ones left out. Lines
    that begin as `without` are left undecoded.
    """
    at = count = 0
    while line := stream.readline(MAX_FRAME + 1):
        start, at = at, at + len(line)
        if len(line) > MAX_FRAME and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_FRAME)) and not rest.endswith(b"\n"):
                at += len(rest)
            at += len(rest)
            yield Frame(count, start, at, None, "limit-reached", {})
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            left = without is not None and line.startswith(without)
            value, repeated = ({}, False) if left else as_object(decoded(line, first=count == 0))
            yield Frame(count, start, at, value, None if value is not None else "record-unreadable", {}, repeated)
        else:
            continue
        count += 1


def _plain_frames(stream: BinaryIO) -> Iterator[bytes | None]:
    """The bytes of each frame behind the BackupInfo; None for one that is cut or too large. By a window of its own."""
    window, at, first = b"", 0, True
    while True:
        while len(window) - at < 16 and (more := stream.read(1 << 18)):
            window, at = window[at:] + more, 0
        if at >= len(window):
            return
        try:
            size, begins = varint(window, at)
        except Malformed:
            yield None
            at = min(at + 10, len(window))
            first = False
            continue
        if size > MAX_FRAME:
            left = size - (len(window) - begins)
            window, at = (b"", 0) if left >= 0 else (window, begins + size)
            while left > 0 and (more := stream.read(min(left, 1 << 18))):
                left -= len(more)
            data = None
        else:
            while len(window) - begins < size and (more := stream.read(1 << 18)):
                window += more
            data = window[begins : begins + size]
            at = begins + size
            if len(data) < size:
                data = None
        if data is None or not first:
            yield data
        first = False


def _frame_records(data: bytes) -> int | None:
    item, call = None, 0
    try:
        for tag, _, value in walk(data):
            if tag == _ITEM and isinstance(value, bytes):
                item = value
            elif tag == _CALL and isinstance(value, bytes):
                call = 1
        return call if item is None else _item_records(item)
    except Malformed:
        return None


def _item_records(data: bytes, depth: int = 0) -> int:
    """One; or as many as a group change has parts; and those of the revisions."""
    own = 1
    revised = 0
    for tag, _, value in walk(data):
        if tag == _REVISIONS and isinstance(value, bytes) and depth < 3:
            revised += _item_records(value, depth + 1)
        elif tag == _UPDATE and isinstance(value, bytes):
            changes = [part for kind, _, part in walk(value) if kind == 2 and isinstance(part, bytes)]
            own = max(1, sum(kind == 1 for part in changes[-1:] for kind, _, _ in walk(part)))
    return own + revised


def decoded(line: bytes, *, first: bool) -> str:
    """A line as text; the first may begin with a byte order mark."""
    return (line.removeprefix(b"\xef\xbb\xbf") if first else line).decode(errors="replace")


def plain_lines(stream: BinaryIO, skipped: int = 0) -> Iterator[bytes | None]:
    """Each line that is not blank, behind the first `skipped`; None for one that is too large."""
    count = 0
    while line := stream.readline(MAX_FRAME + 1):
        whole = line.endswith(b"\n") or len(line) <= MAX_FRAME
        if not whole:
            while (more := stream.readline(1 << 18)) and not more.endswith(b"\n"):
                pass
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            if count >= skipped:
                yield line if whole else None
            count += 1


def _line_records(data: bytes) -> int | None:
    stated = plain_object(decoded(data, first=False), *_COUNTED)
    if stated is None:
        return None
    if isinstance(stated.get("chatItem"), dict):
        return _stated_records(stated["chatItem"])
    return int(isinstance(stated.get("adHocCall"), dict))


def _stated_records(item: dict[str, Any], depth: int = 0) -> int:
    update = item.get("updateMessage")
    change = update.get("groupChange") if isinstance(update, dict) else None
    parts = change.get("updates") if isinstance(change, dict) else None
    own = max(1, len(parts)) if isinstance(parts, list) else 1
    revisions = item.get("revisions")
    listed = [each for each in revisions if isinstance(each, dict)] if isinstance(revisions, list) and depth < 3 else []
    return own + sum(_stated_records(each, depth + 1) for each in listed)
