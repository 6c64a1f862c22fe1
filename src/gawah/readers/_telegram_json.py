"""One element of a `messages` array of a Telegram export as a record."""

import re
from collections.abc import Mapping

from gawah.readers._attachment import attached
from gawah.readers._json import Path
from gawah.readers._json_file import WholeMember
from gawah.readers._links import links
from gawah.readers._telegram_chat import Chat, account
from gawah.readers._telegram_event import event_name, wording
from gawah.readers._telegram_stream import unmasked
from gawah.readers._telegram_text import cards, text_and_links
from gawah.readers._telegram_time import disagree, moment, seconds, unread
from gawah.records.content import Account, Attachment, Event, Message, Reaction
from gawah.records.evidence import Locator
from gawah.records.when import When

REACTIONS_BEGAN = 1_640_822_400
"""30 December 2021: the day of Telegram's first reactions."""
_KEYS = frozenset(
    {
        *("id", "type", "date", "date_unixtime", "edited", "edited_unixtime", "from", "from_id", "author", "forwarded_from"),
        *("forwarded_from_id", "forwarded_date", "forwarded_date_unixtime", "saved_from", "reply_to_message_id"),
        *("reply_to_peer_id", "via_bot", "text", "text_entities", "reactions", "inline_bot_buttons", "photo", "photo_file_size"),
        *("width", "height", "file", "file_name", "file_size", "thumbnail", "thumbnail_file_size", "media_type", "sticker_emoji"),
        *("performer", "title", "mime_type", "duration_seconds", "media_spoiler", "self_destruct_period_seconds"),
        *("contact_information", "contact_vcard", "contact_vcard_file_size", "location_information", "place_name", "address"),
        *("live_location_period_seconds", "game_title", "game_description", "game_link", "invoice_information", "poll"),
        *("giveaway_information", "giveaway_results", "paid_stars_amount", "todo_list", "showForwardedAsOriginal"),
    }
)
_EVENT_KEYS = frozenset(
    {
        *("id", "type", "date", "date_unixtime", "edited", "edited_unixtime", "actor", "actor_id", "action", "title", "members"),
        *("photo", "photo_file_size", "media_spoiler", "width", "height", "inviter", "message_id", "reply_to_peer_id"),
        *("game_message_id", "score", "amount", "currency", "invoice_message_id", "recurring", "duration_seconds"),
        *("discard_reason", "information_text", "reason_app_id", "reason_app_name", "reason_domain", "values", "from"),
        *("from_id", "to", "to_id", "distance", "duration", "period", "schedule_date", "emoticon", "text", "text_entities"),
        *("cost", "months", "new_title", "new_icon_emoji_id", "button_id", "peer_id", "peers", "gift_code", "boost_peer_id"),
        *("boost_peer_name", "unclaimed", "via_giveaway", "winners", "stars", "boosts", "peer_name", "charge_id", "is_unclaimed"),
        *("giveaway_msg_id", "transaction_id", "gift_id", "is_limited", "is_anonymous", "gift_text", "reactions"),
        *("self_destruct_period_seconds", "inline_bot_buttons", "is_video", "call_id"),
    }
)
_REACTION_KEYS = frozenset({"type", "count", "emoji", "document_id", "recent"})
_RECENT_KEYS = frozenset({"from", "from_id", "date", "date_unixtime"})
_NO_FILE = re.compile(r"(?:^|\s)\((?:File|Photo) (?:unavailable|exceeds|not included)[^()]{0,80}\)$")
_FILES = ("photo", "file", "contact_vcard")
_MOST_REACTIONS = 1_000


class Reading(WholeMember):
    """A file being read."""

    def stated(self, value: str) -> str:
        """The string with its control characters, and without halves of surrogate pairs."""
        return unmasked(super().stated(value))


def _account(reading: Reading, fact: Mapping[str, object], key: str, path: Path) -> Account:
    reading.text(fact, key, path)  # a name that is none is noted
    return account(fact, key)


def record(reading: Reading, chat: Chat, fact: Mapping[str, object], path: Path, locator: Locator) -> Message | Event | None:
    """The message or event; None when it says nothing that one would."""
    kind = fact.get("type")
    if kind == "service" or (kind != "message" and "action" in fact):
        return _event(reading, chat, fact, path, locator)
    if kind == "unsupported":
        return Event(
            conversation=chat.id, event="unsupported", sent_at=unread(None), platform_id=_id(fact.get("id")), locator=locator
        )
    if not fact.keys() & {"text", "text_entities", "from", "from_id", "date", "date_unixtime"}:
        return None
    return _message(reading, chat, fact, path, locator)


def _event(reading: Reading, chat: Chat, fact: Mapping[str, object], path: Path, locator: Locator) -> Event:
    reading.unknown(fact, _EVENT_KEYS, path)
    actor = _account(reading, fact, "actor" if "actor" in fact or "actor_id" in fact else "from", path)
    sent_at, flags = _when(reading, fact, path)
    _files(reading, fact, path)
    return Event(
        conversation=chat.id,
        event=event_name(fact.get("action")),
        sender=actor if actor != Account() else None,
        sent_at=sent_at,
        body=wording(reading, fact, path),
        flags=tuple(flags),
        platform_id=_id(fact.get("id")),
        locator=locator,
    )


