"""Reads a web archive with warcio, digests checked and bodies read, and counts the pages.

It gives records one by one. It does not say which picture belongs to which page, nor a page's text and
links, and counts nothing twice.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    found = 0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
            if record.rec_type == "response":
                found += record.http_headers.get_header("Content-Type", "").startswith("text/html")
    return found


measured(_read, f"warcio {version('warcio')}", collecting=True)
