"""Which pages of an HTML export of Meta's hold messages, and whose a page on its own is: told by its style classes.

Since 2022 Facebook and Instagram use different ones; from 2018 to 2021 both wrote the same, and only folders tell them apart.
"""

import re
from collections.abc import Iterator

from gawah.readers._meta_whose import Platform, Whose, text
from gawah.readers._source import Member, Source
from gawah.records.content import ReadProblem
from gawah.records.errors import SourceUnreadable

_OF_THREAD = re.compile(r"(?:^|/)message(?:_\d+)?\.html$")
_BEFORE_2018 = re.compile(r"(?:^|/)messages(?:/\d+)?\.html?$")
_INSTAGRAM = re.compile(r'_2pim _a6-h _a6-i"')
_FACEBOOK = re.compile(r'_2ph_ _a6-h _a6-i"|<div class="message_header"><span class="user">')
_EITHER = re.compile(r'class="_3-96 _2let"><div><div>')
_MESSAGE = re.compile(r'_a6-p"><div><div>|class="_3-96 _2let"><div><div>|<div class="message"><div class="message_header">')


def pages(source: Source, platform: Platform) -> list[Member]:
    """The pages with messages, of a source that is this platform's; on its own, a page that is told to be."""
    if not source.is_container:
        return [member for member in source.members if (whose := page_whose(source, member)) and whose.platform == platform]
    return [member for member in source.members if _OF_THREAD.search(member.name) or _is_old(source, member, platform)]


def pages_whose(source: Source) -> Whose | None:
    """Whose the pages of a folder or archive are that says nothing of it by its names: as the first page of a thread says."""
    named = (member for member in source.members if _OF_THREAD.search(member.name) or _BEFORE_2018.search(member.name))
    told = (page_whose(source, member) for _number, member in zip(range(8), named, strict=False))
    return next((whose for whose in told if whose is not None), None)


def page_whose(source: Source, member: Member) -> Whose | None:
    """Whose a page with messages is; None for anything else."""
    head = text(source, member)
    if not head.lstrip().startswith("<") or not _MESSAGE.search(head):
        return None
    if _INSTAGRAM.search(head):
        return Whose("Instagram", certain=True)
    if _FACEBOOK.search(head):
        return Whose("Facebook", certain=True)
    return Whose("Facebook", certain=False) if _EITHER.search(head) else None


def page_may_be_either(source: Source, members: list[Member]) -> Iterator[ReadProblem]:
    """The problem of pages of which nothing tells whose they are, at the first of them; none where it is told."""
    told = page_whose(source, members[0]) if members else None
    if told is not None and not told.certain:
        try:
            place = source.locator(members[0], "", None)
        except SourceUnreadable:
            return
        yield ReadProblem(code="platform-uncertain", severity="warning", locator=place)


def _is_old(source: Source, member: Member, platform: Platform) -> bool:
    if platform != "Facebook" or not _BEFORE_2018.search(member.name):
        return False
    return page_whose(source, member) is not None
