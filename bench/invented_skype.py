"""A `messages.json` of Skype's, as large as wanted, of invented words: one chat of two, every seventh message repeats another."""

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
_HEAD = {"userId": "8:mehr.t", "exportDate": "2024-06-01T10:00"}
_CHAT = {"id": "8:live:zarak", "displayName": "Zarak", "version": 1, "properties": None, "threadProperties": None}


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write an export of about `size` bytes to `path`; return how many messages it holds."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2019, 1, 1, tzinfo=UTC)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(_HEAD)[:-1] + ', "conversations": [' + json.dumps(_CHAT)[:-1] + ', "MessageList": [')
        while stream.tell() < size:
            moment += timedelta(milliseconds=chooser.randrange(5_000, 400_000))
            number = round(moment.timestamp() * 1000)
            sender = chooser.choice(("8:mehr.t", "8:live:zarak"))
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
            if chooser.random() < 0.14:
                quote = f'<quote author="x" authorname="X" messageid="{number - 1}"><legacyquote>[1] X: </legacyquote>'
                text = f"{quote}{text}</quote>theek"
            fact: dict[str, object] = {"id": str(number), "displayName": "Zarak" if sender != "8:mehr.t" else None}
            fact |= {
                "originalarrivaltime": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "messagetype": "RichText",
            }
            fact |= {"version": number, "content": text, "conversationid": "8:live:zarak", "from": sender}
            fact |= {"properties": None, "amsreferences": None}
            stream.write((", " if count else "") + json.dumps(fact, ensure_ascii=False))
            count += 1
        stream.write("]}]}\n")
    return count
