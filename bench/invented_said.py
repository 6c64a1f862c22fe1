"""Invented messages for the files of several readers: when, which of two people, and what they said."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
PEOPLE = ("mira_clay", "grey_kiln")


def said(seed: int = 7) -> Iterator[tuple[datetime, int, str]]:
    """Without end: the time in UTC, 0 or 1 for the person, and the words; one in ten has several lines."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment = datetime(2023, 1, 13, 8, 0, tzinfo=UTC)
    while True:
        moment += timedelta(seconds=chooser.randrange(5, 400))
        text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22)))
        if chooser.random() < 0.1:
            text += "\n\n" + " ".join(chooser.choices(_WORDS, k=5))
        yield moment, chooser.randrange(2), text
