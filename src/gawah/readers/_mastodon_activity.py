"""Activities of a Mastodon outbox as records: posts with their audience, and boosts.

Seen: fossilizer__mastodon-export.zip, fossilizer__activity-with-attachment.json. Audience as Mastodon sets `to` and `cc`
(docs.joinmastodon.org/spec/activitypub): `#Public` in `to` is public, in `cc` unlisted; the followers' address alone is
followers-only; else direct. Ids of posts since 2017 hold the time in milliseconds above 16 bits (lib/mastodon/snowflake.rb).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gawah.readers._attachment import attached
from gawah.readers._html_text import text_of
from gawah.readers._iso_time import from_iso, unread
from gawah.readers._json import Element, Path
from gawah.readers._json_file import WholeMember
from gawah.readers._links import links
from gawah.records.content import Account, Attachment, Conversation, Event, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When, position_ms

PLATFORM = "Mastodon"
_ACTIVITY_KEYS = frozenset({"@context", "id", "type", "actor", "published", "to", "cc", "object", "signature"})
_NOTE_KEYS = frozenset(
    {
        *("id", "type", "summary", "inReplyTo", "published", "updated", "url", "attributedTo", "to", "cc", "sensitive", "atomUri"),
        *("inReplyToAtomUri", "conversation", "context", "content", "contentMap", "summaryMap", "attachment", "tag", "replies"),
        *("likes", "shares", "oneOf", "anyOf", "endTime", "closed", "votersCount", "name", "quote", "quoteUri", "quoteUrl"),
        *("_misskey_quote", "quoteAuthorization", "interactionPolicy", "directMessage", "icon", "image", "localOnly"),
    }
)
_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
_STATUS = re.compile(r"/(?:statuses|@[^/]{1,64})/(\d{17,19})(?:/|$)", re.ASCII)
_MEDIA = re.compile(r"(?:^|/)(media_attachments/.{1,400})$", re.DOTALL)
_TOLERANCE_MS = 86_400_000


@dataclass(slots=True)
class Outbox:
    """What makes the records of one outbox.

    Attributes:
        reading: The file.
        holder: Whose it is, as `actor.json` says.
        told: Conversations that were yielded.
    """

    reading: WholeMember
    holder: Account
    told: set[str]

    def make(self, item: Element, locator: Locator) -> list[Record]:
        """The record of one activity, after its conversation where that is new; nothing when it is none."""
        fact = item.value
        if not isinstance(fact, dict) or not isinstance(fact.get("type"), str):
            return []
        self.reading.unknown(fact, _ACTIVITY_KEYS, item.path)
        body = fact.get("object")
        if fact["type"] == "Create" and isinstance(body, dict):
            return list(self._post(fact, body, (*item.path, "object"), locator))
        return list(self._event(fact, item.path, locator))

    def _post(self, activity: dict[str, object], fact: dict[str, object], path: Path, locator: Locator) -> Iterator[Record]:
        reading = self.reading
        reading.unknown(fact, _NOTE_KEYS, path)
        identity = reading.text(fact, "id", path) or reading.text(activity, "id", path[:-1])
        written = reading.text(fact, "content", path) or _first(reading, fact.get("contentMap"))
        body, addresses = text_of(written)
        sent_at = self._time(fact if "published" in fact else activity, path)
        mentioned = tuple(self._mentioned(fact, path))
        audience = _audience(fact if {"to", "cc"} & fact.keys() else activity)
        kind: MessageKind = "post" if audience != "direct" else "group" if len(mentioned) > 1 else "direct"
        sender = self._sender(reading.text(fact, "attributedTo", path) or reading.text(activity, "actor", path[:-1]))
        section = self._section(fact, path, kind, sender, mentioned)
        if section.id not in self.told:
            self.told.add(section.id)
            yield section
        polled = any(isinstance(fact.get(key), list) for key in ("oneOf", "anyOf"))
        flags = (
            *((audience,) if audience in ("unlisted", "followers-only") else ()),
            *(("poll",) if polled else ()),
            *(("quote",) if any(fact.get(key) for key in ("quote", "quoteUri", "quoteUrl", "_misskey_quote")) else ()),
            *(("id-time-differs",) if _differs(sent_at, identity) else ()),
        )
        yield Message(
            conversation=section.id,
            kind=kind,
            sender=sender,
            recipients=mentioned,
            subject=reading.text(fact, "summary", path) or None,
            sent_at=sent_at,
            body=body,
            links=tuple(dict.fromkeys((*addresses, *links(body)))),
            attachments=tuple(self._attachments(fact, path)),
            reply_to=reading.text(fact, "inReplyTo", path) or None,
            edited=fact.get("updated") is not None,
            flags=flags,
            platform_id=identity,
            locator=locator,
        )

    def _event(self, fact: dict[str, object], path: Path, locator: Locator) -> Iterator[Record]:
        """A boost states the address of a post, not its words; of other acts there is only the kind."""
        reading = self.reading
        sender = self._sender(reading.text(fact, "actor", path))
        section = self._posts(sender)
        if section.id not in self.told:
            self.told.add(section.id)
            yield section
        about = fact.get("object")
        address = about.get("id") if isinstance(about, dict) else about
        yield Event(
            conversation=section.id,
            event="repost" if fact["type"] == "Announce" else "other",
            sender=sender,
            sent_at=self._time(fact, path),
            body=reading.stated(address) if isinstance(address, str) else "",
            platform_id=reading.text(fact, "id", path),
            locator=locator,
        )

    def _section(
        self, fact: Mapping[str, object], path: Path, kind: MessageKind, sender: Account, mentioned: tuple[Account, ...]
    ) -> Conversation:
        """Direct posts stand in the conversation that the server numbers; all others in that of the holder's posts."""
        if kind == "post":
            return self._posts(sender)
        key = self.reading.text(fact, "conversation", path) or self.reading.text(fact, "context", path)
        people = (sender, *mentioned)
        parts = ("direct", key) if key else ("with", *sorted(each.platform_id or each.handle or "" for each in people))
        return Conversation(id=identifier(PLATFORM, *parts), platform=PLATFORM, participants=people)

    def _posts(self, sender: Account) -> Conversation:
        key = sender.platform_id or sender.handle or ""
        return Conversation(id=identifier(PLATFORM, "posts", key), platform=PLATFORM, participants=(sender,) if key else ())

    def _sender(self, address: str | None) -> Account:
        if address is None or address == self.holder.platform_id:
            return self.holder
        return Account(platform_id=address)

    def _time(self, fact: Mapping[str, object], path: Path) -> When:
        found = from_iso(fact.get("published"))
        if found is None:
            self.reading.note("time-unreadable", "warning", (*path, "published"))
            return unread(fact.get("published"))
        return found

    def _mentioned(self, fact: Mapping[str, object], path: Path) -> Iterator[Account]:
        for at, tag in self.reading.parts(fact, "tag", path):
            if tag.get("type") == "Mention":
                handle, address = self.reading.text(tag, "name", at), self.reading.text(tag, "href", at)
                yield Account(handle=handle or None, platform_id=address or None)

    def _attachments(self, fact: Mapping[str, object], path: Path) -> Iterator[Attachment]:
        """Files are stated by their place in the export; some servers put their own folder, or a `/`, before it."""
        reading = self.reading
        for at, part in reading.parts(fact, "attachment", path):
            address = reading.text(part, "url", at)
            if not address:
                continue
            placed = _MEDIA.search(address)
            found = attached(reading.source.find(placed[1] if placed else address.lstrip("/")), address)
            if found.missing:
                reading.note("media-missing", "warning", (*path, "attachment"))
            yield found


def _audience(fact: Mapping[str, object]) -> str:
    to, cc = _addresses(fact.get("to")), _addresses(fact.get("cc"))
    if any(each in _PUBLIC for each in to):
        return "public"
    if any(each in _PUBLIC for each in cc):
        return "unlisted"
    if any(each.endswith("/followers") for each in (*to, *cc)):
        return "followers-only"
    return "direct" if to or cc else "unknown"


def _addresses(value: object) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _first(reading: WholeMember, value: object) -> str:
    """The content in the first language that `contentMap` states."""
    stated = value.values() if isinstance(value, dict) else ()
    return next((reading.stated(each) for each in stated if isinstance(each, str)), "")


def _differs(sent_at: When, identity: str | None) -> bool:
    """Whether the post's number says another day than the post; old posts taken over from another server keep their date."""
    found, at = _STATUS.search(identity or ""), position_ms(sent_at)
    return found is not None and at is not None and abs((int(found[1]) >> 16) - at) > _TOLERANCE_MS
