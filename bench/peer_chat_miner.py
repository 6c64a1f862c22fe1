"""Reads one chat with chat-miner's parser of the name given; runs in the peers' own environment.

It gives time, sender and text of messages that have all three, and passes over the others.
"""

import logging
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from chatminer import chatparsers  # type: ignore[import-not-found]  # installed in .venv-bench alone

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:
    logging.disable()
    parser = getattr(chatparsers, more[0])(str(path))
    parser.parse_file()
    return len(parser.parsed_messages._parsed_messages)


measured(_read, f"chat-miner {version('chat-miner')}")
