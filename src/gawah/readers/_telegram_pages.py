"""The pages of a Telegram export: `messages.html`, `messages2.html` and so on, a thousand messages each.

A page states less than the JSON: no ids of people, no instant (`_telegram_time`), no time of service lines but the day above them.
A message of the same sender within a quarter of an hour is `joined` and names nobody: it has the sender of the one before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gawah.readers._html import Piece, decoded, encoding_of, parsed, pieces
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.readers._telegram_chat import PLATFORM
from gawah.readers._telegram_page import Page, message, sender_of, title_of
from gawah.readers._whole_member import is_whole, unreadable
from gawah.records.content import Account, Conversation, ReadProblem, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_OPENING = re.compile(rb'<div\s[^<>]{0,160}\bid="message-?\d{1,20}"')
_NUMBER = re.compile(rb'<div\s[^<>]{0,160}\bid="message(-?\d{1,20})"')
_OVERLAP = 256
_BLOCK = 1 << 20
_MANY = 10**8
"""Days stand between messages under small negative ids; messages of a group before it became a supergroup under larger ones."""
_PAGE_NUMBER = re.compile(r"messages(\d{0,9})\.html$")
_MOST_PARTICIPANTS = 5_000


def read_pages(source: Source, members: Sequence[Member]) -> Iterator[Record]:
    """The conversations and messages of these pages; the pages of one folder are one chat."""
    folders: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        folders[member.folder].append(member)
    for pages in folders.values():
        yield from _chat(source, sorted(pages, key=_page_number))


def count_pages(source: Source, member: Member) -> int:
    """How many messages and service lines a page holds: by their ids, apart from how pages are cut."""
    total, kept = 0, b""
    with source.open(member) as stream:
        while True:
            data = stream.read(_BLOCK)
            window = kept + data
            end = len(window) - _OVERLAP if data else len(window)
            for found in _NUMBER.finditer(window):
                total += found.start() < end and not is_day(int(found.group(1)))
            if not data:
                return total
            kept = window[max(0, end) :]


def is_day(number: int) -> bool:
    """Whether a service line under this id is the day between messages."""
    return -_MANY < number < 0


def _chat(source: Source, members: list[Member]) -> Iterator[Record]:
    title, speakers = _survey(source, members)
    key = identifier(PLATFORM, title) if title else identifier(PLATFORM, "file", *_digests(source, members[:1]))
    participants = tuple(Account(name=name) for name in speakers)
    yield Conversation(id=key, platform=PLATFORM, title=title or None, participants=participants)
    numbers = {_page_number(member) for member in members}
    for at, member in enumerate(members):
        notes = Notes(source, member)
        if at == 0 and len(numbers) < max(numbers):
            notes.note("part-missing", "warning", "", max(numbers) - len(numbers))
        if not is_whole(source, member):
            yield unreadable(source, member)
            continue
        yield from _page(Page(source, member, notes, key, "group" if len(speakers) > 2 else "direct"))
        yield from notes.problems()


def _page_number(member: Member) -> int:
    """1 for `messages.html`, 2 for `messages2.html`; 1 for a page that was renamed."""
    found = _PAGE_NUMBER.search(member.name)
    return int(found[1] or 1) if found is not None else 1


def _page(page: Page) -> Iterator[Record]:
    encoding, end = "", b""
    for number, piece in enumerate(pieces(lambda: page.source.open(page.member), _OPENING)):
        end = (piece.data or b"</html>")[-_OVERLAP:]
        if not number:
            encoding = encoding_of(piece.data or b"")
            continue
        stated = _id_of(piece)
        if stated is not None and is_day(stated):
            page.begin_day(_parse(page, piece, encoding))
            continue
        locator = page.notes.locator(f"message/{number}", (piece.start, piece.end))
        node = _parse(page, piece, encoding)
        made = None if node is None else message(page, node, locator)
        if made is None:
            code = "limit-reached" if piece.data is None else "record-unreadable"
            yield ReadProblem(code=code, severity="loss", locator=locator, records=1)
        else:
            yield made
    if b"</html>" not in end:  # its last message may be shorter than it was
        yield ReadProblem(code="member-unreadable", severity="loss", locator=page.notes.locator("", None))


def _id_of(piece: Piece) -> int | None:
    """The id that the first tag of a piece states."""
    found = _NUMBER.match(piece.head)
    return None if found is None else int(found.group(1))


def _parse(page: Page, piece: Piece, encoding: str) -> "LexborNode | None":
    if piece.data is None:
        return None
    text, replaced = decoded(piece.data, encoding)
    if replaced:
        page.notes.note("text-undecodable", "warning")
    return parsed(text).css_first("div.message")


def _survey(source: Source, members: list[Member]) -> tuple[str, list[str]]:
    """The title of the chat and who speaks in it, in a first pass."""
    title = ""
    speakers: dict[str, None] = {}
    for member in members:
        encoding = ""
        try:
            for piece in pieces(lambda member=member: source.open(member), _OPENING):  # type: ignore[misc]
                if not piece.number:
                    encoding = encoding_of(piece.data or b"")
                    stated, furniture = title_of(decoded(piece.data or b"", encoding)[0])
                    title = title or stated
                    for address in furniture:  # looks of the pages, which nobody wrote to anybody
                        source.find(_seen_from(member, address))
                elif piece.data is not None and b"from_name" in piece.data and len(speakers) < _MOST_PARTICIPANTS:
                    node = parsed(decoded(piece.data, encoding)[0]).css_first("div.message")
                    name = None if node is None else sender_of(node)
                    if name:
                        speakers[name] = None
        except SourceUnreadable:
            continue
    return title, list(speakers)


def _seen_from(member: Member, address: str) -> str:
    """The name of a file that a page names from where it lies."""
    folder = member.folder
    while address.startswith("../") and folder:
        address, folder = address[3:], folder.rpartition("/")[0]
    return f"{folder}/{address}" if folder else address


def _digests(source: Source, members: Sequence[Member]) -> Iterator[str]:
    for member in members:
        try:
            yield source.digest(member)
        except SourceUnreadable:
            yield member.name
