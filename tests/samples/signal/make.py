"""Writes the sources of these samples again: `python tests/samples/signal/make.py`. Everybody and everything in them is invented.

Frames are put together by field numbers here, without the table of the reader; numbers and names as in libsignal's backup.proto.
"""

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
T0 = 1_700_000_000_000
"""14 November 2023, 22:13:20 UTC."""
ME, HER, GROUP, OTHER, LINK = 1, 2, 3, 4, 5
HER_ID, OTHER_ID, ME_ID = bytes([0xA1]) * 16, bytes([0xB2]) * 16, bytes([0xC3]) * 16

Part = tuple[int, "int | str | bytes | list[Any]"]


def wire(*parts: Part) -> bytes:
    """A message of fields by number: numbers as varints, texts and bytes and messages (lists of parts) behind their length."""
    out = b""
    for number, value in parts:
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            data = value.encode() if isinstance(value, str) else wire(*value) if isinstance(value, list) else value
            out += varint(number << 3 | 2) + varint(len(data)) + data
    return out


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def delimited(*messages: bytes) -> bytes:
    return b"".join(varint(len(each)) + each for each in messages)


INFO = wire((1, 1), (2, T0 + 10**9), (4, "Invented 1.0"))
MEMBERS: list[Part] = [(7, [(1, HER_ID), (2, 2)]), (7, [(1, ME_ID)])]
PEOPLE = [
    wire((1, [(2, "me.canary.01"), (4, "Mehr"), (5, "Talpur")])),
    wire((2, [(1, ME), (5, [])])),
    wire((2, [(1, HER), (2, [(1, HER_ID), (4, 923001112222), (11, "Ada"), (12, "Canary")])])),
    wire((2, [(1, OTHER), (2, [(2, OTHER_ID), (3, "bo.07"), (18, "Bo")])])),
    wire((2, [(1, GROUP), (3, [(1, b"k" * 32), (5, [(2, [(1, "Hostel canary")]), *MEMBERS])])])),
    wire((2, [(1, LINK), (7, [(1, b"root" * 4), (3, "Weekly call")])])),
    wire((3, [(1, 10), (2, HER)])),
    wire((3, [(1, 11), (2, GROUP)])),
    wire((3, [(1, 12), (2, OTHER), (3, 1)])),
]


def said(chat: int, author: int, at: int, *content: Part) -> bytes:
    direction: Part = (9, [(1, [(1, HER), (5, [])])]) if author == ME else (8, [(1, T0 + at * 1000 + 5)])
    return wire((4, [(1, chat), (2, author), (3, T0 + at * 1000), direction, *content]))


def plain(body: str, *more: Part) -> Part:
    return (11, [(2, [(1, body)]), *more])


def everything() -> list[bytes]:
    pointer = [(4, "image/jpeg"), (7, "canary.jpg"), (13, [(3, 20), (10, hashlib.sha256(JPEG).digest())])]
    reaction: Part = (6, [(1, "😡"), (2, HER), (3, T0 + 5_500), (4, 1)])
    revision = [(1, 10), (2, HER), (3, T0 + 8_000), (8, []), plain("I will find you canary")]
    return [
        said(10, HER, 1, plain("Kya haal hai? canary")),
        said(10, ME, 5, plain("please stop: https://example.org/a", (4, [(1, "https://example.org/preview")]), reaction)),
        said(10, HER, 6, plain("no", (1, [(1, T0 + 5_000), (2, ME), (3, [(1, "please stop")]), (5, 1)]))),
        said(10, HER, 9, (6, revision), plain("See you tomorrow")),
        said(10, HER, 10, (14, [])),
        said(11, HER, 11, (22, [(1, HER)])),
        said(10, HER, 12, (11, [(3, [(1, pointer), (2, 1), (3, 1)])])),
        said(10, HER, 13, (18, [])),
        said(10, HER, 14, (13, [(1, [(1, b"p" * 16), (3, 7), (4, "💀"), (5, [(4, "image/webp")])])])),
        said(10, HER, 15, (12, [(1, [(1, [(1, "Cy"), (2, "Canary")]), (3, [(1, "+92 300 7")]), (4, [(1, "cy@example.org")])])])),
        said(10, HER, 16, (16, [(1, "1.5"), (3, "for the taxi")])),
        said(10, HER, 17, (17, [(2, 1)])),
        said(10, HER, 18, (19, [(1, [(1, [(1, "nice story")])])])),
        said(11, ME, 19, (20, [(1, "When?"), (3, [(1, "Monday")]), (3, [(1, "Never")]), (4, 1)])),
        said(10, HER, 20, plain("a long text", (5, [(4, "text/x-signal-plain")]))),
        said(12, OTHER, 21, (7, 1), plain("by the phone's own messages")),
        said(10, HER, 22, (4, T0), (5, 3_600_000), plain("gone in an hour")),
        wire((4, [(1, 10), (2, ME), (3, T0 + 23_000), (9, [(1, [(1, HER), (9, [(1, 1)])])]), plain("did not go out")])),
        said(10, HER, 24),
        *updates(),
        wire((6, [(1, 99), (2, LINK), (3, 1), (4, T0 + 50_000)])),
        wire((5, [(1, b"pack")])),
        wire((30, b"a frame of a later version")),
        said(10, HER, 60, plain("with a field of a later version", (99, 5)), (98, b"?")),
        said(77, 88, 61, plain("in no chat, from nobody")),
        wire((4, [(1, 10), (2, HER), plain("at no time")])),
    ]


