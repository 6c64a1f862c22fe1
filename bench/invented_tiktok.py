"""A `user_data_tiktok.json`, as large as wanted: chats of a thousand invented messages each."""

import json
from itertools import islice
from pathlib import Path

from bench.invented_said import PEOPLE, said


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    source = said(seed)
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"Comment": {"Comments": {"CommentsList": null}}, "Direct Message": {"Direct Messages": {"ChatHistory": {\n')
        while not count or stream.tell() < size:
            rows = [
                {"Date": moment.strftime("%Y-%m-%d %H:%M:%S"), "From": PEOPLE[who], "Content": text}
                for moment, who, text in islice(source, 1_000)
            ]
            stream.write(f'{"," if count else ""}"Chat History with invented{count}:": {json.dumps(rows, indent=1)}\n')
            count += len(rows)
        stream.write('}}}, "Profile": {"Profile Info": {"ProfileMap": {"userName": "mira_clay"}}}, "Your Activity": {}}')
    return count
