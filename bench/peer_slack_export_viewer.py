"""Reads a day of Slack with slack-export-viewer, in an export made around it; runs in the peers' own environment.

It gives messages in the order of their threads. Their text is made readable only when it is shown, which is not measured.
"""

import contextlib
import io
import json
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

# installed in .venv-bench alone
from slackviewer.config import Config  # type: ignore[import-not-found]
from slackviewer.reader import Reader  # type: ignore[import-not-found]

from bench.peer import measured

_ASKED = ("archive", "hide_channels", "since", "skip_channel_member_change", "thread_note", "filter_user", "debug")


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    with tempfile.TemporaryDirectory(prefix="bench-slack-") as folder, contextlib.redirect_stdout(io.StringIO()):
        day = Path(folder, "general", path.name)
        day.parent.mkdir()
        day.symlink_to(path)
        Path(folder, "users.json").write_text("[]", "utf-8")
        Path(folder, "channels.json").write_text(json.dumps([{"id": "C0", "name": "general"}]), "utf-8")
        channels = Reader(Config({**dict.fromkeys(_ASKED), "archive": folder})).compile_channels()
    return sum(map(len, channels.values()))


measured(_read, f"slack-export-viewer {version('slack-export-viewer')}")
