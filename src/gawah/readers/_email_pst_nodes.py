"""The nodes of an Outlook mailbox (.pst, .ost): two B-trees of pages, and the blocks that they lead to (MS-PST section 2.2).

Every mail, folder and table is a node, named by a number. The three forms are read: ANSI (Outlook 97 to 2002), Unicode, and
Unicode with pages of 4 KiB (.ost since Outlook 2013). What a file says of itself is bounded: pages and blocks are counted, trees
must come down at every step, a block must bear its own name.
"""

import struct
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

MAGIC = b"!BDN"
CLIENTS: Final = (b"SM", b"SO")
"""What stands behind the checksum: of a .pst, of an .ost."""
_ANSI, _UNICODE, _WIDE = (14, 15), 23, 36
_MAX_LEVEL = 8
_KEPT_PAGES = 2_048
_BBT, _NBT = 0x80, 0x81
_NONE, _PERMUTED, _CYCLIC = 0, 1, 2
_MASK64, _MASK32 = (1 << 64) - 2, (1 << 32) - 2
_INVERSE: Final = bytes.fromhex(
    "47f1b4e60b6a7248854e9eebe2f89453e0bba002e85a09abdbe3bac67cc310dd39059630f53760828cc9134a6b1df3fb8f2697ca911701c4322d"
    "6e3195ffd923d1005e79dc443b1a28c5615720903d83b943be67d2464276c06d5b7eb20f16293ca903540dda5ddff6b7c762cd8d06d3695c86d6"
    "14f7a56675acb1e94521700c879f74a4224c6fbf1f56aa2eb3783350b0a392bccf191ca763cb1e4d3e4b1b9b4fe7f0eead3ab55904ea40552551"
    "e57a893868527bfc27aed7bdfa07f4cc8e5fef359c842b15d5773449b6120a7f7188fd9d18417d93d8582ccefe24afdeb836c8a180a69998a82f"
    "0e816573e4c2a28ad4e111d0088b2af2ed9a643fc16cf9ec"
)
_MIDDLE: Final = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7c5a4dcac8574d6d0a79bae9a967166c36399b8dd73928e847da5"
    "5ed15d93b1575150808952944f4e0a6bbc8d7f6e47464140440111cb033ff7f4e1a98f3c3af9fbf0193082092ec99da08649ee6f4d6dc42d8134"
    "25871b88aafc06a11238fd4c4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b290768a30e697b189e2139be281a5b78f523ca"
    "2ab0af3efe048ce7e5983295d3f64ae8a6eae9f3d52f7020f21f0567ad5510cecde3273bdabad7c226d4911dd21c2233f8faf15aefcf90b68bb5"
    "bdc0bf08971e6ce261e0c6c159abbb58de5fdf60797eb28a"
)
"""The third and second table of MS-PST section 5.1. The first is the inverse of the third."""
_DIRECT: Final = bytes(_INVERSE.index(value) for value in range(256))


class Damaged(OSError):
    """Something in the file does not hold what it must, or is more than a mailbox has."""


@dataclass(slots=True)
class Leaf:
    """A node as its tree lists it: its number, that of its folder, and the blocks of its data and of what lies under it."""

    nid: int
    parent: int
    data: int
    under: int


@dataclass(frozen=True, slots=True)
class _Form:
    """Where things stand in one form of the file."""

    wide: bool
    size: int
    foot: int
    """Bytes of a page before its counts; they are followed by the trailer."""
    count: str
    trailer: int
    roots: int
    crypt: int


_FORMS: Final = {
    **dict.fromkeys(_ANSI, _Form(wide=False, size=512, foot=496, count="<BxBB", trailer=12, roots=184, crypt=461)),
    _UNICODE: _Form(wide=True, size=512, foot=488, count="<BxBB", trailer=16, roots=216, crypt=513),
    _WIDE: _Form(wide=True, size=4096, foot=4056, count="<HxxBB", trailer=24, roots=216, crypt=513),
}


