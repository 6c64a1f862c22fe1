"""Parses a whole page with selectolax (lexbor), and counts what a selector finds.

It gives a tree: no byte spans, times, people, text, links or second count.
"""

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:
    return len(LexborHTMLParser(path.read_bytes()).css(more[0]))


measured(_read, f"selectolax {version('selectolax')}")
