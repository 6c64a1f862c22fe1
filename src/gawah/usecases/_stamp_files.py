"""The time stamps that a bundle carries: what they say of each exhibit, and the files with which a stranger checks it."""

from dataclasses import dataclass

from gawah.dossier.bundle import Growth, StampFiles
from gawah.dossier.exhibits import Recorded
from gawah.dossier.words import say
from gawah.records.custody import Checkpoint
from gawah.seal import note
from gawah.usecases._workspace import Workspace
from gawah.vault.stamps import Brackets, Shown


@dataclass(frozen=True, slots=True)
class _Named:
    """A stamp and the name of its file in a bundle."""

    shown: Shown
    file: str


class Timed:
    """The stamps of a case as one dossier uses them.

    Attributes:
        head: The head of the ledger in the bundle.
    """

    def __init__(self, work: Workspace, head: Checkpoint) -> None:
        self.head = head
        self._work = work
        self._all: dict[int, _Named] = {}
        many: dict[int, int] = {}
        for one in work.vault.stamps_shown():
            size = one.stamp.size
            anchor = one.stamp.anchor
            if size is not None and anchor is not None and size < anchor < head.size:
                many[size] = many.get(size, 0) + 1
                ending = "tsr" if many[size] == 1 else f"{many[size]}.tsr"
                self._all[one.stamp.number] = _Named(one, f"ledger/checkpoint-{size}.txt.{ending}")
        self._brackets = Brackets([one.shown for one in self._all.values()])
        self._used = set(list(self._all)[-1:])
        self._set_back = next((event.seq for event in work.vault.events() if event.op == "clock"), None)

    def recorded(self, seq: int) -> Recorded:
        """Between which times the entry was made. The stamps that say so will be among `files`."""
        found = self._brackets.of(seq)
        self._used |= {number for number in (found.after_stamp, found.before_stamp) if number is not None}
        return Recorded(
            not_before=found.not_before,
            not_after=found.not_after,
            after_file="" if found.after_stamp is None else self._all[found.after_stamp].file,
            before_file="" if found.before_stamp is None else self._all[found.before_stamp].file,
            clock_set_back=self._set_back,
        )

    def growth(self) -> tuple[Growth, ...]:
        """From the first head ever signed, from the last before and from those that were stamped: whoever holds one of them sees
        that the ledger only grew.
        """
        stamped = {one.shown.stamp.size for one in self._chosen()}
        older = [one for one in self._work.vault.checkpoints() if one.size < self.head.size]
        picked = {one.size: one for one in [*older[:1], *(one for one in older if one.size in stamped), *older[-1:]]}
        return tuple(
            Growth(
                old_size=size,
                old_note=one.note,
                proof=note.write_consistency(size, self.head.size, self._work.vault.consistency(size, self.head.size)),
            )
            for size, one in picked.items()
        )

    def files(self) -> tuple[StampFiles, ...]:
        """What the bundle holds of each stamp."""
        return tuple(self._files(one) for one in self._chosen())

    def roots(self) -> tuple[bytes, ...]:
        """The root certificates under which those stamps stand, as the person gave them."""
        wanted = {one.shown.stamp.authority for one in self._chosen()}
        return tuple(one.root.encode("ascii") for one in self._work.vault.authorities() if one.id in wanted)

    def sentences(self) -> tuple[str, ...]:
        """What each stamp says, for a page."""
        return tuple(
            say(
                "first.stamp_line",
                count=one.shown.stamp.size or 0,
                at=one.shown.token.latest,
                authority=one.shown.token.authority,
                file=one.file,
            )
            for one in self._chosen()
        )

    def _chosen(self) -> list[_Named]:
        return [one for number, one in self._all.items() if number in self._used]

    def _files(self, one: _Named) -> StampFiles:
        stamp = one.shown.stamp
        assert stamp.reply is not None
        assert stamp.anchor is not None
        path = self._work.vault.inclusion(stamp.anchor, self.head.size)
        return StampFiles(
            file=one.file,
            reply=stamp.reply,
            number=f"A{stamp.number:04}",
            leaf=self._work.vault.leaf(stamp.anchor),
            proof=note.write_proof(stamp.anchor, path, self.head.note),
        )
