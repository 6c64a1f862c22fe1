"""A `direct-messages.js` of an X archive, as large as wanted: conversations of a thousand messages, of invented words."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_EPOCH_MS = 1_288_834_974_657


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 13, 8, 0, tzinfo=UTC)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("window.YTD.direct_messages.part0 = [\n")
        for conversation in range(1_000_000):
            messages = []
            pair = (str(10**18 + 1), str(10**18 + 2 + conversation))
            for _ in range(1_000):
                moment += timedelta(seconds=chooser.randrange(5, 400))
                sender = chooser.randrange(2)
                identity = (int(moment.timestamp() * 1000) - _EPOCH_MS << 22) + count
                entry = {
                    "recipientId": pair[1 - sender],
                    "reactions": [],
                    "urls": [],
                    "text": " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22))),
                    "mediaUrls": [],
                    "senderId": pair[sender],
                    "id": str(identity),
                    "createdAt": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                    "editHistory": [],
                }
                messages.append({"messageCreate": entry})
                count += 1
            said = {"dmConversation": {"conversationId": "-".join(pair), "messages": messages}}
            stream.write((",\n" if conversation else "") + json.dumps(said, indent=2, ensure_ascii=False))
            if stream.tell() >= size:
                break
        stream.write("\n]")
    return count
