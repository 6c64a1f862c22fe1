"""Which texts were looked at, against the `view` entries that say so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gawah.vault.opener import Database
from gawah.vault.report import Difference


def views(database: Database, entries: Mapping[int, Mapping[str, object]]) -> Iterator[Difference]:
    """The rows of each `view` entry are those that it names, and no other row is there."""
    stored: dict[int, set[str]] = defaultdict(set)
    for record, leaf in database.each("SELECT record, leaf FROM revealed"):
        stored[leaf].add(record.hex())
    for seq, fields in entries.items():
        refs = fields.get("refs", [])
        named = {str(one) for one in refs} if fields["op"] == "view" and isinstance(refs, list) else set()
        kept = stored.pop(seq, set())
        if named - kept:
            yield Difference(what="view", id=str(seq), state="missing")
        if kept - named:
            yield Difference(what="view", id=str(seq), state="unexpected")
    yield from (Difference(what="view", id=str(seq), state="unexpected") for seq in sorted(stored))
