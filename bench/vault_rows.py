"""Rows a second into a vault, beside the same rows into the same schema with the standard library's sqlite3, in the clear.

`python -m bench.vault_rows [ROWS]`: both do the same inserts with both search indexes; ours also checks, salts, hashes, folds,
compares with what is held, and encrypts. Counts are compared before any time is printed. One machine, one run, in turns; the
ratio is what counts.
"""

import gc
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

from gawah.records.content import Account, Conversation, Message
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import Locator
from gawah.records.when import from_epoch_ms
from gawah.seal.keys import Cost
from gawah.vault import codec
from gawah.vault.local import Acting, LocalVault

AT = "2026-01-02T03:04:05Z"
ROUNDS = 3
WORDS = "tum kya main hello there میں نے آپ کو کہا تھا بھی कल मैंने कहा था never again office street number".split()  # noqa: SIM905


def lines(rows: int) -> Iterator[tuple[str, bytes]]:
    """An invented chat of about 12 words a message in four scripts, as a reader's worker sends it."""
    digest = sha256(b"bench")
    chat = Conversation(id=identifier("bench"), platform="WhatsApp", title="bench")
    yield "conversation", codec.canonical(chat)
    for n in range(rows):
        body = " ".join(WORDS[(n * step + n // 7) % len(WORDS)] for step in range(1, 12)) + f" {n * 7919 % 10007}"
        message = Message(
            conversation=chat.id,
            kind="direct",
            sender=Account(name=f"sender {n % 4}"),
            sent_at=from_epoch_ms(1_500_000_000_000 + n * 60_000, str(n)),
            body=body,
            locator=Locator(file_sha256=digest, member="chat.txt", place=f"line/{n + 1}", span=(n * 100, n * 100 + 99)),
        )
        yield "message", codec.canonical(message)


def ours(records: list[tuple[str, bytes]], folder: Path) -> tuple[float, Callable[[str, str], list[tuple[object, ...]]]]:
    """Seconds for one reading, and a way to look into the tables for the peer to copy."""
    vault, _ = LocalVault.create(folder, "bench", at=AT, tool="bench", cost=Cost(64, 1, 1), allow_weak=True)
    acting = Acting(agent=vault.agents()[0].id, for_agent=None, tool="bench")
    with vault.keeping(AT, acting) as keeping, (folder / "VAULT").open("rb") as stream:
        item = keeping.keep(stream, name="bench", media_type="text/plain")
    told = {"reader": "bench", "reader_version": "1", "complete": True, "assumptions": {}}
    began = time.perf_counter()
    reading = vault.add_reading(item.id, records, lambda: told, at=AT, acting=acting)
    took = time.perf_counter() - began
    assert reading.new == len(records) - 1 == vault.total()
    database = vault._case.database  # the peer stores what stands in these tables
    return took, lambda table, order: database.all(f"SELECT * FROM {table} ORDER BY {order}")  # noqa: S608 - names of tables


def peer(look: Callable[[str, str], list[tuple[object, ...]]], path: Path) -> float:
    """Seconds for plain sqlite3 to insert the finished values into the same schema, in one transaction, in the clear."""
    schema = resources.files("gawah.vault").joinpath("schema", "0001.sql").read_text("utf-8")
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("page_size = 8192", "journal_mode = WAL", "synchronous = FULL", "cache_size = -131072", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    # `secure-delete` came with SQLite 3.42, and changes nothing while nothing is deleted.
    connection.executescript("\n".join(line for line in schema.splitlines() if "secure-delete" not in line))
    values = {table: look(table, "1") for table in ("conversation", "account", "tally", "record", "shadow")}
    began = time.perf_counter()
    connection.execute("BEGIN")
    for table, rows in values.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608 - names of tables
    for index in ("words", "trigrams"):
        connection.execute(f"INSERT INTO {index} (rowid, text) SELECT key, text FROM shadow")  # noqa: S608 - names of tables
    connection.execute("COMMIT")
    took = time.perf_counter() - began
    (found,) = connection.execute("SELECT count(*) FROM record").fetchone()
    assert found == len(values["record"])
    connection.close()
    return took


def main(rows: int) -> None:
    """Run both in turns and print rows a second, the ratio and the peak of memory."""
    records = list(lines(rows))
    gc.freeze()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            took, look = ours(records, Path(folder) / "vault")
            mine.append(took)
            theirs.append(peer(look, Path(folder) / "plain.db"))
    ratios = sorted(other / own for own, other in zip(mine, theirs, strict=True))
    print(f"vault, all it does: {rows / statistics.median(mine):,.0f} rows/s")
    print(f"plain sqlite3 {sqlite3.sqlite_version}, finished values, same schema: {rows / statistics.median(theirs):,.0f} rows/s")
    print(f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}), {ROUNDS} rounds of {rows:,} rows")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MiB, the records in it")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
