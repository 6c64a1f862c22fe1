"""The chats of a Telegram export and who speaks in them, gathered before the messages are read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gawah.readers._json import Element, Item, Path, Walk
from gawah.readers._json_member import JsonMember
from gawah.readers._telegram_stream import unmasked
from gawah.records.content import Account, Conversation, MessageKind
from gawah.records.digest import identifier

PLATFORM = "Telegram"
_SPACES = {
    **dict.fromkeys(("personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"), "user"),
    "private_group": "chat",
}
"""Of which ids a chat's is one; all others are channels, as supergroups are too. The same number may stand in each space."""
_OLD_SPACES = {"user": 1, "chat": 2, "channel": 3}
"""Before 2021 the id of a chat carried its space above the 32nd bit."""
_MOST_PARTICIPANTS = 5_000
_MOST_ID = 64


@dataclass(frozen=True, slots=True)
class Chat:
    """The conversation that messages are read for.

    Attributes:
        id: Of its record.
        kind: `post` in a channel.
        reacts: Some message of the file states reactions: this version exports them.
    """

    id: str
    kind: MessageKind
    reacts: bool


@dataclass(slots=True)
class Speakers:
    """Who speaks in one chat.

    Attributes:
        accounts: In the order in which they first speak.
        old: Their ids are plain numbers.
    """

    accounts: dict[Account, None] = field(default_factory=dict)
    old: bool = False


@dataclass(slots=True)
class Survey:
    """What the second walk through a file needs to know, taken from the first.

    Attributes:
        speakers: By the path of each chat.
        reacts: Some message states reactions.
    """

    speakers: dict[Path, Speakers] = field(default_factory=dict)
    reacts: bool = False

    def watch(self, walk: Walk) -> Iterator[Item]:
        """The items of the walk, each looked at as it passes."""
        for item in walk:
            if isinstance(item, Element):
                found = self.speakers.setdefault(item.path[:-2], Speakers())
                if isinstance(item.value, dict):
                    self._look(found, item.value)
            yield item

    def _look(self, found: Speakers, fact: Mapping[str, object]) -> None:
        self.reacts = self.reacts or "reactions" in fact
        key = "actor" if "actor_id" in fact or "actor" in fact else "from"
        found.old = found.old or type(fact.get(f"{key}_id")) is int
        speaker = account(fact, key)
        if speaker != Account() and len(found.accounts) < _MOST_PARTICIPANTS:
            found.accounts[speaker] = None


def account(fact: Mapping[str, object], key: str) -> Account:
    """The account under `key` and `key_id`; ids are `user123`, `channel123`, before 2021 the plain number of a user."""
    name, stated = fact.get(key), fact.get(f"{key}_id")
    peer = f"user{stated}" if type(stated) is int else stated
    return Account(
        name=unmasked(name) or None if isinstance(name, str) else None,
        platform_id=peer or None if isinstance(peer, str) and len(peer) <= _MOST_ID else None,
    )


def holder_of(stated: object) -> Account:
    """Whose export it is, as `personal_information` states it."""
    if not isinstance(stated, dict):
        return Account()
    names = [stated.get(key) for key in ("first_name", "last_name")]
    handle, number = stated.get("username"), stated.get("user_id")
    return Account(
        name=unmasked(" ".join(name for name in names if isinstance(name, str) and name)) or None,
        handle=unmasked(handle).removeprefix("@") or None if isinstance(handle, str) else None,
        platform_id=f"user{number}" if type(number) is int else None,
    )


def chat(reading: JsonMember, head: Mapping[str, object], path: Path, survey: Survey, holder: Account) -> tuple[Conversation, Chat]:
    """The conversation that `head` describes, at `path` in the file, and what its messages need of it."""
    speakers = survey.speakers.get(path, Speakers())
    stated, number, name = head.get("type"), head.get("id"), reading.text(head, "name", path)
    kind = stated if isinstance(stated, str) else ""
    space = _SPACES.get(kind, "channel")
    if type(number) is int:
        bare = number & 0xFFFFFFFF if speakers.old and number >> 32 == _OLD_SPACES[space] else number
        key = identifier(PLATFORM, f"{space}{bare}")
    else:
        bare = None
        key = (
            identifier(PLATFORM, name)
            if name
            else identifier(PLATFORM, "file", reading.source.digest(reading.member), *map(str, path))
        )
    found = list(speakers.accounts)
    if kind in ("personal_chat", "bot_chat") and bare is not None:
        found.append(Account(name=name or None, platform_id=f"user{bare}"))
    if space == "user" or any(each.platform_id == holder.platform_id for each in found):
        found.append(holder)
    participants = _once(found, holder)
    return Conversation(id=key, platform=PLATFORM, title=name or None, participants=participants), Chat(
        key, _kind(kind, len(participants)), survey.reacts
    )


def _kind(stated: str, participants: int) -> MessageKind:
    if stated.endswith("_channel"):
        return "post"
    if not stated:
        return "group" if participants > 2 else "direct"
    return "direct" if _SPACES.get(stated) == "user" else "group"


def _once(accounts: list[Account], holder: Account) -> tuple[Account, ...]:
    """Each id once, the holder with the handle that only their own record states."""
    found: dict[object, Account] = {}
    for each in accounts:
        if each != Account():
            found.setdefault(each.platform_id or each, holder if each.platform_id == holder.platform_id is not None else each)
    return tuple(found.values())
