"""Writes the sources of these samples again: `python tests/samples/discord/make.py`. Everybody and everything in them is invented.

Keys as in the samples of others (../shared/samples/discord) and as export-formats.md section 3 lists them.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MADE = "tests/samples/discord/make.py"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
T0 = datetime(2024, 3, 4, 18, 22, 11, 250_000, tzinfo=UTC)
DM, SERVER_CHANNEL, OWN_ID = "1214255555555555555", "1012224565567721552", "522000000000000001"


def snowflake(moment: datetime, low: int = 7) -> str:
    return str((round((moment - EPOCH) / timedelta(milliseconds=1)) << 22) + low)


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": MADE, "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def person(number: str, name: str, nickname: str, tag: str = "0000", **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "discriminator": tag, "nickname": nickname, "color": None, "isBot": False, **more, "roles": [], "avatarUrl": "a.png"}


ZARAK = person("511000000000000009", "zarak.k", "Zarak")
MEHR = person(OWN_ID, "mehr", "Mehrunisa", "4821")


def said(at: int, author: dict[str, Any], content: str = "", kind: str = "Default", **more: Any) -> dict[str, Any]:
    moment = T0 + timedelta(seconds=at)
    return {
        "id": snowflake(moment),
        "type": kind,
        "timestamp": stamp(moment),
        "timestampEdited": None,
        "callEndedTimestamp": None,
        "isPinned": False,
        "content": content,
        "author": author,
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        "inlineEmojis": [],
        **more,
    }


def channel(messages: list[Any], kind: str = "DirectTextChat", number: str = DM, name: str = "Zarak", guild: str = "Direct Messages", **more: Any) -> dict[str, Any]:
    return {
        "guild": {"id": "0", "name": guild, "iconUrl": "x.png"},
        "channel": {"id": number, "type": kind, "categoryId": "0", "category": "Private", "name": name, "topic": None},
        "dateRange": {"after": None, "before": None},
        "exportedAt": "2024-05-01T10:00:00+01:00",
        "messages": messages,
        "messageCount": len(messages),
        **more,
    }


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def direct() -> list[dict[str, Any]]:
    photo = {"id": "1", "url": f"Direct Messages - Zarak [{DM}].json_Files\\photo-1A2B.jpg", "fileName": "photo.jpg", "fileSizeBytes": 22}
    remote = {"id": "2", "url": "https://cdn.discordapp.com/attachments/1/2/voice.ogg?ex=1", "fileName": "voice.ogg", "fileSizeBytes": 9}
    first = said(0, ZARAK, "kahan ho tum canary")
    laughed = {"emoji": {"id": "", "name": "😂", "code": "joy", "isAnimated": False, "imageUrl": "e.svg"}, "count": 1, "users": [ZARAK]}
    many = {"emoji": {"id": "9", "name": "pepe", "code": "pepe", "isAnimated": False, "imageUrl": "e.png"}, "count": 12}
    return [
        first,
        said(60, MEHR, "اب مت لکھنا", "Reply", reference={"messageId": first["id"], "channelId": DM, "guildId": None}, reactions=[laughed, many]),
        said(120, ZARAK, "see https://example.org/x", timestampEdited=stamp(T0 + timedelta(hours=5)), attachments=[photo, remote]),
        said(180, ZARAK, embeds=[{"title": "A page", "url": "https://example.org/y", "timestamp": None, "description": "about her", "fields": [{"name": "who", "value": "she", "isInline": True}]}]),
        said(240, ZARAK, forwardedMessage={"content": "her own words", "timestamp": stamp(T0), "attachments": [], "embeds": [], "stickers": []}, reference={"messageId": "5", "channelId": "6", "guildId": None}),
        said(300, ZARAK, "Started a call that lasted 3 minutes.", "Call", callEndedTimestamp=stamp(T0 + timedelta(seconds=480))),
        said(360, ZARAK, "", stickers=[{"id": "3", "name": "angry", "format": "Lottie", "sourceUrl": "https://cdn.discordapp.com/stickers/3.json"}]),
        {**said(420, ZARAK, "an id of another day"), "id": snowflake(T0 - timedelta(days=2))},
        {**said(480, ZARAK, "a time that is none"), "timestamp": "yesterday"},
    ]


def server() -> list[dict[str, Any]]:
    webhook = person("1", "Hook", "Hook", isBot=True)
    return [
        said(0, ZARAK, "Joined the server.", "GuildMemberJoin"),
        said(10, ZARAK, "to everybody canary", mentions=[MEHR], mood="new"),
        said(20, webhook, "from a program", "20"),
        said(30, ZARAK, "boosted", "8"),
        said(40, ZARAK, "answers in another channel", "Reply", reference={"messageId": "77", "channelId": DM, "guildId": "1"}),
    ]


def packaged() -> None:
    user = {"id": OWN_ID, "username": "mehr", "discriminator": "0", "global_name": "Mehrunisa", "email": "a@b.example"}
    index = {DM: "Direct Message with zarak.k#0", SERVER_CHANNEL: "general in Truth canary"}
    own = [
        {"ID": int(snowflake(T0)), "Timestamp": "2024-03-04 18:22:11", "Contents": "please stop\nwriting to me canary", "Attachments": ""},
        {"ID": int(snowflake(T0 + timedelta(days=1))), "Timestamp": "2024-03-05 18:22:11", "Contents": "", "Attachments": "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1 https://cdn.discordapp.com/attachments/1/3/b.txt"},
        {"ID": int(snowflake(T0)), "Timestamp": "2023-01-01 00:00:00", "Contents": "another day", "Attachments": ""},
    ]
    one = {"id": DM, "type": 1, "recipients": [ZARAK["id"], OWN_ID]}
    two = {"id": SERVER_CHANNEL, "type": 0, "name": "general", "guild": {"id": "1", "name": "Truth"}}
    files = {
        "Compte/user.json": as_json(user),
        "Messages/index.json": as_json(index),
        f"Messages/c{DM}/channel.json": as_json(one),
        f"Messages/c{DM}/messages.json": as_json(own),
        f"Messages/c{SERVER_CHANNEL}/channel.json": as_json(two),
        f"Messages/c{SERVER_CHANNEL}/messages.json": b"[]",
        "LISEZMOI.txt": b"canary\n",
    }
    case("package-2025", "a data package of 2025, folders named in French, messages as JSON", {**files})
    table = (
        "ID,Timestamp,Contents,Attachments\r\n"
        f'{snowflake(T0)},2024-03-04 18:22:11.250000+00:00,"please, ""stop""\r\nwriting canary",\r\n'
        f"{snowflake(T0 + timedelta(days=1))},2024-03-05 18:22:11.250000+00:00,,https://cdn.discordapp.com/attachments/1/2/a.png\r\n"
    ).encode()
    old = {"account/user.json": as_json({**user, "discriminator": "4821", "global_name": None}), "messages/index.json": as_json(index)}
    old |= {f"messages/c{DM}/channel.json": as_json(one), f"messages/c{DM}/messages.csv": table}
    case("package-2021", "a data package of 2021, messages as tables", old)
    case("lone-table", "one table of a package, alone", {"messages.csv": table}, open="messages.csv")
    case("broken/table-ragged", "rows of too few and too many columns, a quote that is not closed", {f"messages/c{DM}/messages.csv": table + b"5,2024\r\n" + table.split(b"\r\n", 1)[1].replace(b"stop", b"st\xffop") + b'7,2024-03-04 18:22:11,"never closed\r\n8,2024-03-04 18:22:11,x,,more\r\n'})
    case("broken/package-cut", "a messages.json that is cut", {f"Messages/c{DM}/messages.json": as_json(own)[:-60]})


def broken() -> None:
    whole = as_json(channel(direct()[:4]))
    cut = whole.index(b"https://example.org/x")
    case("broken/cut-in-a-message", "cut within a message", {"zarak.json": whole[:cut]})
    case("broken/comma-lost", "a comma lost between two fields", {"zarak.json": whole.replace(b'"isPinned": false,', b'"isPinned": false', 1)})
    case("broken/key-turned", "the key of the messages is damaged", {"zarak.json": whole.replace(b'"messages"', b'"messagfs"', 1)})
    case("broken/no-utf8", "a byte that is no UTF-8", {"zarak.json": whole.replace(b"kahan", b"kah\xffn")})
    case("broken/deep", "arrays 3,000 deep in one message", {"zarak.json": whole.replace(b'"stickers": []', b'"stickers": ' + b"[" * 3000 + b"]" * 3000, 1)})
    base = said(0, ZARAK, "canary")
    odd = [
        {**base, "content": 5, "author": "me", "attachments": "x", "reactions": [5, {"emoji": 1, "count": "x", "users": [3]}]},
        {**base, "id": ["x"], "timestamp": 5, "type": 7, "embeds": [{"title": [], "fields": [1]}], "reference": 5, "stickers": [{"name": 4, "sourceUrl": None}]},
        {**base, "content": "half \ud83d"},
        {},
        "canary",
        None,
        17,
    ]
    data = json.dumps(channel(odd)).encode()
    case("broken/odd-values", "values of other types than they have, half a surrogate pair", {"zarak.json": data})


if __name__ == "__main__":
    name = f"Direct Messages - Zarak [{DM}].json"
    case("direct-2024", "a private chat with the files that were saved with it", {name: as_json(channel(direct())), f"{name}_Files/photo-1A2B.jpg": JPEG})
    case("server-channel", "a channel of a server, alone", {f"Truth - Text - general [{SERVER_CHANNEL}].json": as_json(channel(server(), "GuildTextChat", SERVER_CHANNEL, "general", "Truth", messageCount=6))}, open=f"Truth - Text - general [{SERVER_CHANNEL}].json")
    packaged()
    broken()
