"""The ledger in the database: leaves, their tree, signed heads, and the memory of the newest head outside the vault.

A leaf and what it speaks of are committed in one transaction. A head is signed inside that transaction and written to
`checkpoints/<size>.note` right after it, so that a head on disk always has its leaves (evidence-and-security 1.6, 1.7).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path

from gawah.records.custody import Checkpoint
from gawah.records.errors import LedgerInconsistent, NotFound, SealInvalid, VaultError
from gawah.seal import ledger, merkle, note
from gawah.seal.keys import SigningKey, random_bytes
from gawah.vault import remembered
from gawah.vault._points import point
from gawah.vault.durable import NewFile, drive_errors, rename, sync_folder
from gawah.vault.layout import Layout
from gawah.vault.opener import Database

SALT_SIZE = 16
"""Bytes of the random salt of each leaf and each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who acts: every writing call names them, and the ledger keeps it.

    Attributes:
        agent: Id of the agent who acts.
        for_agent: Id of the person on whose behalf; None for themselves.
        tool: `gawah <version>`.
    """

    agent: str
    for_agent: str | None
    tool: str


class Ledger:
    """The append-only tree of one case."""

    def __init__(self, database: Database, layout: Layout, key: SigningKey, origin: str, remember: Path | None) -> None:
        self._database = database
        self._layout = layout
        self._key = key
        self._key_digest = key.fingerprint().replace(" ", "")
        self._remember = remember
        self._frontier = self._read_tree()
        self._last_time = self._read_last_time()
        self._unwritten: list[Checkpoint] = []
        self._head_owed = False
        self.origin = origin

    @property
    def size(self) -> int:
        """Number of leaves."""
        return self._frontier.size

    @contextmanager
    def act(self, *, head: bool = False) -> Iterator[None]:
        """One transaction in which leaves may be appended; with `head`, the new tree is signed in it and written to disk after
        it. Inside another act it is a part of that one, which signs one head for all its parts.
        """
        inner = self._database.in_transaction
        self._head_owed = head or (inner and self._head_owed)
        try:
            with self._database.transaction():
                yield
                if self._head_owed and not inner:
                    self._sign()
        except BaseException:
            # An interrupt may come just after the commit: what the file says now is what holds.
            with suppress(VaultError, SealInvalid):
                self._frontier = self._read_tree()
                self._last_time = self._read_last_time()
                committed = self.heads().keys()
                self._unwritten = [head for head in self._unwritten if head.size in committed]
            raise
        if not inner:
            self._write_heads()

    def append(self, op: str, at: str, acting: Acting, **fields: object) -> int:
        """Append one leaf inside `act`; its index. `fields` are the optional ones of docs/spec/ledger.md, section 2.

        `note_clock` comes first.
        """
        self.note_clock(at, acting)
        return self._append(op, at, acting, **fields)

    def note_clock(self, at: str, acting: Acting) -> None:
        """Append a `clock` entry inside `act` when `at` lies before the time of the entry before: order is by index, and a clock
        that was set back is said once for each time. For those who need the index of an entry before they append it.
        """
        back = self._set_back(at)
        if back:
            self._append("clock", at, acting, refs=[f"entry {self.size - 1}"], result={"seconds_back": back})

    def _append(self, op: str, at: str, acting: Acting, **fields: object) -> int:
        seq = self.size
        required: Mapping[str, object] = {
            "v": ledger.VERSION,
            "seq": seq,
            "time": at,
            "agent": acting.agent,
            "for": acting.for_agent or "self",
            "key": self._key_digest,
            "op": op,
            "salt": random_bytes(SALT_SIZE).hex(),
            "tool": acting.tool,
        }
        body = ledger.entry({**required, **fields})
        leaf_hash = merkle.leaf_hash(body)
        self._database.run("INSERT INTO leaf (seq, hash) VALUES (?, ?)", (seq, leaf_hash))
        item = fields.get("item")
        self._database.run(
            "INSERT INTO leaf_body (seq, op, item, body) VALUES (?, ?, ?, ?)",
            (seq, op, item if isinstance(item, str) else None, body),
        )
        self._frontier.append(leaf_hash)
        self._last_time = at
        point("row")
        return seq

    def head(self) -> Checkpoint:
        """The signed head over all leaves, on disk; signed now when the newest one is older."""
        newest = self.newest()
        if newest is None or newest.size < self.size:
            with self.act(head=True):
                pass
            newest = self.newest()
        assert newest is not None
        self._write_heads()
        return newest

    def newest(self) -> Checkpoint | None:
        """The newest signed head, verified; None before the first."""
        found = self._database.value("SELECT note FROM head ORDER BY size DESC LIMIT 1")
        return None if found is None else note.open_checkpoint(found, self._key.public_bytes())

    def heads(self) -> dict[int, bytes]:
        """Every signed note by its size."""
        return dict(self._database.all("SELECT size, note FROM head ORDER BY size"))

    def hashes(self, size: int | None = None) -> list[bytes]:
        """The hashes of the first `size` leaves; all of them when None."""
        wanted = self.size if size is None else size
        return [found for (found,) in self._database.each("SELECT hash FROM leaf WHERE seq < ? ORDER BY seq", (wanted,))]

    def bodies(self) -> Iterator[tuple[int, bytes | None]]:
        """Index and exact bytes of every leaf, in order; None where the body was erased."""
        yield from self._database.each("SELECT seq, body FROM leaf LEFT JOIN leaf_body USING (seq) ORDER BY seq")

    def body(self, seq: int) -> bytes:
        """The exact bytes of one leaf. Raises NotFound: no such leaf, or erased."""
        found: bytes | None = self._database.value("SELECT body FROM leaf_body WHERE seq = ?", (seq,))
        if found is None:
            raise NotFound("no ledger entry with this number, or it was erased")
        return found

    def write_missing_heads(self) -> list[int]:
        """Write the files of heads newer than the newest file, which a crash or a full drive may have kept back; their sizes."""
        on_disk = max((int(path.stem) for path in self._layout.checkpoints.glob("*.note") if path.stem.isdecimal()), default=0)
        public = self._key.public_bytes()
        missing = [text for size, text in self.heads().items() if size > on_disk]
        self._unwritten = [note.open_checkpoint(text, public) for text in missing]
        self._write_heads()
        return [head.size for head in map(note.read_checkpoint, missing)]

    def remembered(self) -> Checkpoint | None:
        """The head remembered outside the vault, with its signature verified; None when there is none.

        Raises SealInvalid when something else stands in its place.
        """
        return None if self._remember is None else self.remembered_at(self._remember)

    def remembered_at(self, note_path: Path) -> Checkpoint | None:
        """The same for a head remembered in this file."""
        if not note_path.exists():
            return None
        with drive_errors():
            data = note_path.read_bytes()
        found = note.open_checkpoint(data, self._key.public_bytes())
        if found.origin != self.origin:
            raise SealInvalid("the remembered checkpoint is of another ledger")
        return found

    def compare_remembered(self) -> None:
        """Return when nothing is remembered, when the ledger starts with it, or when a `restore` entry says that it could not be
        reached. Raises LedgerInconsistent: an older ledger stands here, or another one; SealInvalid as `remembered`.
        """
        head = self.remembered()
        if head is not None and not self.gave_up(head):
            self.agrees(head)

    def gave_up(self, head: Checkpoint) -> bool:
        """Whether a `restore` entry names this head as one that the copy brought back did not reach."""
        restored = self._database.all("SELECT body FROM leaf_body WHERE op = 'restore'")
        return any(remembered.spelt(head) in _refs(body) for (body,) in restored)

    def agrees(self, head: Checkpoint) -> None:
        """Return when the ledger starts with the tree of `head`. Raises LedgerInconsistent: shorter, or different."""
        if head.size > self.size:
            raise LedgerInconsistent("the ledger is shorter than a checkpoint over it")
        if merkle.root(self.hashes(head.size)).hex() != head.root:
            raise LedgerInconsistent("the ledger differs from a checkpoint over it")

    def _read_last_time(self) -> str | None:
        """The time that the newest entry claims whose body is there."""
        body = self._database.value("SELECT body FROM leaf_body ORDER BY seq DESC LIMIT 1")
        try:
            return None if body is None else str(ledger.read_entry(body)["time"])
        except LedgerInconsistent:
            return None  # `check` names it

    def _set_back(self, at: str) -> int:
        """Seconds by which `at` lies before the newest entry, rounded up; 0 when it does not."""
        if self._last_time is None or at >= self._last_time:  # a first look; both are spelt alike but for milliseconds
            return 0
        try:
            back = datetime.fromisoformat(self._last_time) - datetime.fromisoformat(at)
        except ValueError:
            return 0  # of the form of a time, and no time, such as a 31st of June: not of this program's making
        return max(0, ceil(back.total_seconds()))

    def _read_tree(self) -> merkle.Frontier:
        tree = merkle.Frontier()
        for (leaf_hash,) in self._database.each("SELECT hash FROM leaf ORDER BY seq"):
            tree.append(leaf_hash)
        return tree

    def _sign(self) -> None:
        root = self._frontier.root()
        text = note.sign_checkpoint(self.origin, self.size, root, self._key)
        self._database.run("INSERT OR IGNORE INTO head (size, note) VALUES (?, ?)", (self.size, text))
        self._unwritten.append(Checkpoint(origin=self.origin, size=self.size, root=root.hex(), note=text))

    def _write_heads(self) -> None:
        while self._unwritten:
            head = self._unwritten[0]
            with drive_errors():
                self._write_note(self._layout.note(head.size), head.note)
                self._remember_head(head)
            del self._unwritten[0]

    def _write_note(self, path: Path, text: bytes) -> None:
        fresh = self._layout.tmp / path.name
        with NewFile(fresh, over=True) as out:
            out.write(text[: len(text) // 2])
            point("checkpoint-half")
            out.write(text[len(text) // 2 :])
            out.sync()
        point("checkpoint-fsync")
        rename(fresh, path)
        point("checkpoint-rename")
        sync_folder(path.parent)
        point("checkpoint-dirsync")

    def _remember_head(self, head: Checkpoint) -> None:
        """Keep the newest head elsewhere, unless what is remembered disagrees: then it is the proof of a rollback and stays."""
        if self._remember is None:
            return
        try:
            self.compare_remembered()
            earlier = self.remembered()
        except (LedgerInconsistent, SealInvalid):
            return
        if earlier is not None and self.gave_up(earlier):
            remembered.put_aside(self._remember, earlier)
        remembered.keep(self._remember, head)


def _refs(body: bytes) -> list[object]:
    refs = ledger.read_entry(body).get("refs")
    return refs if isinstance(refs, list) else []
