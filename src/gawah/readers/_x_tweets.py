"""Tweets of an X archive as records: those of `tweets.js` and its kin, of community and circle files, deleted ones, and headers.

An archive holds what its holder posted; a retweet repeats somebody else's words, flagged `repost` (`cut-by-platform` where the
archive cut it). Each version of an edited tweet is a tweet of its own. Seen: twarchive__tweet.js, and in public archives
`edit_info`, `community_id_str` (2023-2025).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gawah.readers._json import Element, Path
from gawah.readers._links import links
from gawah.readers._x_layout import Kind
from gawah.readers._x_member import PLATFORM, Reading, accounts
from gawah.readers._x_notes import Notes
from gawah.records.content import Account, Attachment, Conversation, Duplicate, Event, Message, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

_KEYS = frozenset(
    {
        *("retweeted", "source", "entities", "extended_entities", "display_text_range", "favorite_count", "retweet_count"),
        *("id", "id_str", "created_at", "truncated", "favorited", "full_text", "text", "lang", "possibly_sensitive", "edit_info"),
        *("in_reply_to_status_id", "in_reply_to_status_id_str", "in_reply_to_user_id", "in_reply_to_user_id_str"),
        *("in_reply_to_screen_name", "coordinates", "geo", "place", "contributors", "scopes", "community_id", "community_id_str"),
        *("withheld_copyright", "withheld_in_countries", "withheld_scope", "user", "retweeted_status", "deleted_at", "card"),
        *("quoted_status_id", "quoted_status_id_str", "quoted_status_permalink", "is_quote_status", "annotations"),
    }
)
_HEADER_KEYS = frozenset({"tweet_id", "user_id", "created_at", "deleted_at"})
_ENTITY_KEYS = frozenset({"hashtags", "symbols", "user_mentions", "urls", "media", "polls", "timestamps"})


@dataclass(slots=True)
class Tweets:
    """What makes the records of one file of tweets.

    Attributes:
        reading: The file.
        kind: What sort of file it is.
        notes: The long posts of the archive, whose beginnings are tweets.
        told: Conversations that were yielded.
    """

    reading: Reading
    kind: Kind
    notes: Notes
    told: set[str]

    def make(self, item: Element, locator: Locator) -> list[Record]:
        """The tweet that an element is, after its conversation where that is new; nothing when it is none."""
        value, path = item.value, item.path
        if isinstance(value, dict) and isinstance(value.get("tweet"), dict):
            self.reading.unknown(value, frozenset({"tweet"}), path)
            value, path = value["tweet"], (*path, "tweet")
        if not isinstance(value, dict):
            return []
        if self.kind == "tweet-headers":
            return self._header(value, path, locator)
        if not value.keys() & {"id_str", "id", "full_text", "text"}:
            return []
        return list(self._tweet(value, path, locator))

    def _tweet(self, fact: dict[str, object], path: Path, locator: Locator) -> Iterator[Record]:
        reading = self.reading
        reading.unknown(fact, _KEYS, path)
        identity = _id(fact, "id")
        sent_at, flags = reading.time(fact, "created_at", path, identity)
        body = (reading.text(fact, "full_text", path) if "full_text" in fact else reading.text(fact, "text", path)) or ""
        repost = body.startswith("RT @") or isinstance(fact.get("retweeted_status"), dict)
        if repost:
            flags += ("repost", "cut-by-platform") if body.endswith("…") else ("repost",)
        note = None if repost else self.notes.take(body, sent_at)
        if note is not None:
            body = note.text
        media, addresses = self._media(fact, path, identity)
        section = self._section(fact, path)
        if section.id not in self.told:
            self.told.add(section.id)
            yield section
        message = Message(
            conversation=section.id,
            kind="post",
            sender=self._sender(fact, path),
            recipients=() if repost else self._addressed(fact, path),
            sent_at=sent_at,
            body=body,
            links=tuple(dict.fromkeys((*addresses, *(note.links if note else ()), *links(body)))),
            attachments=media,
            reply_to=_id(fact, "in_reply_to_status_id"),
            edited=_edited(fact),
            deleted=self.kind == "deleted",
            flags=flags,
            platform_id=identity,
            locator=locator,
        )
        yield message
        if note is not None:
            yield Duplicate(of=message.id, locator=note.locator)

    def _section(self, fact: Mapping[str, object], path: Path) -> Conversation:
        """The holder's posts stand in one conversation, those in a community or to the circle each in one of their own."""
        reading, holder = self.reading, self._sender(fact, path)
        key = holder.platform_id or holder.handle or holder.name or ""
        if self.kind == "community":
            return Conversation(id=identifier(PLATFORM, "community", _id(fact, "community_id") or ""), platform=PLATFORM)
        name = "circle" if self.kind == "circle" else "posts"
        told = (reading.archive.holder if reading.archive.holder != Account() else holder,) if key else ()
        return Conversation(id=identifier(PLATFORM, name, key), platform=PLATFORM, participants=told)

    def _sender(self, fact: Mapping[str, object], path: Path) -> Account:
        user = fact.get("user")
        if not isinstance(user, dict) or self.reading.archive.holder != Account():
            return self.reading.archive.holder
        at = (*path, "user")
        name, handle = self.reading.text(user, "name", at), self.reading.text(user, "screen_name", at)
        return Account(name=name or None, handle=handle or None, platform_id=_id(user, "id"))

    def _addressed(self, fact: Mapping[str, object], path: Path) -> tuple[Account, ...]:
        """Whom the tweet answers and mentions, as stated."""
        reading, entities = self.reading, _entities(fact, "entities")
        mentioned = [
            (reading.text(each, "name", at), reading.text(each, "screen_name", at), _id(each, "id"))
            for at, each in reading.parts(entities, "user_mentions", (*path, "entities"))
        ]
        answered = (None, reading.text(fact, "in_reply_to_screen_name", path), _id(fact, "in_reply_to_user_id"))
        if answered[2] in {number for _name, _handle, number in mentioned}:
            return accounts(iter(mentioned))
        return accounts(iter([answered, *mentioned]))

    def _media(self, fact: Mapping[str, object], path: Path, identity: str | None) -> tuple[tuple[Attachment, ...], list[str]]:
        """The files of a tweet, and the addresses that it states apart from the text."""
        reading = self.reading
        plain = _entities(fact, "entities")
        reading.unknown(plain, _ENTITY_KEYS, (*path, "entities"))
        addresses = [
            address
            for at, each in reading.parts(plain, "urls", (*path, "entities"))
            if (address := reading.text(each, "expanded_url", at) or reading.text(each, "url", at))
        ]
        key = "extended_entities" if _entities(fact, "extended_entities").get("media") else "entities"
        found = tuple(
            reading.attachment(identity, _named_in(each), (*path, key, "media"))
            for _at, each in reading.parts(_entities(fact, key), "media", (*path, key))
            if not _of_another(each, identity)
        )
        return found, addresses

    def _header(self, fact: dict[str, object], path: Path, locator: Locator) -> list[Record]:
        """Who posted when, without the words."""
        if not fact.keys() & {"tweet_id", "created_at"}:
            return []
        self.reading.unknown(fact, _HEADER_KEYS, path)
        identity, user = _id(fact, "tweet_id"), _id(fact, "user_id")
        sent_at, flags = self.reading.time(fact, "created_at", path, identity)
        section = identifier(PLATFORM, "posts", user or "")
        records: list[Record] = []
        if section not in self.told:
            self.told.add(section)
            who = (Account(platform_id=user),) if user else ()
            records.append(Conversation(id=section, platform=PLATFORM, participants=who))
        event = Event(
            conversation=section,
            event="post-header",
            sender=Account(platform_id=user),
            sent_at=sent_at,
            flags=flags,
            platform_id=identity,
            locator=locator,
        )
        return [*records, event]


