"""The pages of own comments and live chat messages in Takeouts until about 2022: `my-comments.html`, `my-live-chat-messages.html`.

One list element a comment: a sentence in the person's language with the addresses of comment and video and the time in UTC, then
the text behind a line break.
"""

import re
from collections.abc import Iterator

from gawah.readers._clock_time import clock_time
from gawah.readers._html import decoded, pieces, text_of
from gawah.readers._iso_time import unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._source import Member, Source
from gawah.readers._youtube_csv import PLATFORM
from gawah.records.content import Account, Conversation, Framing, Message, Record
from gawah.records.digest import identifier

_ITEM = re.compile(rb"<li\b", re.IGNORECASE)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC")
_ADDRESS = re.compile(r'href="(https?://(?:www\.)?youtube\.com/[^"\s]{1,500})"')
_VIDEO = re.compile(r"[?&](?:amp;)?v=([\w-]{1,64})")
_COMMENT = re.compile(r"[?&](?:amp;)?lc=([\w.-]{1,200})")
_OURS = re.compile(rb'<li\b[^>]{0,100}>[^<]{0,300}<a [^>]{0,50}href="https?://(?:www\.)?youtube\.com/', re.IGNORECASE)


def is_page(head: bytes) -> bool:
    """Whether a page that begins so is a list of own comments: addresses on YouTube and times in UTC in its elements."""
    found = _OURS.search(head)
    return found is not None and _TIME.search(head[found.start() : found.start() + 4096].decode("latin-1")) is not None


def page_records(source: Source, member: Member) -> Iterator[Record]:
    """Everything in one page; what stands before the first element is framing."""
    notes = Notes(source, member)
    for piece in pieces(lambda: source.open(member), _ITEM):
        if not piece.number:
            if piece.end > piece.start:
                yield Framing(name="head", locator=notes.locator("head", (piece.start, piece.end)))
            continue
        place, span = f"item/{piece.number}", (piece.start, piece.end)
        html, replaced = decoded(piece.data, "utf-8") if piece.data is not None else ("", False)
        told, broken, said = html.partition("<br")
        time = _TIME.search(told)
        if piece.data is None or not broken or time is None:
            yield notes.lost(place, span, "limit-reached" if piece.data is None else "record-unreadable")
            continue
        if replaced:
            notes.note("text-undecodable", "warning", "item")
        addresses = [address.replace("&amp;", "&") for address in _ADDRESS.findall(told)]
        body, inner = text_of("<br" + said.partition("</li")[0])
        body = body.strip("\n")
        stated = _video(addresses)
        ids = [found.group(1) for address in addresses if (found := _COMMENT.search(address))]
        yield stated
        yield Message(
            conversation=stated.id,
            kind="comment",
            sender=Account(),
            sent_at=clock_time(time.group()) or unread(time.group()),
            body=body,
            links=tuple(dict.fromkeys((*addresses, *inner, *links(body)))),
            platform_id=ids[0] if ids else None,
            locator=notes.locator(place, span),
        )
    yield from notes.problems()


def _video(addresses: list[str]) -> Conversation:
    found = next((match for address in addresses if (match := _VIDEO.search(address))), None)
    if found is None:
        return Conversation(id=identifier(PLATFORM, "comments"), platform=PLATFORM)
    video = found.group(1)
    address = f"https://www.youtube.com/watch?v={video}"
    return Conversation(id=identifier(PLATFORM, "comments", "video", video), platform=PLATFORM, title=address)
