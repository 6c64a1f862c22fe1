"""A Telegram export of any size, of invented words: one group of five people, every eighth message with parts."""

import json
import random
from datetime import UTC, datetime, timedelta, timezone
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
_PEOPLE = (("Rabia", "user11"), ("Imran K", "user12"), ("زینب", "user13"), ("Uncle Noor", "user14"), (None, "user15"))
_ZONE = timezone(timedelta(hours=5))


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write a `result.json` of about `size` bytes to `path`; return how many messages it holds."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    second = 1_660_000_000
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{\n "name": "Family",\n "type": "private_supergroup",\n "id": 1777888999,\n "messages": [\n  ')
        while stream.tell() < size:
            count += 1
            second += chooser.randrange(5, 400)
            name, peer = chooser.choice(_PEOPLE)
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
            parts: list[dict[str, str]] = [{"type": "plain", "text": text}]
            if chooser.random() < 0.125:
                parts.append({"type": "link", "text": "https://example.org/"})
            date = datetime.fromtimestamp(second, UTC).astimezone(_ZONE).replace(tzinfo=None).isoformat()
            fact: dict[str, object] = {"id": count, "type": "message", "date": date, "date_unixtime": str(second)}
            fact |= {"from": name, "from_id": peer}
            if chooser.random() < 0.11:
                fact["reply_to_message_id"] = max(1, count - 3)
            fact |= {"text": text if len(parts) == 1 else [text, parts[1]], "text_entities": parts}
            stream.write((",\n  " if count > 1 else "") + json.dumps(fact, ensure_ascii=False, indent=1).replace("\n", "\n  "))
        stream.write("\n ]\n}\n")
    return count
