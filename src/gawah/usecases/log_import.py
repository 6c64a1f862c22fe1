"""Bring a log that was kept in a spreadsheet: the file first, as it is; then each of its rows as an entry, or listed by its number.

Rows that the case has already, from this file or an earlier copy of it, are not entered again. What a column says of the effects
goes into the diary, not into the log.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from gawah.readers._log_rows import LogRow, Unread
from gawah.records.content import ReadProblem
from gawah.records.errors import BadInput, GawahError, SourceUnreadable
from gawah.records.evidence import EvidenceItem, Grade, Locator
from gawah.records.incident import Impact, Incident
from gawah.records.problems import meaning
from gawah.records.when import position_ms
from gawah.usecases import _log_form, diary, log
from gawah.usecases._log_made import made_of
from gawah.usecases._log_table import TableRead, read
from gawah.usecases._place import refuse_vault
from gawah.usecases._tally import Summary
from gawah.usecases._workspace import Workspace
from gawah.usecases.keep import keep
from gawah.usecases.reading import Assumptions, readable
from gawah.vault import codec

READER: Final = "log"
VERSION: Final = "1"
GRADE: Final[Grade] = "hearsay"
"""Of a table in which somebody wrote down what happened: their account."""
_WORTH_KNOWING: Final = frozenset({"cells-merged", "text-repaired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person says of the table.

    Attributes:
        mapping: Which column holds what, in TOML.
        date_order: `dmy`, `mdy` or `ymd`; used where the whole column does not tell.
        zone: Of times that state none; "" for what the mapping says.
        visibility: Up to whom the entries go; "" for what the mapping says.
    """

    mapping: str = field(repr=False)
    date_order: str | None = None
    zone: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row that is listed: its number, the problem code, and whether it was entered all the same."""

    row: int
    code: str
    entered: bool

    @property
    def words(self) -> str:
        """What the code means."""
        return meaning(self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What one import of a log did, or would do.

    Attributes:
        item: The file as kept; None for a dry run.
        already_held: The case held the file before.
        rows: Rows below the headings, counted by themselves.
        entries: New entries.
        known: Rows that the case had already.
        listed: Rows that could not be entered, and rows that were entered with a caution.
        impacts: Entries of the diary that were made.
        ledger_entry: Of the new entries; None where there are none.
    """

    item: EvidenceItem | None
    already_held: bool
    rows: int
    entries: tuple[Incident, ...]
    known: int
    listed: tuple[Listed, ...]
    impacts: int
    ledger_entry: int | None

    @property
    def unread(self) -> int:
        """How many rows could not be entered."""
        return sum(not one.entered for one in self.listed)

    @property
    def conserved(self) -> bool:
        """Whether every row is an entry, was there already, or is listed."""
        return len(self.entries) + self.known + self.unread == self.rows


def log_import(work: Workspace, path: Path, told: Told, *, dry_run: bool = False) -> Imported:
    """Keep the table at `path`, then enter its rows: all of it or, of what follows the file, nothing.

    Raises:
        SourceUnreadable, NotRecognised: It is not there, may not be read, or is no table; the last two leave it kept.
        BadInput: The mapping does not fit, or day and month cannot be told apart and no order was given; the file is kept.
        VaultError: The case cannot be written.
    """
    Assumptions(date_order=told.date_order, zone=told.zone or None).check()
    if not readable(path) or path.is_dir():
        raise SourceUnreadable("the table is not there, or you may not read it")
    refuse_vault(work, [path])
    if dry_run:
        return _made(work, None, read(path, told.mapping, told.date_order, told.zone), told, already_held=False)[0]
    (kept,) = keep(work, [path.resolve()], "", lambda _done, _total: None).values()
    try:
        table = read(path, told.mapping, told.date_order, told.zone)
        if table.sha256 != kept.item.sha256:
            raise SourceUnreadable("the file changed while it was being read")
    except GawahError as error:
        work.vault.import_failed(kept.item.id, error.code, work.clock(), work.acting)
        raise
    made, impacts = _made(work, kept.item, table, told, already_held=kept.already_held)
    return _kept(work, kept.item, made, impacts, told)


