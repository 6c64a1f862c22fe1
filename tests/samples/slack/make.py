"""Writes the sources of these samples again: `python tests/samples/slack/make.py`. Everybody and everything in them is invented.

Keys as in the samples of others (../shared/samples/slack), those of paid plans as Slack's API documentation names them.
"""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MADE = "tests/samples/slack/make.py"
ZARAK, MEHR, NOOR = "U0ZARAK001", "U0MEHR0002", "U0NOOR0003"


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def as_json(value: Any) -> bytes:
    """As Slack writes it: ASCII, `/` behind a backslash."""
    return json.dumps(value, indent=4).replace("/", "\\/").encode()


def said(at: str, user: str, text: str, **more: Any) -> dict[str, Any]:
    return {"client_msg_id": "0-0", "type": "message", "user": user, "text": text, "ts": at, "team": "T0", **more}


def user(number: str, handle: str, name: str, shown: str = "") -> dict[str, Any]:
    return {"id": number, "team_id": "T0", "name": handle, "deleted": False, "profile": {"real_name": name, "display_name": shown}}


USERS = [user(ZARAK, "zarak.k", "Zarak Khoso", "Zarak"), user(MEHR, "mehr", "Mehrunisa Talpur"), user(NOOR, "noor", "Noor Bux")]
CHANNELS = [{"id": "C0GENERAL1", "name": "general", "created": 1700000000, "creator": NOOR, "members": [ZARAK, MEHR, NOOR], "topic": {"value": ""}}]
CARD = {"pretext": "[site] new page", "title": "A page", "title_link": "https://example.org/y", "text": "about her", "fallback": "x"}
BLOCKS = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "only in blocks"}]}]}]
FILE = {"id": "F0PHOTO001", "name": "photo.jpg", "title": "photo", "mimetype": "image/jpeg", "url_private": "https://files.slack.com/x?t=xoxe-secret"}


def general() -> list[dict[str, Any]]:
    first = "1709576531.250359"
    return [
        {"type": "message", "subtype": "channel_join", "ts": "1709576000.000002", "user": ZARAK, "text": f"<@{ZARAK}> has joined the channel"},
        said(first, ZARAK, f"<@{MEHR}> kahan ho canary, see <https://example.org/x?a=1&amp;b=2|this> &lt;now&gt; &amp;amp;", thread_ts=first, reply_count=1),
        said("1709576600.000100", MEHR, "stop", thread_ts=first, parent_user_id=ZARAK, edited={"user": MEHR, "ts": "1709576700.000000"}),
        said("1709576700.100100", ZARAK, "look", files=[FILE], reactions=[{"name": "joy", "users": [NOOR, "U0GONE0004"], "count": 5}]),
        {"text": "", "bot_id": "B0HOOK0001", "username": "hook", "attachments": [CARD], "type": "message", "subtype": "bot_message", "ts": "1709576800.000005"},
        said("1709576900.100100", NOOR, "", blocks=BLOCKS),
        said("1709577000.100100", NOOR, "mood", mood="new"),
        said("1709577100.100100", NOOR, "a kind that is new", subtype="sung"),
        {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True, "ts": "1709577200.100100"},
        {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": "1709577250.100100", "ts": "1709577300.100100", "previous_message": {"type": "message", "user": ZARAK, "text": "I will find you", "ts": "1709577250.100100"}},
        {"type": "message", "subtype": "message_changed", "hidden": True, "ts": "1709577400.100100", "message": {"type": "message", "user": ZARAK, "text": "nothing", "ts": "1709577350.100100"}, "previous_message": {"type": "message", "user": ZARAK, "text": "something", "ts": "1709577350.100100"}},
        {"type": "message", "subtype": "huddle_thread", "user": ZARAK, "text": "A huddle started", "ts": "1709577500.100100"},
    ]


def export() -> None:
    files = {
        "users.json": as_json(USERS),
        "channels.json": as_json(CHANNELS),
        "dms.json": as_json([{"id": "D0PRIVATE1", "created": 1700000000, "members": [ZARAK, MEHR]}]),
        "integration_logs.json": b"[]",
        "general/2024-03-04.json": as_json(general()),
        "general/2024-03-05.json": as_json([said("1709662931.000200", NOOR, "next day")]),
        "D0PRIVATE1/2024-03-04.json": as_json([said("1709576531.100200", ZARAK, "only you and me canary")]),
    }
    case("export-2024", "a paid plan's export of 2024, with a private chat", files)
    lone = as_json([said("1709576531.250359", ZARAK, "alone canary", user_profile={"display_name": "Zarak", "name": "zarak.k"})])
    case("lone-day", "one file of a day, without the lists that name people", {"2024-03-04.json": lone}, open="2024-03-04.json")
    saved = {"users.json": as_json(USERS), "general/2024-03-04.json": as_json([said("1709576531.250359", ZARAK, "canary", files=[FILE])])}
    case("saved-files", "an export to which a tool added the files", {**saved, "__uploads/F0PHOTO001/photo.jpg": bytes.fromhex("ffd8ffe000104a46")})


def broken() -> None:
    day = as_json(general())
    people = {"users.json": as_json(USERS), "channels.json": as_json(CHANNELS)}
    cut = day.index(b"look")
    case("broken/cut-in-a-message", "cut within a message", {**people, "general/2024-03-04.json": day[:cut]})
    case("broken/comma-lost", "a comma lost between two fields", {**people, "general/2024-03-04.json": day.replace(b'"stop",', b'"stop"', 1)})
    case("broken/users-cut", "a list of users that is cut", {**people, "users.json": people["users.json"][:-40], "general/2024-03-04.json": day})
    case("broken/deep", "arrays 3,000 deep in one message", {**people, "general/2024-03-04.json": day.replace(b'"mood": "new"', b'"mood": ' + b"[" * 3000 + b"]" * 3000)})
    base = said("1709576531.250359", ZARAK, "canary")
    odd = [
        base,
        {**base, "user": 5, "text": ["x"], "ts": 1709576531, "files": "x", "reactions": [5, {"name": 3, "users": "x", "count": "y"}]},
        {**base, "ts": "soon", "edited": 5, "attachments": [{"text": 4}], "blocks": {"text": [[[[{"text": "deep"}]]]]}, "subtype": ["x"]},
        {**base, "text": "half \ud83d", "thread_ts": 4, "message": 3, "subtype": "message_changed"},
        {},
        "canary",
        None,
        17,
    ]
    case("broken/odd-values", "values of other types than they have, half a surrogate pair", {**people, "general/2024-03-04.json": as_json(odd)})


if __name__ == "__main__":
    export()
    broken()
