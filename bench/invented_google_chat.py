"""A `messages.json` of Google Chat, as large as wanted: one conversation of invented messages."""

import json
from pathlib import Path

from bench.invented_said import PEOPLE, said

_PEOPLE = [{"name": name, "email": f"{name}@example.org", "user_type": "Human"} for name in PEOPLE]


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"messages": [\n')
        for moment, who, text in said(seed):
            row = {
                "creator": _PEOPLE[who],
                "created_date": moment.strftime("%A, %B %d, %Y at %I:%M:%S\u202f%p UTC"),
                "text": text,
                "topic_id": f"t{count:x}",
                "message_id": f"invented/t{count:x}/t{count:x}",
            }
            stream.write((",\n" if count else "") + json.dumps(row, indent=1))
            count += 1
            if count % 1_000 == 0 and stream.tell() >= size:
                break
        stream.write("\n]}")
    return count
