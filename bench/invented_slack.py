"""A file of a day of a Slack export, as large as wanted, of invented words: five people, every seventh message in a thread."""

import json
import random
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


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write a day of about `size` bytes to `path` (named `YYYY-MM-DD.json`); return how many messages it holds."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    at, count, last = 1_700_000_000_000_000, 0, ""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("[\n")
        while stream.tell() < size:
            at += chooser.randrange(1_000_000, 90_000_000)
            stamp = f"{at // 1_000_000}.{at % 1_000_000:06}"
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
            words = [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}]
            fact: dict[str, object] = {
                "client_msg_id": f"{at:032x}",
                "type": "message",
                "text": text,
                "user": f"U0PERSON{chooser.randrange(5)}",
                "ts": stamp,
            }
            fact |= {"blocks": [{"type": "rich_text", "block_id": "b", "elements": words}], "team": "T0"}
            if last and chooser.random() < 0.14:
                fact["thread_ts"] = last
            stream.write((",\n" if count else "") + json.dumps(fact, indent=4).replace("/", "\\/"))
            count, last = count + 1, stamp
        stream.write("\n]\n")
    return count
