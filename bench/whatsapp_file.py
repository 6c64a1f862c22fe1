"""A WhatsApp text export of any length, of invented words: five senders, one message in ten of several lines, two scripts.

Headers are in the Android style `dd/mm/yyyy, HH:MM - Name: text`, one that every peer reads.
"""

import random
from datetime import datetime, timedelta
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_SENDERS = ("Rabia", "Imran K", "زینب", "Uncle Noor", "Saad")


def write(path: Path, lines: int, seed: int = 7) -> int:
    """Write a chat of exactly `lines` lines to `path`; return how many of them begin a record."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 13, 8, 0)  # noqa: DTZ001 - the format states no zone
    records = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        written = 0
        while written < lines:
            moment += timedelta(seconds=chooser.randrange(5, 400))
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
            if chooser.random() < 0.05:
                text = "<Media omitted>"
            more = chooser.randrange(1, 5) if chooser.random() < 0.1 else 0
            more = min(more, lines - written - 1)
            tail = "".join("\n" + " ".join(chooser.choices(_WORDS, k=5)) for _ in range(more))
            stream.write(f"{moment:%d/%m/%Y, %H:%M} - {chooser.choice(_SENDERS)}: {text}{tail}\n")
            written += 1 + more
            records += 1
    return records
