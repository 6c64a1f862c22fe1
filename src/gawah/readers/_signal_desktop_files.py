"""Files of Signal Desktop read from beginning to end: its database, and its messages in JSON, both as sigtop writes them."""

from collections.abc import Callable, Iterator
from typing import Any

from gawah.readers import _json_count
from gawah.readers._database import Database, Lost
from gawah.readers._json import Element, Layout, Walk
from gawah.readers._json_file import Form, WholeMember, read_json
from gawah.readers._json_layout import begins, steps
from gawah.readers._json_object import plain_object, values
from gawah.readers._notes import Notes
from gawah.readers._signal_desktop import Desktop, earlier_texts
from gawah.readers._signal_desktop_fields import COLUMNS
from gawah.readers._signal_desktop_people import DesktopPeople, gather, merged
from gawah.readers._source import Member, Source
from gawah.records.content import Record
from gawah.records.evidence import Locator

Held = Callable[[str, str | None], tuple[Source, Member] | None]

MAX_LISTED = 100_000
"""Attachments and calls that are kept from tables of their own."""
_ATTACHMENTS = ("messageId", "editHistoryIndex", "attachmentType", "contentType", "fileName", "plaintextHash")
_CALLS = ("callId", "direction", "type", "status")
_LAYOUT = Layout(steps(()), begins("id", "conversationId", "timestamp", "type", "sent_at", "body", "attachments", "schemaVersion"))


def database(notes: Notes, held: Held) -> Iterator[Record]:
    """The records of a database, in the order of its rows."""
    with Database(notes.source, notes.member) as opened:
        people = gather(opened, notes)
        made = Desktop(notes, people, held, _files(opened, notes), _calls(opened, notes), set())
        yield from made.conversations()
        for row in opened.rows("messages", COLUMNS):
            if isinstance(row, Lost) and row.key is None:
                notes.note(row.code, "loss", "messages")
            elif isinstance(row, Lost):
                yield notes.lost(f"messages/{row.key}", None, row.code)
            else:
                fact = merged(dict(zip(COLUMNS, row[1:], strict=True)), notes)
                yield from made.records(fact, f"messages/{row[0]}", None)
        yield from opened.problems()


def database_count(source: Source, member: Member) -> int:
    """Rows of `messages` as SQLite counts them, and the earlier texts in them."""
    with Database(source, member) as opened:
        total = opened.count("messages")
        for row in opened.rows("messages", ("json", "type", "conversationId")):
            if isinstance(row, Lost) or not isinstance(row[1], str) or '"editHistory"' not in row[1]:
                continue
            stated = plain_object(row[1], "editHistory", "type")
            if stated is not None:
                total += _earlier_count(stated, row[2])
    return total


def messages(notes: Notes, held: Held) -> Iterator[Record]:
    """The records of an array of messages; the chat is named after the file."""
    source, member = notes.source, notes.member
    reading = WholeMember(source, member)
    people = DesktopPeople(source.digest(member), title=member.basename.removesuffix(".json"))
    made = Desktop(notes, people, held, {}, {}, set())

    def make(item: Element, locator: Locator) -> list[Record]:
        value = item.value
        if not isinstance(value, dict) or not value.keys() & {"conversationId", "sent_at", "type", "body"}:
            return []
        return list(made.records(_cleaned(reading, value), locator.place, locator.span))

    yield from read_json(reading, lambda: source.open(member), Form(_LAYOUT, make))


def messages_count(source: Source, member: Member) -> int:
    """Elements of the array as ijson counts them, and the earlier texts in them."""
    import ijson  # type: ignore[import-untyped]

    total = _json_count.records(lambda: source.open(member), _LAYOUT)
    earlier = 0
    try:
        with source.open(member) as stream:
            for each in values(stream, 1):
                if isinstance(each, dict):
                    earlier += _earlier_count(each, each.get("type"))
    except (ijson.JSONError, ValueError):
        # Behind damage ijson sees nothing; what is an element there, only the walk can tell.
        found = (item.value for item in Walk(lambda: source.open(member), _LAYOUT) if isinstance(item, Element))
        earlier = sum(_earlier_count(each, each.get("type")) for each in found if isinstance(each, dict))
    return total + earlier


def _earlier_count(stated: dict[str, Any], kind: object) -> int:
    texts = stated.get("editHistory")
    sort = kind if isinstance(kind, str) and kind else stated.get("type")
    written = sort in ("incoming", "outgoing", "story") or not sort
    return max(0, sum(isinstance(each, dict) for each in texts) - 1) if isinstance(texts, list) and written else 0


def _cleaned(reading: WholeMember, value: dict[str, Any]) -> dict[str, Any]:
    """The message with its own texts, and those that it had before, mended where half a character stands alone."""
    clean = {key: reading.stated(each) if isinstance(each, str) else each for key, each in value.items()}
    for version in earlier_texts(value):
        if isinstance(version.get("body"), str):
            version["body"] = reading.stated(version["body"])
    return clean


def _files(opened: Database, notes: Notes) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    if "message_attachments" in opened.tables:
        for number, row in enumerate(opened.rows("message_attachments", _ATTACHMENTS)):
            if isinstance(row, Lost) or number >= MAX_LISTED:
                notes.note(row.code if isinstance(row, Lost) else "limit-reached", "loss", "message_attachments")
                continue
            stated = dict(zip(_ATTACHMENTS, row[1:], strict=True))
            if stated["editHistoryIndex"] in (None, -1) and stated["attachmentType"] in (None, "attachment", "sticker"):
                found.setdefault(str(stated["messageId"]), []).append(stated)
    return found


def _calls(opened: Database, notes: Notes) -> dict[str, tuple[object, ...]]:
    found: dict[str, tuple[object, ...]] = {}
    if "callsHistory" in opened.tables:
        for number, row in enumerate(opened.rows("callsHistory", _CALLS)):
            if isinstance(row, Lost) or number >= MAX_LISTED:
                notes.note(row.code if isinstance(row, Lost) else "limit-reached", "loss", "callsHistory")
            else:
                found[str(row[1])] = row[2:]
    return found
