"""What the account holder posted, as Instagram's exports state it; posts on Threads are written alike."""

from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_time import from_seconds
from gawah.records.content import Attachment, Conversation, Message, MessageKind
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

_POST_KEYS = frozenset(
    {
        *("media", "title", "creation_timestamp", "uri", "media_metadata", "cross_post_source", "backup_uri", "dubbing_info"),
        *("media_variants", "ai_stickers", "interaction_info", "text_app_post"),
    }
)


def own_posts(reading: Reading, kind: MessageKind) -> Conversation:
    """The conversation that the holder's own posts (or stories) stand in."""
    holder, platform = reading.holder, reading.platform
    participants = (holder,) if holder.handle or holder.name else ()
    key = identifier(platform, kind, holder.handle or holder.name or "")
    return Conversation(id=key, platform=platform, participants=participants)


def post(
    reading: Reading, kind: MessageKind, fact: dict[str, object], path: Path, locator: Locator
) -> tuple[Conversation, Message] | None:
    """A post, reel or story: its caption, time and files; None when it has none of them."""
    media = reading.parts(fact, "media", path)
    if not media and not fact.keys() & {"uri", "title", "creation_timestamp"}:
        return None
    reading.unknown(fact, _POST_KEYS, path)
    for at, part in media:
        reading.unknown(part, _POST_KEYS, at)
    facts = [(path, fact), *media]
    captions = [reading.text(each, "title", at) for at, each in facts]
    stated = [each["creation_timestamp"] for _at, each in facts if "creation_timestamp" in each]
    time = stated[0] if stated else None
    body = "\n".join(dict.fromkeys(caption for caption in captions if caption))
    section = own_posts(reading, kind)
    message = Message(
        conversation=section.id,
        kind=kind,
        sender=reading.holder,
        sent_at=reading.when(from_seconds(time), time, (*path, "creation_timestamp")),
        body=body,
        links=links(body),
        attachments=_files(reading, facts),
        locator=locator,
    )
    return section, message


def _files(reading: Reading, facts: list[tuple[Path, dict[str, object]]]) -> tuple[Attachment, ...]:
    found = []
    for at, fact in facts:
        uri = fact.get("uri")
        if isinstance(uri, str) and uri:
            found.append(reading.attachment(uri, (*at, "uri")))
        elif uri is not None and not isinstance(uri, str):
            reading.note("field-unknown", "warning", (*at, "uri"))
    return tuple(found)
