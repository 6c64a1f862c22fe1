"""A `threads_and_replies.json` of an Instagram export, as large as wanted: posts and replies of invented words."""

import json
from pathlib import Path

from bench.invented_said import said


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many posts and replies they hold."""
    count = 0
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.write('{\n  "text_post_app_text_posts": [\n')
        for moment, who, text in said(seed):
            medium = {
                "uri": "",
                "creation_timestamp": int(moment.timestamp()),
                "title": text.encode().decode("latin-1"),
                "text_app_post": {"reply_control": "everyone", "geo_gated_country_list": "", "is_reply": who == 1},
                "cross_post_source": {"source_app": "FB"},
            }
            stream.write((",\n" if count else "") + json.dumps({"media": [medium]}, indent=2))
            count += 1
            if stream.tell() >= size:
                break
        stream.write("\n]}")
    return count
