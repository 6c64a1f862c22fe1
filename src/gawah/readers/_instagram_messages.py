"""Messages of the flat layout of an Instagram export (2018-2020): handles, times as text, likes in the place of reactions."""

from collections.abc import Mapping

from gawah.readers._instagram_time import from_text
from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_messages import Thread, is_remote
from gawah.readers._meta_reading import Reading
from gawah.records.content import Account, Attachment, Event, Message, Reaction
from gawah.records.evidence import Locator

_FLAT_KEYS = frozenset(
    {
        *("sender", "created_at", "text", "likes", "heart", "link", "media", "media_url", "voice_media", "action", "user"),
        *("media_owner", "media_share_caption", "media_share_url", "story_share", "story_share_type", "animated_media_images"),
        *("live_video_share", "live_video_invite", "video_call_action", "mentioned_username"),
        *("profile_share_username", "profile_share_name"),
    }
)
_FLAT_ADDRESSES = ("link", "media", "media_url", "media_share_url", "voice_media", "story_share", "live_video_share")


def flat_message(reading: Reading, thread: Thread, fact: dict[str, object], path: Path, locator: Locator) -> Message | Event | None:
    """One element of a flat `conversation` as a message; as an event when it is a call or an act on the conversation; or None."""
    if not fact.keys() & {"sender", "created_at", "text"}:
        return None
    reading.unknown(fact, _FLAT_KEYS, path)
    sender = Account(handle=reading.text(fact, "sender", path) or None)
    sent_at = reading.when(from_text(fact.get("created_at")), fact.get("created_at"), (*path, "created_at"))
    text = reading.text(fact, "text", path)
    call, action = reading.text(fact, "video_call_action", path), reading.text(fact, "action", path)
    if text is None and (call is not None or action is not None):
        return Event(
            conversation=thread.id,
            event="other" if call is None else "call",
            sender=sender,
            sent_at=sent_at,
            body=action or "" if call is None else call,
            locator=locator,
        )
    body = text if text is not None else reading.text(fact, "heart", path) or ""
    addresses = [fact[key] for key in _FLAT_ADDRESSES if isinstance(fact.get(key), str)]
    return Message(
        conversation=thread.id,
        kind=thread.kind,
        sender=sender,
        sent_at=sent_at,
        body=body,
        links=links(*(reading.mender.text(str(address)) for address in addresses), body),
        attachments=_flat_attachments(reading, fact, path),
        reactions=_likes(reading, fact, path),
        locator=locator,
    )


def _likes(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[Reaction, ...]:
    """Likes of the flat layout. It states who and when; the word is the key's own."""
    found = []
    for at, part in reading.parts(fact, "likes", path):
        handle = reading.text(part, "username", at)
        found.append(Reaction(emoji="like", sender=Account(handle=handle or None), sent_at=from_text(part.get("date"))))
    return tuple(found)


def _flat_attachments(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[Attachment, ...]:
    """Files that the flat layout names by a path; it mostly names addresses, which are links."""
    names = [(key, fact.get(key)) for key in ("media", "media_url", "voice_media")]
    local = [(key, name) for key, name in names if isinstance(name, str) and "/" in name and not is_remote(name)]
    return tuple(reading.attachment(name, (*path, key)) for key, name in local)
