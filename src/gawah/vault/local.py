"""One open case. Use cases speak to `LocalVault` and to nothing else of this room.

Every writing call takes `at` (the instant by this machine's clock, `YYYY-MM-DDTHH:MM:SSZ`) and `acting` (who acts, on whose
behalf, with which tool); the ledger keeps both. Content stands in fields that do not print, and in no error.

Raises, everywhere: DiskFull, VaultUnwritable (the drive or the database refused), SealInvalid (the database is damaged). What
    had been acknowledged before stays; what a call was about is then not stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from gawah.records.content import ReadProblem
from gawah.records.custody import Agent, Role
from gawah.records.digest import WritableBytes
from gawah.records.errors import NotFound, SealInvalid
from gawah.records.evidence import Acquisition, EvidenceItem
from gawah.seal import pdf_key
from gawah.seal.keys import DEFAULT_COST, Cost
from gawah.seal.pdf_key import PdfKey
from gawah.vault import blobs, check, custody, derived, erase, readings, rows, search, sightings, statements, unlock
from gawah.vault.backup_view import BackupView
from gawah.vault.blobs import Keeping
from gawah.vault.count_view import CountView
from gawah.vault.derived import AccountSeen, ConversationSeen, Count, Period
from gawah.vault.finding_view import FindingView
from gawah.vault.keys_view import KeysView
from gawah.vault.ledger_table import Acting
from gawah.vault.part_view import PartView
from gawah.vault.readings import Reading
from gawah.vault.report import CheckReport
from gawah.vault.rows import Filters, Position, Row
from gawah.vault.stamp_view import StampView
from gawah.vault.statement_view import StatementView
from gawah.vault.suggestion_view import SuggestionView

__all__ = ["Acting", "Filters", "Keeping", "LocalVault", "Reading", "Row"]

T = TypeVar("T")
_EVERYTHING = Filters()


class LocalVault(StatementView, StampView, BackupView, KeysView, CountView, PartView, FindingView, SuggestionView):
    """A case in a folder of this machine, unlocked. A context manager; closing signs a last checkpoint and lets go of the lock.

    Attributes:
        folder: Where it lies.
        warnings: What was noticed when it was opened, without content; anything here is worth a `check`.
    """

    def __init__(self, opened: unlock.Opened) -> None:
        super().__init__(opened.case)
        self._lock = opened.lock
        self._open = True
        self.folder = opened.case.layout.folder
        self.warnings = opened.warnings

    @classmethod
    def create(  # noqa: PLR0913 - each is chosen once, when a vault is made
        cls,
        folder: Path,
        passphrase: str,
        *,
        at: str,
        tool: str,
        label: str = "me",
        name: str = "",
        role: Role = "person",
        cost: Cost = DEFAULT_COST,
        remember: Path | None = None,
        allow_weak: bool = False,
    ) -> "tuple[LocalVault, str]":
        """A new vault, open, and its recovery key, which is nowhere else and is to be shown once.

        Args:
            folder: Must not exist, or be empty.
            passphrase: Opens the vault from now on.
            at: The time by this machine's clock.
            tool: `gawah <version>`.
            label: A short neutral word for the first agent.
            name: The first agent's name in a dossier; may be empty.
            role: What the first agent is to the case.
            cost: Of one try at the passphrase.
            remember: A folder outside the vault in which the newest checkpoint is remembered, against rollback.
            allow_weak: For tests: a cost below the floor.

        Raises AlreadyThere, BadInput (empty passphrase), DiskFull, VaultUnwritable.
        """
        first = unlock.FirstAgent(label=label, name=name, role=role)
        opened, recovery = unlock.create(
            folder, passphrase, at=at, tool=tool, first=first, cost=cost, allow_weak=allow_weak, remember=remember
        )
        return cls(opened), recovery

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, remember: Path | None = None) -> "LocalVault":
        """The vault at `folder`, unlocked with its passphrase.

        Raises NotAVault, WrongPassphrase, CaseLocked (at once), SchemaTooNew, NotEncrypted, SealInvalid, VaultUnwritable.
        """
        return cls(unlock.open_(folder, passphrase, remember))

    @classmethod
    def open_recovery(cls, folder: Path, recovery_text: str, *, remember: Path | None = None) -> "LocalVault":
        """The vault at `folder`, unlocked with its recovery key. Raises as `open`."""
        return cls(unlock.open_recovery(folder, recovery_text, remember))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Sign a checkpoint over what is new, fold the log in, put the keys away, let go of the lock. Twice does no harm."""
        if not self._open:
            return
        self._open = False
        try:
            try:
                # A damaged page has no say in what was found before: the next opening meets it again.
                with suppress(SealInvalid):
                    self._case.ledger.head()
            finally:
                self._case.database.close()
        finally:
            self._case.forget()
            self._lock.release()

    # --- Who

    @property
    def origin(self) -> str:
        """The opaque name of the ledger, `gawah.invalid/<random>`."""
        return self._case.ledger.origin

    @property
    def public_key(self) -> bytes:
        """The public half of the key that signs checkpoints and bundles, 32 bytes."""
        return self._case.signing.public_bytes()

    @property
    def public_pem(self) -> bytes:
        """The same as `openssl` reads it."""
        return self._case.signing.public_pem()

    @property
    def fingerprint(self) -> str:
        """The same as printed on receipts and dossiers: 16 groups of 4 digits."""
        return self._case.signing.fingerprint()

    def is_own_recipient(self, recipient: str) -> bool:
        """Whether a file encrypted to this `age1...` would open with the vault's own key."""
        return any(root.recipient() == recipient for root in self._case.roots.values())

    def sign(self, data: bytes) -> bytes:
        """The signature of `data` with that key, 64 bytes."""
        return self._case.signing.sign(data)

    def pdf_key(self) -> PdfKey:
        """The companion of that key with which PDFs are signed, and its certificate (see `gawah.seal.pdf_key`)."""
        return pdf_key.of_ledger(self._case.signing, self.origin)

    def agents(self) -> list[Agent]:
        """All who may act on the case, in the order they were entered."""
        return statements.latest(self._case, Agent)

    def agent(self, label: str) -> Agent:
        """The agent with this label. Raises NotFound."""
        return _first(agent for agent in self.agents() if agent.label == label)

    def agent_by_id(self, agent_id: str) -> Agent:
        """The agent with this id. Raises NotFound."""
        return _first(agent for agent in self.agents() if agent.id == agent_id)

    def add_agent(self, agent: Agent, at: str, acting: Acting) -> int:
        """Enter someone who may act on the case; the ledger entry. Raises AlreadyThere when the label is taken."""
        return statements.add_agent(self._case, agent, at, acting)

    # --- Originals

    def keeping(self, at: str, acting: Acting, note: str = "") -> Keeping:
        """One act of collecting, as a `with` block; `note` is the collector's own words. What it kept is saved when it ends."""
        return Keeping(self._case, at, acting, note)

    def items(self) -> list[EvidenceItem]:
        """Every item held, in the order of keeping."""
        return blobs.items(self._case)

    def item(self, id_or_prefix: str) -> EvidenceItem:
        """One item. Raises NotFound; BadInput when the prefix names several or is no id."""
        return blobs.item(self._case, id_or_prefix)

    def acquired_at(self, item_id: str) -> int:
        """The index of the ledger entry of the item's acquisition. Raises NotFound."""
        return blobs.acquired_at(self._case, item_id)

    def acquisition(self, item_id: str) -> Acquisition:
        """The act in which the item was collected. Raises NotFound."""
        return blobs.acquisition(self._case, item_id)[0]

    def read_blob(self, item_id: str, sink: WritableBytes) -> EvidenceItem:
        """Write the item's exact bytes to `sink`, checked against its ledger entry.

        Raises NotFound, DigestMismatch, SealInvalid; then what the sink holds is to be thrown away.
        """
        return blobs.read_blob(self._case, item_id, sink)

    # --- What readers found

    def add_reading(
        self,
        item_id: str,
        records: Iterable[tuple[str, bytes]],
        summary: Callable[[], Mapping[str, object]],
        *,
        at: str,
        acting: Acting,
    ) -> Reading:
        """Store what a reader found in an item, in one transaction; see `readings.add`. Raises NotFound, ValueError."""
        return readings.add(self._case, item_id, records, summary, at, acting)

    def import_failed(self, item_id: str, code: str, at: str, acting: Acting) -> int:
        """Enter that an item could not be read, with the error's code; the ledger entry. Raises NotFound."""
        return readings.failed(self._case, item_id, code, at, acting)

    def was_read(self, item_id: str, assumptions: Mapping[str, str]) -> bool:
        """Whether the newest reading of the item came to its end and was made under these assumptions."""
        return readings.was_read(self._case, item_id, assumptions)

    def readings(self, item_id: str | None = None) -> list[Reading]:
        """The readings of an item, or of all, oldest first."""
        return readings.of_item(self._case, item_id)

    def problems(self, item_id: str | None = None) -> list[ReadProblem]:
        """What the newest reading of an item (of every item when None) could not read."""
        return readings.problems(self._case, item_id)

    def batch_size(self, reading_seq: int) -> int:
        """How many rows a reading's batch has. Raises NotFound."""
        return _first(reading for reading in self.readings() if reading.seq == reading_seq).size

    # --- Messages and events

    def get(self, id_or_prefix: str) -> Row:
        """The row shown for a record. Raises NotFound; BadInput when the prefix names several or is no id."""
        return rows.get(self._case.database, id_or_prefix)

    def page(self, filters: Filters = _EVERYTHING, *, after: Position | None = None, limit: int = 50) -> list[Row]:
        """The next `limit` rows after a position (a row's `position`), in order of time; rows without a time come last."""
        return rows.page(self._case.database, filters, after, limit)

    def total(self, filters: Filters = _EVERYTHING) -> int:
        """How many rows the filters leave."""
        return derived.total(self._case.database, filters)

    def held_by(self, item_id: str) -> tuple[int, int]:
        """How many different records an item and what came in it hold, and how many shown records nothing else holds."""
        return sightings.held_by(self._case.database, item_id)

    def context(self, record_id: str, before: int = 5, after: int = 5) -> list[Row]:
        """The rows around one, itself among them, in its conversation: both sides, in order of time. Raises NotFound."""
        return rows.context(self._case.database, record_id, before, after)

    def search(self, text: str, filters: Filters = _EVERYTHING, *, after: Position | None = None, limit: int = 50) -> list[Row]:
        """The next `limit` rows whose text holds the words and "phrases" of `text`, in any script, in order of time."""
        return search.search(self._case.database, text, filters, after, limit)

    def count(self, text: str, filters: Filters = _EVERYTHING) -> int:
        """How many rows `search` finds in all."""
        return search.count(self._case.database, text, filters)

    def counts(self, by: Period = "month", filters: Filters = _EVERYTHING) -> list[Count]:
        """Rows a period, conversation, sender and type, from the summary table; see `derived.counts`."""
        return derived.counts(self._case.database, by, filters)

    def conversations(self) -> list[ConversationSeen]:
        """Every conversation that holds a row, most messages first."""
        return derived.conversations(self._case.database)

    def accounts(self) -> list[AccountSeen]:
        """Every account that sent a row, most messages first. Accounts, not people: none is joined to another."""
        return derived.accounts(self._case.database)

    def row_proof(self, row_key: int) -> tuple[bytes, int, int, list[bytes]]:
        """Leaf bytes, index, size and path that prove a row in its reading's batch, from the stored rows. Raises NotFound."""
        return custody.row_proofs(self._case, [row_key])[row_key]

    def row_proofs(self, row_keys: Iterable[int]) -> dict[int, tuple[bytes, int, int, list[bytes]]]:
        """The same for many rows, by key; each batch is hashed once. Raises NotFound."""
        return custody.row_proofs(self._case, row_keys)

    def record_extract(self, item_id: str, at: str, acting: Acting) -> int:
        """Enter that an original was copied out; the ledger entry. Raises NotFound."""
        return self.append("extract", at, acting, item=self.item(item_id).id)

    # --- Taking away, and looking whether all is there

    def erase(self, item_id: str, at: str, acting: Acting) -> list[int]:
        """Erase an item, its rows and its original; of a folder, its files too. The `erase` entries. Raises NotFound.

        Cannot be undone. Entries, reports and exhibit numbers that speak of it stay.
        """
        return erase.erase(self._case, item_id, at, acting)

    def check(
        self,
        *,
        full: bool = False,
        progress: Callable[[int, int], None] | None = None,
        at: str | None = None,
        again: bool = False,
    ) -> CheckReport:
        """The vault against its ledger and checkpoints: every difference. With `full`, every byte; `progress` gets bytes done
        and in all. With `at`, a full check that was broken off is gone on with, unless `again`; see `check.check`.
        """
        return check.check(self._case, full=full, watch=progress or (lambda _done, _total: None), at=at, again=again)


def _first(found: Iterator[T]) -> T:
    for one in found:
        return one
    raise NotFound("nothing has this name")