def _kept(work: Workspace, item: EvidenceItem, made: Imported, impacts: Sequence[Impact], told: Told) -> Imported:
    """Everything that follows the file in one transaction."""
    assumptions = {key: value for key, value in asdict(told).items() if value}
    seq = None
    with work.vault.together() as together:
        if made.entries:
            together.join()
            seq = log.keep_all(work, made.entries)
        if impacts:
            together.join()
            diary.keep_all(work, impacts)
        if made.entries or not work.vault.was_read(item.id, assumptions):
            together.join()
            problems = [("problem", codec.canonical(_problem(item, one))) for one in made.listed]
            summary = {**_summary(item, made), "assumptions": assumptions}
            work.vault.add_reading(item.id, problems, lambda: summary, at=work.clock(), acting=work.acting)
    return replace(made, ledger_entry=seq)


def _made(
    work: Workspace, item: EvidenceItem | None, table: TableRead, told: Told, *, already_held: bool
) -> tuple[Imported, list[Impact]]:
    stated = work.vault.stated(Incident)
    sources = {one.source for one in stated}
    known_keys = Counter(_key(one) for one in stated if one.source and one.supersedes is None)
    entries: list[Incident] = []
    impacts: list[Impact] = []
    listed = [Listed(row=one.number, code=one.code, entered=False) for one in table.unread]
    known = 0
    for row in table.rows:
        source = f"{item.id}:{row.number}" if item is not None else ""
        made = _entry(work, row, told, source)
        if isinstance(made, Unread):
            listed.append(Listed(row=made.number, code=made.code, entered=False))
            continue
        listed += [Listed(row=row.number, code=code, entered=True) for code in row.cautions]
        key = _key(made)
        if source in sources or known_keys[key] > 0:
            known += 1
            known_keys[key] -= 1
            continue
        entries.append(made)
        if row.impact:
            impacts.append(_impact(work, row, made))
    result = Imported(
        item=item,
        already_held=already_held,
        rows=table.counted,
        entries=tuple(entries),
        known=known,
        listed=tuple(sorted(listed, key=lambda one: (one.row, one.code))),
        impacts=len(impacts),
        ledger_entry=None,
    )
    return result, impacts


def _entry(work: Workspace, row: LogRow, told: Told, source: str) -> Incident | Unread:
    """A row as an entry; its times are those that were read, not what a form can hold."""
    assert row.when.local is not None
    values: dict[str, object] = {**row.values, "occurred_at": row.when.local[:10]}
    if told.visibility:
        values["visibility"] = told.visibility
    try:
        made = made_of(work, None, _log_form.of_values(values), placed=False)
    except BadInput:
        return Unread(number=row.number, code="field-missing")
    starts, ends = position_ms(row.when), position_ms(row.until) if row.until else None
    until = row.until if ends is None or starts is None or ends >= starts else None
    return replace(made, occurred_at=row.when, known=row.known, until=until, first_noted=row.first_noted, source=source)


def _impact(work: Workspace, row: LogRow, entry: Incident) -> Impact:
    made = diary.new_entry(work, diary.Told(body=row.impact))
    return replace(made, felt_at=row.when, incidents=(entry.id,))


def _key(entry: Incident) -> bytes:
    """What an entry says of a row, whoever entered it and whenever, and whatever became of it."""
    plain = replace(
        entry,
        id="",
        recorded_at="",
        agent="",
        for_agent=None,
        source="",
        visibility="user",
        missing=tuple(replace(one, had_at=None) for one in entry.missing),
    )
    return codec.canonical(plain)


def _problem(item: EvidenceItem, one: Listed) -> ReadProblem:
    locator = Locator(file_sha256=item.sha256, member=None, place=f"row/{one.row}", span=None)
    severity = "loss" if not one.entered else "info" if one.code in _WORTH_KNOWING else "warning"
    return ReadProblem(code=one.code, severity=severity, locator=locator, records=int(not one.entered))  # type: ignore[arg-type]


def _summary(item: EvidenceItem, made: Imported) -> dict[str, object]:
    codes = Counter(one.code for one in made.listed)
    severities = Counter(_problem(item, one).severity for one in made.listed)
    summary = Summary(
        name=item.name,
        kind="file",
        sha256=item.sha256,
        bytes=item.size,
        reader=READER,
        reader_version=VERSION,
        messages=0,
        events=0,
        captures=0,
        duplicates=0,
        unread=made.unread,
        records_in_source=made.rows,
        conserved=made.conserved,
        problems={one: severities[one] for one in ("info", "warning", "loss")},
        codes=dict(codes),
        conversations=0,
        first=None,
        last=None,
        gaps=(),
        members={},
        complete=True,
    )
    return {**asdict(summary), "incidents": len(made.entries) + made.known, "grade": GRADE}
