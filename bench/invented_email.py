"""A mailbox as large as wanted: mails of invented words, some with HTML beside the text, some with a file, some quoted.

As Google Takeout writes them: `From ` lines that hold the thread's id, CRLF line ends, labels.
"""

import base64
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_START = datetime(2023, 1, 13, 8, 0, tzinfo=UTC)
_BREAK = "=_invented"


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many mails they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    moment, number = _START, 0
    with path.open("wb") as stream:
        while number == 0 or stream.tell() < size:
            number += 1
            moment += timedelta(seconds=chooser.randrange(5, 40_000))
            stream.write(_mail(chooser, moment, number).replace("\n", "\r\n").encode("utf-8"))
    return number


def _mail(chooser: random.Random, moment: datetime, number: int) -> str:
    text = "\n".join(" ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 14))) for _ in range(chooser.randrange(1, 20)))
    if number % 11 == 0:
        text += "\n>From now on I write to your school"
    thread = number - chooser.randrange(min(number, 9))
    head = (
        f"From {thread}@xxx {moment:%a %b %d %H:%M:%S} +0000 {moment:%Y}\nX-GM-THRID: {thread}\nX-Gmail-Labels: Inbox\n"
        f"From: Invented {number % 40} <sender{number % 40}@example.org>\nTo: Nursery <nursery@example.net>\n"
        f"Message-ID: <{number}@example.org>\nDate: {moment:%a, %d %b %Y %H:%M:%S} +0000\n"
        f"Subject: Order {thread}\nMIME-Version: 1.0\n"
    )
    plain = f'Content-Type: text/plain; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n{text}\n'
    if number % 3:
        return f"{head}{plain}\n"
    if number % 2:
        kind, other = "alternative", f'Content-Type: text/html; charset="utf-8"\n\n<html><body><p>{text}</p></body></html>\n'
    else:
        lines = base64.encodebytes(chooser.randbytes(chooser.randrange(200, 9_000))).decode("ascii")
        kind = "mixed"
        other = f'Content-Type: application/octet-stream; name="{number}.bin"\nContent-Transfer-Encoding: base64\n\n{lines}'
    return f'{head}Content-Type: multipart/{kind}; boundary="{_BREAK}"\n\n--{_BREAK}\n{plain}--{_BREAK}\n{other}--{_BREAK}--\n\n'
