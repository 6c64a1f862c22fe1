"""Long posts: `note-tweet.js` holds their text, `tweets.js` their beginning, cut, and nothing that names the other.

The two are joined where the tweet's text is how the note begins and both were made within five minutes; answers begin with the
handles they answer, which the note leaves out. A note without its tweet is a post of its own, without the id of one. Seen: keys
`noteTweetId`, `createdAt`, `updatedAt`, `lifecycle`, `core` with `text`, `urls`, `mentions` in public archives of 2023-2025.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gawah.readers._json import Element
from gawah.readers._links import links
from gawah.readers._x_member import PLATFORM, Reading
from gawah.records.content import Account, Conversation, Message, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When, position_ms

_MAX_KEPT = 32 << 20
"""Characters of notes that are held while the tweets are read; what comes on top is not joined."""
_KEY = 24
_LEAST, _MOST = 200, 2_000
"""A post is cut at 280 characters and the handles it answers; nothing else is the beginning of a note."""
_APART_MS = 300_000
_ANSWERED = re.compile(r"(?:@[A-Za-z0-9_]{1,20}\s+)+")
_CUT = re.compile(r"(?:…)?(?:\s*https://t\.co/[A-Za-z0-9]{1,16})?\s*\Z")
_KEYS = frozenset({"noteTweetId", "createdAt", "updatedAt", "lifecycle", "core", "tweetId"})
_CORE_KEYS = frozenset({"styletags", "urls", "text", "mentions", "cashtags", "hashtags", "media", "inlineMedia", "richtextTags"})


@dataclass(frozen=True, slots=True)
class Note:
    """A long post, as stated."""

    text: str
    links: tuple[str, ...]
    at: int | None
    sent_at: When
    identity: str | None
    deleted: bool
    flags: tuple[str, ...]
    locator: Locator


@dataclass(slots=True)
class Notes:
    """The notes of an archive, until each has found its tweet."""

    _by_start: dict[str, list[Note]] = field(default_factory=dict)
    _kept: int = 0

    def keep(self, note: Note) -> bool:
        """Hold a note for its tweet; False where there is no room, and it stands for itself."""
        self._kept += len(note.text)
        if self._kept > _MAX_KEPT:
            return False
        self._by_start.setdefault(_start(note.text), []).append(note)
        return True

    def take(self, body: str, sent_at: When) -> Note | None:
        """The note that begins with this text and was made at about this time; it is given once."""
        if not self._by_start or not _LEAST <= len(body) <= _MOST:
            return None
        beginning = _CUT.sub("", _ANSWERED.sub("", body, count=1) if body.startswith("@") else body)
        waiting = self._by_start.get(beginning[:_KEY], [])
        at = position_ms(sent_at)
        for note in waiting:
            near = at is None or note.at is None or abs(note.at - at) <= _APART_MS
            if near and _bare(note.text).startswith(beginning):
                waiting.remove(note)
                return note
        return None

    def left(self, holder: Account, told: set[str]) -> Iterator[Record]:
        """The notes that found no tweet, as posts of their own."""
        for note in (note for waiting in self._by_start.values() for note in waiting):
            yield from post(note, holder, told)
        self._by_start.clear()


def read_note(reading: Reading, item: Element, locator: Locator, *, deleted: bool) -> Note | None:
    """The note that an element is; None when it is none."""
    fact = item.value.get("noteTweet") if isinstance(item.value, dict) else None
    core = fact.get("core") if isinstance(fact, dict) else None
    if not isinstance(fact, dict) or not isinstance(core, dict):
        return None
    path = (*item.path, "noteTweet")
    text = reading.text(core, "text", (*path, "core"))
    if text is None:
        return None
    reading.unknown(fact, _KEYS, path)
    reading.unknown(core, _CORE_KEYS, (*path, "core"))
    identity = reading.text(fact, "noteTweetId", path)
    sent_at, flags = reading.time(fact, "createdAt", path, identity)
    addresses = [reading.text(each, "expandedUrl", at) for at, each in reading.parts(core, "urls", (*path, "core"))]
    stated = tuple(address for address in addresses if address)
    return Note(text, stated, position_ms(sent_at), sent_at, identity, deleted, flags, locator)


def post(note: Note, holder: Account, told: set[str]) -> Iterator[Record]:
    """A note as a post of the holder's."""
    key = identifier(PLATFORM, "posts", holder.platform_id or holder.handle or holder.name or "")
    if key not in told:
        told.add(key)
        yield Conversation(id=key, platform=PLATFORM, participants=(holder,) if holder != Account() else ())
    yield Message(
        conversation=key,
        kind="post",
        sender=holder,
        sent_at=note.sent_at,
        body=note.text,
        links=tuple(dict.fromkeys((*note.links, *links(note.text)))),
        deleted=note.deleted,
        flags=note.flags,
        platform_id=note.identity,
        locator=note.locator,
    )


def _bare(text: str) -> str:
    return _ANSWERED.sub("", text, count=1) if text.startswith("@") else text


def _start(text: str) -> str:
    return _bare(text)[:_KEY]
