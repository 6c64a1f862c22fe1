"""Rows of a Reddit export as records: comments, posts, messages, chat messages, drafts, and headers without words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gawah.readers._iso_time import from_iso, unread
from gawah.readers._links import links
from gawah.readers._notes import Notes
from gawah.readers._reddit_layout import Table
from gawah.records.content import Account, Conversation, Event, Message, MessageKind, Record
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When

PLATFORM = "Reddit"
_UTC = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) UTC", re.ASCII)
_GONE = {"[deleted]": "deleted", "[removed]": "removed"}
"""What the platform writes in the place of words that are gone."""
_MAX_PEOPLE = 1_000
KNOWN = frozenset(
    {
        *(
            "id",
            "permalink",
            "date",
            "ip",
            "subreddit",
            "gildings",
            "gildings_silver",
            "gildings_supergold",
            "link",
            "parent",
            "body",
        ),
        *("media", "title", "url", "thread_id", "from", "to", "subject", "message_id", "created_at", "updated_at", "username"),
        *("message", "thread_parent_message_id", "channel_url", "channel_name", "conversation_type", "kind", "created", "spoiler"),
        *("nsfw", "original_content", "content_category", "flair_id", "flair_text", "send_replies", "is_public_link"),
    }
)


@dataclass(slots=True)
class Rows:
    """What makes the records of one table.

    Attributes:
        table: The table.
        notes: Problems of the file.
        holder: Whose export it is.
        told: Conversations that were yielded.
        people: By conversation, who writes in it, gathered beforehand.
    """

    table: Table
    notes: Notes
    holder: Account
    told: set[str]
    people: dict[str, dict[str, None]] = field(default_factory=dict)

    @property
    def two_sided(self) -> bool:
        """Whether the table holds both sides of conversations."""
        return self.table.kind in ("messages", "chat")

    def gather(self, fact: Mapping[str, str]) -> None:
        """Note who writes to whom."""
        known = self.people.setdefault(self._key(fact)[0], {})
        for name in (fact.get("from"), fact.get("to"), fact.get("username")):
            if name and len(known) < _MAX_PEOPLE:
                known[name] = None

    def make(self, fact: Mapping[str, str], locator: Locator) -> Iterator[Record]:
        """The record of a row, after its conversation where that is new."""
        key, title = self._key(fact)
        if key not in self.told:
            self.told.add(key)
            people = tuple(Account(handle=name) for name in self.people.get(key, ()))
            yield Conversation(id=key, platform=PLATFORM, title=title, participants=people)
        if self.table.words:
            yield self._message(fact, key, locator)
        else:
            yield Event(
                conversation=key,
                event="message-header" if self.two_sided else "post-header",
                sender=self._sender(fact),
                sent_at=self._time(fact),
                platform_id=_identity(fact),
                locator=locator,
            )

    def _message(self, fact: Mapping[str, str], conversation: str, locator: Locator) -> Message:
        body = fact.get("message") or "" if self.table.kind == "chat" else fact.get("body") or ""
        gone = _GONE.get(body)
        stated = [fact.get(key) or "" for key in ("url", "media")]
        changed = fact.get("updated_at") or ""
        flags = (
            *(("taken-down",) if gone == "removed" else ()),
            *(("edited-or-reaction",) if changed and changed != fact.get("created_at") else ()),
        )
        return Message(
            conversation=conversation,
            kind=self._message_kind(fact),
            sender=self._sender(fact),
            recipients=(Account(handle=fact["to"]),) if self.table.kind == "messages" and fact.get("to") else (),
            folder="drafts" if self.table.kind == "drafts" else None,
            subject=fact.get("title") or fact.get("subject") or None,
            sent_at=self._time(fact),
            body=body,
            links=tuple(dict.fromkeys((*links(*stated), *links(body)))),
            reply_to=fact.get("parent") or fact.get("thread_parent_message_id") or None,
            deleted=gone is not None,
            flags=flags,
            platform_id=_identity(fact),
            locator=locator,
        )

    def _message_kind(self, fact: Mapping[str, str]) -> MessageKind:
        if self.table.kind == "comments":
            return "comment"
        if self.table.kind in ("posts", "drafts"):
            return "post"
        group = self.table.kind == "chat" and (
            fact.get("subreddit") or "direct" not in (fact.get("conversation_type") or "").lower()
        )
        return "group" if group else "direct"

    def _sender(self, fact: Mapping[str, str]) -> Account:
        """In tables that hold both sides, whom the row names; elsewhere the holder."""
        stated = fact.get("from") if self.table.kind == "messages" else fact.get("username")
        return Account(handle=stated or None) if self.two_sided else self.holder

    def _key(self, fact: Mapping[str, str]) -> tuple[str, str | None]:
        """The id of the conversation that a row stands in, and its title: the thread, the channel, the community."""
        if self.table.kind == "messages":
            return identifier(PLATFORM, "thread", fact.get("thread_id") or fact.get("id") or ""), None
        if self.table.kind == "chat":
            return identifier(PLATFORM, "chat", fact.get("channel_url") or ""), fact.get("channel_name") or None
        community = fact.get("subreddit") or ""
        title = f"u/{community[2:]}" if community.startswith("u_") else f"r/{community}"
        return identifier(PLATFORM, "community", community.lower()), title if community else None

    def _time(self, fact: Mapping[str, str]) -> When:
        stated = next((value for key in ("date", "created_at", "created") if (value := fact.get(key))), "")
        found = when(stated)
        if found is None:
            self.notes.note("time-unreadable", "warning", "date")
            return unread(stated)
        return found


def when(stated: str) -> When | None:
    """The time of a row, such as `2025-05-18 04:35:32 UTC`; None when it cannot be one."""
    found = _UTC.fullmatch(stated)
    told = from_iso(f"{found[1]}Z" if found else stated)
    if told is None or found is None:
        return told
    return When(stated=stated, local=told.local, utc=told.utc, zone="stated", precision=told.precision)


def _identity(fact: Mapping[str, str]) -> str | None:
    return fact.get("message_id") or fact.get("id") or None
