"""The rows of a reading as the leaves of the batch that its ledger entry commits to (docs/spec/ledger.md, section 3)."""

from collections.abc import Iterator

from gawah.seal import ledger
from gawah.vault.opener import Database

_ROWS = "SELECT idx, shape, json, salt FROM record WHERE reading = ? ORDER BY idx"
_SHAPES = "SELECT n, text FROM shape WHERE reading = ?"


def leaves(database: Database, reading: int) -> Iterator[tuple[list[int], list[bytes]]]:
    """Indexes and leaf hashes of the rows that are there, some thousands at a time, in order of index."""
    forms = {n: _form(text) for n, text in database.each(_SHAPES, (reading,))}
    for rows in database.chunks(_ROWS, (reading,)):
        indexes, numbers, kept, salts = (list(column) for column in zip(*rows, strict=True))
        yield indexes, ledger.row_hashes([_whole(forms.get(n), row) for n, row in zip(numbers, kept, strict=True)], salts)


def leaf_hashes(database: Database, reading: int) -> list[bytes]:
    """The leaf hashes of a reading's batch, from the stored rows."""
    return [leaf_hash for _, hashes in leaves(database, reading) for leaf_hash in hashes]


def _form(text: bytes) -> bytes:
    """A shape as a form to fill in: the quickest way to put many rows together."""
    return b"%b".join(text.replace(b"%", b"%%").split(b"\n"))


def _whole(form: bytes | None, kept: bytes) -> bytes:
    """As `shape.whole`; what does not fit stays as it is, and its hash will say so."""
    if form is None:
        return kept
    try:
        return form % tuple(kept.split(b"\n"))
    except TypeError:
        return kept
