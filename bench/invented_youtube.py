"""A `comments.csv` of YouTube in a Takeout, as large as wanted: invented comments on a thousand videos."""

import csv
import json
from pathlib import Path

from bench.invented_said import said

_COLUMNS = (
    *("Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Parent Comment ID", "Post ID", "Video ID", "Comment Text"),
    "Top-Level Comment ID",
)


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many comments they hold."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for moment, _, text in said(seed):
            parts = ",".join(json.dumps({"text": part}, ensure_ascii=False) for part in (text, "!"))
            stamp = moment.strftime("%Y-%m-%dT%H:%M:%S.123456+00:00")
            writer.writerow((f"Ug{count:x}", "UCinvented", stamp, "0", "", "", f"v{count % 1_000}", parts, ""))
            count += 1
            if count % 1_000 == 0 and stream.tell() >= size:
                break
    return count
