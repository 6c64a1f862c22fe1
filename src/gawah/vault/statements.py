"""What people add to a case: entries, reports, labels, exhibits, agents, dossiers, and which texts they looked at.

Each is a salted row whose leaf hash is the batch root in its ledger entry. Nothing is changed: a later row with the same id is
what is known now, and the earlier one stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from gawah.records.casework import Entry, Finding, Report
from gawah.records.custody import Agent, Authority, Moved
from gawah.records.disclosure import Dossier, Exhibit, ExhibitKind
from gawah.records.errors import AlreadyThere, NotFound
from gawah.seal import ledger, merkle
from gawah.seal.keys import random_bytes
from gawah.vault import codec
from gawah.vault.case import Case
from gawah.vault.codec import Stated
from gawah.vault.ledger_table import SALT_SIZE, Acting
from gawah.vault.rows import id_bytes

Statement = TypeVar("Statement", bound=Stated)

_INSERT = "INSERT INTO statement (kind, id, json, salt, leaf, idx) VALUES (?, ?, ?, ?, ?, ?)"
_LATEST = """
    SELECT json FROM statement s WHERE kind = ? AND n = (SELECT max(n) FROM statement o WHERE o.kind = s.kind AND o.id = s.id)
    ORDER BY (SELECT min(n) FROM statement o WHERE o.kind = s.kind AND o.id = s.id)
"""
_REFS = 500
"""Most ids that one ledger entry names."""


def state(case: Case, op: str, statements: Sequence[Stated], ids: Sequence[str], at: str, acting: Acting, **fields: object) -> int:
    """Store statements under these ids and append their ledger entry; inside `Ledger.act`. The entry's index."""
    rows = [(codec.kind_of(statement), codec.canonical(statement), random_bytes(SALT_SIZE)) for statement in statements]
    hashes = [merkle.leaf_hash(ledger.row_leaf(json, salt)) for _, json, salt in rows]
    seq = case.ledger.append(op, at, acting, batch={"root": merkle.root(hashes).hex(), "size": len(hashes)}, **fields)
    for index, (statement_id, (kind, json, salt)) in enumerate(zip(ids, rows, strict=True)):
        case.database.run(_INSERT, (kind, statement_id, json, salt, seq, index))
    return seq


def latest(case: Case, kind: type[Statement]) -> list[Statement]:
    """All statements of a kind as last known, in the order in which they were first made."""
    return [decoded(kind, json) for (json,) in case.database.all(_LATEST, (codec.name_of(kind),))]


def decoded(kind: type[Statement], json: bytes) -> Statement:
    """The statement of this kind in a stored row. Raises ValueError without content."""
    found = codec.decode(codec.name_of(kind), json)
    assert isinstance(found, kind)
    return found


def entered_at(case: Case, statement_id: str) -> int:
    """The index of the ledger entry that holds the newest form of a statement. Raises NotFound."""
    found = case.database.value("SELECT leaf FROM statement WHERE id = ? ORDER BY n DESC LIMIT 1", (statement_id,))
    if found is None:
        raise NotFound("no entry, report or exhibit has this id")
    return int(found)


def add(case: Case, statement: Stated, statement_id: str, at: str, acting: Acting, method: str) -> int:
    """Keep a statement with an `annotate` entry of this method; the entry's index. A later one of the same kind and id is what is
    known now, and the earlier stays.
    """
    with case.ledger.act():
        return state(case, "annotate", [statement], [statement_id], at, acting, method=method)


def add_all(case: Case, made: Sequence[tuple[str, Stated]], at: str, acting: Acting, method: str) -> int:
    """Keep several statements, each with its id, in one entry: all or none. The entry's index."""
    with case.ledger.act():
        return state(case, "annotate", [one for _, one in made], [one_id for one_id, _ in made], at, acting, method=method)


def earlier(case: Case, kind: type[Statement], statement_id: str) -> list[tuple[int, Statement]]:
    """Every form a statement has had, oldest first, each with the index of its ledger entry."""
    name = codec.name_of(kind)
    rows = case.database.all("SELECT leaf, json FROM statement WHERE kind = ? AND id = ? ORDER BY n", (name, statement_id))
    return [(leaf, decoded(kind, json)) for leaf, json in rows]


def add_agent(case: Case, agent: Agent, at: str, acting: Acting) -> int:
    """Enter someone who may act on the case. Raises AlreadyThere when the label is taken."""
    if any(known.label == agent.label for known in latest(case, Agent)):
        raise AlreadyThere("the case has an agent with this label")
    with case.ledger.act():
        return state(case, "agent", [agent], [agent.id], at, acting)


def add_authority(case: Case, authority: Authority, at: str, acting: Acting) -> int:
    """Enter a time-stamping authority. Raises AlreadyThere when the name is taken: stamps point at it, so it is never changed."""
    if any(known.name == authority.name for known in latest(case, Authority)):
        raise AlreadyThere("the case has an authority with this name")
    with case.ledger.act():
        return state(case, "authority", [authority], [authority.id], at, acting)


