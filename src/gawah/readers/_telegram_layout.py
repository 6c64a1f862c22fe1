"""Which files of a Telegram export hold messages, told by how they begin: result.json whole or of one chat, and pages of HTML.

File names are the exporter's own (`result.json`, `messages2.html`), but people rename them, so inside a container other JSON files
are looked at too. Where the JSON and the HTML of one export lie together, the HTML says the same again and is not read.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, TypeAlias

from gawah.readers._json import Layout
from gawah.readers._json_layout import steps
from gawah.readers._source import Member, Source

Kind: TypeAlias = Literal["json", "html"]

CHATS = frozenset(
    {
        *("personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes", "private_group", "private_supergroup"),
        *("public_supergroup", "private_channel", "public_channel"),
    }
)
"""The types of chats that the exporter knows."""
LAYOUT = Layout(
    steps(("messages",), ("chats", "list", "#", "messages"), ("left_chats", "list", "#", "messages")),
    re.compile(
        r'\{[ \t\r\n]{0,32}(?:"id"[ \t\r\n]{0,8}:[ \t\r\n]{0,8}-?\d{1,20}[ \t\r\n]{0,8},[ \t\r\n]{0,32})?'
        r'(?:"date"[ \t\r\n]{0,8}:[ \t\r\n]{0,8}"[0-9TZ:.-]{1,30}"[ \t\r\n]{0,8},[ \t\r\n]{0,32})?'
        r'"type"[ \t\r\n]{0,8}:[ \t\r\n]{0,8}"(?:message|service|unsupported)"'
    ),
    re.compile(
        r'\{[ \t\r\n]{0,16}(?:"name":[ \t\r\n]{0,4}(?:null|"(?:[^"\\]|\\.){0,60}+"),[ \t\r\n]{0,16})?'
        r'"type":[ \t\r\n]{0,4}"[a-z_]{1,20}",[ \t\r\n]{0,16}"(?P<section>id)"[ \t\r\n]{0,4}:'
    ),
)
_TYPES = "|".join(sorted(CHATS))
_NAME = r'(?:"name" : (?:null|"(?:[^"\\]|\\.)*+") , )?'
_FULL = (
    r'\{ "about" : "(?:[^"\\]|\\.)*+" , "(?:personal_information|profile_pictures|stories|contacts|frequent_contacts|sessions'
    r'|web_sessions|other_data|chats|left_chats)" :'
)
_ALONE = r"\{ " + _NAME + r'"type" : "(?:' + _TYPES + r')" , "id" : -?\d+ ,'
_BARE = r"\{ " + _NAME + r'"messages" : \[ \{ (?:"id" : -?\d+ , )?"type" : "(?:message|service)" , "date(?:_unixtime)?" :'
_STARTS = tuple(re.compile(r"\s*" + each.replace(" ", r"\s*"), re.DOTALL) for each in (_FULL, _ALONE, _BARE))
_PAGE = re.compile(rb"<title>Exported Data</title>")
_BODY = re.compile(rb'class="(?:page_body chat_page|history|message (?:default|service))')
_PAGES = re.compile(r"(?:^|/)messages\d*\.html$")
_RESULT = re.compile(r"(?:^|/)result[^/]*\.json$", re.IGNORECASE)
_MOST_LOOKED_AT = 16
"""JSON files of other names that are looked at in a container."""


def sheets(source: Source) -> Iterator[tuple[Member, Kind]]:
    """The members that hold messages, in order, each with its sort."""
    if not source.is_container:
        for member in source.members:
            told = _told(source, member)
            if told is not None:
                yield member, told
        return
    found = [(member, kind) for member in _candidates(source) if (kind := _told(source, member)) is not None]
    stated = [member.folder for member, kind in found if kind == "json" and _RESULT.search(member.name)]
    for member, kind in found:
        if kind == "json" or not any(_lies_in(member.folder, folder) for folder in stated):
            yield member, kind


def readable(source: Source) -> Sequence[Member]:
    """The members that hold messages."""
    return [member for member, _kind in sheets(source)]


def recognised(source: Source) -> bool:
    """Whether anything in the source is Telegram's."""
    return any(True for _ in sheets(source))


def _candidates(source: Source) -> Iterator[Member]:
    """By their names, in the order of the members: the exporter's own, and the first few other JSON files."""
    others = set(islice((each.ordinal for each in source.members if each.name.lower().endswith(".json")), _MOST_LOOKED_AT))
    for member in source.members:
        if member.refused is None and (member.ordinal in others or _PAGES.search(member.name) or _RESULT.search(member.name)):
            yield member


def _told(source: Source, member: Member) -> Kind | None:
    """What the file begins like."""
    name = member.name.lower()
    if name.endswith((".html", ".htm")) or not source.is_container:
        head = source.head(member, 16384)
        if _PAGE.search(head, 0, 1024):
            return "html" if _BODY.search(head) else None
        if name.endswith((".html", ".htm")):
            return None
    head_text = source.head(member).decode("utf-8", "replace").removeprefix("\ufeff")
    return "json" if any(pattern.match(head_text) for pattern in _STARTS) else None


def _lies_in(folder: str, other: str) -> bool:
    return not other or folder == other or folder.startswith(other + "/")
