"""What a reader found in an item, stored once and never changed.

One transaction: salted rows, their batch root, the `read` leaf, search and counts. Records come in batches, so that memory does
    not grow with the export. A record that another item holds too is stored as a further sighting; a newer reading of the same
    item takes the place of the older one in what is shown.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from gawah.records.content import ReadProblem
from gawah.records.digest import sha256
from gawah.records.errors import BadInput, NotFound
from gawah.vault import codec, sightings, stretches
from gawah.vault.case import Case
from gawah.vault.ledger_table import Acting
from gawah.vault.opener import Value
from gawah.vault.storing import Storing

BATCH = 500
"""Records handled at once: few enough to stay in the processor's cache."""

_INSERT_READING = """
    INSERT INTO reading (seq, item, reader, version, summary, at, root, size, aside_root, aside_size, known, stretches)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_SELECT = """
    SELECT g.seq, i.id, g.reader, g.version, g.at, g.summary, g.root, g.size, g.known
    FROM reading g JOIN item i ON i.n = g.item {} ORDER BY g.seq
"""
_SELECT_ALL, _SELECT_OF = _SELECT.format(""), _SELECT.format("WHERE i.id = ?")
_PROBLEMS = """
    SELECT a.json FROM aside a JOIN reading g ON g.seq = a.reading JOIN item i ON i.n = g.item
    WHERE a.kind = 'problem' AND (? IS NULL OR i.id = ?) AND g.seq = (SELECT max(seq) FROM reading n WHERE n.item = g.item)
    ORDER BY a.reading, a.idx
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One run of a reader over an item.

    Attributes:
        seq: Index of its `read` entry in the ledger; names the reading.
        item: Id of the item.
        reader, reader_version: Which reader; "" when none recognised the item.
        at: When it was stored.
        summary: What was counted independently of the records, and under which assumptions, as given.
        root: Root of the batch of rows, 64 hexadecimal digits.
        size: Rows in the batch: messages and events.
        new: Rows that the case did not hold before.
        known: Rows that another item, or an earlier reading of this one, held already.
    """

    seq: int
    item: str
    reader: str
    reader_version: str
    at: str
    summary: Mapping[str, object] = field(repr=False)
    root: str
    size: int
    new: int
    known: int


def add(
    case: Case,
    item_id: str,
    records: Iterable[tuple[str, bytes]],
    summary: Callable[[], Mapping[str, object]],
    at: str,
    acting: Acting,
) -> Reading:
    """Store what a reader found in an item.

    Args:
        case: The open case.
        item_id: The item.
        records: Kind and canonical JSON of each, in source order; a conversation before what stands in it.
        summary: Called once after the last record. Its keys `reader` and `reader_version` name the reader, `complete` says
            whether it came
            to the end, `assumptions` what a person told it.
        at: The time by this machine's clock.
        acting: Who acts.

    Raises NotFound: no such item; ValueError, without content: something that is no record. Nothing is stored then.
    """
    with case.ledger.act(head=True):
        enter(case, item_id, records, summary, at, acting)
    return of_item(case, item_id)[-1]


def enter(
    case: Case,
    item_id: str,
    records: Iterable[tuple[str, bytes]],
    summary: Callable[[], Mapping[str, object]],
    at: str,
    acting: Acting,
) -> None:
    """As `add`, inside `Ledger.act`."""
    item = _number(case, item_id)
    case.ledger.note_clock(at, acting)
    seq = case.ledger.size
    with closing(Storing(case.database, item, seq)) as storing, _not_collecting():
        for batch in _batches(records):
            storing.store(batch)
        told = summary()
        storing.finish()
    sightings.give_way(case.database, item, seq, complete=bool(told.get("complete")))
    known = 0 if storing.first else sightings.known_before(case.database, item, seq)
    reader = (str(told.get("reader") or ""), str(told.get("reader_version") or ""))
    spelt = msgspec.json.encode(told, order="sorted")
    facts = {"known": known, "summary": sha256(spelt)}
    _append_leaf(case, item_id, storing, " ".join(reader).strip() or "none", facts, at, acting)
    roots: tuple[Value, ...] = (storing.rows.root(), storing.rows.size, storing.aside.root(), storing.aside.size)
    lain = stretches.spell(storing.stretches)
    case.database.run(_INSERT_READING, (seq, item, *reader, spelt, at, *roots, known, lain))


def of_item(case: Case, item_id: str | None) -> list[Reading]:
    """The readings of one item, or of all when None, oldest first."""
    found = case.database.all(_SELECT_ALL) if item_id is None else case.database.all(_SELECT_OF, (item_id,))
    return [
        Reading(
            seq=seq,
            item=item,
            reader=reader,
            reader_version=version,
            at=at,
            summary=msgspec.json.decode(summary, type=dict[str, object]),
            root=root.hex(),
            size=size,
            new=size - known,
            known=known,
        )
        for seq, item, reader, version, at, summary, root, size, known in found
    ]


def was_read(case: Case, item_id: str, assumptions: Mapping[str, str]) -> bool:
    """Whether the newest reading of the item came to its end and was made under these assumptions."""
    found = of_item(case, item_id)
    return bool(found) and bool(found[-1].summary.get("complete")) and found[-1].summary.get("assumptions") == dict(assumptions)


def problems(case: Case, item_id: str | None) -> list[ReadProblem]:
    """What the newest reading of an item (of every item when None) could not read, in source order."""
    found = [codec.decode("problem", json) for (json,) in case.database.all(_PROBLEMS, (item_id, item_id))]
    return [problem for problem in found if isinstance(problem, ReadProblem)]


def failed(case: Case, item_id: str, code: str, at: str, acting: Acting) -> int:
    """Enter that the item could not be read: the `import-check` leaf with the error's code. The original stays."""
    _number(case, item_id)
    if not (code and code.isascii() and code.isprintable()):
        raise BadInput("an error's code is a short word")
    with case.ledger.act(head=True):
        return case.ledger.append("import-check", at, acting, item=item_id, result="failed", reason=code)


def _append_leaf(
    case: Case, item_id: str, storing: Storing, method: str, facts: Mapping[str, object], at: str, acting: Acting
) -> None:
    kinds = storing.kinds
    case.ledger.append(
        "read",
        at,
        acting,
        item=item_id,
        method=method,
        batch={"root": storing.rows.root().hex(), "size": storing.rows.size},
        result={
            "aside_root": storing.aside.root().hex(),
            "aside_size": storing.aside.size,
            "messages": kinds["message"],
            "events": kinds["event"],
            "duplicates": kinds["duplicate"],
            "problems": kinds["problem"],
            **facts,
        },
    )


def _number(case: Case, item_id: str) -> int:
    found = case.database.value("SELECT n FROM item WHERE id = ?", (item_id,))
    if found is None:
        raise NotFound("no item has this id")
    return int(found)


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Records hold no circles: looking for some among millions of them takes a third of the time of an import."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _batches(records: Iterable[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    source = iter(records)
    while batch := list(islice(source, BATCH)):
        yield batch
