"""The people and chats of Signal Desktop, which its messages name by ids of that installation."""

from dataclasses import dataclass, field
from typing import Any

from gawah.readers._database import Database, Lost
from gawah.readers._json_object import as_object
from gawah.readers._notes import Notes
from gawah.readers._signal_people import PLATFORM, Chat, raw, text
from gawah.records.content import Account, Conversation
from gawah.records.digest import identifier

MAX_PEOPLE = 200_000
_COLUMNS = (
    "id",
    "type",
    "name",
    "profileName",
    "profileFamilyName",
    "profileFullName",
    "e164",
    "serviceId",
    "uuid",
    "members",
    "json",
)
_OWN = {"number_id": "handle", "uuid_id": "platform_id"}
"""Entries of the table `items` that name the account holder, each with the number of the device behind a dot."""


@dataclass(slots=True)
class DesktopPeople:
    """Who is who in one installation.

    Attributes:
        digest: Of the file; chats that it does not describe are known in it only.
        title: What the file itself is called after, where it holds one chat.
        accounts: By conversation id and by service id.
        chats: By conversation id.
        own: The account holder.
    """

    digest: str
    title: str | None = None
    accounts: dict[str, Account] = field(default_factory=dict)
    chats: dict[str, Chat] = field(default_factory=dict)
    own: Account = field(default_factory=Account)

    def account(self, *keys: object) -> Account:
        """The account with one of these service ids or phone numbers; where none is described, one that has just them."""
        stated = [key for key in keys if isinstance(key, str) and key]
        found = next((self.accounts[key.lower()] for key in stated if key.lower() in self.accounts), None)
        if found is None:
            phone = next((key for key in stated if key.startswith("+")), None)
            found = Account(handle=phone, platform_id=next((key.lower() for key in stated if not key.startswith("+")), None))
        return found

    def local(self, key: object) -> Account:
        """The account with this conversation id, which means nothing outside this installation."""
        return self.accounts.get(key.lower(), Account()) if isinstance(key, str) else Account()

    def key(self, account: Account) -> str:
        """What an account is known by in every export: `self`, its service id, or its phone."""
        if account == self.own:
            return "self"
        return (account.platform_id or account.handle or account.name or "?").lower()

    def chat(self, stated: object) -> Chat:
        """The chat with this conversation id; where the file does not describe it, one that bears the file's name."""
        key = stated if isinstance(stated, str) else ""
        if key not in self.chats:
            if len(self.chats) >= MAX_PEOPLE:
                key = ""
            told = identifier(PLATFORM, key) if key else identifier(PLATFORM, self.digest, "chat")
            self.chats[key] = Chat(Conversation(id=told, platform=PLATFORM, title=self.title))
        return self.chats[key]


def gather(database: Database, notes: Notes) -> DesktopPeople:
    """Read the conversations and the account holder of a database."""
    people = DesktopPeople(notes.source.digest(notes.member))
    people.own = _own(database)
    groups: list[tuple[str, dict[str, Any]]] = []
    for number, row in enumerate(database.rows("conversations", _COLUMNS)):
        if isinstance(row, Lost) or number >= MAX_PEOPLE:
            notes.note(row.code if isinstance(row, Lost) else "limit-reached", "loss", "conversations")
            continue
        stated = merged(dict(zip(_COLUMNS, row[1:], strict=True)), notes)
        key = text(stated, "id") or ""
        if stated.get("type") == "group":
            groups.append((key, stated))
            continue
        account = _account(stated)
        if account.platform_id and account.platform_id == people.own.platform_id:
            account = people.own = Account(
                name=account.name, handle=people.own.handle or account.handle, platform_id=account.platform_id
            )
        for each in (key, account.platform_id, account.handle):
            if each:
                people.accounts.setdefault(each.lower(), account)
        told = (account.platform_id or account.handle or "").lower()
        people.chats[key] = Chat(
            Conversation(
                id=identifier(PLATFORM, "self" if account == people.own else told) if told else identifier(PLATFORM, key),
                platform=PLATFORM,
                title=account.name or account.handle,
                participants=tuple(dict.fromkeys((account, people.own))),
            ),
            archived=stated.get("isArchived") is True,
        )
    for key, stated in groups:
        people.chats[key] = _group(people, key, stated)
    return people


def merged(columns: dict[str, Any], notes: Notes | None = None) -> dict[str, Any]:
    """What a row states: its `json`, and its columns where they are not NULL (newer versions keep a value in one of them only)."""
    held = columns.pop("json", None)
    stated, repeated = as_object(held) if isinstance(held, str) and held else ({}, False)
    if stated is None and notes is not None:
        notes.note("record-unreadable", "loss", "/json")
    if repeated and notes is not None:
        notes.note("field-duplicate", "warning", "/json")
    return {**(stated or {}), **{key: value for key, value in columns.items() if value is not None}}


def _account(stated: dict[str, Any]) -> Account:
    profile = text(stated, "profileFullName") or " ".join(
        filter(None, (text(stated, "profileName"), text(stated, "profileFamilyName")))
    )
    service = text(stated, "serviceId") or text(stated, "uuid")
    return Account(
        name=profile or text(stated, "name"),
        handle=text(stated, "e164") or text(stated, "username"),
        platform_id=service.lower().removeprefix("pni:") if service else None,
    )


def _group(people: DesktopPeople, key: str, stated: dict[str, Any]) -> Chat:
    members, named = stated.get("membersV2"), stated.get("members")
    listed: list[object] = [*named.split()] if isinstance(named, str) else []
    if isinstance(members, list) and members:
        listed = [each.get("aci") or each.get("uuid") for each in members if isinstance(each, dict)]
    master = raw(stated.get("masterKey")).hex()
    conversation = Conversation(
        id=identifier(PLATFORM, master or text(stated, "groupId") or key),
        platform=PLATFORM,
        title=text(stated, "name"),
        participants=tuple(people.account(each) for each in listed),
    )
    return Chat(conversation, group=True, archived=stated.get("isArchived") is True)


def _own(database: Database) -> Account:
    found: dict[str, str] = {}
    if "items" in database.tables:
        for row in database.rows("items", ("id", "json")):
            if not isinstance(row, Lost) and row[1] in _OWN:
                value = merged({"json": row[2]}).get("value")
                if isinstance(value, str) and value:
                    found[_OWN[row[1]]] = value.rpartition(".")[0] or value
    return Account(handle=found.get("handle"), platform_id=found["platform_id"].lower() if "platform_id" in found else None)
