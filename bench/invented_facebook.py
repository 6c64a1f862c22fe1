"""A `message_1.json` of a Facebook export, as large as wanted: double-encoded as Meta writes it, of invented words.

Real files end at 10,000 messages; one file of the size of a whole export asks more of a reader than many.
"""

import json
import random
from pathlib import Path
from typing import Any

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب 🔥 😡"
).split()
_NEWEST_MS = 1_700_000_000_000


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold. Newest first, as Meta does."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    names = ("Zarak Khoso", "Mehrunisa Talpur")
    moment, count = _NEWEST_MS, 0
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(json.dumps({"participants": [{"name": name} for name in names]})[:-1] + ',\n  "messages": [\n')
        while stream.tell() < size:
            moment -= chooser.randrange(5_000, 400_000)
            fact: dict[str, Any] = {"sender_name": names[chooser.randrange(2)], "timestamp_ms": moment}
            if chooser.random() < 0.9:
                fact["content"] = _doubled(" ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22))))
            else:
                uri = f"your_facebook_activity/messages/inbox/zarak_1/photos/{count}.jpg"
                fact["photos"] = [{"uri": uri, "creation_timestamp": moment // 1000}]
            if chooser.random() < 0.1:
                fact["reactions"] = [{"reaction": _doubled("😡"), "actor": names[1]}]
            fact["is_geoblocked_for_viewer"] = False
            stream.write((",\n" if count else "") + json.dumps(fact, indent=2))
            count += 1
        tail = {"title": names[0], "is_still_participant": True, "thread_path": "inbox/zarak_1", "magic_words": []}
        stream.write("\n  ],\n" + json.dumps(tail, indent=2)[2:])
    return count


def _doubled(text: str) -> str:
    return text.encode().decode("latin-1")
