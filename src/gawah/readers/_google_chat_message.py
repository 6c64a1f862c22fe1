"""One `messages.json` of Google Chat: its group, its messages, and the files they name."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from gawah.readers._attachment import attached
from gawah.readers._clock_time import clock_time
from gawah.readers._iso_time import unread
from gawah.readers._json import Element, Header, Layout
from gawah.readers._json_file import records_of
from gawah.readers._json_layout import begins, steps
from gawah.readers._json_member import JsonMember
from gawah.readers._links import links
from gawah.readers._source import Member, Source
from gawah.records.content import Account, Attachment, Conversation, Message, Reaction, Record
from gawah.records.digest import identifier
from gawah.records.errors import SourceUnreadable
from gawah.records.evidence import Locator
from gawah.records.when import When

PLATFORM = "Google Chat"
BY_ORDER = "attachment-by-order"
LAYOUT = Layout(step=steps(("messages",)), opening=begins("creator", "created_date", "message_id"))
_DATE = re.compile(r"(?:\w+, )?(\w+) (\d{1,2}), (\d{4}) at (\d{1,2}):(\d{2}):(\d{2})[ \u00a0\u202f]([AP]M) UTC")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_FOLDER = re.compile(r"(DM|Space)[ _](.+)")
_LONGEST_NAME = 40
"""Characters of a file name behind which Takeout may cut it."""
_INFO_SIZE = 1 << 20
_KEYS = frozenset(
    {
        *(
            "creator",
            "created_date",
            "updated_date",
            "text",
            "annotations",
            "attached_files",
            "topic_id",
            "message_id",
            "reactions",
        ),
        *(
            "message_state",
            "deletion_metadata",
            "quoted_message_metadata",
            "previous_message_versions",
            "source",
            "upload_metadata",
        ),
    }
)
_CREATOR_KEYS = frozenset({"name", "email", "user_type"})


class Group:
    """One file being read."""

    def __init__(self, source: Source, member: Member) -> None:
        self._reading = JsonMember(source, member)
        self._source = source
        self._member = member
        self._named: dict[str, int] = {}
        self._info = self._group_info()
        self._stated: dict[str, Conversation] = {}
        counts: dict[str, int] = {}
        for each in source.members:
            if each.folder == member.folder:
                counts[_bare(each.basename)] = counts.get(_bare(each.basename), 0) + 1
        self._files = counts

    def records(self) -> Iterator[Record]:
        """Everything in the file."""
        yield from records_of(self._reading, LAYOUT, self._made, self._outside)

    def _outside(self, header: Header) -> None:
        self._reading.unknown((str(header.path[-1]),) if header.path else (), frozenset({"messages"}), ())

    def _group_info(self) -> Mapping[str, object]:
        """What `group_info.json` beside the file says."""
        name = f"{self._member.folder}/group_info.json".lstrip("/")
        found = next((each for each in self._source.members if each.name == name), None) if self._source.is_container else None
        if found is None or found.size > _INFO_SIZE:
            return {}
        found.referred = True
        try:
            with self._source.open(found) as stream:
                stated = json.loads(stream.read().decode("utf-8-sig"))
        except (SourceUnreadable, ValueError, RecursionError):
            return {}
        return stated if isinstance(stated, dict) else {}

    def _conversation(self, group: str) -> Conversation:
        members = self._info.get("members")
        people = tuple(_account(each) for each in members if isinstance(each, dict)) if isinstance(members, list) else ()
        name = self._info.get("name")
        return Conversation(
            id=identifier(PLATFORM, group),
            platform=PLATFORM,
            title=name if isinstance(name, str) and name else None,
            participants=people,
        )

    def _made(self, item: Element, locator: Locator) -> Iterator[Record]:
        fact = item.value
        if not isinstance(fact, dict) or not fact.keys() & {"creator", "created_date", "text", "message_id"}:
            return
        self._reading.unknown(fact, _KEYS, ("*",))
        key = self._text(fact, "message_id")
        parts = key.split("/") if key.count("/") >= 2 else []
        group = parts[0] if parts else self._folder()
        if group not in self._stated:
            self._stated[group] = self._conversation(group)
            yield self._stated[group]
        stated = self._stated[group]
        body = self._text(fact, "text")
        files, flags = self._attachments(fact)
        quoted = fact.get("quoted_message_metadata")
        answered = quoted.get("message_id") if isinstance(quoted, dict) else None
        if not isinstance(answered, str) and len(parts) == 3 and parts[1] != parts[2]:
            answered = f"{parts[0]}/{parts[1]}/{parts[1]}"
        yield Message(
            conversation=stated.id,
            kind="group" if self._is_space(stated) else "direct",
            sender=self._sender(fact),
            sent_at=self._when(fact),
            body=body,
            links=tuple(dict.fromkeys((*self._addresses(fact), *links(body)))),
            attachments=files,
            reactions=self._reactions(fact),
            reply_to=answered if isinstance(answered, str) else None,
            edited=bool(fact.get("updated_date")),
            deleted=fact.get("message_state") == "DELETED" or isinstance(fact.get("deletion_metadata"), dict),
            flags=flags,
            platform_id=key or None,
            locator=locator,
        )

    def _folder(self) -> str:
        """The group's key by the name of its folder; of a file on its own, the file."""
        found = _FOLDER.fullmatch(self._member.folder.rpartition("/")[2]) if self._source.is_container else None
        return found.group(2) if found else f"file {self._source.digest(self._member)}"

    def _is_space(self, stated: Conversation) -> bool:
        folder = self._member.folder.rpartition("/")[2] if self._source.is_container else ""
        return len(stated.participants) > 2 or folder.startswith("Space") or bool(stated.title)

    def _sender(self, fact: Mapping[str, object]) -> Account:
        creator = fact.get("creator")
        if not isinstance(creator, dict):
            return Account()
        self._reading.unknown(creator, _CREATOR_KEYS, ("*", "creator"))
        return _account(creator)

    def _when(self, fact: Mapping[str, object]) -> When:
        stated = fact.get("created_date")
        when = _date(stated) if isinstance(stated, str) else None
        if when is None:
            self._reading.note("time-unreadable", "warning", ("*", "created_date"))
            return unread(stated)
        return when

    def _addresses(self, fact: Mapping[str, object]) -> Iterator[str]:
        """Addresses that annotations state beside the text."""
        for _, each in self._reading.parts(fact, "annotations", ("*",)):
            for name in ("url_metadata", "drive_metadata", "video_call_metadata"):
                part = each.get(name)
                url = part.get("url") if isinstance(part, dict) else None
                value = next(iter(url.values()), None) if isinstance(url, dict) else url
                if isinstance(value, str) and value.startswith(("https://", "http://")):
                    yield value

    def _reactions(self, fact: Mapping[str, object]) -> tuple[Reaction, ...]:
        found = []
        for _, each in self._reading.parts(fact, "reactions", ("*",)):
            emoji = each.get("emoji")
            sign = (
                next((value for value in emoji.values() if isinstance(value, str)), "")
                if isinstance(emoji, dict)
                else str(emoji or "")
            )
            people = each.get("reactor_emails")
            found += [
                Reaction(emoji=sign, sender=Account(handle=who))
                for who in (people if isinstance(people, list) else [])
                if isinstance(who, str)
            ]
        return tuple(found)

    def _attachments(self, fact: Mapping[str, object]) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
        made: list[Attachment] = []
        flags: tuple[str, ...] = ()
        for at, each in self._reading.parts(fact, "attached_files", ("*",)):
            name = self._reading.text(each, "export_name", at[:-1]) or self._reading.text(each, "original_name", at[:-1])
            number = self._named.get(name or "", 0)
            self._named[name or ""] = number + 1
            found = self._file(name, number) if name else None
            made.append(attached(found, self._reading.text(each, "original_name", at[:-1]) or name))
            if made[-1].missing:
                self._reading.note("media-missing", "warning", ("*", "attached_files"))
            elif found is not None and self._files.get(_bare(found[1].basename), 0) > 1:
                flags = (BY_ORDER,)
        return tuple(made), flags

    def _file(self, name: str, number: int) -> tuple[Source, Member] | None:
        """The file that is the n-th of this name: whole, with other signs for those that file names cannot hold, or cut."""
        stem, dot, ending = name.rpartition(".")
        if not dot:
            stem, ending = name, ""
        for source in (self._source, *self._source.siblings):
            folder = [each for each in source.members if each.folder.rpartition("/")[2] == self._member.folder.rpartition("/")[2]]
            wanted = _safe(f"{stem}({number}){dot}{ending}" if number else name)
            found = [each for each in folder if _safe(each.basename) == wanted]
            if not found and len(name) > _LONGEST_NAME:
                found = [each for each in folder if _is_cut(each.basename, stem, ending, number)]
            if len(found) == 1:
                found[0].referred = True
                return source, found[0]
        return None

    def _text(self, fact: Mapping[str, object], key: str) -> str:
        return self._reading.text(fact, key, ("*",)) or ""


