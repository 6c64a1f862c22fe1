"""What a person will not have shown of one record or file: kept as a statement, and laid over it in every dossier."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gawah.dossier.spelling import Finder, Named
from gawah.records.casework import Entry, Report, Translation
from gawah.records.custody import Moved
from gawah.records.disclosure import Redaction
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.records.evidence import EvidenceItem
from gawah.seal import merkle
from gawah.seal.keys import random_id
from gawah.usecases._place import refuse_taken
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.vault.rows import Row

LONGEST_REASON = 500
"""Characters of a reason: it is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a hash in a dossier stands for.

    Attributes:
        number: Of the exhibit.
        kind: row (the record with its salt) or entry (the ledger entry of a file).
        data: The exact bytes: SHA-256 of a zero byte and these gives the leaf hash.
    """

    number: str
    kind: str
    data: bytes = field(repr=False)

    @property
    def leaf_hash(self) -> str:
        """64 hexadecimal digits, as the dossier has it in place of these bytes."""
        return merkle.leaf_hash(self.data).hex()


def new_redaction(work: Workspace, prefix: str, words: Sequence[str], *, whole: bool = False, reason: str = "") -> Redaction:
    """The redaction as `add_redaction` would keep it; nothing is written.

    Args:
        work: The case and who acts in it.
        prefix: Id, or its first digits, of a message, event, capture, item or entry.
        words: The stretches that are not to be shown, as they stand there.
        whole: All of its text, or the file.
        reason: Why, in the person's words: it is printed.

    Raises:
        BadInput: There are no words, they do not stand there, or it is a file and not all of it.
        NotFound: The id names nothing.
    """
    thing = target(work, prefix)
    if isinstance(thing, Report | Translation):
        raise BadInput("a complaint or translation is not redacted: enter it anew in the words that may be shown")
    stretches = tuple(dict.fromkeys(stretch for line in words if (stretch := line.strip())))
    if whole == bool(stretches):
        raise BadInput("name the words that are not to be shown, or all of it: --all")
    if len(reason) > LONGEST_REASON:
        raise BadInput(f"a reason has {LONGEST_REASON} characters at most")
    if isinstance(thing, EvidenceItem) and not whole:
        raise BadInput("nothing can be taken out of a file: leave it out, or withhold all of it with --all")
    if not whole:
        _refuse_absent(thing, stretches)
    return Redaction(
        id=random_id(),
        of=thing.id,
        **written(work),
        words=stretches,
        reason=" ".join(reason.split()),
    )


def _refuse_absent(thing: Row | EvidenceItem | Entry, stretches: Sequence[str]) -> None:
    """A slip of the pen must not look like a redaction."""
    text = json.dumps(json.loads(thing.json), ensure_ascii=False) if isinstance(thing, Row) else getattr(thing, "body", "")
    for stretch in stretches:
        if not Finder([Named(shown="-", spellings=(stretch,))]).names(text):
            raise BadInput("some of these words do not stand there; nothing was written")


def add_redaction(work: Workspace, made: Redaction) -> int:
    """Keep the redaction; the ledger entry."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="redact")


def undo_redaction(work: Workspace, prefix: str, *, dry_run: bool = False) -> Redaction:
    """Take a redaction back, from the next dossier on. Raises NotFound, and BadInput when it was taken back before."""
    found = one_of(redactions(work), prefix)
    if not found.active:
        raise BadInput("this was taken back before")
    ended = replace(found, **written(work), active=False)
    if not dry_run:
        work.vault.state(ended, ended.id, work.clock(), work.acting, method="redact")
    return ended


def redactions(work: Workspace) -> list[Redaction]:
    """All that were ever made, as last known. A record that has a new id, since a part of its file was erased, keeps them."""
    now = {one.before: one.after for one in work.vault.stated(Moved)}
    return [replace(one, of=_followed(one.of, now)) for one in work.vault.stated(Redaction)]


def _followed(record_id: str, now: Mapping[str, str]) -> str:
    met: set[str] = set()
    while record_id in now and record_id not in met:
        met.add(record_id)
        record_id = now[record_id]
    return record_id


def opened(work: Workspace, number: str, out: Path | None) -> Opened:
    """What the hash in a dossier stands for, all of it: the row of an exhibit with its salt, or the ledger entry of a file.

    Args:
        work: The case.
        number: Of the exhibit, such as `E0007`.
        out: A new file to write it to, readable by you alone; None to write nothing. Looking at a row is entered in the ledger.

    Raises:
        BadInput: No exhibit has the number, or `out` lies in the vault or in no folder.
        AlreadyThere: Something stands at `out`.
        SourceUnreadable: `out` cannot be written.
    """
    wanted = number.strip().upper()
    exhibit = next((one for one in work.vault.exhibits() if one.number == wanted), None)
    if exhibit is None:
        raise BadInput("no exhibit has this number")
    if exhibit.kind == "item":
        found = Opened(number=wanted, kind="entry", data=work.vault.leaf(work.vault.acquired_at(exhibit.target)))
    elif exhibit.kind == "entry":
        found = Opened(number=wanted, kind="row", data=work.vault.entry_proof(exhibit.target)[0])
    else:
        found = Opened(number=wanted, kind="row", data=work.vault.row_proof(work.vault.get(exhibit.target).key)[0])
    if out is not None:
        refuse_taken(work, out)
        if exhibit.kind not in ("item", "entry"):
            work.vault.reveal([exhibit.target], work.clock(), work.acting)
        _write(out, found.data)
    return found


def _write(out: Path, data: bytes) -> None:
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as sink:
            sink.write(data)
    except OSError:
        raise SourceUnreadable("the file named with --out could not be written") from None
