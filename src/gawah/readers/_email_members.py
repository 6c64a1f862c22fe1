"""Which files of a source are mail, and of which kind, told from their first bytes.

A lone file is mail when its first lines say so. Of a folder or archive, mail must be what most of it is (by number or by
bytes): a few mails beside an export of another platform are sources of their own, once the folder is opened up.
"""

import re
from collections.abc import Sequence
from enum import Enum

from gawah.readers._email_header import read_header
from gawah.readers._email_mailbox import is_mailbox
from gawah.readers._email_outlook import is_outlook
from gawah.readers._email_pst_nodes import CLIENTS, MAGIC
from gawah.readers._email_tnef import is_tnef
from gawah.readers._source import Member, Source

_HEAD = 16 << 10
_LOOKED_AT = 64
"""Members of a folder or archive whose first bytes are asked for before the source is claimed."""
_NAMED = re.compile(
    r"\.(?:eml|emlx|mbox|mbx|msg|pst|ost)$|(?:^|/)(?:cur|new)/[^/]+$|(?:^|/)winmail\.dat$|\.mbox/mbox$", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:^|/)(?:\.[^/]*|__MACOSX/.*|(?!winmail\.dat$)[^/]*\.(?:msf|dat|plist|sbd)|desktop\.ini|Thumbs\.db|dovecot[^/]*|maildirsize|maildirfolder)$"
)
_SAYS_MAIL = frozenset({"from", "received", "message-id", "return-path", "delivered-to", "x-gm-thrid", "date", "to", "subject"})
_SAYS_SENT = frozenset({"from", "received", "message-id", "return-path", "delivered-to", "sender"})
_MIME = frozenset({"mime-version", "content-type"})
_SAVED_PAGE = frozenset({"snapshot-content-location", "content-location"})
_EMLX = re.compile(rb"(\d{1,10})[ \t]*\r?\n")


class Kind(Enum):
    """What sort of mail file."""

    MAIL = "one mail"
    APPLE = "one mail of Apple Mail, its length before it"
    MAILBOX = "many mails"
    OUTLOOK = "one mail of Outlook, a compound file"
    WINMAIL = "one mail of Outlook, packed into a file of a mail"
    STORE = "a mailbox of Outlook"


def kind_of(name: str, head: bytes) -> Kind | None:
    """What a file that is called `name` and begins with `head` is; None for no mail."""
    if is_mailbox(head):
        return Kind.MAILBOX
    if is_tnef(head):
        return Kind.WINMAIL
    if head.startswith(MAGIC) and head[8:10] in CLIENTS:
        return Kind.STORE
    found = _EMLX.match(head)
    if found is not None and name.lower().endswith(".emlx"):
        return Kind.APPLE if _is_mail(head[found.end() :], named=True) else None
    return Kind.MAIL if _is_mail(head, named=_NAMED.search(name) is not None) else None


def _is_mail(head: bytes, *, named: bool) -> bool:
    header = read_header(head, 0, len(head))
    names = {name for name, _ in header.fields}
    if _is_saved_page(names, header.raw("from") or "", header.parameters("content-type")[0]):
        return False
    if named:
        return bool(names & (_SAYS_MAIL | _MIME))
    return bool(names & _SAYS_SENT) and len(names & (_SAYS_MAIL | _MIME)) >= 2


def _is_saved_page(names: set[str], author: str, kind: str) -> bool:
    """A page that a browser saved as MHTML has a mail's form and is none (RFC 2557; Chromium's, Firefox's and Word's)."""
    if "snapshot-content-location" in names or author.lstrip("<\"' ").lower().startswith("saved by "):
        return True
    return (
        kind == "multipart/related"
        and not names & {"received", "message-id", "to"}
        and bool(names & _SAVED_PAGE or "from" not in names)
    )


def mail_members(source: Source) -> list[tuple[Member, Kind]]:
    """The files that are mail. A lone file whatever it is called; of a folder, those that their name lets expect it."""
    if not source.is_container:
        return _told(source, source.members)
    return _told(source, [member for member in source.members if _NAMED.search(member.name) and not _BESIDE.search(member.name)])


def _told(source: Source, members: Sequence[Member]) -> list[tuple[Member, Kind]]:
    found = []
    for member in members:
        if member.refused is not None:
            continue
        head = source.head(member, _HEAD)
        kind = Kind.OUTLOOK if is_outlook(source, member, head) else kind_of(member.name, head)
        if kind is not None:
            found.append((member, kind))
    return found


def is_mail_source(source: Source) -> bool:
    """Whether the source as a whole is mail."""
    if not source.is_container:
        return bool(mail_members(source))
    rest = [member for member in source.members if not _BESIDE.search(member.name)]
    named = [member for member in rest if _NAMED.search(member.name)]
    if 2 * len(named) < len(rest) and 2 * sum(each.size for each in named) < sum(each.size for each in rest):
        return False
    looked_at = named[:_LOOKED_AT]
    return 2 * len(_told(source, looked_at)) >= len(looked_at) > 0
