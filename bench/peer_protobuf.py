"""Parses the frames of a Signal backup with Google's protobuf, told of the fields that stand in the file.

Runs in the peers' own environment. It gives messages in C: no people, chats, times or second count, and fields that it was
not told of go unnoticed.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

# installed in .venv-bench alone
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # type: ignore[import-untyped]

from bench.peer import measured

_FIELDS: dict[str, dict[str, tuple[int, str, bool]]] = {
    "Frame": {"recipient": (2, "Recipient", False), "chat": (3, "Chat", False), "item": (4, "Item", False)},
    "Recipient": {"id": (1, "", False), "contact": (2, "Contact", False)},
    "Contact": {"aci": (1, "bytes", False), "number": (4, "", False), "name": (11, "string", False)},
    "Chat": {"id": (1, "", False), "recipient": (2, "", False)},
    "Item": {
        "chat": (1, "", False),
        "author": (2, "", False),
        "sent": (3, "", False),
        "incoming": (8, "Incoming", False),
        "outgoing": (9, "Outgoing", False),
        "standard": (11, "Standard", False),
    },
    "Incoming": {"received": (1, "", False)},
    "Outgoing": {},
    "Standard": {"text": (2, "Text", False), "reactions": (6, "Reaction", True)},
    "Text": {"body": (1, "string", False)},
    "Reaction": {"emoji": (1, "string", False), "author": (2, "", False), "sent": (3, "", False)},
}
"""Names of ours; numbers and types as in libsignal's backup.proto: number, type (none: uint64), whether there may be several."""


def _frame() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="bench.proto", package="bench", syntax="proto3")
    kinds = descriptor_pb2.FieldDescriptorProto
    plain = {"": kinds.TYPE_UINT64, "bytes": kinds.TYPE_BYTES, "string": kinds.TYPE_STRING}
    for name, fields in _FIELDS.items():
        message = file.message_type.add(name=name)
        for field, (number, kind, several) in fields.items():
            made = message.field.add(name=field, number=number, type=plain.get(kind, kinds.TYPE_MESSAGE))
            made.label = kinds.LABEL_REPEATED if several else kinds.LABEL_OPTIONAL
            if kind not in plain:
                made.type_name = f".bench.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("bench.Frame"))


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    frame = _frame()
    data = memoryview(path.read_bytes())
    at = found = 0
    first = True
    while at < len(data):
        length = shift = 0
        while True:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if not first:  # the first is what the backup says of itself
            parsed = frame.FromString(data[at : at + length])
            found += parsed.HasField("item") and bool(parsed.item.standard.text.body)
        first = False
        at += length
    return found


measured(_read, f"protobuf {version('protobuf')}")
