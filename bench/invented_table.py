"""A table of invented messages, as large as wanted, and the mapping by which it is read."""

import csv
from pathlib import Path

from bench.invented_said import PEOPLE, said

MAPPING = 'time = "When"\ntime_format = "iso"\nsender = "Who"\ntext = "Words"\nconversation = "Chat"\n'


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(("When", "Who", "Chat", "Words"))
        for moment, who, text in said(seed):
            writer.writerow((moment.strftime("%Y-%m-%d %H:%M:%S"), PEOPLE[who], f"chat {count // 5_000}", text))
            count += 1
            if count % 1_000 == 0 and stream.tell() >= size:
                break
    return count
