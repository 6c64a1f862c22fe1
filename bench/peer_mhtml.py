"""Reads a saved page as what it is to the standard library: a mail of many parts, each decoded.

It holds the whole file, and gives no text, links or title of the page, and no digests of its pictures.
"""

import email
import email.policy
import platform
from collections.abc import Sequence
from pathlib import Path

from bench.peer import measured


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    with path.open("rb") as stream:
        mail = email.message_from_binary_file(stream, policy=email.policy.default)
    return sum(part.get_payload(decode=True) is not None for part in mail.iter_parts())


measured(_read, f"email of Python {platform.python_version()}")
