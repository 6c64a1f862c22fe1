"""The vault against its ledger and checkpoints: what is missing, changed, unexpected or rolled back (evidence-and-security F7–F9).

Quick: keys, ledger, checkpoints, names and sizes of files, numbers of rows. Full: also every page of the database, every original
decrypted and hashed, every row against its batch root, counts and search against a recount. A part that cannot be read is itself a
difference, and the others are still looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from gawah.records.errors import DiskFull, GawahError, LedgerInconsistent, SealInvalid, VaultUnwritable
from gawah.seal import ledger, merkle, note
from gawah.seal.keys import slots_mac
from gawah.vault import (
    check_columns,
    check_rows,
    check_stamps,
    check_suggestions,
    check_views,
    custody,
    erase,
    statements,
    suggestions,
)
from gawah.vault.case import Case
from gawah.vault.check_originals import Originals, Watch, forget_marks
from gawah.vault.layout import marker_text
from gawah.vault.opener import schema_statements
from gawah.vault.report import CheckReport, Difference

_TOP = {"VAULT", "COPY", "keys", "db", "blobs", "checkpoints", "tmp", "inbox", "lock"}
_DATABASE_FILES = {"case.db", "case.db-wal", "case.db-shm", "case.db-journal"}


@dataclass(slots=True)
class _Check:
    """A check under way.

    Attributes:
        entries: The fields of every ledger entry that can be read.
        erased: Indexes of entries whose bodies an `erase` entry took away.
    """

    case: Case
    full: bool
    watch: Watch
    at: str | None
    entries: dict[int, Mapping[str, object]] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    erasing: set[str] = field(default_factory=set)
    originals: Originals = field(init=False)
    checkpoints: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        self.originals = Originals(self.case, self.full, self.watch, self.at)


def check(case: Case, *, full: bool, watch: Watch, at: str | None = None, again: bool = False) -> CheckReport:
    """Look at everything and report every difference. Changes nothing but the marks of a full check under way.

    Args:
        case: The open case.
        full: Every byte of it.
        watch: Called with bytes of originals looked at, and bytes in all.
        at: When it begins: a full check that is broken off can then be gone on with. None: neither marks nor goes on.
        again: Begin at the start, whatever an earlier check found.
    """
    if again:
        forget_marks(case)
    state = _Check(case, full, watch, at)
    try:
        return _report(state)
    finally:
        state.originals.end()


def _report(state: _Check) -> CheckReport:
    parts: dict[str, Callable[[_Check], Iterator[Difference]]] = {
        "items": _items,
        "keys": _keys,
        "database": _database,
        "ledger": _ledger,
        "checkpoints": _checkpoints,
        "originals": _originals,
        "readings": _readings,
        "statements": _statements,
        "views": _views,
        "stamps": _stamps,
        "suggestions": _suggestions,
        "derived": _derived,
        "files": _files,
    }
    problems: list[Difference] = []
    for name, part in parts.items():
        try:
            problems.extend(part(state))
        except (GawahError, OSError, ValueError, LookupError, TypeError, AssertionError):
            # A damaged database gives anything; the other parts are still looked at.
            problems.append(Difference(what="database" if name not in ("keys", "files") else "file", id=name, state="unreadable"))
    originals = state.originals
    if state.full:
        originals.forget()
    return CheckReport(
        full=state.full,
        problems=tuple(dict.fromkeys(problems)),
        orphans=tuple(originals.orphans),
        entries=len(state.entries),
        checkpoints=state.checkpoints,
        items=originals.items,
        earlier=originals.earlier,
        begun=originals.begun,
        rows=state.rows,
        gaps=tuple(gap for fields in state.entries.values() if fields["op"] == "restore" for gap in custody.gaps_in(fields)),
    )


def _items(state: _Check) -> Iterator[Difference]:
    state.originals.begin()
    yield from ()


def _keys(state: _Check) -> Iterator[Difference]:
    case, layout = state.case, state.case.layout
    stored = case.database.value("SELECT value FROM meta WHERE name = 'slots'")
    if slots_mac(case.root, layout.slots()) != stored:
        yield Difference(what="slot", id="slots", state="changed" if layout.slots() else "missing")
    if not layout.recipient.exists():
        yield Difference(what="file", id="recipient", state="missing")
    elif layout.recipient.read_bytes() != case.root.recipient().encode("ascii") + b"\n":
        yield Difference(what="file", id="recipient", state="changed")
    vault_id = case.database.value("SELECT value FROM meta WHERE name = 'vault'").decode("ascii")
    if layout.marker.read_bytes() != marker_text(vault_id):
        yield Difference(what="file", id="VAULT", state="changed")


def _database(state: _Check) -> Iterator[Difference]:
    database = state.case.database
    if sorted(database.all("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")) != schema_statements():
        yield Difference(what="database", id="schema", state="changed")
    if not state.full:
        return
    # A full drive has no room to fold the log in; its pages are read with the rest.
    with suppress(DiskFull, VaultUnwritable):
        database.empty_log()
    for (line,) in database.all("PRAGMA cipher_integrity_check"):
        page = str(line).rsplit(" ", 1)[-1]
        yield Difference(what="database", id=f"page {page}" if page.isdecimal() else "pages", state="changed")
    if database.all("PRAGMA integrity_check(1)") != [("ok",)]:
        yield Difference(what="database", id="structure", state="changed")
    if database.all("PRAGMA foreign_key_check"):
        yield Difference(what="database", id="references", state="changed")


def _ledger(state: _Check) -> Iterator[Difference]:
    missing = []
    expected = 0
    for seq, leaf_hash, body in state.case.database.each(
        "SELECT seq, hash, body FROM leaf LEFT JOIN leaf_body USING (seq) ORDER BY seq"
    ):
        while expected < seq:
            yield Difference(what="entry", id=str(expected), state="missing")
            expected += 1
        expected += 1
        if body is None:
            missing.append(seq)
            continue
        yield from _entry(state, seq, leaf_hash, body)
    yield from check_columns.bodies(state.case.database, state.entries)
    state.erasing = {item for (item,) in state.case.database.all("SELECT item FROM erasing")}
    for fields in state.entries.values():
        if fields["op"] == "erase":
            state.erased.update(erase.erased_entries(fields.get("refs")))
    yield from (Difference(what="entry", id=str(seq), state="missing") for seq in missing if seq not in state.erased)
    kept = state.erased & state.entries.keys()
    yield from (
        Difference(what="entry", id=str(seq), state="unexpected")
        for seq in sorted(kept)
        if state.entries[seq].get("item") not in state.erasing
    )


def _entry(state: _Check, seq: int, leaf_hash: bytes, body: bytes) -> Iterator[Difference]:
    if merkle.leaf_hash(body) != leaf_hash:
        yield Difference(what="entry", id=str(seq), state="changed")
    try:
        fields = ledger.read_entry(body)
    except LedgerInconsistent:
        yield Difference(what="entry", id=str(seq), state="changed")
        return
    if fields["seq"] != seq:
        yield Difference(what="entry", id=str(seq), state="changed")
    state.entries[seq] = fields


def _checkpoints(state: _Check) -> Iterator[Difference]:
    case = state.case
    stored = case.ledger.heads()
    frontier = merkle.Frontier()
    roots = {0: frontier.root().hex()}
    for leaf_hash in case.ledger.hashes():
        frontier.append(leaf_hash)
        if frontier.size in stored:
            roots[frontier.size] = frontier.root().hex()
    for size, text in stored.items():
        state.checkpoints += 1
        yield from _head(case, size, text, roots)
    for path in sorted(set(case.layout.checkpoints.iterdir()) - set(case.layout.checkpoints.glob("*.tsr"))):
        size = int(path.stem) if path.suffix == ".note" and path.stem.isdecimal() else -1
        if size not in stored:
            newer = size > case.ledger.size
            yield Difference(what="checkpoint", id=path.stem[:20], state="rolled-back" if newer else "unexpected")
    yield from _remembered(case)


def _head(case: Case, size: int, text: bytes, roots: Mapping[int, str]) -> Iterator[Difference]:
    try:
        head = note.open_checkpoint(text, case.signing.public_bytes())
    except SealInvalid:
        yield Difference(what="checkpoint", id=str(size), state="changed")
        return
    if head.size != size or head.origin != case.ledger.origin or roots.get(size) != head.root:
        yield Difference(what="ledger", id=f"first {size} entries", state="rolled-back" if size > case.ledger.size else "changed")
    path = case.layout.note(size)
    if not path.exists():
        yield Difference(what="checkpoint", id=str(size), state="missing")
    elif path.read_bytes() != text:
        yield Difference(what="checkpoint", id=str(size), state="changed")


def _remembered(case: Case) -> Iterator[Difference]:
    try:
        case.ledger.compare_remembered()
    except SealInvalid:
        yield Difference(what="checkpoint", id="remembered", state="changed")
    except LedgerInconsistent:
        yield Difference(what="ledger", id="remembered checkpoint", state="rolled-back")


def _originals(state: _Check) -> Iterator[Difference]:
    kept = ("acquire", "derive")
    originals = state.originals
    originals.entries = {seq: one for seq, one in state.entries.items() if one["op"] in kept and seq not in state.erased}
    originals.erasing = state.erasing
    yield from originals.differences()


def _readings(state: _Check) -> Iterator[Difference]:
    database = state.case.database
    stored = {row[0]: row for row in database.all("SELECT seq, root, size, aside_root, aside_size FROM reading")}
    for seq, fields in state.entries.items():
        if fields["op"] == "read" and seq not in stored and seq not in state.erased:
            yield Difference(what="reading", id=str(seq), state="missing")
    for seq in sorted(stored):
        if seq in state.erased:
            continue
        if state.entries.get(seq, {}).get("op") != "read":
            yield Difference(what="reading", id=str(seq), state="unexpected")
            continue
        size = int(stored[seq][2])
        state.rows += size
        if check_rows.stated(state.entries[seq]) != (stored[seq][1].hex(), size, stored[seq][3].hex(), stored[seq][4]):
            yield Difference(what="reading", id=str(seq), state="changed")
        looked = check_rows.every_row if state.full else check_rows.numbers
        yield from looked(database, seq, state.entries[seq])
    yield from check_columns.readings(database, state.entries)
    if state.full:
        yield from check_columns.beside(database)
        yield from check_columns.unused(database)


def _statements(state: _Check) -> Iterator[Difference]:
    for seq, fields in state.entries.items():
        if "batch" not in fields or fields["op"] in ("read", "acquire", "derive", suggestions.OP):
            continue
        hashes = statements.batch_hashes(state.case, seq)
        if fields["batch"] != {"root": merkle.root(hashes).hex(), "size": len(hashes)}:
            missing = check_rows.batch_size(fields) > len(hashes)
            yield Difference(what="statement", id=str(seq), state="missing" if missing else "changed")
    for (seq,) in state.case.database.all("SELECT DISTINCT leaf FROM statement"):
        if "batch" not in state.entries.get(seq, {}):
            yield Difference(what="statement", id=str(seq), state="unexpected")
    yield from check_columns.statements(state.case.database)


def _stamps(state: _Check) -> Iterator[Difference]:
    yield from check_stamps.differences(state.case, state.entries)
    yield from check_stamps.files(state.case)


def _views(state: _Check) -> Iterator[Difference]:
    yield from check_views.views(state.case.database, state.entries)


def _suggestions(state: _Check) -> Iterator[Difference]:
    yield from check_suggestions.differences(state.case.database, state.entries, full=state.full)


def _derived(state: _Check) -> Iterator[Difference]:
    if state.full:
        yield from check_rows.counts_and_search(state.case.database)


def _files(state: _Check) -> Iterator[Difference]:
    layout = state.case.layout
    for path in sorted(layout.folder.iterdir()):
        if path.name not in _TOP:
            yield Difference(what="file", id=f"top {path.name[:8]}", state="unexpected")
    for path in sorted(layout.database.parent.iterdir()):
        if path.name not in _DATABASE_FILES:
            yield Difference(what="file", id=f"db {path.name[:8]}", state="unexpected")
