"""Near copies among what is suggested: each record in the cluster of the first one that it is a near copy of.

Records are compared with the first of a cluster alone, so that a chain of small changes does not join what is not alike. Which
record is first depends on the order in which they came; a record that has its place keeps it. All of it follows from texts: it
holds no words, and goes with the record.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gawah.vault.opener import Database
from gawah.vault.rows import id_bytes, id_list

Alike: TypeAlias = Callable[[bytes, bytes], bool]
"""Whether two signatures are of near copies."""

BANDS = 64
"""Most bands of a signature that are looked up."""
_ASKED = 40
"""So many clusters at most are compared with one record: those that share most bands with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What near copies of a record are found by.

    Attributes:
        record: Its id.
        signature: Compared with that of others.
        bands: Parts of it: what shares none is not compared. None of its own: it is compared with nothing.
    """

    record: str
    signature: bytes
    bands: tuple[bytes, ...]


def place(database: Database, sketches: Sequence[Sketch], alike: Alike) -> None:
    """Give each record that has no place one: the oldest cluster that it is a near copy of, or one of its own."""
    for one in sketches:
        record = id_bytes(one.record)
        if database.value("SELECT 1 FROM near WHERE record = ?", (record,)) is not None:
            continue
        bands = tuple(dict.fromkeys(one.bands))[:BANDS]
        cluster = _like(database, one.signature, bands, alike)
        database.run("INSERT INTO near (record, cluster, signature) VALUES (?, ?, ?)", (record, cluster or record, one.signature))
        if cluster is None:
            _lead(database, record, bands)


def forget(database: Database, records: Collection[bytes]) -> None:
    """Take records out. Where the first of a cluster goes, so do its bands, and what was like it is like its second from now on."""
    for record in sorted(records):
        database.run("DELETE FROM near WHERE record = ?", (record,))
        left = database.all("SELECT record FROM near WHERE cluster = ? ORDER BY record", (record,))
        bands = [band for (band,) in database.all("SELECT band FROM near_band WHERE cluster = ?", (record,))]
        database.run("DELETE FROM near_band WHERE cluster = ?", (record,))
        if left:
            heir = next((found for (found,) in left if found not in records), left[0][0])
            database.run("UPDATE near SET cluster = ? WHERE cluster = ?", (heir, record))
            # Near copies share most bands; those of the one that went lead to its heir no worse than before.
            _lead(database, heir, bands)


def _lead(database: Database, record: bytes, bands: Sequence[bytes]) -> None:
    database.run_many("INSERT OR IGNORE INTO near_band (band, cluster) VALUES (?, ?)", [(band, record) for band in bands])


def _like(database: Database, signature: bytes, bands: Sequence[bytes], alike: Alike) -> bytes | None:
    if not bands:
        return None
    listed, values = id_list(bands)
    shared = Counter(cluster for (cluster,) in database.all(f"SELECT cluster FROM near_band WHERE band IN ({listed})", values))
    for cluster, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:_ASKED]:
        first = database.value("SELECT signature FROM near WHERE record = ?", (cluster,))
        if first is not None and alike(signature, first):
            return bytes(cluster)
    return None
