"""An invented case to test the vault with: cheap keys, two exports that overlap, one word (`canary`) in everything that is
content."""

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import EvidenceItem, Locator
from gawah.records.when import When, from_epoch_ms
from gawah.seal.keys import Cost
from gawah.vault import codec
from gawah.vault.local import Acting, LocalVault, Reading

AT = "2026-01-02T03:04:05Z"
LATER = "2026-01-03T03:04:05Z"
TOOL = "gawah 0"
PASSPHRASE = "five invented words stand here"
WEAK = Cost(64, 1, 1)
CHAT = Conversation(id=identifier("WhatsApp", "canary chat"), platform="WhatsApp", title="canary chat")
SENDERS = (Account(name="Canary Rabia"), Account(name="Canary Imran"))
START_MS = 1_600_000_000_000
MINUTE_MS = 60_000


def make(folder: Path, remember: Path | None = None) -> tuple[LocalVault, str]:
    """A new vault with a cheap passphrase, and its recovery key."""
    return LocalVault.create(
        folder, PASSPHRASE, at=AT, tool=TOOL, name="Canary Name", cost=WEAK, allow_weak=True, remember=remember
    )


def acting(vault: LocalVault) -> Acting:
    """The first agent, for themselves."""
    return Acting(agent=vault.agents()[0].id, for_agent=None, tool=TOOL)


def keep(vault: LocalVault, data: bytes, name: str = "canary.txt") -> EvidenceItem:
    """An item with these bytes."""
    with vault.keeping(AT, acting(vault), "canary note") as keeping:
        return keeping.keep(io.BytesIO(data), name=name, media_type="text/plain")


def message(data: bytes, line: int, body: str, at_ms: int | None = None, conversation: Conversation = CHAT) -> Message:
    """A message that stands in a line of `data`; a minute after the line before unless said otherwise."""
    stated = START_MS + line * MINUTE_MS if at_ms is None else at_ms
    return Message(
        conversation=conversation.id,
        kind="direct",
        sender=SENDERS[line % 2],
        sent_at=from_epoch_ms(stated, str(stated)),
        body=body,
        locator=Locator(file_sha256=sha256(data), member=None, place=f"line/{line}", span=(line, line + 1)),
    )


def undated(data: bytes, line: int, body: str) -> Message:
    """A message whose time cannot be told."""
    when = When(stated="01/02/21, 9:05", local=None, utc=None, zone="unknown", precision="minute")
    return Message(
        conversation=CHAT.id,
        kind="direct",
        sender=SENDERS[0],
        sent_at=when,
        body=body,
        locator=Locator(file_sha256=sha256(data), member=None, place=f"line/{line}", span=None),
    )


def event(data: bytes, line: int, name: str = "call") -> Event:
    """An event in a line of `data`."""
    return Event(
        conversation=CHAT.id,
        event=name,
        sent_at=from_epoch_ms(START_MS + line * MINUTE_MS, "call"),
        body="canary call",
        locator=Locator(file_sha256=sha256(data), member=None, place=f"line/{line}", span=None),
    )


def problem(data: bytes) -> ReadProblem:
    """A problem in `data`."""
    return ReadProblem(
        code="time-ambiguous", severity="warning", locator=Locator(file_sha256=sha256(data), member="canary", place="", span=None)
    )


def lines(records: Iterable[Record]) -> Iterator[tuple[str, bytes]]:
    """Records as the worker sends them."""
    for record in records:
        yield codec.kind_of(record), codec.canonical(record)


def read(vault: LocalVault, item: EvidenceItem, records: Iterable[Record], *, complete: bool = True, **assumptions: str) -> Reading:
    """A reading of an item, its conversation first."""
    told = {"reader": "whatsapp", "reader_version": "1", "complete": complete, "assumptions": assumptions}
    return vault.add_reading(item.id, lines(chain([CHAT], records)), lambda: told, at=AT, acting=acting(vault))


def two_exports(vault: LocalVault) -> tuple[EvidenceItem, EvidenceItem]:
    """Two items with readings: ten messages, an event and a problem; and ten messages of which five are in the first too."""
    first, second = b"canary first export" * 40, b"canary second export" * 4000
    one, two = keep(vault, first), keep(vault, second)
    read(vault, one, [*(message(first, n, f"canary words {n}") for n in range(10)), event(first, 10), problem(first)])
    read(vault, two, [message(second, n, f"canary words {n}") for n in range(5, 15)])
    return one, two
