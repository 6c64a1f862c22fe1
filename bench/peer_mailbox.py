"""Reads a mailbox with the standard library: `mailbox.mbox`, each mail by `email` with its newest policy, date and text taken.

It gives no byte spans, second count, threads, links, digests of attachments, or the writer's quoting of `>From` undone.
"""

import email
import email.policy
import mailbox
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from bench.peer import measured


def _mail(stream: IO[Any]) -> Any:
    return email.message_from_binary_file(stream, policy=email.policy.default)


def _read(path: Path, more: Sequence[str]) -> int:  # noqa: ARG001 - as every peer is called
    found = 0
    box: Any = mailbox.mbox(path, factory=_mail, create=False)  # type: ignore[arg-type] # any mail will do
    for mail in box:
        said = mail.get_body(("plain", "html"))
        found += mail["date"] is not None and said is not None and bool(said.get_content())
        for part in mail.iter_attachments():
            part.get_content()
    return found


measured(_read, f"mailbox and email of Python {platform.python_version()}", collecting=True)
