"""One message of a Slack export. Its text is stated in Slack's own writing: `<@U123>` for a person, `<address|label>` for a link.

Both are left as they stand; only `&amp;`, `&lt;` and `&gt;`, which Slack writes for what was typed, are turned back.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from gawah.readers._attachment import attached
from gawah.readers._iso_time import unread
from gawah.readers._json import Element, Path
from gawah.readers._json_file import WholeMember
from gawah.readers._slack_people import Workspace
from gawah.records.content import Account, Attachment, Conversation, Event, Message, MessageKind, Reaction, Record
from gawah.records.evidence import Locator
from gawah.records.when import When, iso_utc

_STAMP = re.compile(r"(\d{9,11})(?:\.(\d{1,6}))?", re.ASCII)
_LINK = re.compile(r"<((?:https?|mailto|tel):[^|<>\s]+)(?:\|[^<>]*)?>")
_EVENTS = {
    **dict.fromkeys(("channel_join", "group_join"), "member-joined"),
    **dict.fromkeys(("channel_leave", "group_leave"), "member-left"),
    **dict.fromkeys(("channel_name", "group_name", "channel_topic", "group_topic"), "subject-changed"),
    **dict.fromkeys(("channel_purpose", "group_purpose"), "subject-changed"),
    **dict.fromkeys(("huddle_thread", "sh_room_created", "sh_room_shared"), "call"),
    **dict.fromkeys(("pinned_item", "unpinned_item"), "message-pinned"),
    **dict.fromkeys(("channel_archive", "channel_unarchive", "group_archive", "group_unarchive", "bot_add", "bot_remove"), "other"),
    **dict.fromkeys(("bot_enable", "bot_disable", "app_conversation_join", "channel_convert_to_private", "reminder_add"), "other"),
    **dict.fromkeys(("joiner_notification", "tabbed_canvas_updated", "channel_posting_permissions"), "other"),
}
"""Subtypes that are acts, not words."""
_WORDS = frozenset(
    {
        *("bot_message", "me_message", "file_share", "file_mention", "file_comment", "thread_broadcast", "reply_broadcast"),
        *("slackbot_response", "tombstone", "message_changed", "message_deleted", "assistant_app_thread", "document_mention"),
        "message_replied",
    }
)
_KEYS = frozenset(
    {
        *("type", "subtype", "user", "bot_id", "username", "text", "ts", "thread_ts", "parent_user_id", "reply_count"),
        *("reply_users_count", "latest_reply", "reply_users", "replies", "subscribed", "last_read", "is_locked", "edited"),
        *("reactions", "files", "file", "upload", "display_as_bot", "attachments", "blocks", "client_msg_id", "team"),
        *("user_team", "source_team", "user_profile", "bot_profile", "app_id", "icons", "inviter", "is_intro", "comment"),
        *("root", "purpose", "topic", "name", "old_name", "x_files", "pinned_to", "pinned_info", "hidden", "deleted_ts"),
        *("event_ts", "message", "previous_message", "original", "channel", "room", "no_notifications", "permalink", "metadata"),
        *("is_starred", "item", "item_type", "bot_link", "mrkdwn", "parse", "saved", "members", "old_ts", "channel_type"),
    }
)
_FILE_ID = re.compile(r"[A-Z0-9]{3,24}")
_MOST = 1_000
_DEEP = 8


class Day:
    """One file of a day, while it is read."""

    def __init__(self, reading: WholeMember, workspace: Workspace, conversation: Conversation, kind: MessageKind) -> None:
        self._reading = reading
        self._workspace = workspace
        self._conversation = conversation.id
        self._kind = kind

    def make(self, item: Element, locator: Locator) -> Sequence[Record]:
        """The record of one element; none when it says nothing that is known."""
        fact, path = item.value, item.path
        if not isinstance(fact, dict) or not fact.keys() & {"ts", "text", "user"}:
            return ()
        self._reading.unknown(fact, _KEYS, path)
        subtype = fact.get("subtype")
        if isinstance(subtype, str) and subtype in _EVENTS:
            return (self._event(fact, subtype, path, locator),)
        if subtype is not None and (not isinstance(subtype, str) or subtype not in _WORDS):
            self._reading.note("field-unknown", "info", (*path, "subtype"))
        return (self._message(fact, path, locator),)

    def _event(self, fact: Mapping[str, object], subtype: str, path: Path, locator: Locator) -> Event:
        return Event(
            conversation=self._conversation,
            event=_EVENTS[subtype],
            sender=self._sender(fact, path),
            sent_at=self._when(fact, path),
            body=_typed(self._reading.text(fact, "text", path) or ""),
            platform_id=_short(fact.get("ts")),
            locator=locator,
        )

    def _message(self, fact: Mapping[str, object], path: Path, locator: Locator) -> Message:
        """The message; of one that was deleted, what it had said."""
        reading = self._reading
        told, at, deleted = fact, path, fact.get("subtype") == "tombstone"
        for key, gone in (("message", False), ("previous_message", True)):
            inner = fact.get(key)
            if isinstance(inner, dict) and fact.get("subtype") == ("message_deleted" if gone else "message_changed"):
                told, at, deleted = inner, (*path, key), gone
        text = reading.text(told, "text", at) or ""
        shown, addresses = self._cards(told, at)
        flags = ["embed"] if shown and not text else []
        reactions, partial = self._reactions(told, at)
        number, thread = _short(told.get("ts")), _short(told.get("thread_ts"))
        return Message(
            conversation=self._conversation,
            kind=self._kind,
            sender=self._sender(told, at),
            sent_at=self._when(told if "ts" in told else fact, at),
            body=_typed(text or shown),
            links=tuple(dict.fromkeys((*map(_typed, _LINK.findall(text or shown)), *addresses))),
            attachments=self._files(told, at),
            reactions=tuple(reactions),
            reply_to=thread if thread != number else None,
            edited=told.get("edited") is not None or fact.get("subtype") == "message_changed",
            deleted=deleted,
            flags=(*flags, *(("reactions-partial",) if partial else ())),
            platform_id=number or _short(fact.get("ts")),
            locator=locator,
        )

    def _sender(self, fact: Mapping[str, object], path: Path) -> Account:
        """The account, of a program its id and the name it goes by."""
        comment = fact.get("comment")
        user = comment.get("user") if isinstance(comment, dict) and not fact.get("user") else fact.get("user")
        if isinstance(user, str) and user:
            return self._workspace.account(user, fact.get("user_profile"))
        profile = fact.get("bot_profile")
        name = self._reading.text(fact, "username", path)
        if not name and isinstance(profile, dict) and isinstance(profile.get("name"), str):
            name = self._reading.stated(profile["name"])
        return Account(name=name or None, platform_id=_short(fact.get("bot_id")))

    def _when(self, fact: Mapping[str, object], path: Path) -> When:
        found = from_stamp(fact.get("ts"))
        if found is None:
            self._reading.note("time-unreadable", "warning", (*path, "ts"))
            return unread(fact.get("ts"))
        return found

    def _cards(self, fact: Mapping[str, object], path: Path) -> tuple[str, list[str]]:
        """What cards say (a program's message is often nothing else), else what the blocks say; and the addresses of the cards."""
        reading = self._reading
        said: list[str] = []
        addresses: list[str] = []
        for at, card in reading.parts(fact, "attachments", path):
            told = [reading.text(card, key, at) for key in ("pretext", "author_name", "title", "text")]
            said += [each for each in told if each] or [each for each in (reading.text(card, "fallback", at),) if each]
            addresses += [each for each in (reading.text(card, key, at) for key in ("from_url", "title_link")) if each]
        if not said:
            _gather(fact.get("blocks"), said, _DEEP)
        return reading.stated("\n".join(said)), addresses

    def _files(self, fact: Mapping[str, object], path: Path) -> tuple[Attachment, ...]:
        """The files: found where a tool has saved them beside the messages; in Slack's own export they never are.

        Their private addresses carry a token of the workspace and stay in the original.
        """
        reading = self._reading
        found = []
        for key in ("files", "file"):
            for at, part in reading.parts(fact, key, path)[:_MOST]:
                name = reading.text(part, "name", at) or reading.text(part, "title", at)
                number = _short(part.get("id")) or ""
                kept = None
                if name and _FILE_ID.fullmatch(number):
                    kept = reading.source.find(f"__uploads/{number}/{name}") or reading.source.find(f"attachments/{number}-{name}")
                attachment = attached(kept, name)
                kind = part.get("mimetype")
                if attachment.missing:
                    reading.note("media-missing", "warning", (*path, key))
                    if attachment.media_type is None and isinstance(kind, str) and 0 < len(kind) < 100 and kind.isascii():
                        attachment = Attachment(name=name, media_type=kind, missing=True)
                found.append(attachment)
        return tuple(found)

    def _reactions(self, fact: Mapping[str, object], path: Path) -> tuple[list[Reaction], bool]:
        reading = self._reading
        found: list[Reaction] = []
        partial = False
        for at, each in reading.parts(fact, "reactions", path):
            users, count = each.get("users"), each.get("count")
            named = [user for user in users if isinstance(user, str)] if isinstance(users, list) else []
            sign = f":{reading.text(each, 'name', at) or ''}:"
            found += [Reaction(emoji=sign, sender=self._workspace.account(user)) for user in named[: _MOST - len(found)]]
            partial = partial or len(found) >= _MOST or (type(count) is int and count > len(named))
        return found, partial


def from_stamp(value: object) -> When | None:
    """The instant of a `ts` such as `1681413317.397479`. What follows the point tells messages of one second apart; in early years
    it was a counter (`.000006`), so that it is a part of the time only where it is none.
    """
    found = _STAMP.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    fraction = (found[2] or "").ljust(6, "0")
    moment = datetime.fromtimestamp(int(found[1]), UTC).replace(microsecond=int(fraction))
    if fraction.startswith("000"):
        return When(stated=found.group(), local=None, utc=iso_utc(moment), zone="format", precision="second")
    return When(stated=found.group(), local=None, utc=iso_utc(moment, "milliseconds"), zone="format", precision="ms")


def _typed(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def _gather(value: object, said: list[str], depth: int) -> None:
    """The texts in blocks, which nest: a section holds lines, a line holds words."""
    if depth < 0 or len(said) > _MOST:
        return
    if isinstance(value, list):
        for each in value:
            _gather(each, said, depth - 1)
    elif isinstance(value, dict):
        text = value.get("text")
        if isinstance(text, str):
            said.append(text)
        else:
            _gather(text, said, depth - 1)
        for key in ("elements", "fields"):
            _gather(value.get(key), said, depth - 1)


def _short(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 32 else None
