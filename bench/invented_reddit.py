"""A `chat_history.csv` of Reddit, as large as wanted: chats of invented words, one in ten of several lines."""

import csv
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_COLUMNS = (
    *("message_id", "created_at", "updated_at", "username", "message", "thread_parent_message_id", "channel_url", "subreddit"),
    *("channel_name", "conversation_type"),
)


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 13, 8, 0, tzinfo=UTC)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_COLUMNS)
        while not count or stream.tell() < size:
            for _ in range(1_000):
                moment += timedelta(seconds=chooser.randrange(5, 400))
                text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
                if chooser.random() < 0.1:
                    text += "\n\n" + " ".join(chooser.choices(_WORDS, k=5))
                sender = chooser.choice(("mira_clay", "grey_kiln"))
                stamp = moment.strftime("%Y-%m-%d %H:%M:%S UTC")
                writer.writerow((f"m{count:x}", stamp, "", sender, text, "", f"chan-{count // 5_000}", "", "", "direct"))
                count += 1
    return count