def _id(fact: Mapping[str, object], key: str) -> str | None:
    """An id: as text where it is stated so, since numbers of this size lose digits in other programs."""
    for each in (fact.get(f"{key}_str"), fact.get(key)):
        if isinstance(each, str | int) and not isinstance(each, bool) and str(each).isascii() and str(each).isalnum():
            return str(each)[:64]
    return None


def _edited(fact: Mapping[str, object]) -> bool:
    """Whether this version follows an earlier one, or is followed by a later one."""
    info = fact.get("edit_info")
    if not isinstance(info, dict):
        return False
    initial = info.get("initial")
    listed = initial.get("editTweetIds") if isinstance(initial, dict) else info.get("editTweetIds")
    return "edit" in info or (isinstance(listed, list) and len(listed) > 1)


def _entities(fact: Mapping[str, object], key: str) -> dict[str, object]:
    value = fact.get(key)
    return value if isinstance(value, dict) else {}


def _named_in(media: Mapping[str, object]) -> list[str]:
    """The addresses that a media entity states: of its video from the best on, then of its picture."""
    info = media.get("video_info")
    variants = info.get("variants") if isinstance(info, dict) else None
    videos = [each for each in variants if isinstance(each, dict)] if isinstance(variants, list) else []
    rates = sorted(videos, key=lambda each: -int(rate) if str(rate := each.get("bitrate", 0)).isdecimal() else 0)
    stated = [each.get("url") for each in rates] + [media.get("media_url_https"), media.get("media_url")]
    return [each for each in stated if isinstance(each, str) and each]


def _of_another(media: Mapping[str, object], identity: str | None) -> bool:
    """Media that the tweet shows and another one holds: it is not in this archive, and not this author's."""
    source = _id(media, "source_status_id")
    return source is not None and source != identity