def add_entry(case: Case, entry: Entry, at: str, acting: Acting) -> int:
    """Keep a person's own entry. Raises AlreadyThere when its id is taken: an entry is never changed."""
    _refuse_taken(case, "entry", entry.id)
    with case.ledger.act():
        return state(case, "annotate", [entry], [entry.id], at, acting, method=entry.kind)


def add_report(case: Case, report: Report, at: str, acting: Acting) -> int:
    """Keep a complaint; a checkpoint follows. Raises AlreadyThere when its id is taken."""
    _refuse_taken(case, "report", report.id)
    with case.ledger.act(head=True):
        return state(case, "report", [report], [report.id], at, acting, method="filed")


def add_findings(case: Case, findings: Sequence[Finding], at: str, acting: Acting) -> tuple[Finding, ...]:
    """Keep what comparisons found; those that the case has already are left out. The new ones."""
    known = {found for (found,) in case.database.all("SELECT id FROM statement WHERE kind = 'finding'")}
    fresh = list({finding.id: finding for finding in findings if finding.id not in known}.values())
    if fresh:
        with case.ledger.act():
            state(case, "annotate", fresh, [finding.id for finding in fresh], at, acting, method="finding")
    return tuple(fresh)


def update_report(case: Case, report: Report, at: str, acting: Acting) -> int:
    """Keep what became of a complaint; what was known before stays. Raises NotFound."""
    if case.database.value("SELECT 1 FROM statement WHERE kind = 'report' AND id = ?", (report.id,)) is None:
        raise NotFound("no report has this id")
    with case.ledger.act(head=True):
        return state(case, "report", [report], [report.id], at, acting, method="updated")


def number_exhibits(case: Case, targets: Iterable[tuple[ExhibitKind, str]], at: str, acting: Acting) -> list[Exhibit]:
    """The exhibits for these records, items and entries, in this order: the number each has, or the next free one, for ever."""
    wanted = list(targets)
    known = {(exhibit.kind, exhibit.target): exhibit for exhibit in latest(case, Exhibit)}
    fresh: list[Exhibit] = []
    for kind, target in wanted:
        if (kind, target) not in known:
            exhibit = Exhibit(number=f"E{len(known) + 1:04}", kind=kind, target=target)
            known[kind, target] = exhibit
            fresh.append(exhibit)
    if fresh:
        with case.ledger.act():
            state(case, "annotate", fresh, [exhibit.number for exhibit in fresh], at, acting, method="number")
    return [known[one] for one in wanted]


def follow(case: Case, moved: Sequence[Moved], at: str, acting: Acting) -> int | None:
    """Enter under which ids records stand now, and let exhibits follow them; inside `Ledger.act`. The entry's index, or None."""
    if not moved:
        return None
    now = {one.before: one.after for one in moved}
    exhibits = [replace(one, target=now[one.target]) for one in latest(case, Exhibit) if one.target in now]
    ids = [*(one.before for one in moved), *(one.number for one in exhibits)]
    return state(case, "annotate", [*moved, *exhibits], ids, at, acting, method="moved")


def add_dossier(case: Case, dossier: Dossier, at: str, acting: Acting, **fields: object) -> int:
    """Enter that a dossier was made: the `export` leaf, with a checkpoint."""
    with case.ledger.act(head=True):
        return state(case, "export", [dossier], [dossier.id], at, acting, **fields)


def reveal(case: Case, record_ids: Sequence[str], at: str, acting: Acting) -> int:
    """Enter that the text of these records was looked at. How many had never been looked at before."""
    before = revealed_count(case)
    with case.ledger.act():
        for start in range(0, len(record_ids), _REFS):
            group = list(record_ids[start : start + _REFS])
            seq = case.ledger.append("view", at, acting, refs=group, result={"records": len(group)})
            case.database.run_many(
                "INSERT OR IGNORE INTO revealed (record, leaf) VALUES (?, ?)", ((id_bytes(one), seq) for one in group)
            )
    return revealed_count(case) - before


def revealed_count(case: Case) -> int:
    """How many different records have been looked at."""
    return int(case.database.value("SELECT count(DISTINCT record) FROM revealed"))


def row_of(case: Case, statement_id: str) -> tuple[bytes, bytes, int, int]:
    """Canonical JSON, salt, ledger entry and index in its batch of the newest form of a statement. Raises NotFound."""
    found = case.database.one("SELECT json, salt, leaf, idx FROM statement WHERE id = ? ORDER BY n DESC LIMIT 1", (statement_id,))
    if found is None:
        raise NotFound("no entry, report or exhibit has this id")
    return found[0], found[1], found[2], found[3]


def batch_hashes(case: Case, leaf: int) -> list[bytes]:
    """The leaf hashes of the batch of statements in one ledger entry."""
    rows = case.database.all("SELECT json, salt FROM statement WHERE leaf = ? ORDER BY idx", (leaf,))
    return [merkle.leaf_hash(ledger.row_leaf(json, salt)) for json, salt in rows]


def _refuse_taken(case: Case, kind: str, statement_id: str) -> None:
    if case.database.value("SELECT 1 FROM statement WHERE kind = ? AND id = ?", (kind, statement_id)) is not None:
        raise AlreadyThere("the case has a statement with this id")
