"""Direct messages of an export of Meta's as records: those of `message_N.json`, which Facebook and Instagram write alike.

Messages carry no id. Text is stated as the app shows it: `Liked a message` is a message. A shared post's caption and owner stay in
the original only: they are the words of somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_phrase import event_told
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_time import from_ms, from_seconds
from gawah.records.content import Account, Attachment, Event, Folder, Message, MessageKind, Reaction
from gawah.records.evidence import Locator

_MEDIA = ("photos", "videos", "audio_files", "files", "gifs", "sticker")
_RICH = frozenset({"share", "reactions", *_MEDIA})
_KEYS = frozenset(
    {
        *(
            "sender_name",
            "timestamp_ms",
            "content",
            "share",
            "reactions",
            "call_duration",
            "is_unsent",
            "type",
            "users",
            "missed",
            "ip",
        ),
        *("is_geoblocked_for_viewer", "is_geoblocked_by_viewer", "is_unsent_image_by_messenger_kid_parent", "is_taken_down"),
        *("bumped_message_metadata", "sender_id_INTERNAL", *_MEDIA),
    }
)
_SHARE_KEYS = frozenset({"link", "share_text", "original_content_owner", "profile_share_username", "profile_share_name", "media"})
_REACTION_KEYS = frozenset({"reaction", "actor", "timestamp"})
_FILE_KEYS = frozenset(
    {"uri", "creation_timestamp", "backup_uri", "ai_stickers", "thumbnail", "media_metadata", "title", "cross_post_source"}
    | {"media_path_INTERNAL", "type_INTERNAL"}
)
_EVENTS = {"Call": "call", "Subscribe": "member-added", "Unsubscribe": "member-removed"}
"""By the `type` that exports before 2022 state."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The conversation that messages are read for.

    Attributes:
        id: Of its record.
        kind: `group` when it has more than two participants.
        folder: The box it lies in.
    """

    id: str
    kind: MessageKind
    folder: Folder | None


def message(reading: Reading, thread: Thread, fact: dict[str, object], path: Path, locator: Locator) -> Message | Event | None:
    """One element of `messages` as a message; as an event when it is a call or a change of members; None when it says nothing."""
    if not fact.keys() & {"sender_name", "timestamp_ms", "content"}:
        return None
    reading.unknown(fact, _KEYS, path)
    sender = Account(name=reading.text(fact, "sender_name", path) or None)
    sent_at = reading.when(from_ms(fact.get("timestamp_ms")), fact.get("timestamp_ms"), (*path, "timestamp_ms"))
    body = reading.text(fact, "content", path) or ""
    event = _event(reading, fact, sender.name, body)
    if event is not None:
        return Event(
            conversation=thread.id, event=event, sender=sender, folder=thread.folder, sent_at=sent_at, body=body, locator=locator
        )
    plain = _RICH.isdisjoint(fact)
    return Message(
        conversation=thread.id,
        kind=thread.kind,
        sender=sender,
        folder=thread.folder,
        sent_at=sent_at,
        body=body,
        links=links(body) if plain else _links(reading, fact, path, body),
        attachments=() if plain else _attachments(reading, fact, path),
        reactions=() if plain else _reactions(reading, fact, path),
        deleted=fact.get("is_unsent") is True,
        flags=("taken-down",) if fact.get("is_taken_down") is True else (),
        locator=locator,
    )


def _event(reading: Reading, fact: Mapping[str, object], sender: str | None, body: str) -> str | None:
    """The name of the event that a record is; None for a message. In other languages only the duration gives a call away."""
    if fact.get("call_duration") is not None:
        return "call"
    stated = _EVENTS.get(str(fact.get("type")))
    if stated is not None:
        return stated
    return event_told(sender, body, reading.holder.name)


def _attachments(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[Attachment, ...]:
    found = []
    for key in _MEDIA:
        for at, part in reading.parts(fact, key, path):
            reading.unknown(part, _FILE_KEYS, at)
            uri = part.get("uri")
            if not isinstance(uri, str):
                reading.note("field-unknown", "warning", (*at, "uri"))
            elif uri and not is_remote(uri):
                found.append(reading.attachment(uri, (*path, key)))
    return tuple(found)


def _links(reading: Reading, fact: Mapping[str, object], path: Path, body: str) -> tuple[str, ...]:
    """Addresses of what was shared, of files on the web, and in the text, in this order."""
    shared: list[str] = []
    for at, share in reading.parts(fact, "share", path):
        reading.unknown(share, _SHARE_KEYS, at[:-1])
        address = reading.text(share, "link", at[:-1])
        shared += [address] if address else []
    return tuple(dict.fromkeys((*shared, *_remote(reading, fact), *links(body))))


def _remote(reading: Reading, fact: Mapping[str, object]) -> list[str]:
    """Addresses on the web under which the export names files that it does not hold, such as GIFs."""
    values = [fact.get(key) for key in _MEDIA]
    parts = [part for value in values for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]
    return [reading.mender.text(uri) for part in parts if isinstance(uri := part.get("uri"), str) and is_remote(uri)]


def is_remote(uri: str) -> bool:
    """Whether it is an address on the web, not a file of the export."""
    return uri.startswith(("https://", "http://"))


def _reactions(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[Reaction, ...]:
    found = []
    for at, part in reading.parts(fact, "reactions", path):
        reading.unknown(part, _REACTION_KEYS, at)
        emoji, actor = reading.text(part, "reaction", at), reading.text(part, "actor", at)
        found.append(Reaction(emoji=emoji or "", sender=Account(name=actor or None), sent_at=from_seconds(part.get("timestamp"))))
    return tuple(found)
