"""The part of an open case that speaks of what people add: entries, complaints, labels, exhibits, dossiers."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from gawah.records.casework import Entry, Report
from gawah.records.disclosure import Dossier, Exhibit, ExhibitKind
from gawah.vault import custody, statements
from gawah.vault.case import Case
from gawah.vault.codec import Stated
from gawah.vault.ledger_table import Acting

Kind = TypeVar("Kind", bound=Stated)


class StatementView:
    """What `LocalVault` keeps of what people add. A later statement of the same kind and id is what is known now."""

    _case: Case

    def state(self, statement: Stated, statement_id: str, at: str, acting: Acting, *, method: str) -> int:
        """Keep a statement under this id; the ledger entry, an `annotate` of this method, which is its kind in a word or two."""
        return statements.add(self._case, statement, statement_id, at, acting, method)

    def state_all(self, made: Sequence[tuple[str, Stated]], at: str, acting: Acting, *, method: str) -> int:
        """Keep several statements, each with its id, in one ledger entry: all or none. The entry."""
        return statements.add_all(self._case, made, at, acting, method)

    def stated(self, kind: type[Kind]) -> list[Kind]:
        """All statements of a kind as last known, in the order in which they were first made."""
        return statements.latest(self._case, kind)

    def earlier(self, kind: type[Kind], statement_id: str) -> list[tuple[int, Kind]]:
        """Every form a statement has had, oldest first, each with its ledger entry."""
        return statements.earlier(self._case, kind, statement_id)

    def add_entry(self, entry: Entry, at: str, acting: Acting) -> int:
        """Keep a person's own entry; the ledger entry. Raises AlreadyThere when its id is taken."""
        return statements.add_entry(self._case, entry, at, acting)

    def entries(self) -> list[Entry]:
        """All entries, in the order they were recorded."""
        return statements.latest(self._case, Entry)

    def add_report(self, report: Report, at: str, acting: Acting) -> int:
        """Keep a complaint; the ledger entry. Raises AlreadyThere when its id is taken."""
        return statements.add_report(self._case, report, at, acting)

    def update_report(self, report: Report, at: str, acting: Acting) -> int:
        """Keep what became of a complaint; what was known before stays. Raises NotFound."""
        return statements.update_report(self._case, report, at, acting)

    def reports(self) -> list[Report]:
        """All complaints as last known, in the order they were entered."""
        return statements.latest(self._case, Report)

    def entered_at(self, statement_id: str) -> int:
        """The ledger entry of the newest form of an entry, report, agent or dossier (by id) or exhibit (by number). Raises
        NotFound.
        """
        return statements.entered_at(self._case, statement_id)

    def entry_proof(self, statement_id: str) -> tuple[bytes, int, int, list[bytes]]:
        """As `row_proof`, for an entry, report or exhibit. Raises NotFound."""
        return custody.statement_proof(self._case, statement_id)

    def reveal(self, record_ids: Sequence[str], at: str, acting: Acting) -> int:
        """Enter that the text of these records was looked at; how many had never been looked at before."""
        return statements.reveal(self._case, record_ids, at, acting)

    def revealed_count(self) -> int:
        """How many different records have been looked at."""
        return statements.revealed_count(self._case)

    def number_exhibits(self, targets: Iterable[tuple[ExhibitKind, str]], at: str, acting: Acting) -> list[Exhibit]:
        """The exhibits for these targets, in this order; numbers are given once and stay."""
        return statements.number_exhibits(self._case, targets, at, acting)

    def exhibits(self) -> list[Exhibit]:
        """All exhibits ever numbered, in order."""
        return statements.latest(self._case, Exhibit)

    def add_dossier(self, dossier: Dossier, at: str, acting: Acting, **fields: object) -> int:
        """Enter that a dossier was made: the `export` leaf, with further fields of docs/spec/ledger.md, and a checkpoint."""
        return statements.add_dossier(self._case, dossier, at, acting, **fields)

    def dossiers(self) -> list[Dossier]:
        """All dossiers made, in order."""
        return statements.latest(self._case, Dossier)
