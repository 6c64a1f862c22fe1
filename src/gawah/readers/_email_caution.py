"""What is to be said beside a mail, whatever file it came in: cautions for a reader, and what was wrong with its header."""

import re
from collections.abc import Iterable

from gawah.readers._email_header import Header
from gawah.readers._notes import Notes
from gawah.records.content import Account

_ONCE = ("from", "subject", "date", "message-id", "in-reply-to", "sender")
_PGP = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)


def cautions(header: Header, subject: str | None, people: Iterable[Account]) -> list[str]:
    """The flags `line-break-in-header` (a forged field may hide in a name) and `dkim-signed`, where they hold."""
    flags = []
    names = (subject, *(text for each in people for text in (each.name, each.handle)))
    if any(text is not None and ("\n" in text or "\r" in text) for text in names):
        flags.append("line-break-in-header")
    if header.raw("dkim-signature") is not None:
        flags.append("dkim-signed")
    return flags


def is_armoured(text: str) -> bool:
    """Whether the text holds a message that PGP encrypted (RFC 9580 section 6.2)."""
    return _PGP.search(text) is not None


def note_header(notes: Notes, header: Header) -> None:
    """Say what was wrong with the header."""
    for name in _ONCE:
        if len(header.all_raw(name)) > 1:
            notes.note("field-duplicate", "warning", name)
    for verdict in dict.fromkeys(header.verdicts):
        notes.note(verdict, "warning", "header")
    if header.cut:
        notes.note("limit-reached", "warning", "header")