def _message(reading: Reading, chat: Chat, fact: Mapping[str, object], path: Path, locator: Locator) -> Message:
    reading.unknown(fact, _KEYS, path)
    sent_at, flags = _when(reading, fact, path)
    text, addresses = text_and_links(reading, fact, path)
    words, places, more = cards(reading, fact, path)
    body = "\n".join((*words, text) if text else words)
    reactions, partial = _reactions(reading, fact, path)
    edited, may_be_reaction = _edited(fact, chat)
    flags += more
    flags += [flag for flag, stands in (("edited-or-reaction", may_be_reaction), ("reactions-partial", partial)) if stands]
    flags += [flag for key, flag in _FLAGS if fact.get(key) is not None or (key == "forwarded_from" and key in fact)]
    return Message(
        conversation=chat.id,
        kind=chat.kind,
        sender=_account(reading, fact, "from", path),
        sent_at=sent_at,
        body=body,
        links=tuple(dict.fromkeys((*places, *addresses, *links(body)))),
        attachments=_files(reading, fact, path),
        reactions=reactions,
        reply_to=_answered(fact),
        edited=edited,
        flags=tuple(flags),
        platform_id=_id(fact.get("id")),
        locator=locator,
    )


_FLAGS = (
    ("forwarded_from", "forwarded"),
    ("saved_from", "saved-from-elsewhere"),
    ("via_bot", "via-bot"),
    ("self_destruct_period_seconds", "self-destructs"),
)


def _when(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[When, list[str]]:
    when = moment(fact.get("date"), fact.get("date_unixtime"))
    if when is None:
        reading.note("time-unreadable", "warning", (*path, "date"))
        return unread(fact.get("date") or fact.get("date_unixtime")), []
    return when, ["times-disagree"] if disagree(when) else []


def _edited(fact: Mapping[str, object], chat: Chat) -> tuple[bool, bool]:
    """Whether it was edited, and whether the time of an edit may only be that of a reaction (decision 12).

    Before 2021 every message states an edit, those never edited one of 1970.
    """
    stated = fact.get("edited")
    at = seconds(fact.get("edited_unixtime"))
    if stated is None and at is None:
        return False, False
    if isinstance(stated, str) and stated[:4] in ("1969", "1970"):
        return False, False
    before = at < REACTIONS_BEGAN if at is not None else isinstance(stated, str) and stated[:10] < "2021-12-30"
    if before or (chat.reacts and not fact.get("reactions")):
        return True, False
    return False, True


def _reactions(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[tuple[Reaction, ...], bool]:
    """Those whose sender is stated; and whether there are more, of which the export gives the number alone."""
    found: list[Reaction] = []
    partial = False
    for at, part in reading.parts(fact, "reactions", path):
        reading.unknown(part, _REACTION_KEYS, at)
        emoji = reading.text(part, "emoji", at) or reading.text(part, "document_id", at) or reading.text(part, "type", at) or ""
        recent = reading.parts(part, "recent", at)
        for place, each in recent[: _MOST_REACTIONS - len(found)]:
            reading.unknown(each, _RECENT_KEYS, place)
            sent_at = moment(each.get("date"), each.get("date_unixtime"))
            found.append(Reaction(emoji=emoji, sender=_account(reading, each, "from", place), sent_at=sent_at))
        count = part.get("count")
        partial = partial or len(found) >= _MOST_REACTIONS or (type(count) is int and count > len(recent))
    return tuple(found), partial


def _files(reading: Reading, fact: Mapping[str, object], path: Path) -> tuple[Attachment, ...]:
    """The files it names. A thumbnail is found too, so that it is not listed as nobody's, and is not an attachment of its own."""
    found = []
    for key in _FILES:
        stated = reading.text(fact, key, path)
        if not stated:
            continue
        given = reading.text(fact, "file_name", path) if key == "file" else None
        if _NO_FILE.search(stated):
            kind = reading.text(fact, "mime_type", path) if key == "file" else None
            found.append(Attachment(name=given or None, media_type=kind or attached(None, given).media_type, missing=True))
        else:
            found.append(attached(reading.source.find(_beside(reading, stated)), stated))
        if found[-1].missing:
            reading.note("media-missing", "warning", (*path, key))
    thumbnail = fact.get("thumbnail")
    if isinstance(thumbnail, str) and not _NO_FILE.search(thumbnail):
        reading.source.find(_beside(reading, reading.stated(thumbnail)))
    return tuple(found)


def _beside(reading: Reading, name: str) -> str:
    """The name as seen from the root of the container: files are named from the folder of the result.json."""
    folder = reading.member.folder if reading.source.is_container else ""
    return f"{folder}/{name}" if folder else name


def _answered(fact: Mapping[str, object]) -> str | None:
    """The id of the message it answers, behind the other chat's id and a `/` where it stands in another chat."""
    answered = _id(fact.get("reply_to_message_id"))
    elsewhere = fact.get("reply_to_peer_id")
    return f"{elsewhere[:64]}/{answered}" if answered is not None and isinstance(elsewhere, str) else answered


def _id(value: object) -> str | None:
    return str(value) if type(value) is int else value[:64] if isinstance(value, str) and value else None
