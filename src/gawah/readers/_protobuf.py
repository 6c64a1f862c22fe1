"""Messages in the wire format of Protocol Buffers, decoded by a table of their fields into what their JSON form would be.

Source: protobuf.dev/programming-guides/encoding. Unknown fields are counted by number; a field of another wire type than the table
says counts as unknown. Depth and number of fields are bounded by the size of the message, which the caller bounds.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 30
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_KINDS = {"u": _VARINT, "b": _VARINT, "s": _BYTES, "x": _BYTES, "f": _FIXED32}


class Malformed(ValueError):
    """The bytes are no message."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a message: its name; `u` number, `b` truth, `s` text, `x` bytes, `f` 32 bits, or the name of the message or
    enumeration that it holds; whether it may stand often; its wire type.
    """

    name: str
    kind: str
    repeated: bool
    wire: int


class Schema:
    """Messages and enumerations by name.

    `messages` states each as `number name kind`, kinds with `*` for repeated fields, between commas; `enums` gives names by number.
    """

    def __init__(self, messages: dict[str, str], enums: dict[str, tuple[str, ...]]) -> None:
        self._messages = {name: dict(_fields(text, enums)) for name, text in messages.items()}
        self._enums = enums

    def decode(
        self, name: str, data: bytes, unknown: dict[str, int] | None = None, path: str = "", depth: int = 0
    ) -> dict[str, object]:
        """The message `name` in `data`, as a dictionary by field names; texts that are no UTF-8 with U+FFFD.

        `unknown` takes the places of unknown fields (`/chatItem/23`) and how often they stood. Raises Malformed.
        """
        if depth > MAX_DEPTH:
            raise Malformed
        fields = self._messages[name]
        found: dict[str, object] = {}
        for number, wire, value in walk(data):
            field = fields.get(number)
            if field is None or (wire != field.wire and not (field.repeated and wire == _BYTES)):
                if unknown is not None:
                    place = f"{path}/{number}"
                    unknown[place] = unknown.get(place, 0) + 1
                continue
            if field.kind == "u" and wire == _VARINT:
                decoded: object = value
            else:
                decoded = self._value(field, wire, value, unknown, path, depth)
            if field.repeated:
                kept = found.setdefault(field.name, [])
                assert isinstance(kept, list)
                kept.extend(decoded if isinstance(decoded, list) else [decoded])
            else:
                found[field.name] = decoded
        return found

    def strangers(self, name: str, value: dict[str, object], unknown: dict[str, int], path: str = "", depth: int = 0) -> None:
        """Add to `unknown` the keys of a message in its JSON form that are no fields of the message `name`."""
        fields = {field.name: field for field in self._messages[name].values()}
        for key, held in value.items():
            field = fields.get(key)
            if field is None:
                place = f"{path}/{key if key.isascii() and key.isidentifier() else '?'}"
                unknown[place] = unknown.get(place, 0) + 1
            elif field.kind in self._messages and depth < MAX_DEPTH:
                for each in held if isinstance(held, list) else (held,):
                    if isinstance(each, dict):
                        self.strangers(field.kind, each, unknown, f"{path}/{key}", depth + 1)

    def _value(self, field: Field, wire: int, value: int | bytes, unknown: dict[str, int] | None, path: str, depth: int) -> object:
        if field.kind in self._messages:
            assert isinstance(value, bytes)
            return self.decode(field.kind, value, unknown, f"{path}/{field.name}", depth + 1)
        if wire == _BYTES and field.kind not in ("s", "x"):
            return list(_packed(value))  # numbers one behind the other
        if field.kind == "s":
            return bytes(value).decode(errors="replace")
        if field.kind == "b":
            return bool(value)
        if field.kind in self._enums and isinstance(value, int):
            names = self._enums[field.kind]
            return names[value] if value < len(names) else value
        return value


def walk(data: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """Number, wire type and value of each field, in order. Raises Malformed."""
    at = 0
    while at < len(data):
        tag = data[at]
        if tag < 0x80:  # most are of one byte; a call for each takes half of the time
            at += 1
        else:
            tag, at = varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0:
            raise Malformed
        if wire == _VARINT:
            value, at = varint(data, at)
            yield number, wire, value
            continue
        if wire == _BYTES:
            if at < len(data) and data[at] < 0x80:
                size = data[at]
                at += 1
            else:
                size, at = varint(data, at)
        else:
            size = {_FIXED64: 8, _FIXED32: 4}.get(wire, len(data) + 1)
        if at + size > len(data):
            raise Malformed
        if wire == _BYTES:
            yield number, wire, data[at : at + size]
        else:
            yield number, wire, int(struct.unpack("<Q" if wire == _FIXED64 else "<I", data[at : at + size])[0])
        at += size


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins at `at`, seven bits a byte, and the place behind it. Raises Malformed: cut, or longer than 64 bits."""
    value = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
    raise Malformed


def _packed(value: int | bytes) -> Iterator[int]:
    data, at = bytes(value), 0
    while at < len(data):
        number, at = varint(data, at)
        yield number


def _fields(text: str, enums: dict[str, tuple[str, ...]]) -> Iterator[tuple[int, Field]]:
    for stated in filter(None, text.split(",")):
        number, name, sort = stated.split()
        kind = sort.rstrip("*")
        wire = _KINDS.get(kind, _VARINT if kind in enums else _BYTES)
        yield int(number), Field(name, kind, sort.endswith("*"), wire)
