"""Writes the sources of these samples again: `python tests/samples/snapchat/make.py`. Everybody and everything in them is invented.

No export of others was at hand: field names are those of public parsers and of their notes on the format.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def case(name: str, imitates: str, files: dict[str, bytes], opened: str = "") -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/snapchat/make.py", "imitates": imitates, "seen": "export-formats.md section 3", "open": opened}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items() if text), "utf-8")


def row(who: str, sort: str, created: str, number: int, content: str = "", *, own: bool = False, title: str | None = None, media: str = "") -> dict[str, Any]:
    return {
        "From": who,
        "Media Type": sort,
        "Created": created,
        "Content": content,
        "Conversation Title": title,
        "IsSender": own,
        "Created(microseconds)": number,
        "IsSaved": True,
        "Media IDs": media,
    }


NEW = {
    "canary.fox": [
        row("canary.fox", "TEXT", "2024-04-20 01:29:22 UTC", 1713576562686, "I &lt;3 you &amp; I know &quot;where&quot; you are"),
        row("zoya.k", "TEXT", "2024-04-20 01:30:00 UTC", 1713576600000, "stop", own=True),
        row("canary.fox", "MEDIA", "2024-04-20 01:31:00 UTC", 1713576660001, media="b~AAA | b~BBB"),
        row("canary.fox", "STATUSERASEDMESSAGE", "2024-04-20 01:32:00 UTC", 1713576720433),
        row("canary.fox", "STATUSCONVERSATIONCAPTURESCREENSHOT", "2024-04-20 01:33:00 UTC", 1713576780000),
        row("canary.fox", "TEXT", "2024-04-20 01:34:00 UTC", 1713576840000000, "in real microseconds"),
        row("canary.fox", "TEXT", "2024-04-20 01:35:00 UTC", 1713490000000, "a day apart"),
    ],
    "0f0f0f0f-1111-2222-3333-444444444444": [
        row("imran_j", "TEXT", "2024-04-21 10:00:00 UTC", 1713693600000, "she is lying", title="School"),
        row("imran_j", "STATUSPARTICIPANTREMOVED", "2024-04-21 10:01:00 UTC", 1713693660000, "zoya.k", title="School"),
        {**row("imran_j", "TEXT", "2024-04-21 10:02:00 UTC", 1713693720000, "hi", title="School"), "Mood": "x"},
    ],
}
SNAPS = {"canary.fox": [{key: value for key, value in row("canary.fox", "IMAGE", "2024-04-19 08:00:00 UTC", 1713513600000).items() if key not in ("Content", "Media IDs")}]}
OLD = {
    "Received Saved Chat History": [
        {"From": "canary.fox", "Media Type": "TEXT", "Created": "2021-01-01 12:00:00 UTC", "Text": "you&#39;ll see"},
        {"From": "canary.fox", "Media Type": "IMAGE", "Created": "2021-01-01 12:01:00 UTC"},
    ],
    "Sent Saved Chat History": [{"To": "canary.fox", "Media Type": "TEXT", "Created": "2021-01-01 12:02:00 UTC", "Text": "leave me alone"}],
    "Received Unsaved Chat History": [],
}

if __name__ == "__main__":
    whole = json.dumps(NEW, indent=1).encode()
    case(
        "my-data-2024",
        "the form since 2023: a chat, a group, erased messages, screenshots, media by their ids, times in two units",
        {
            "json/chat_history.json": whole,
            "json/snap_history.json": json.dumps(SNAPS, indent=1).encode(),
            "json/account.json": json.dumps({"Basic Information": {"Username": "zoya.k", "Name": "canary"}}).encode(),
            "chat_media/2024-04-20_b~AAA.jpg": JPEG,
            "chat_media/2024-04-20_thumbnail~b~BBB.jpg": JPEG,
        },
    )
    case("received-and-sent-2021", "the form before 2023, a file on its own", {"chat_history.json": json.dumps(OLD, indent=1).encode()}, "chat_history.json")
    case("broken/cut", "cut inside the group", {"chat_history.json": whole[: whole.index(b"she is lying")]}, "chat_history.json")
    case("broken/structure-broken", "a bracket turned inside the first chat", {"chat_history.json": whole.replace(b"},", b"]],", 1)}, "chat_history.json")
