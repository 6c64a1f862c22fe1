"""Acts of contact in a Facebook export that are no posts: pokes, requests to be friends, messages to and from its support."""

from gawah.readers._facebook_public import author, section
from gawah.readers._json import Path
from gawah.readers._links import links
from gawah.readers._meta_reading import Reading
from gawah.readers._meta_time import from_seconds
from gawah.records.content import Account, Conversation, Event, Message
from gawah.records.digest import identifier
from gawah.records.evidence import Locator

_CONTACT_KEYS = frozenset({"poker", "pokee", "rank", "name", "timestamp"})
_SUPPORT_KEYS = frozenset({"from", "to", "message", "subject", "timestamp"})


def contact(reading: Reading, fact: dict[str, object], path: Path, locator: Locator) -> tuple[Conversation, Event] | None:
    """A poke, or a request to be friends that the holder received (or declined), as an event; None when it is neither."""
    reading.unknown(fact, _CONTACT_KEYS, path)
    if not fact.keys() & {"poker", "name"}:
        return None
    name = reading.text(fact, "poker", path) or reading.text(fact, "name", path) or ""
    sort = str(path[0])
    poked = reading.text(fact, "pokee", path)
    stands_in = _between(reading, name, poked or "") if sort.startswith("pokes") else section(reading, "friend-requests")
    event = Event(
        conversation=stands_in.id,
        event="poke" if sort.startswith("pokes") else "friend-request" if sort.startswith("rec") else "friend-request-declined",
        sender=author(reading, name, otherwise=Account()),
        sent_at=reading.when(from_seconds(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp")),
        locator=locator,
    )
    return stands_in, event


def _between(reading: Reading, *names: str) -> Conversation:
    """The conversation of these two, in which nothing but pokes stands."""
    people = tuple(author(reading, name) for name in sorted(names) if name)
    return Conversation(id=identifier(reading.platform, "pokes", *sorted(names)), platform=reading.platform, participants=people)


def support(reading: Reading, stands_in: str, fact: dict[str, object], path: Path, locator: Locator) -> Message | None:
    """A message to or from Facebook's support: what was reported, and what became of it. None when it says nothing."""
    if not fact.keys() & {"from", "to", "message"}:
        return None
    reading.unknown(fact, _SUPPORT_KEYS, path)
    body = reading.text(fact, "message", path) or ""
    to = reading.text(fact, "to", path)
    return Message(
        conversation=stands_in,
        kind="direct",
        sender=Account(name=reading.text(fact, "from", path) or None),
        recipients=(Account(name=to),) if to else (),
        subject=reading.text(fact, "subject", path) or None,
        sent_at=reading.when(from_seconds(fact.get("timestamp")), fact.get("timestamp"), (*path, "timestamp")),
        body=body,
        links=links(body),
        attachments=(),
        locator=locator,
    )
