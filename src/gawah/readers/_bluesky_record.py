"""Records of a Bluesky account: posts as messages; reposts, blocks, lists and the profile as events.

Types are those of the app.bsky lexicons (github.com/bluesky-social/atproto, lexicons/app/bsky). `createdAt` is set by the client
and may be false; the record's key holds a time of its own (TID), and the commit another, after which nothing can have been written:
a record that is more than a day off is flagged `id-time-differs`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gawah.readers._attachment import attached
from gawah.readers._bluesky_kinds import BLOCKS, LISTS, POST, PROFILE, REPOST
from gawah.readers._iso_time import from_iso, unread
from gawah.readers._json_member import plain
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._tid import milliseconds
from gawah.records.content import Account, Attachment, Event, Message
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When, position_ms

PLATFORM = "Bluesky"
_DAY_MS = 86_400_000
_POST_KEYS = frozenset(
    {"$type", "text", "createdAt", "facets", "embed", "reply", "langs", "labels", "tags", "entities", "via", "visibility"}
)
_ENDINGS = ("", ".jpeg", ".jpg", ".png", ".webp", ".gif", ".mp4", ".bin")
_MAX_PARTS = 1_000


@dataclass(slots=True)
class Author:
    """Whose repository it is, and what its records need.

    Attributes:
        account: The holder.
        section: Id of the conversation of the holder's posts.
        committed: When the commit was made, in milliseconds, as its revision says; None where it says nothing.
        notes: Problems of the file.
    """

    account: Account
    section: str
    committed: int | None
    notes: Notes

    def record(self, fact: Mapping[str, object], key: str | None, flags: tuple[str, ...], locator: Locator) -> Message | Event:
        """The message or event that a record is. `key` is `collection/rkey`; None for a record that the tree does not name."""
        kind = str(fact["$type"])
        sent_at, more = self._time(fact, key, kind)
        address = f"at://{self.account.platform_id}/{key}" if key and self.account.platform_id else key
        if kind == POST or isinstance(fact.get("text"), str):
            return self._post(fact, kind, address, sent_at, (*flags, *more), locator)
        return Event(
            conversation=self.section,
            event=_event(kind),
            sender=self.account,
            sent_at=sent_at,
            body=_said(fact),
            flags=(*flags, *more),
            platform_id=address,
            locator=locator,
        )

    def _post(
        self,
        fact: Mapping[str, object],
        kind: str,
        address: str | None,
        sent_at: When,
        flags: tuple[str, ...],
        locator: Locator,
    ) -> Message:
        for key in fact:
            if key not in _POST_KEYS:
                self.notes.note("field-unknown", "info", "/".join(str(each) for each in plain((kind.replace(".", "_"), key))))
        body = _text(fact, "text") or ""
        reply = _parent(fact)
        embeds = list(_embeds(fact.get("embed")))
        stated = [each for embed in embeds for each in _addresses(embed)]
        quoted = [each for each in stated if each.startswith("at://")]
        facets = [feature for facet in _objects(fact.get("facets")) for feature in _objects(facet.get("features"))]
        people = [_owner(reply)] if reply else []
        people += [did for feature in facets if (did := _text(feature, "did"))]
        targets = [uri for feature in facets if (uri := _text(feature, "uri"))]
        found = tuple(self._attachments(embeds))
        return Message(
            conversation=self.section,
            kind="post",
            sender=self.account,
            recipients=tuple(Account(platform_id=did) for did in dict.fromkeys(people) if did != self.account.platform_id),
            sent_at=sent_at,
            body=body,
            links=tuple(dict.fromkeys((*targets, *stated, *links(body)))),
            attachments=found,
            reply_to=reply,
            flags=(*flags, "quote") if quoted else flags,
            platform_id=address,
            locator=locator,
        )

    def _time(self, fact: Mapping[str, object], key: str | None, kind: str) -> tuple[When, tuple[str, ...]]:
        stated = fact.get("createdAt")
        found = from_iso(stated)
        if found is None:
            if stated is not None or kind != PROFILE:
                self.notes.note("time-unreadable", "warning", "createdAt")
            return unread(stated), ()
        at = position_ms(found)
        told = milliseconds(key.rpartition("/")[2]) if key else None
        false = at is not None and (
            (told is not None and abs(told - at) > _DAY_MS) or (self.committed is not None and at - self.committed > _DAY_MS)
        )
        return found, ("id-time-differs",) if false else ()

    def _attachments(self, embeds: list[Mapping[str, object]]) -> Iterator[Attachment]:
        """Pictures and videos are blobs that the repository names by their CID and does not hold; they may lie beside it."""
        source = self.notes.source
        for blob in (each for embed in embeds for each in _blobs(embed)):
            name = _cid_text(blob.get("ref")) or _text(blob, "cid")
            kind = _text(blob, "mimeType")
            if name is None:
                continue
            found = next((hit for ending in _ENDINGS if (hit := source.find(name + ending)) is not None), None)
            made = attached(found, name)
            if made.missing:
                self.notes.note("media-missing", "warning", "embed")
                made = replace(made, media_type=kind)
            yield made


def posts_section(did: str) -> str:
    """The id of the conversation that an account's posts stand in."""
    return identifier(PLATFORM, "posts", did)


def _event(kind: str) -> str:
    if kind == REPOST:
        return "repost"
    if kind == PROFILE:
        return "profile"
    if kind in BLOCKS:
        return "block"
    return "list-made" if kind in LISTS else "list-entry"


def _said(fact: Mapping[str, object]) -> str:
    """What an act is about: the address or account, or the name and description."""
    subject = fact.get("subject")
    if isinstance(subject, Mapping):
        subject = subject.get("uri")
    if isinstance(subject, str):
        return subject
    return "\n".join(text for key in ("displayName", "name", "description") if (text := _text(fact, key)))


def _parent(fact: Mapping[str, object]) -> str | None:
    reply = fact.get("reply")
    parent = reply.get("parent") if isinstance(reply, Mapping) else None
    return _text(parent, "uri") if isinstance(parent, Mapping) else None


def _owner(address: str) -> str:
    """The account in `at://did:plc:…/collection/rkey`."""
    return address.removeprefix("at://").partition("/")[0]


def _embeds(value: object) -> Iterator[Mapping[str, object]]:
    """The embed, and in one that holds a quoted record and media, the media."""
    if isinstance(value, Mapping):
        yield value
        if isinstance(value.get("media"), Mapping):
            yield value["media"]


def _addresses(embed: Mapping[str, object]) -> Iterator[str]:
    """Of a card its address, of a quotation that of the quoted record."""
    external = embed.get("external")
    if isinstance(external, Mapping) and (uri := _text(external, "uri")):
        yield uri
    record = embed.get("record")
    inner = record.get("record") if isinstance(record, Mapping) else None
    for each in (record, inner):
        if isinstance(each, Mapping) and (uri := _text(each, "uri")):
            yield uri


def _blobs(embed: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    parts = [each.get("image") for each in _objects(embed.get("images"))] + [embed.get("video")]
    for part in parts:
        if isinstance(part, Mapping):
            yield part


def _objects(value: object) -> list[Mapping[str, object]]:
    return [each for each in value[:_MAX_PARTS] if isinstance(each, Mapping)] if isinstance(value, list) else []


def _text(fact: Mapping[str, object], key: str) -> str | None:
    value = fact.get(key)
    return value if isinstance(value, str) else None


def _cid_text(value: object) -> str | None:
    """A CID as the platform writes it."""
    import libipld

    if not isinstance(value, bytes):
        return None
    try:
        return str(libipld.encode_cid(value))
    except ValueError:
        return None
