"""Which conversation a mail stands in, and which box it was kept in.

Conversation: Gmail's thread id where the export states it (`X-GM-THRID`), else the first mail that `References` or `In-Reply-
To` names, else the mail's own Message-ID, which is what the answers to it name; else its subject without the marks of answers.
A mail that answers without naming anything starts a conversation of its own: nothing is joined by guess where there is an id.
"""

import re
from functools import cache
from typing import Any

from gawah.packs.load import load
from gawah.readers._email_header import Header
from gawah.records.content import Folder
from gawah.records.digest import identifier

PLATFORM = "E-mail"
_ID = re.compile(r"<\s*([^<>\s]{1,900})\s*>")
_ANSWER = re.compile(r"\s*(?:[^\W\d_]{1,5}(?:\[\d{1,3}\])?\s?[::]\s*)+")
_MAILDIR = re.compile(r"(?:^|/)(?:\.([^/]+)|([^./][^/]*))?/?(?:cur|new)/[^/]+$")
_BOXES: tuple[Folder, ...] = ("sent", "drafts", "inbox", "filtered", "archived")
_LABEL = re.compile(r'"[^"]*"|[^,]+')


def message_id(value: str | None) -> str | None:
    """The first id in a field, without its angle brackets; the field itself where there are none; None for nothing."""
    if value is None:
        return None
    found = _ID.search(value)
    return (found.group(1) if found else value.strip().strip("<>")[:900]) or None


def conversation_id(header: Header, subject: str | None, digest: str) -> str:
    """The id of the conversation; `digest` stands in where a mail has neither an id nor a subject."""
    thread = (header.raw("x-gm-thrid") or "").strip()
    if thread:
        return identifier(PLATFORM, "x-gm-thrid", thread)
    for name in ("references", "in-reply-to", "message-id"):
        value = header.raw(name)
        found = message_id(value) if value else None
        if found:
            return identifier(PLATFORM, "message-id", found)
    plain = _ANSWER.sub("", subject or "", count=1).strip().casefold()
    return identifier(PLATFORM, "subject", plain) if plain else identifier(PLATFORM, "file", digest)


@cache
def _boxes() -> dict[str, Any]:
    """Names of boxes and labels in every language, in lower case, to the box they mean."""
    return {name.casefold(): box for box, names in load("platforms/email")["box"].items() for name in names}


def box(header: Header, member: str) -> tuple[Folder | None, bool]:
    """The box, and whether the mail lay in the trash: of Gmail's labels, else of the folder and file name of a Maildir."""
    labels = header.text("x-gmail-labels")
    if labels is not None:
        return box_of([found.group().strip().strip('"') for found in _LABEL.finditer(labels)])
    mozilla = header.raw("x-folder")
    folder, _, base = member.rpartition("/")
    names = [] if mozilla is None else [re.split(r"[\\/]", mozilla)[-1]]
    flags = base.rpartition(":2,")[2] if ":2," in base else ""
    parts = [part for part in folder.split("/") if part not in ("cur", "new", "tmp")]
    names += [part.lstrip(".").rpartition(".")[2] or part for part in parts[-1:]]
    names += [base.rpartition(".")[0] or base] if not folder.endswith(("cur", "new")) else []
    kept, trashed = box_of(names)
    return ("drafts" if "D" in flags else kept), trashed or "T" in flags


def box_of(names: list[str]) -> tuple[Folder | None, bool]:
    """The box that names of folders or labels mean in any language, and whether one of them is the trash."""
    meant: list[Any] = [found for name in names if (found := _boxes().get(name.casefold()))]
    kept: Folder | None = next((each for each in _BOXES if each in meant), None)
    return kept, "trash" in meant
