"""A `message_1.json` of an Instagram export, as large as wanted: as Facebook writes it, in Instagram's folders."""

import json
from pathlib import Path

from bench.invented_said import said

_NAMES = ("Zarak Khoso", "Mehrunisa Talpur")


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold. Every message has a text, as every peer wants it."""
    count, moment = 0, 1_700_000_000_000
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.write(json.dumps({"participants": [{"name": name} for name in _NAMES]})[:-1] + ',\n  "messages": [\n')
        for _, who, text in said(seed):
            moment -= 61_000
            fact = {"sender_name": _NAMES[who], "timestamp_ms": moment, "content": text.encode().decode("latin-1")}
            if count % 10 == 0:
                uri = f"your_instagram_activity/messages/inbox/zarak_1/photos/{count}.jpg"
                fact["photos"] = [{"uri": uri, "creation_timestamp": moment // 1000}]
            fact["is_geoblocked_for_viewer"] = False
            stream.write((",\n" if count else "") + json.dumps(fact, indent=2))
            count += 1
            if stream.tell() >= size:
                break
        tail = {"title": _NAMES[0], "is_still_participant": True, "thread_path": "inbox/zarak_1"}
        stream.write("\n  ],\n" + json.dumps(tail, indent=2)[2:])
    return count
