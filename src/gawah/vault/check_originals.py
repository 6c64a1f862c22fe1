"""Originals against the ledger: rows and files; with `full`, every byte decrypted and hashed in one pass.

A full check of much takes long. It marks the originals that it found whole, so that one that was broken off goes on where it was;
the marks are forgotten when a check has come to its end. A mark says nothing of what happened to a file after it was looked at.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import local

from gawah.records.digest import CHUNK, ReadableBytes
from gawah.records.errors import DiskFull, SealInvalid, VaultUnwritable
from gawah.seal import ledger, merkle
from gawah.seal.age import Identity
from gawah.seal.cipher import Cipher
from gawah.vault._points import point
from gawah.vault.ahead import Ahead
from gawah.vault.blobs import known_key, stated_item
from gawah.vault.case import Case
from gawah.vault.report import Difference, State

Watch = Callable[[int, int], None]
"""Called with bytes of originals looked at, and bytes in all."""

MARK_ITEMS, MARK_BYTES = 500, 256 * CHUNK
"""Marks are written after so many originals, or so many bytes of them."""

_THREADS = 2
_WINDOW = 64
_AGE = b"age-encryption.org/v1\n"
_ITEMS = "SELECT id, sha256, blob, leaf, json, salt, acquisition, generation, header, payload_key FROM item"
_MARK = "INSERT OR REPLACE INTO checked (item, blob, at) VALUES (?, ?, ?)"
_HEX = set("0123456789abcdef")
_STATES: dict[bytes, State | None] = {b".": None, b"m": "missing", b"c": "changed", b"u": "unreadable"}
_BYTES = {state: byte for byte, state in _STATES.items()}


@dataclass(frozen=True, slots=True)
class _Held:
    """A row of `item`, and the entry that acquired it."""

    id: str
    sha256: str
    blob: str
    leaf: int
    json: bytes
    salt: bytes
    acquisition: str
    generation: int
    header: bytes | None
    payload_key: bytes | None


@dataclass(slots=True)
class Originals:
    """The originals under a check.

    Attributes:
        case: The open case.
        full: Whether every byte is looked at.
        watch: Is told how far it is.
        at: When this check began; None when nothing is to be marked.
        entries: The fields of entries that brought an item and still hold, by index; known once the ledger was looked at.
        erasing: Items whose erasure is under way; the same.
        items: How many the ledger names.
        earlier: How many of these a check that was broken off had found whole, and were not looked at again.
        begun: When that check began.
        orphans: Encrypted files that no row names.
    """

    case: Case
    full: bool
    watch: Watch
    at: str | None
    entries: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    erasing: set[str] = field(default_factory=set)
    items: int = 0
    earlier: int = 0
    begun: str | None = None
    orphans: list[str] = field(default_factory=list)
    _marked: dict[str, str] = field(default_factory=dict)
    _whole: list[tuple[str, str]] = field(default_factory=list)
    _acts: dict[str, bytes] = field(default_factory=dict)
    _identities: dict[int, Identity] = field(default_factory=dict)
    _buffers: local = field(default_factory=local)
    _held: dict[str, _Held] = field(default_factory=dict)
    _ahead: Ahead | None = None
    _jobs: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Set other processes to work on the files where there are many, before anything else is looked at."""
        self._held = {row[0]: _Held(*row) for row in self.case.database.each(_ITEMS)}
        if self.full and self.at is not None:
            self._take_up()
        jobs = [(item, self._identity(item)) for item in self._held.values() if self.full and not self._seen_before(item)]
        if Ahead.worth(len(jobs)):
            self._jobs = {item.id: number for number, (item, _) in enumerate(jobs)}
            self._ahead = Ahead(jobs, self._answer)

    def end(self) -> None:
        """Let go of the other processes, whatever happened."""
        if self._ahead is not None:
            self._ahead.close()

    def differences(self) -> Iterator[Difference]:
        """Every difference, in the order of the ledger."""
        held = self._held
        done, waiting, total = 0, 0, sum(_size(fields) for fields in self.entries.values())
        for seq, fields, item, looked_at in self._looked_at(held):
            self.items += 1
            if item is None:
                yield Difference(what="item", id=str(fields["item"]), state="missing")
                continue
            if not self._agrees(item, seq, fields):
                yield Difference(what="item", id=item.id, state="changed")
            state = looked_at()
            if state is not None:
                yield Difference(what="blob", id=item.id, state=state)
            else:
                self._found_whole(item)
            done, waiting = done + _size(fields), waiting + _size(fields)
            if len(self._whole) >= MARK_ITEMS or waiting >= MARK_BYTES:
                waiting = 0
                self._mark()
            self.watch(done, total)
        self._mark()
        named = {str(fields["item"]) for fields in self.entries.values()}
        yield from (Difference(what="item", id=one, state="unexpected") for one in sorted(held.keys() - named - self.erasing))
        erasing = {blob for (blob,) in self.case.database.all("SELECT blob FROM erasing")}
        yield from self._strangers({held[one].blob for one in named & held.keys()} | erasing)

    def forget(self) -> None:
        """Forget the marks: the check has come to its end."""
        if self.at is not None:
            forget_marks(self.case)

    def _take_up(self) -> None:
        """Go on where a check was broken off."""
        found = self.case.database.all("SELECT item, blob, at FROM checked")
        self._marked = {item: blob for item, blob, _ in found}
        self.begun = min((at for *_, at in found), default=None)

    def _agrees(self, item: _Held, seq: int, fields: Mapping[str, object]) -> bool:
        if item.acquisition not in self._acts:
            found = self.case.database.one("SELECT json, salt FROM acquisition WHERE id = ?", (item.acquisition,))
            self._acts[item.acquisition] = merkle.leaf_hash(ledger.row_leaf(*(found or (b"{}", bytes(16)))))
        hashes = [merkle.leaf_hash(ledger.row_leaf(item.json, item.salt)), self._acts[item.acquisition]]
        batch = {"root": merkle.root(hashes).hex(), "size": 2}
        found_here = (item.leaf, f"sha256:{item.sha256}", batch, stated_item(item.json).sha256)
        return found_here == (seq, fields["blob"], fields["batch"], item.sha256)

    def _looked_at(
        self, held: Mapping[str, _Held]
    ) -> Iterator[tuple[int, Mapping[str, object], _Held | None, Callable[[], State | None]]]:
        """Every entry with its row and a way to what is wrong with its file, in order; threads look at the next files meanwhile."""
        pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="check")
        ahead: deque[tuple[int, Mapping[str, object], _Held | None, Callable[[], State | None]]] = deque()
        try:
            for seq, fields in self.entries.items():
                item = held.get(str(fields["item"]))
                if item is not None and item.id in self._jobs:
                    look: Callable[[], State | None] = partial(self._worked_out, item, fields)
                else:
                    look = pool.submit(self._file, item, fields, self._identity(item)).result
                ahead.append((seq, fields, item, look))
                if len(ahead) == _WINDOW:
                    yield ahead.popleft()
            while ahead:
                yield ahead.popleft()
        finally:
            pool.shutdown(cancel_futures=True)

    def _answer(self, job: tuple[_Held, Identity | None]) -> bytes:
        """What is wrong with a file as its row states it, in one byte. Runs in another process."""
        item, identity = job
        try:
            fields = {"blob": f"sha256:{item.sha256}", "size": stated_item(item.json).size}
            return _BYTES[self._file(item, fields, identity)]
        except ValueError:
            return _BYTES["changed"]

    def _worked_out(self, item: _Held, fields: Mapping[str, object]) -> State | None:
        """The same as its ledger entry states it, from what another process found; looked at here when that came to no answer."""
        assert self._ahead is not None
        answer = self._ahead.answer(self._jobs[item.id])
        if answer is None or (_size(fields), fields["blob"]) != (stated_item(item.json).size, f"sha256:{item.sha256}"):
            return self._file(item, fields, self._identity(item))
        return _STATES[answer]

    def _file(self, item: _Held | None, fields: Mapping[str, object], identity: Identity | None) -> State | None:
        """What is wrong with the file of an original. Runs in a thread: it does not ask the database."""
        if item is None:
            return None
        try:
            with self.case.layout.blob(item.blob).open("rb", buffering=0) as file:
                if identity is None:
                    whole = file.read(len(_AGE)) == _AGE
                else:
                    whole = self._digest(item, fields, file, identity) == fields["blob"] == f"sha256:{item.sha256}"
        except FileNotFoundError:
            return "missing"
        except SealInvalid:
            return "changed"
        except OSError:
            return "unreadable"
        return None if whole else "changed"

    def _identity(self, item: _Held | None) -> Identity | None:
        """What opens a file that is to be decrypted; None for one that is not."""
        if item is None or not self.full or self._seen_before(item):
            return None
        if item.generation not in self._identities:
            self._identities[item.generation] = Identity(self.case.root_of(item.generation).recovery_text())
        return self._identities[item.generation]

    def _digest(self, item: _Held, fields: Mapping[str, object], file: ReadableBytes, identity: Identity) -> str:
        if not hasattr(self._buffers, "cipher"):
            self._buffers.cipher = Cipher()
        cipher: Cipher = self._buffers.cipher
        known = known_key(item.header, item.payload_key)
        return "sha256:" + cipher.open(identity, file, None, size=_size(fields), known=known)

    def _seen_before(self, item: _Held) -> bool:
        return self._marked.get(item.id) == item.blob

    def _found_whole(self, item: _Held) -> None:
        if self._seen_before(item):
            self.earlier += 1
        elif self.full and self.at is not None:
            self._whole.append((item.id, item.blob))

    def _mark(self) -> None:
        """Remember what was found whole; a drive that takes nothing keeps nobody from looking on."""
        if self.at is None or not self._whole:
            return
        begun = self.begun or self.at
        with suppress(DiskFull, VaultUnwritable), self.case.database.transaction():
            self.case.database.run_many(_MARK, [(item, blob, begun) for item, blob in self._whole])
        self._whole.clear()
        point("check-mark")

    def _strangers(self, named: set[str]) -> Iterator[Difference]:
        for folder, _, names in sorted(os.walk(self.case.layout.blobs)):
            for name in sorted(names):
                if name in named:
                    continue
                with (Path(folder) / name).open("rb") as file:
                    begins = file.read(len(_AGE))
                if len(name) == 64 and set(name) <= _HEX and begins == _AGE:
                    self.orphans.append(name)
                else:
                    yield Difference(what="file", id=f"blobs {name[:8]}", state="unexpected")


def forget_marks(case: Case) -> None:
    """Let the next full check begin at the start."""
    if case.database.value("SELECT 1 FROM checked LIMIT 1") is not None:
        with suppress(DiskFull, VaultUnwritable), case.database.transaction():
            case.database.run("DELETE FROM checked")


def _size(fields: Mapping[str, object]) -> int:
    size = fields.get("size")
    return size if isinstance(size, int) else 0
