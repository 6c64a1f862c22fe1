"""Posts, comments, photos and reactions of a Facebook export as records; also what others wrote on the holder's timeline.

Every entry is `{timestamp, data: [...], attachments: [{data: [...]}], title}`. `title` is Facebook's own line over it ("Ada replied
to Zoe's comment."), in the language of the account: it is kept as the subject, and nothing is concluded from it. Others' posts on
the timeline (exports until 2022) name their author only in that line, so their sender stays unknown.
"""

from dataclasses import dataclass

from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_messages import is_remote
from gawah.readers._meta_public import own_posts
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_time import from_seconds
from gawah.records.content import Account, Attachment, Conversation, Message, MessageKind
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

_Records = tuple[Conversation, Message]

_ENTRY_KEYS = frozenset({"timestamp", "data", "title", "attachments", "tags"})
_DATA_KEYS = frozenset({"post", "update_timestamp", "backdated_timestamp", "comment", "reaction", "text", "name", "event", "place"})
_COMMENT_KEYS = frozenset({"timestamp", "comment", "author", "group"})
_REACTION_KEYS = frozenset({"reaction", "actor", "timestamp"})
_ENCLOSED_KEYS = frozenset(
    {
        *(
            "media",
            "external_context",
            "place",
            "event",
            "life_event",
            "poll",
            "text",
            "name",
            "for_sale_item",
            "note",
            "fundraiser",
        ),
        *("product", "url"),
    }
)
_MEDIA_KEYS = frozenset(
    {
        *("uri", "creation_timestamp", "media_metadata", "title", "description", "backup_uri", "dubbing_info", "media_variants"),
        *("comments", "thumbnail", "ai_stickers", "cross_post_source"),
    }
)
_LABELLED_KEYS = frozenset({"timestamp", "media", "label_values", "fbid", "ent_name", "title"})
_VALUE_KEYS = frozenset({"label", "value", "href", "timestamp_value", "ent_field_name", "dict", "vec", "media", "title"})


@dataclass(slots=True)
class _Enclosed:
    """What an entry holds beside its words."""

    captions: list[str]
    attachments: list[Attachment]
    addresses: list[str]


def section(reading: Reading, *key: str, title: str = "") -> Conversation:
    """The conversation with this key: the holder's `comments`, `reactions` or `timeline`, or a `group` by its name."""
    holder = reading.holder
    whose = () if key[0] == "group" else (holder.handle or holder.name or "",)
    participants = (holder,) if whose and whose != ("",) else ()
    id_ = identifier(reading.platform, *key, *whose)
    return Conversation(id=id_, platform=reading.platform, title=title or None, participants=participants)


