"""Messenger's end-to-end encrypted export (2024-): how its files are told, and when a Facebook export needs one that is not there.

One file a chat: `{"participants": ["Ada", ...], "threadName": "Ada_15", "messages": [{"senderName", "text", "timestamp", ...}]}`,
its keys in any order. Source: export-formats.md section 1.2.
"""

import re
from collections.abc import Iterator

from gawah.readers._meta_whose import text
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem
from gawah.records.errors import SourceUnreadable

_CHAT = re.compile(r'\s*\{\s*"(?:participants|threadName|messages)"\s*:')
_NAME = re.compile(r'"threadName"\s*:\s*"')
_PEOPLE = re.compile(r'"participants"\s*:\s*\[\s*(?:"|\])')
_SENDER = re.compile(r'"senderName"\s*:')
_CUT_OVER = re.compile(r"(?:^|/)e2ee_cutover/(?P<name>[^/]+)/")
_LOOKED_AT = 32


def is_chat(source: Source, member: Member) -> bool:
    """Whether the member begins as a chat of the end-to-end encrypted export does."""
    head = text(source, member)
    if not _CHAT.match(head):
        return False
    signs = (_NAME, _PEOPLE, _SENDER)
    return sum(sign.search(head) is not None for sign in signs) >= 2


def chats(source: Source) -> list[Member]:
    """The members that are chats, in order."""
    if not source.is_container:
        return [member for member in source.members if is_chat(source, member)]
    return [member for member in source.members if member.name.endswith(".json") and is_chat(source, member)]


def holds_chats(source: Source) -> bool:
    """Whether there is a chat among its first files."""
    files = [member for member in source.members if member.name.endswith(".json") or not source.is_container]
    return any(is_chat(source, member) for member in files[:_LOOKED_AT])


def cut_over(source: Source) -> Iterator[ReadProblem]:
    """The problem of a Facebook export whose chats went on end-to-end encrypted, when no such export was given with it.

    `count` is the number of chats.
    """
    found: dict[str, Member] = {}
    for member in source.members:
        if (place := _CUT_OVER.search(member.name)) is not None:
            found.setdefault(place["name"], member)
    if not found or any(holds_chats(each) for each in source.siblings):
        return
    for member in found.values():
        try:
            locator = source.locator(member, "", None)
        except SourceUnreadable:
            continue
        yield ReadProblem(code="part-missing", severity="warning", locator=locator, count=len(found))
        return
