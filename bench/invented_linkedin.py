"""A `messages.csv` of LinkedIn, as large as wanted: conversations of a hundred invented messages."""

import csv
from pathlib import Path

from bench.invented_said import PEOPLE, said

_COLUMNS = (
    *(
        "CONVERSATION ID",
        "CONVERSATION TITLE",
        "FROM",
        "SENDER PROFILE URL",
        "TO",
        "RECIPIENT PROFILE URLS",
        "DATE",
        "SUBJECT",
        "CONTENT",
    ),
    "FOLDER",
)
_IN = "https://www.linkedin.com/in/"


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for moment, who, text in said(seed):
            sender, other = PEOPLE[who], PEOPLE[1 - who]
            stamp = moment.strftime("%Y-%m-%d %H:%M:%S UTC")
            writer.writerow((f"c{count // 100:x}", "", sender, _IN + sender, other, _IN + other, stamp, "", text, "INBOX"))
            count += 1
            if count % 1_000 == 0 and stream.tell() >= size:
                break
    return count
