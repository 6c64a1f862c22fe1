"""A WhatsApp chat of about as many bytes as wanted."""

from pathlib import Path

from bench import whatsapp_file

_LINE = 88
"""Bytes a line has on average."""


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    return whatsapp_file.write(path, max(1, size // _LINE), seed)