def updates() -> list[bytes]:
    def update(chat: int, at: int, *content: Part) -> bytes:
        return wire((4, [(1, chat), (2, HER), (3, T0 + at * 1000), (10, []), (15, list(content))]))

    renamed: Part = (1, [(3, [(1, HER_ID), (2, "Hostel canary")])])
    joined: Part = (1, [(18, [(1, HER_ID), (2, OTHER_ID)])])
    timed: Part = (1, [(34, [(1, 60_000), (2, HER_ID)])])
    changes = [renamed, joined, timed]
    return [
        update(10, 30, (1, [(1, 2)])),
        update(10, 31, (1, [(1, 14)])),
        update(11, 32, (2, changes)),
        update(11, 33, (2, [])),
        update(10, 34, (3, [(1, 86_400_000)])),
        update(10, 35, (4, [(1, "Ada"), (2, "Ada Canary")])),
        update(10, 36, (7, [(2, 2), (3, 1), (4, 3), (5, T0 + 36_000)])),
        update(11, 37, (8, [(2, 4), (3, HER), (5, T0 + 37_000)])),
        update(11, 38, (11, [(1, T0 + 1_000), (2, HER)])),
        update(11, 39, (10, [(1, T0 + 19_000), (2, "When?")])),
        update(10, 40, (5, [(1, 923001110000)])),
        update(10, 41, (77, [])),
    ]


def readable() -> list[dict[str, Any]]:
    def base64ed(data: bytes) -> str:
        return base64.b64encode(data).decode()

    digest = base64ed(hashlib.sha256(JPEG).digest())
    pointer = {"contentType": "image/jpeg", "fileName": "a.jpg", "locatorInfo": {"plaintextHash": digest}}
    gone = {"contentType": "video/mp4", "locatorInfo": {"plaintextHash": base64ed(b"\1" * 32)}}
    item = {"chatId": "10", "authorId": "2", "incoming": {"dateReceived": str(T0)}}
    revision = {**item, "dateSent": str(T0 + 2_000), "standardMessage": {"text": {"body": "the first words"}}}
    update = {"simpleUpdate": {"type": "IDENTITY_UPDATE"}}
    parts = [{"groupMemberLeftUpdate": {"aci": base64ed(HER_ID)}}, {"groupNameUpdate": {"newGroupName": "Others"}}]
    first = {"text": {"body": "canary\nآداب"}, "attachments": [{"pointer": pointer}, {"pointer": gone}]}
    last = {"text": {"body": "the last words"}}
    seen = {"reactions": [{"emoji": "👍", "authorId": "1"}]}
    changed = {"groupChange": {"updates": parts}}
    return [
        {"version": "1", "backupTimeMs": str(T0 + 10**9)},
        {"account": {"givenName": "Mehr", "familyName": "Talpur", "username": "mehr.01"}},
        {"recipient": {"id": "1", "self": {}}},
        {"recipient": {"id": "2", "contact": {"aci": base64ed(HER_ID), "e164": "923001112222", "profileGivenName": "Ada"}}},
        {"recipient": {"id": "3", "group": {"masterKey": base64ed(b"k" * 32), "snapshot": {"title": {"title": "Hostel canary"}}}}},
        {"chat": {"id": "10", "recipientId": "2"}},
        {"chat": {"id": "11", "recipientId": "3"}},
        {"chatItem": {**item, "dateSent": str(T0 + 1_000), "standardMessage": first}},
        {"chatItem": {**item, "dateSent": str(T0 + 3_000), "revisions": [revision], "standardMessage": last}},
        {"chatItem": {**item, "dateSent": str(T0 + 4_000), "updateMessage": update}},
        {"chatItem": {**item, "chatId": "11", "dateSent": str(T0 + 5_000), "updateMessage": changed}},
        {"chatItem": {**item, "dateSent": str(T0 + 6_000), "viewOnceMessage": seen, "laterField": {}}},
        {"adHocCall": {"callId": "5", "recipientId": "9", "callTimestamp": str(T0 + 7_000)}},
    ]


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    shutil.rmtree(folder / "source", ignore_errors=True)
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/signal/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def main() -> None:
    lone = {"open": "backup.binproto"}
    whole = delimited(INFO, *PEOPLE, *everything())
    case("frames", "a backup as in Signal-Message-Backup-Tests: every sort of frame", {"backup.binproto": whole}, **lone)
    lines = [json.dumps(each, ensure_ascii=False) for each in readable()]
    export = {
        "main.jsonl": "\n".join(lines).encode() + b"\n",
        "metadata.json": b'{"version": 1}',
        f"files/d2/{hashlib.sha256(JPEG).hexdigest()}.jpg": JPEG,
    }
    case("readable-export", "the app's readable export: frames in JSON, a line each (libsignal, json/exporter.rs)", export)
    header = wire((1, [(1, b"i" * 16), (2, b"s" * 32), (3, 1)]))
    sealed = len(header).to_bytes(4, "big") + header + bytes(range(256)) * 4
    case("sealed-android", "an encrypted backup of Signal for Android", {"signal-2024-01-01 canary.backup": sealed})
    few = delimited(INFO, *PEOPLE, *everything()[:6])
    case("broken/cut", "frames of which the last is cut", {"backup.binproto": few[:-3]}, **lone)
    parts = delimited(INFO, *PEOPLE, *everything()[:3], b"\x22\xff\xff", b"", *everything()[3:5]) + b"\xff" * 40
    case("broken/spoilt", "a frame that is no message, an empty one, and at the end no frames", {"backup.binproto": parts}, **lone)
    mixed = [*lines[:8], '{"chatItem": {"chatId": "10"', "null", '{"chatItem": {"chatId": "1", "chatId": "2"}}', lines[9]]
    data = "\n".join(mixed).encode()
    case("broken/lines", "lines that are cut, no object, with a key twice", {"main.jsonl": data}, open="main.jsonl")


if __name__ == "__main__":
    main()
