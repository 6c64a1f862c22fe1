"""A channel as DiscordChatExporter writes it, as large as wanted: five people, invented words, every seventh message an answer."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (
    "kal",
    "tum",
    "kyun",
    "nahi",
    "aaye",
    "order",
    "seedling",
    "tray",
    "van",
    "school",
    "route",
    "rain",
    "sorry",
    "دیکھو",
    "کل",
    "صبح",
)
_PEOPLE = ("rabia", "imran.k", "زینب", "uncle.noor", "saad")
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write a channel of about `size` bytes to `path`; return how many messages it holds."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 1, tzinfo=UTC)
    count, last = 0, "0"
    head = {
        "guild": {"id": "1", "name": "Truth"},
        "channel": {"id": "1012224565567721552", "type": "GuildTextChat", "name": "general"},
    }
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(head, indent=2)[:-2] + ',\n  "messages": [\n')
        while stream.tell() < size:
            moment += timedelta(milliseconds=chooser.randrange(5_000, 400_000))
            number = str(round((moment - _EPOCH) / timedelta(milliseconds=1)) << 22)
            person = chooser.randrange(len(_PEOPLE))
            author = {
                "id": str(900 + person),
                "name": _PEOPLE[person],
                "discriminator": "0000",
                "nickname": _PEOPLE[person].title(),
            }
            fact: dict[str, object] = {"id": number, "type": "Default", "timestamp": moment.isoformat(timespec="milliseconds")}
            fact |= {"timestampEdited": None, "callEndedTimestamp": None, "isPinned": False}
            fact |= {"content": " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22))), "author": {**author, "isBot": False}}
            fact |= {"attachments": [], "embeds": [], "stickers": [], "reactions": [], "mentions": []}
            if count and chooser.random() < 0.14:
                fact |= {"type": "Reply", "reference": {"messageId": last, "channelId": "1012224565567721552", "guildId": "1"}}
            stream.write((",\n" if count else "") + json.dumps(fact, ensure_ascii=False, indent=2))
            count, last = count + 1, number
        stream.write(f'\n  ],\n  "messageCount": {count}\n}}\n')
    return count
