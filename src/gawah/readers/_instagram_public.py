"""Comments that the account holder wrote, as an Instagram export states them.

Others' comments under the holder's posts are not part of an export. The keys of `string_map_data` are in the language of the
account ("Comment", "Kommentar"): what is what is told by shape, the known English words first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gawah.readers._instagram_time import from_text
from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_time import from_seconds
from gawah.records.content import Account, Attachment, Conversation, Message
from gawah.records.digest import identifier
from gawah.records.evidence import Locator
from gawah.records.when import When

PLATFORM: Final = "Instagram"
_COMMENT_KEYS = frozenset({"title", "media_list_data", "media_map_data", "string_map_data", "string_list_data"})
_FACT_KEYS = frozenset({"href", "value", "timestamp"})


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment taken apart."""

    text: str
    owner: str
    time: object
    addresses: tuple[str, ...] = ()


def comment_section(owner: str) -> Conversation:
    """The conversation that comments on this account's posts stand in; "" where the export does not say whose they are."""
    participants = (Account(handle=owner),) if owner else ()
    return Conversation(id=identifier(PLATFORM, "comments", owner), platform=PLATFORM, participants=participants)


def flat_comment(reading: Reading, fact: list[object], path: Path, locator: Locator) -> tuple[Conversation, Message] | None:
    """A `[time, text, account]` of 2018-2020; None when it is nothing of the sort."""
    if len(fact) != 3 or not all(isinstance(each, str) for each in fact):
        return None
    time, text, owner = (str(each) for each in fact)
    comment = _Comment(reading.mender.text(text), reading.mender.text(owner), time)
    return _commented(reading, comment, reading.when(from_text(time), time, path), (), locator)


def comment(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> tuple[Conversation, Message] | None:
    """An object with `string_map_data` or `string_list_data`; None when it has neither."""
    reading.unknown(fact, _COMMENT_KEYS, path)
    found = _from_map(reading, fact, path) or _from_list(reading, fact, path)
    if found is None:
        return None
    sent_at = reading.when(from_seconds(found.time), found.time, path)
    uris = list(_uris(reading, fact, "media_list_data", path)) + list(_mapped_uris(reading, fact, path))
    attachments = tuple(reading.attachment(uri, at) for at, uri in uris)
    return _commented(reading, found, sent_at, attachments, locator)


def _commented(
    reading: Reading, found: _Comment, sent_at: When, attachments: tuple[Attachment, ...], locator: Locator
) -> tuple[Conversation, Message]:
    section = comment_section(found.owner)
    return section, Message(
        conversation=section.id,
        kind="comment",
        sender=reading.holder,
        recipients=section.participants,
        sent_at=sent_at,
        body=found.text,
        links=tuple(dict.fromkeys((*found.addresses, *links(found.text)))),
        attachments=attachments,
        locator=locator,
    )


def _from_map(reading: Reading, fact: dict[str, object], path: Path) -> _Comment | None:
    """The entry with a time gives the time; of the others `Media Owner` (else the second) is the owner, the rest is the text."""
    stated = fact.get("string_map_data")
    if not isinstance(stated, dict):
        return None
    at = (*path, "string_map_data")
    time: object = None
    texts: dict[str, str] = {}
    addresses: list[str] = []
    for key, entry in stated.items():
        if not isinstance(entry, dict):
            reading.note("field-unknown", "warning", at)
            continue
        reading.unknown(entry, _FACT_KEYS, (*at, "*"))
        if entry.get("timestamp") not in (None, 0):
            time = entry["timestamp"]
        if "value" in entry and (entry["value"] != "" or entry.get("timestamp") in (None, 0)):
            texts[reading.mender.text(key)] = reading.text(entry, "value", (*at, "*")) or ""
        addresses += [address] if (address := reading.text(entry, "href", (*at, "*"))) else []
    owner = texts.pop("Media Owner", None)
    body = texts.pop("Comment", None)
    left = list(texts.values())
    if body is None:
        body = left.pop(0) if left else ""
    if owner is None:
        owner = left.pop(0) if left else reading.text(fact, "title", path) or ""
    return _Comment(body, owner, time, tuple(addresses))


def _from_list(reading: Reading, fact: dict[str, object], path: Path) -> _Comment | None:
    """`string_list_data` with one entry for the comment; `title` names the owner."""
    entries = reading.parts(fact, "string_list_data", path)
    if not entries:
        return None
    texts = [reading.text(entry, "value", at) for at, entry in entries]
    addresses = [reading.text(entry, "href", at) for at, entry in entries]
    time = next((entry["timestamp"] for _at, entry in entries if entry.get("timestamp")), None)
    owner = reading.text(fact, "title", path) or ""
    return _Comment("\n".join(text for text in texts if text), owner, time, tuple(address for address in addresses if address))


def _uris(reading: Reading, fact: dict[str, object], key: str, path: Path) -> Iterator[tuple[Path, str]]:
    for at, part in reading.parts(fact, key, path):
        uri = part.get("uri")
        if isinstance(uri, str) and uri and not uri.startswith(("https://", "http://")):
            yield at[:-1], uri


def _mapped_uris(reading: Reading, fact: dict[str, object], path: Path) -> Iterator[tuple[Path, str]]:
    stated = fact.get("media_map_data")
    for entry in stated.values() if isinstance(stated, dict) else ():
        yield from _uris(reading, {"media_map_data": entry}, "media_map_data", path)
