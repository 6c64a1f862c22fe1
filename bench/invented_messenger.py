"""One chat of Messenger's end-to-end encrypted export, as large as wanted: proper UTF-8, oldest first, of invented words."""

import json
import random
from pathlib import Path

_WORDS = "kal tum kyun nahi aaye order van school stop ok theek hai paisa wapas دیکھو کل صبح بات کرتے ہیں نہیں شکریہ 🔥".split()  # noqa: SIM905
_OLDEST_MS = 1_746_073_791_906


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    names = ["Zarak Khoso", "Mehrunisa Talpur"]
    moment, count = _OLDEST_MS, 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(f'{{"participants": {json.dumps(names)}, "threadName": "Zarak Khoso_15", "messages": [\n')
        while stream.tell() < size:
            moment += chooser.randrange(5_000, 400_000)
            fact = {
                "isUnsent": False,
                "media": [],
                "reactions": [{"actor": names[1], "reaction": "😡"}] if chooser.random() < 0.1 else [],
                "senderName": names[chooser.randrange(2)],
                "text": " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22))),
                "timestamp": moment,
                "type": "text",
            }
            stream.write((",\n" if count else "") + json.dumps(fact, indent=2, ensure_ascii=False))
            count += 1
        stream.write("\n]}")
    return count
