"""Outlook's `winmail.dat` (TNEF, MS-OXTNEF): an item with its files, packed into one file of a mail."""

from collections.abc import Iterator

from gawah.readers._email_bag import (
    BINARY,
    BODY,
    CLASS,
    DATA,
    FILE_NAMES,
    LONG,
    MESSAGE_PAGE,
    OBJECT,
    STRING8,
    SUBJECT,
    UNICODE,
    Enclosed,
    Item,
    Known,
)

MAGIC = bytes.fromhex("789f3e22")
_MAX_ATTRIBUTES = 20_000
_MAX_PROPERTIES = 4_000
_FILE, _FILE_DATA, _FILE_TITLE, _FILE_PROPERTIES = 0x9002, 0x800F, 0x8010, 0x9005
_PROPERTIES, _RECIPIENTS, _PAGE = 0x9003, 0x9004, 0x9007
_PLAIN = {0x8004: SUBJECT, 0x800C: BODY, 0x8008: CLASS}
_VARIABLE = frozenset({STRING8, UNICODE, BINARY, OBJECT})
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a value by its type (section 2.1.3.5)."""
_MANY = 0x1000
_FIRST_NAMED = 0x8000
_INTERFACE = 16
"""Bytes before the item that is attached: which interface it has."""


def is_tnef(data: bytes) -> bool:
    """Whether a file begins as one."""
    return data.startswith(MAGIC)


def read_tnef(data: bytes) -> Item:
    """The item that it holds. Of a damaged file, what stands before; its `faults` say so. Raises ValueError for another file."""
    if not is_tnef(data):
        raise ValueError("not one")
    walk = _Walk(data)
    for name, start, end in walk.attributes():
        walk.take(name, start, end)
    item = walk.item
    item.cut = walk.cut
    if walk.damaged:
        item.faults += (("member-unreadable", "loss"),)
    if walk.differs:
        item.faults += (("digest-differs", "warning"),)
    return item


class _Walk:
    """Takes one attribute after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[int, tuple[int, bytes]] = {}
        self.item = Item(Known(self._known))
        self._file: dict[int, tuple[int, bytes]] = {}
        self.cut = self.damaged = self.differs = False

    def attributes(self) -> Iterator[tuple[int, int, int]]:
        """Name, first and past-the-last byte of each (section 2.1.1.2); its checksum is the sum of its bytes."""
        data, at = self._data, 6
        for _ in range(_MAX_ATTRIBUTES):
            if at >= len(data):
                return
            name, size = _number(data, at + 1) & 0xFFFF, _number(data, at + 5)
            start, end = at + 9, at + 9 + size
            if data[at] not in (1, 2) or end + 2 > len(data):
                self.damaged = True
                if data[at] not in (1, 2) or start >= len(data):
                    return
                yield name, start, len(data)
                return
            self.differs = self.differs or sum(data[start:end]) & 0xFFFF != int.from_bytes(data[end : end + 2], "little")
            yield name, start, end
            at = end + 2
        self.cut = True

    def take(self, name: int, start: int, end: int) -> None:
        """Take note of what one says."""
        data = self._data
        if name == _FILE:
            self._file = {}
            self.item.attachments.append(Enclosed(Known(self._file)))
        elif name == _PAGE:
            self._known.setdefault(MESSAGE_PAGE, (LONG, data[start : start + 4]))
        elif name in _PLAIN:
            self._known.setdefault(_PLAIN[name], (STRING8, data[start:end]))
        elif name == _PROPERTIES:
            self._known.update(self._listed(start, end)[0])
        elif name == _RECIPIENTS:
            at, count = start + 4, _number(data, start)
            self.cut = self.cut or count > _MAX_PROPERTIES
            for _ in range(min(count, _MAX_PROPERTIES)):
                if at >= end:
                    self.damaged = True
                    break
                known, at = self._listed(at, end)
                self.item.recipients.append(Known(known))
        elif self.item.attachments:
            self._of_file(self.item.attachments[-1], name, start, end)

    def _of_file(self, enclosed: Enclosed, name: int, start: int, end: int) -> None:
        data = self._data
        if name == _FILE_TITLE:
            self._file.setdefault(FILE_NAMES[1], (STRING8, data[start:end]))
        elif name == _FILE_DATA:
            enclosed.pieces = lambda: iter((data[start:end],))
        elif name == _FILE_PROPERTIES:
            known = self._listed(start, end)[0]
            kind, held = known.pop(DATA, (0, b""))
            self._file.update(known)
            if kind == OBJECT and is_tnef(held[_INTERFACE:]):
                enclosed.item = lambda: read_tnef(held[_INTERFACE:])
            elif kind == BINARY and enclosed.pieces is None:
                enclosed.pieces = lambda: iter((held,))

    def _listed(self, start: int, end: int) -> tuple[dict[int, tuple[int, bytes]], int]:
        """A list of properties (section 2.1.3.4), and where it ends; what cannot be read ends it."""
        data, found, at = self._data, dict[int, tuple[int, bytes]](), start + 4
        count = _number(data, start)
        self.cut = self.cut or count > _MAX_PROPERTIES
        for _ in range(min(count, _MAX_PROPERTIES)):
            kind, wanted = _number(data, at) & 0xFFFF, _number(data, at) >> 16
            at += 4
            if wanted >= _FIRST_NAMED:  # a name follows: a set, and a number or a text in it
                at += 24 if _number(data, at + 16) == 0 else 24 + _padded(_number(data, at + 20))
            one, values = kind & ~_MANY, 1
            if kind & _MANY or one in _VARIABLE:
                values = _number(data, at)
                at += 4
            for index in range(values):
                size = _FIXED.get(one)
                if one in _VARIABLE:
                    size = _number(data, at)
                    at += 4
                if size is None or at + size > end:
                    self.damaged = True
                    return found, end
                if index == 0:
                    found.setdefault(wanted, (kind, data[at : at + size]))
                at += _padded(size)
        return found, at


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _padded(size: int) -> int:
    return (size + 3) & ~3
