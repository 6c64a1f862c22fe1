"""Reads a web archive with FastWARC, digests checked and bodies read, and counts the pages. Runs in the peers' own environment."""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from fastwarc.warc import ArchiveIterator  # type: ignore[import-not-found]  # installed in .venv-bench alone

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    found = 0
    with path.open("rb") as stream:
        # It passes over records whose digest is not right, which then are missing.
        for record in ArchiveIterator(stream, verify_digests=True):
            record.reader.read()
            found += record.http_headers is not None and (record.http_content_type or "").startswith("text/html")
    return found


measured(_read, f"FastWARC {version('fastwarc')}")
