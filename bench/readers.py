"""`readers`: each reader on a file of its kind, by default of 200 MB: records a second, memory there and at a tenth of the size.

The file of a reader is written by `bench/invented_<reader>.py`. For JSON the standard library's `json.load` reads the same file,
the least that a program does which has it in memory whole. A result is right when the records are as many as were written, and
as many as the reader's other count says.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.timing import spread

ROOT = Path(__file__).parents[1]
FILES = {
    "bluesky": "repo.car",
    "discord": "channel.json",
    "email": "all.mbox",
    "facebook": "message_1.json",
    "google_chat": "messages.json",
    "google_voice": "Grey Kiln - Text - 2023-01-13T08_00_00Z.html",
    "imessage": "chat.db",
    "instagram": "message_1.json",
    "linkedin": "messages.csv",
    "mastodon": "outbox.json",
    "messenger": "Rabia_15.json",
    "reddit": "comments.csv",
    "signal": "main.jsonl",
    "skype": "messages.json",
    "slack": "2024-01-02.json",
    "sms_backup": "sms.xml",
    "snapchat": "chat_history.json",
    "table": "chat.csv",
    "telegram": "result.json",
    "tiktok": "user_data_tiktok.json",
    "web_archive": "crawl.warc",
    "x": "direct-messages.js",
    "youtube": "comments.csv",
}
"""How the file of each is called where it lies in an export. `whatsapp` has a figure of its own, beside its peer."""


def measure(*, repeat: int, size: int) -> bool:
    """Print a line a reader; False when one was wrong."""
    print(f"\nreaders: {size / 1e6:,.0f} MB each, {repeat} repetitions; memory is that of the whole process")
    right = True
    for name, file in FILES.items():
        if (ROOT / "bench" / f"invented_{name}.py").is_file():
            right &= _measure(name, file, repeat, size)
    return right


def _measure(name: str, file: str, repeat: int, size: int) -> bool:
    write = importlib.import_module(f"bench.invented_{name}").write
    with tempfile.TemporaryDirectory(prefix="bench-readers-") as folder:
        small, large = Path(folder) / "small" / file, Path(folder) / "large" / file
        for path in (small, large):
            path.parent.mkdir()
        few, many = write(small, size // 10), write(large, size)
        one = _json("bench.ours_reader", small)
        ours = [_json("bench.ours_reader", large) for _ in range(repeat)]
        theirs = [_json("bench.peer_json", large) for _ in range(repeat)] if file.endswith((".json", ".js")) else []
        megabytes = large.stat().st_size / 1e6
    right = all(told["whole"] and told["records"] == written for told, written in [(one, few), *((each, many) for each in ours)])
    rates = [told["records"] / told["seconds"] for told in ours]
    speeds = [megabytes / told["seconds"] for told in ours]
    peaks = one["peak_kib"] / 1024, max(told["peak_kib"] for told in ours) / 1024
    beside = ""
    if theirs:
        shares = [peer["seconds"] / told["seconds"] for told, peer in zip(ours, theirs, strict=True)]
        beside = f"; {spread(shares, '.2f')} x json.load, which takes {max(told['peak_kib'] for told in theirs) / 1024:,.0f} MiB"
    print(
        f"  {name:12} {many:>9,} records  {spread(rates, ',.0f')} a second, {spread(speeds, '.0f')} MB/s;"
        f" {peaks[0]:.0f} MiB at a tenth, {peaks[1]:.0f} MiB{beside}" + ("" if right else "   WRONG")
    )
    return right


def _json(module: str, path: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-m", module, str(path)], capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout:
        raise SystemExit(f"bench: {module} gave no result on {path.name}: {done.stderr[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
