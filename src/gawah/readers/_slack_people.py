"""Who is who in a Slack export: users.json, and the lists of channels, groups and private chats, read one entry at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from gawah.readers._json import Element, Walk
from gawah.readers._slack_layout import PEOPLE
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Conversation, MessageKind
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable

PLATFORM = "Slack"
_LISTS: dict[str, MessageKind] = {"channels.json": "group", "groups.json": "group", "mpims.json": "group", "dms.json": "direct"}
_MOST_MEMBERS = 5_000
_LONGEST_ID = 32


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as a list of the export states it.

    Attributes:
        id, name: Its own; a private chat has no name.
        members: Ids of accounts.
        kind: `direct` for a chat of two.
    """

    id: str
    name: str
    members: tuple[str, ...]
    kind: MessageKind


class Workspace:
    """The accounts and channels of an export."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._users: dict[str, Account] = {}
        self._channels: dict[str, Channel] = {}
        for member in source.members if source.is_container else ():
            if member.basename in ("users.json", "org_users.json"):
                self._users |= {account.platform_id or "": account for account in map(_user, self._entries(member))}
            elif member.basename in _LISTS:
                for entry in self._entries(member):
                    channel = _channel(entry, _LISTS[member.basename])
                    self._channels[f"{member.folder}/{channel.name or channel.id}".lstrip("/")] = channel

    def account(self, number: object, stated: object = None) -> Account:
        """The account of an id, named by users.json, else by the profile that the message states."""
        if not isinstance(number, str) or not number or len(number) > _LONGEST_ID:
            return Account()
        known = self._users.get(number)
        if known is not None:
            return known
        profile = stated if isinstance(stated, dict) else {}
        return Account(name=_name(profile), handle=_text(profile.get("name")) or None, platform_id=number)

    def conversation(self, member: Member) -> tuple[Conversation, MessageKind]:
        """The conversation of a file of a day, known by the id of its channel, else by the name of its folder, else by the file."""
        channel = self._channels.get(member.folder)
        if channel is not None:
            people = tuple(self.account(each) for each in channel.members)
            return (
                Conversation(
                    id=identifier(PLATFORM, channel.id or member.folder),
                    platform=PLATFORM,
                    title=channel.name or None,
                    participants=people,
                ),
                channel.kind,
            )
        title = member.folder.rpartition("/")[2] if self._source.is_container else ""
        key = identifier(PLATFORM, title) if title else identifier(PLATFORM, "file", self._source.digest(member))
        return Conversation(id=key, platform=PLATFORM, title=title or None), "direct" if title.startswith("D0") else "group"

    def _entries(self, member: Member) -> Iterator[Mapping[str, object]]:
        self._source.find(member.name)  # it serves the records, and is not listed as unread
        try:
            for item in Walk(partial(self._source.open, member), PEOPLE):
                if isinstance(item, Element) and isinstance(item.value, dict):
                    yield item.value
        except SourceUnreadable:
            return


def _user(fact: Mapping[str, object]) -> Account:
    number = fact.get("id")
    profile = fact.get("profile")
    name = _name(profile if isinstance(profile, dict) else {}) or _text(fact.get("real_name"))
    return Account(
        name=name or None,
        handle=_text(fact.get("name")) or None,
        platform_id=number if isinstance(number, str) and len(number) <= _LONGEST_ID else None,
    )


def _channel(fact: Mapping[str, object], kind: MessageKind) -> Channel:
    members = fact.get("members")
    listed = members[:_MOST_MEMBERS] if isinstance(members, list) else []
    return Channel(
        _text(fact.get("id"))[:_LONGEST_ID], _text(fact.get("name")), tuple(each for each in listed if isinstance(each, str)), kind
    )


def _name(profile: Mapping[str, object]) -> str | None:
    return _text(profile.get("display_name")) or _text(profile.get("real_name")) or None


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