def _account(stated: Mapping[str, object]) -> Account:
    name, email = stated.get("name"), stated.get("email")
    return Account(name=name or None if isinstance(name, str) else None, handle=email or None if isinstance(email, str) else None)


def _date(stated: str) -> When | None:
    """`Sunday, November 18, 2018 at 6:02:21 PM UTC`; ISO dates too."""
    found = _DATE.fullmatch(stated.strip())
    if found is None:
        return clock_time(stated)
    if found[1] not in _MONTHS:
        return None
    try:
        moment = datetime(  # noqa: DTZ001 - the zone is the one stated
            int(found[3]),
            _MONTHS.index(found[1]) + 1,
            int(found[2]),
            int(found[4]) % 12 + 12 * (found[7] == "PM"),
            int(found[5]),
            int(found[6]),
        )
    except ValueError:
        return None
    local = moment.isoformat(timespec="seconds")
    return When(stated=stated, local=local, utc=f"{local}Z", zone="stated", precision="second")


def _safe(name: str) -> str:
    """A name with one sign for all that Takeout may have replaced in it."""
    return re.sub(r"[^\w.()-]", "_", name)


def _bare(name: str) -> str:
    """A file name without its number."""
    return re.sub(r"\(\d+\)(?=\.[^.]*$|$)", "", name)


def _is_cut(base: str, stem: str, ending: str, number: int) -> bool:
    """Whether a file's name is the beginning of another, with the same ending and number."""
    here, _, its = base.rpartition(".")
    numbered = re.fullmatch(r"(.*)\((\d+)\)", here)
    start, its_number = (numbered[1], int(numbered[2])) if numbered else (here, 0)
    return (
        its == ending[: len(its)]
        and its_number == number
        and len(start) >= _LONGEST_NAME - 10
        and _safe(stem).startswith(_safe(start))
    )
