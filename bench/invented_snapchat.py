"""A `chat_history.json` of Snapchat, as large as wanted: chats of a thousand invented messages each."""

import json
from itertools import islice
from pathlib import Path

from bench.invented_said import PEOPLE, said


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    source = said(seed)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("{\n")
        while not count or stream.tell() < size:
            rows = [
                {
                    "From": PEOPLE[who],
                    "Media Type": "TEXT",
                    "Created": moment.strftime("%Y-%m-%d %H:%M:%S UTC"),
                    "Content": text.replace("&", "&amp;"),
                    "Conversation Title": None,
                    "IsSender": who == 0,
                    "Created(microseconds)": int(moment.timestamp()) * 1000 + 123,
                    "IsSaved": True,
                    "Media IDs": "",
                }
                for moment, who, text in islice(source, 1_000)
            ]
            stream.write(f'{"," if count else ""}"invented{count}": {json.dumps(rows, indent=1)}\n')
            count += len(rows)
        stream.write("}")
    return count
