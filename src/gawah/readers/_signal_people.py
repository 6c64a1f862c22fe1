"""The people, groups and chats of a Signal backup, which its messages name by numbers that hold in this file only."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gawah.readers._signal_frames import Frame, number
from gawah.records.content import Account, Conversation
from gawah.records.digest import identifier

PLATFORM = "Signal"
MAX_PEOPLE = 200_000


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat: its record, whether it is a group's, and whether it was archived."""

    conversation: Conversation
    group: bool = False
    archived: bool = False


@dataclass(slots=True)
class People:
    """Who is who in one file.

    Attributes:
        digest: Of the file; conversations that it does not describe are known in it only.
        recipients: Their frames by number.
        by_service: Accounts by service id.
        own: The account holder's.
        more: There were more than are kept.
    """

    digest: str
    recipients: dict[int, dict[str, Any]] = field(default_factory=dict)
    by_service: dict[str, Account] = field(default_factory=dict)
    own: Account = field(default_factory=Account)
    more: bool = False
    _told: dict[int, Account] = field(default_factory=dict)

    def gather(self, frames: Iterable[Frame]) -> None:
        """Take note of all recipients, and of the account holder."""
        self._gather(frames)
        self._told.clear()  # the account holder may be described last

    def _gather(self, frames: Iterable[Frame]) -> None:
        for frame in frames:
            value = frame.value or {}
            account, recipient = value.get("account"), value.get("recipient")
            if isinstance(account, dict):
                self.own = Account(name=_joined(account, "givenName", "familyName"), handle=text(account, "username"))
            if isinstance(recipient, dict):
                if len(self.recipients) >= MAX_PEOPLE:
                    self.more = True
                    continue
                self.recipients[number(recipient.get("id"))] = recipient
                contact = recipient.get("contact")
                if isinstance(contact, dict):
                    services = {service_id(contact.get("aci")), service_id(contact.get("pni"))} - {None}
                    self.by_service |= {str(each): self.account(number(recipient.get("id"))) for each in services}

    def account(self, who: int) -> Account:
        """The account with this number; without a name where the file describes none."""
        known = self._told.get(who)
        if known is None:
            known = self._account(who)
            if who in self.recipients:
                self._told[who] = known
        return known

    def _account(self, who: int) -> Account:
        recipient = self.recipients.get(who, {})
        contact = recipient.get("contact")
        if isinstance(contact, dict):
            phone = number(contact.get("e164"))
            nickname, shared = contact.get("nickname"), contact.get("sharedName")
            return Account(
                name=_joined(contact, "profileGivenName", "profileFamilyName")
                or _joined(contact, "systemGivenName", "systemFamilyName")
                or _joined(nickname if isinstance(nickname, dict) else {}, "given", "family")
                or _joined(shared if isinstance(shared, dict) else {}, "given", "family"),
                handle=f"+{phone}" if phone else text(contact, "username"),
                platform_id=service_id(contact.get("aci")) or service_id(contact.get("pni")),
            )
        return self.own if "self" in recipient else Account(name="Signal" if "releaseNotes" in recipient else None)

    def service(self, value: object) -> Account:
        """The account with this service id."""
        known = service_id(value)
        return self.by_service.get(known or "", Account(platform_id=known))

    def key(self, who: int) -> str:
        """What an account is known by in every backup: its service id, phone or name for itself; else its number in this file."""
        if "self" in self.recipients.get(who, {}):
            return "self"
        account = self.account(who)
        return account.platform_id or account.handle or f"{self.digest}/{who}"

    def chat(self, who: int, key: str, *, archived: bool = False) -> Chat:
        """The chat with a recipient, or, where there is none, one that is known by `key` in this file."""
        recipient = self.recipients.get(who, {})
        group, link = recipient.get("group"), recipient.get("callLink")
        if isinstance(group, dict):
            return Chat(self._group(group, key), group=True, archived=archived)
        if isinstance(link, dict):
            told = identifier(PLATFORM, str(raw(link.get("rootKey")) or key))
            return Chat(Conversation(id=told, platform=PLATFORM, title=text(link, "name")), group=True, archived=archived)
        if not recipient:
            return Chat(Conversation(id=identifier(PLATFORM, self.digest, key), platform=PLATFORM))
        account = self.account(who)
        conversation = Conversation(
            id=identifier(PLATFORM, self.key(who)),
            platform=PLATFORM,
            title=account.name or account.handle,
            participants=tuple(dict.fromkeys((account, self.own))),
        )
        return Chat(conversation, archived=archived)

    def _group(self, group: dict[str, Any], key: str) -> Conversation:
        snapshot = group.get("snapshot")
        stated = snapshot if isinstance(snapshot, dict) else {}
        title, members = stated.get("title"), stated.get("members")
        master = raw(group.get("masterKey"))
        return Conversation(
            id=identifier(PLATFORM, master.hex()) if master else identifier(PLATFORM, self.digest, key),
            platform=PLATFORM,
            title=text(title, "title") if isinstance(title, dict) else None,
            participants=tuple(self.service(each.get("userId")) for each in members if isinstance(each, dict))
            if isinstance(members, list)
            else (),
        )


def raw(value: object) -> bytes:
    """Bytes, which the JSON form states in base 64; b"" when it is neither."""
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""


def service_id(value: object) -> str | None:
    """A service id as it is written: the sixteen bytes of a UUID in hexadecimal groups. None when it is none."""
    data = raw(value)
    if len(data) == 17:  # a phone number identity (PNI) is marked by a byte before it
        data = data[1:]
    digits = data.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])) if len(data) == 16 else None


def text(stated: dict[str, Any], key: str) -> str | None:
    """A text that is not empty; else None."""
    value = stated.get(key)
    return value if isinstance(value, str) and value else None


def _joined(stated: dict[str, Any], *keys: str) -> str | None:
    return " ".join(filter(None, (text(stated, key) for key in keys))) or None