@dataclass(slots=True)
class Store:
    """The file, opened.

    Attributes:
        wide: Blocks and nodes have names of eight bytes.
        large: Its pages have 4 KiB.
        differing: Where pages and blocks lie that do not have the checksum they state, as far as they were read.
        unread: Where pages lie that list nodes and cannot be read.
    """

    stream: BinaryIO = field(repr=False)
    wide: bool = True
    large: bool = False
    differing: set[int] = field(init=False, repr=False, default_factory=set)
    unread: set[int] = field(init=False, repr=False, default_factory=set)
    _form: _Form = field(init=False, repr=False)
    _size: int = field(init=False, default=0)
    _crypt: int = field(init=False, default=0)
    _left: int = field(init=False, default=0)
    _nodes: int = field(init=False, default=0)
    _blocks: int = field(init=False, default=0)
    _pages: "OrderedDict[int, tuple[int, int, bytes, int]]" = field(init=False, repr=False, default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._size = self.stream.seek(0, 2)
        head = self._at(0, 564)
        version = int.from_bytes(head[10:12], "little")
        form = _FORMS.get(_UNICODE if _UNICODE < version < _WIDE else version)
        if len(head) < 564 or not head.startswith(MAGIC) or form is None:
            raise Damaged("no form that is known")
        self._form, self.wide, self.large = form, form.wide, form.size > 512
        self._crypt = head[form.crypt]
        if self._crypt > _CYCLIC:
            raise Damaged("encrypted")
        step = 16 if form.wide else 8
        self._nodes = self._place(head, form.roots + step // 2)
        self._blocks = self._place(head, form.roots + step + step // 2)
        self._left = 64 * self._size + (64 << 20)

    def _at(self, place: int, size: int) -> bytes:
        if not 0 <= place < self._size:
            raise Damaged("outside of the file")
        self.stream.seek(place)
        return self.stream.read(size)

    def _place(self, data: bytes, at: int) -> int:
        return int.from_bytes(data[at : at + (8 if self.wide else 4)], "little")

    def _page(self, place: int, kind: int) -> tuple[int, int, bytes, int]:
        """Entries, size of each, the page and its level."""
        found = self._pages.get(place)
        if found is not None:
            self._pages.move_to_end(place)
            if found[2][self._form.size - self._form.trailer] != kind:
                raise Damaged("no page of this tree")
            return found
        form = self._form
        page = self._at(place, form.size)
        self._spend(form.size)
        if len(page) < form.size or page[form.size - form.trailer] != kind:
            raise Damaged("no page of this tree")
        count, each, level = struct.unpack_from(form.count, page, form.foot)
        if count * each > form.foot or level > _MAX_LEVEL or each < 12:
            raise Damaged("no page of this tree")
        if not self.large:
            stated = page[500:504] if self.wide else page[508:512]
            self._compare(place, page[: form.size - form.trailer], stated)
        self._pages[place] = count, each, page, level
        if len(self._pages) > _KEPT_PAGES:
            self._pages.popitem(last=False)
        return count, each, page, level

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Damaged("the same is read again and again")

    def leaves(self) -> Iterator[Leaf]:
        """Every node, in the order of their numbers. What cannot be read is noted in `unread` and passed over."""
        word = 8 if self.wide else 4
        waiting = [(self._nodes, _MAX_LEVEL + 1)]
        seen = 0
        while waiting:
            place, above = waiting.pop()
            seen += 1
            try:
                count, each, page, level = self._page(place, _NBT)
                if level >= above or seen > self._size // self._form.size + 1:
                    raise Damaged("a tree that does not end")
            except Damaged:
                self.unread.add(place)
                continue
            if level:
                inner = [(self._place(page, index * each + 2 * word), level) for index in range(count)]
                waiting += reversed(inner)
                continue
            for index in range(count):
                at = index * each
                numbers = [self._place(page, at + word * field) for field in range(3)]
                parent = int.from_bytes(page[at + 3 * word : at + 3 * word + 4], "little")
                yield Leaf(numbers[0] & 0xFFFFFFFF, parent, numbers[1], numbers[2])

    def block(self, name: int) -> bytes:
        """The bytes of a block. Raises Damaged."""
        place, stored, size = self._find(name)
        data = self._at(place, stored)
        self._spend(stored + 64)
        if len(data) < stored:
            raise Damaged("cut off")
        if not self.large:
            self._check(name, place, data)
        if size != stored:
            packing = zlib.decompressobj()
            try:
                data = packing.decompress(data, size)
            except zlib.error as error:
                raise Damaged("packed wrongly") from error
            self._spend(size)
        return data if name & 2 else _plain(data, self._crypt, name)

    def _check(self, name: int, place: int, data: bytes) -> None:
        """The trailer of a block stands at the end of its room, which is a multiple of 64 bytes."""
        trailer = self._form.trailer
        end = place + -(-(len(data) + trailer) // 64) * 64
        tail = self._at(end - trailer, trailer)
        bears, stated = (tail[8:16], tail[4:8]) if self.wide else (tail[4:8], tail[8:12])
        if int.from_bytes(bears, "little") & _MASK64 != name & _MASK64:
            raise Damaged("another block")
        self._compare(place, data, stated)

    def _compare(self, place: int, data: bytes, stated: bytes) -> None:
        """CRC-32 that begins with 0 and is not turned over at its end (MS-PST section 5.3)."""
        if zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF != int.from_bytes(stated, "little"):
            self.differing.add(place)

    def _find(self, name: int) -> tuple[int, int, int]:
        """Place, size in the file and size of a block, by the tree of blocks."""
        wanted = name & (_MASK64 if self.wide else _MASK32)
        word = 8 if self.wide else 4
        place, above = self._blocks, _MAX_LEVEL + 1
        while True:
            count, each, page, level = self._page(place, _BBT)
            if level >= above or not count:
                raise Damaged("a tree that does not end")
            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                if self._place(page, middle * each) & ~1 > wanted:
                    high = middle
                else:
                    low = middle + 1
            at = (low - 1) * each
            if low == 0:
                raise Damaged("no such block")
            if level:
                place, above = self._place(page, at + 2 * word), level
                continue
            if self._place(page, at) & ~1 != wanted:
                raise Damaged("no such block")
            stored, size = struct.unpack_from("<HH", page, at + 2 * word)
            return self._place(page, at + word), stored, (size or stored) if self.large else stored


def _plain(data: bytes, crypt: int, name: int) -> bytes:
    """The data of a block without Outlook's "encryption", which has no key (MS-PST sections 5.1 and 5.2)."""
    if crypt == _PERMUTED:
        return data.translate(_INVERSE)
    if crypt == _NONE:
        return data
    key = (name ^ name >> 16) & 0xFFFF
    out = bytearray(data)
    for index, value in enumerate(data):
        low, high = key & 0xFF, key >> 8
        middle = (_MIDDLE[(_DIRECT[(value + low) & 0xFF] + high) & 0xFF] - high) & 0xFF
        out[index] = (_INVERSE[middle] - low) & 0xFF
        key = (key + 1) & 0xFFFF
    return bytes(out)
