"""Packs items of Outlook as TNEF (MS-OXTNEF), so that tests can make a `winmail.dat` as they need it."""

import struct

MAGIC = bytes.fromhex("789f3e22") + b"\x01\x00"


def attribute(level: int, name: int, data: bytes) -> bytes:
    """One attribute with its checksum; the type that stands beside its name is not looked at."""
    return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def listed(*properties: tuple[int, int, bytes]) -> bytes:
    """A list of properties: type, number and value of each."""
    out = struct.pack("<I", len(properties))
    for kind, number, value in properties:
        out += struct.pack("<HH", kind, number)
        if number >= 0x8000:
            out += bytes(16) + struct.pack("<II", 0, 1)
        if kind in (0x1E, 0x1F, 0x102, 0x0D):
            out += struct.pack("<II", 1, len(value))
        out += value + bytes(-len(value) % 4)
    return out


def text(number: int, value: str) -> tuple[int, int, bytes]:
    """A property that is text."""
    return 0x1F, number, value.encode("utf-16-le") + b"\0\0"


def attached(name: str, data: bytes) -> bytes:
    """A file: what announces it, its title, its bytes, and its long name."""
    return (
        attribute(2, 0x9002, bytes(14))
        + attribute(2, 0x8010, b"SHORT~1\0")
        + attribute(2, 0x800F, data)
        + attribute(2, 0x9005, listed(text(0x3707, name)))
    )


def item_attached(name: str, inner: bytes) -> bytes:
    """An item in the item."""
    held = (0x0D, 0x3701, bytes(16) + inner)
    return attribute(2, 0x9002, bytes(14)) + attribute(2, 0x9005, listed(held, text(0x3707, name)))


def tnef(*parts: bytes) -> bytes:
    """The file."""
    return MAGIC + attribute(1, 0x9006, b"\0\0\1\0") + attribute(1, 0x9007, struct.pack("<II", 1256, 0)) + b"".join(parts)
