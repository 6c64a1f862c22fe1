"""Writes the sources of these samples again: `python tests/samples/messenger/make.py`. Everybody and everything in them is invented.

There is no public sample of this export; the layout is that of export-formats.md 1.2.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
T0 = 1_746_073_791_906
"""1 May 2025, 04:29:51.906 UTC."""
ZARAK, MEHR, NOOR = "Zarak Khoso", "Mehrunisa Talpur", "Noor Jahan Bux"
GENERATED = "tests/samples/messenger/make.py"


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": GENERATED, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def said(sender: str, at: int, text: str = "", kind: str = "text", *media: str, unsent: bool = False, **more: Any) -> dict[str, Any]:
    return {
        "isUnsent": unsent,
        "media": [{"uri": uri} for uri in media],
        "reactions": [],
        "senderName": sender,
        "text": text,
        "timestamp": at,
        "type": kind,
        **more,
    }


def chat(people: list[str], name: str, messages: list[Any], **more: Any) -> bytes:
    whole = {"participants": people, "threadName": name, "messages": messages, **more}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def chats() -> None:
    first = [
        said(ZARAK, T0, "میں جانتا ہوں تم کہاں رہتی ہو canary 🔥", reactions=[{"actor": MEHR, "reaction": "😡"}]),
        said(MEHR, T0 + 1, "Do not write again. cafÃ© is what I typed."),
        said(ZARAK, T0 + 2, "", "media", "./media/0b7c9f5e-canary.jpeg", "./media/gone.mp4"),
        said(ZARAK, T0 + 3, "", "media", "Failed to download media"),
        said(ZARAK, T0 + 4, "https://example.org/you", "link"),
        said(ZARAK, T0 + 5, "", "placeholder"),
        said(ZARAK, T0 + 6, "", "text", unsent=True),
        said(ZARAK, T0 + 7, "Zarak Khoso missed your call."),
        said(ZARAK, T0 + 8, "", "media", "https://media.example.org/1.gif"),
    ]
    case(
        "chats-2025",
        "the zip of secure storage: two chats with people of one name, told apart by the number; a file, files that failed, placeholders",
        {
            "Zarak Khoso_15.json": chat([ZARAK, MEHR], "Zarak Khoso_15", first),
            "Zarak Khoso_16.json": chat([ZARAK, MEHR], "Zarak Khoso_16", [said(ZARAK, T0, "another of that name")]),
            "Töpferei_3.json": chat([NOOR, ZARAK, MEHR], "Töpferei_3", [said(NOOR, T0, "Kiln?"), said(NOOR, T0 + 1, f"{NOOR} left the group.")]),
            "Nobody_1.json": chat(["Nobody", MEHR], "Nobody_1", []),
            "media/0b7c9f5e-canary.jpeg": JPEG,
        },
    )
    case(
        "lone-chat",
        "one chat on its own, its keys in another order, without indentation",
        {
            "chat.json": json.dumps(
                {"messages": [said(ZARAK, T0, "canary"), said(MEHR, T0 + 1, "no")], "participants": [ZARAK, MEHR], "threadName": "Zarak Khoso_2"}
            ).encode()
        },
        open="chat.json",
    )
    surprises: list[Any] = [
        said(ZARAK, T0, "a type of next year canary", "hologram", newKey=1),
        said(ZARAK, T0, "no uri", "media", media=[{"url": 1}, {"uri": 5}, "no object"]),
        {"senderName": 5, "timestamp": "yesterday", "text": ["a", "list"]},
        "no object",
        {},
    ]
    case(
        "surprises",
        "what is not there yet or should not be: a new type and key, wrong types, records that are no objects",
        {"Zarak Khoso_1.json": chat([ZARAK, MEHR], "Zarak Khoso_1", surprises, isGroup=False)},
    )


def damaged() -> None:
    whole = chat([ZARAK, MEHR], "Zarak Khoso_1", [said(ZARAK, T0 + number, f"message {number} canary") for number in range(6)])
    at = whole.index(b"message 3")
    cases = {
        "cut-in-a-message": ("a chat cut in its fourth message", whole[: at + 4]),
        "quote-lost": ("a quotation mark of the fourth message lost", whole[: at - 1] + b" " + whole[at:]),
        "no-utf8": ("bytes that are no UTF-8 in a text", whole.replace(b"message 3", b"message \xff\xfe")),
    }
    for name, (what, data) in cases.items():
        case(f"broken/{name}", what, {"Zarak Khoso_1.json": data})


if __name__ == "__main__":
    chats()
    damaged()