def post(reading: Reading, kind: str, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """A post (`posts`, `stories`, `deleted`), or what somebody else posted on the `timeline`; None when it says nothing."""
    if not fact.keys() & {"timestamp", "data", "title", "attachments"}:
        return None
    reading.unknown(fact, _ENTRY_KEYS, path)
    data = _data(reading, fact, path)
    texts = [text for at, part in data if (text := reading.text(part, "post", at))]
    enclosed = _enclosed(reading, fact, path)
    sort: MessageKind = "story" if kind == "stories" else "post"
    foreign = kind == "timeline"
    stands_in = section(reading, "timeline") if foreign else own_posts(reading, sort)
    message = Message(
        conversation=stands_in.id,
        kind=sort,
        sender=Account() if foreign else reading.holder,
        recipients=stands_in.participants if foreign else (),
        subject=reading.text(fact, "title", path) or None,
        sent_at=reading.when(from_seconds(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp")),
        body=_joined(texts, enclosed.captions),
        links=_addresses(enclosed, texts),
        attachments=tuple(enclosed.attachments),
        edited=any(part.get("update_timestamp") for _at, part in data),
        deleted=kind == "deleted",
        locator=locator,
    )
    return stands_in, message


def comment(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """A comment that the holder wrote, in a group or under a post; None when it says nothing."""
    if not fact.keys() & {"timestamp", "data", "title", "attachments"}:
        return None
    reading.unknown(fact, _ENTRY_KEYS, path)
    said = [each for at, part in _data(reading, fact, path) for each in reading.parts(part, "comment", at)]
    for at, each in said:
        reading.unknown(each, _COMMENT_KEYS, at)
    texts = [text for at, each in said if (text := reading.text(each, "comment", at))]
    group = next((name for at, each in said if (name := reading.text(each, "group", at))), "")
    written_by = next((name for at, each in said if (name := reading.text(each, "author", at))), "")
    enclosed = _enclosed(reading, fact, path)
    time = fact.get("timestamp", said[0][1].get("timestamp") if said else None)
    stands_in = section(reading, "group", group, title=group) if group else section(reading, "comments")
    message = Message(
        conversation=stands_in.id,
        kind="comment",
        sender=author(reading, written_by),
        subject=reading.text(fact, "title", path) or None,
        sent_at=reading.when(from_seconds(time), time, (*path, "timestamp")),
        body=_joined(texts, enclosed.captions),
        links=_addresses(enclosed, texts),
        attachments=tuple(enclosed.attachments),
        locator=locator,
    )
    return stands_in, message


def remark(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """What somebody wrote under a photo or post of the holder's: `{timestamp, comment, author}` inside it, until 2021."""
    if not isinstance(fact.get("comment"), str):
        return None
    reading.unknown(fact, _COMMENT_KEYS, path)
    body = reading.text(fact, "comment", path) or ""
    sender = author(reading, reading.text(fact, "author", path) or "", otherwise=Account())
    stands_in = section(reading, "comments")
    message = Message(
        conversation=stands_in.id,
        kind="comment",
        sender=sender,
        recipients=() if sender is reading.holder else stands_in.participants,
        sent_at=reading.when(from_seconds(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp")),
        body=body,
        links=links(body),
        locator=locator,
    )
    return stands_in, message


def reaction(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """A reaction that the holder gave, by the word the export has for it (`LIKE`, `ANGER`); None when it says nothing."""
    if "label_values" in fact:
        return labelled(reading, "reaction", fact, path, locator)
    if not fact.keys() & {"timestamp", "data", "title"}:
        return None
    reading.unknown(fact, _ENTRY_KEYS, path)
    data = _data(reading, fact, path)
    given = [each for at, part in data for each in reading.parts(part, "reaction", at)]
    for at, each in given:
        reading.unknown(each, _REACTION_KEYS, at)
    words = [word for at, each in given if (word := reading.text(each, "reaction", at))]
    words += [word for at, part in data if (word := reading.text(part, "text", at))]
    actor = next((name for at, each in given if (name := reading.text(each, "actor", at))), "")
    enclosed = _enclosed(reading, fact, path)
    stands_in = section(reading, "reactions")
    message = Message(
        conversation=stands_in.id,
        kind="reaction",
        sender=author(reading, actor),
        subject=reading.text(fact, "title", path) or None,
        sent_at=reading.when(from_seconds(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp")),
        body=_joined(words, enclosed.captions),
        links=_addresses(enclosed, []),
        attachments=tuple(enclosed.attachments),
        locator=locator,
    )
    return stands_in, message


def labelled(reading: Reading, kind: MessageKind, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """An entry of the newest layout (2024-), values under labels in the language of the account; None when it says nothing.

    Its first value that is no address is its words: the reaction, the text. What stands in groups inside it (whose post it was)
    stays in the original.
    """
    values = reading.parts(fact, "label_values", path)
    if not values:
        return None
    reading.unknown(fact, _LABELLED_KEYS, path)
    texts: list[str] = []
    addresses: list[str] = []
    media = reading.parts(fact, "media", path)
    times = [fact.get("timestamp")]
    for at, value in values:
        reading.unknown(value, _VALUE_KEYS, at)
        text, address = reading.text(value, "value", at), reading.text(value, "href", at)
        texts += [text] if text and not address else []
        addresses += [address] if address else []
        times += [value.get("timestamp_value")]
        media += reading.parts(value, "media", at)
    time = next((each for each in times if each), None)
    enclosed = _Enclosed([], [], addresses)
    for at, part in media:
        _medium(reading, part, at, enclosed)
    stands_in = section(reading, "reactions") if kind == "reaction" else own_posts(reading, kind)
    id_ = fact.get("fbid")
    message = Message(
        conversation=stands_in.id,
        kind=kind,
        sender=reading.holder,
        subject=reading.text(fact, "title", path) or None,
        sent_at=reading.when(from_seconds(time), time, (*path, "timestamp")),
        body=texts[0] if texts else "",
        links=_addresses(enclosed, texts[:1]),
        attachments=tuple(enclosed.attachments),
        platform_id=id_ if isinstance(id_, str) and id_ else None,
        locator=locator,
    )
    return stands_in, message


def photo(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> _Records | None:
    """A photo or video of an album, with the words the holder put to it; None when it names no file."""
    if not isinstance(fact.get("uri"), str):
        return None
    enclosed = _Enclosed([], [], [])
    _medium(reading, fact, path, enclosed)
    stands_in = own_posts(reading, "post")
    time = fact.get("creation_timestamp")
    body = _joined([], enclosed.captions)
    message = Message(
        conversation=stands_in.id,
        kind="post",
        sender=reading.holder,
        subject=reading.text(fact, "title", path) or None,
        sent_at=reading.when(from_seconds(time), time, (*path, "creation_timestamp")),
        body=body,
        links=_addresses(enclosed, [body]),
        attachments=tuple(enclosed.attachments),
        locator=locator,
    )
    return stands_in, message


def author(reading: Reading, name: str, otherwise: Account | None = None) -> Account:
    """The account named so: the holder's own, where it is the holder's name; `otherwise`, or the holder, where none is named."""
    if not name:
        return reading.holder if otherwise is None else otherwise
    return reading.holder if name == reading.holder.name else Account(name=name)


def _data(reading: Reading, fact: dict[str, object], path: Path) -> list[tuple[Path, dict[str, object]]]:
    found = reading.parts(fact, "data", path)
    for at, part in found:
        reading.unknown(part, _DATA_KEYS, at)
    return found


def _enclosed(reading: Reading, fact: dict[str, object], path: Path) -> _Enclosed:
    """Files, captions and addresses of `attachments`."""
    found = _Enclosed([], [], [])
    for at, group in reading.parts(fact, "attachments", path):
        for inner, part in reading.parts(group, "data", at):
            reading.unknown(part, _ENCLOSED_KEYS, inner)
            for where, medium in reading.parts(part, "media", inner):
                _medium(reading, medium, where, found)
            for key, field, into in _TAKEN:
                for where, each in reading.parts(part, key, inner) if isinstance(part.get(key), dict) else ():
                    if stated := reading.text(each, field, where):
                        (found.addresses if into == "address" else found.captions).append(stated)
    return found


_TAKEN = (
    ("external_context", "url", "address"),
    ("place", "url", "address"),
    ("life_event", "title", "caption"),
    ("note", "text", "caption"),
    ("for_sale_item", "title", "caption"),
    ("poll", "question", "caption"),
)
"""Parts of an attachment that are the holder's words or addresses."""


def _medium(reading: Reading, fact: dict[str, object], path: Path, into: _Enclosed) -> None:
    reading.unknown(fact, _MEDIA_KEYS, path)
    caption = reading.text(fact, "description", path)
    into.captions += [caption] if caption else []
    uri = fact.get("uri")
    if not isinstance(uri, str):
        reading.note("field-unknown", "warning", (*path, "uri"))
    elif is_remote(uri):
        into.addresses.append(reading.stated(uri))
    elif uri:
        into.attachments.append(reading.attachment(uri, (*path, "uri")))


def _joined(texts: list[str], captions: list[str]) -> str:
    """The words, then captions that say something else; a caption is mostly the text again."""
    return "\n".join(dict.fromkeys((*texts, *captions)))


def _addresses(enclosed: _Enclosed, texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*enclosed.addresses, *links(*texts, *enclosed.captions))))
