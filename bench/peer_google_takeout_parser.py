"""Reads YouTube's comments with google_takeout_parser; runs in the peers' own environment.

It gives a record of each row with its time, and the text still in its fragments.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

# installed in .venv-bench alone
from google_takeout_parser.parse_csv import _parse_youtube_comments_csv  # type: ignore[import-not-found]

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    return sum(not isinstance(each, Exception) for each in _parse_youtube_comments_csv(path))


measured(_read, f"google_takeout_parser {version('google-takeout-parser')}")
