"""A case of many messages: how fast rows come in, are found, counted and checked, and how much room they take.

`python -m bench.store [--rows N] [--repeat R]`. The export is invented (`store_corpus`). Every result is held against a scan of the
messages themselves before a time counts: recall and precision of each query, every count, the pages, the weeks, the batch root.
"""

import argparse
import gc
import os
import re
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import store_corpus, store_peer
from bench.store_corpus import Corpus
from bench.store_peer import Took
from gawah.records.fold import fold
from gawah.seal.keys import Cost
from gawah.usecases._workspace import Workspace
from gawah.usecases.review import Selection
from gawah.usecases.status import status
from gawah.usecases.timeline import timeline
from gawah.vault import check_rows, search
from gawah.vault.local import Acting, Filters, LocalVault

AT = "2026-01-02T03:04:05Z"
PAGE = 50


@dataclass(slots=True)
class Truth:
    """What the messages themselves say: by number in the export."""

    texts: list[str] = field(default_factory=list, repr=False)
    at_ms: list[int] = field(default_factory=list)
    conversation: list[str] = field(default_factory=list)
    sender: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def found(self, query: str) -> set[int]:
        """Which hold every term: three letters or more anywhere, fewer at the beginning of a word."""
        tests = []
        for term in search.terms(query):
            pattern = re.escape(term) if len(term) >= 3 else r"(?<![\w\u0900-\u097f])" + re.escape(term)
            tests.append(re.compile(pattern).search)
        return {n for n, text in enumerate(self.texts) if all(test(text) for test in tests)}


@dataclass(slots=True)
class Bench:
    """A case under measurement, and whether all results were right so far."""

    vault: LocalVault
    corpus: Corpus
    truth: Truth
    acting: Acting
    right: bool = True

    def expect(self, what: str, *, holds: bool) -> None:
        """Note a result, and say it when it is wrong."""
        if not holds:
            self.right = False
            print(f"  WRONG: {what}")


def measure(*, repeat: int, rows: int) -> bool:
    """Print every figure of the store with its range and target; False when a result was wrong, never because of a time."""
    with tempfile.TemporaryDirectory(prefix="bench-store-") as name:
        folder = Path(name)
        corpus = store_corpus.write(folder / "export", rows)
        size = corpus.text_bytes / 1e6
        print(f"\nstore: {rows:,} messages in five scripts, {size:.1f} MB of text, {repeat} interleaved repetitions")
        right = _store(corpus, folder, repeat)
        opened = time.perf_counter()
        with LocalVault.open(folder / "vault-0", "bench") as vault:
            opened = time.perf_counter() - opened
            bench = Bench(vault, corpus, _truth(corpus), _acting(vault))
            _searching(bench, repeat)
            _listing(bench, repeat)
            _counting(bench, repeat)
            _checking(bench, repeat)
            _status(bench, opened, repeat)
        _parts(folder / "vault-0", corpus)
        return right and bench.right


def _store(corpus: Corpus, folder: Path, repeat: int) -> bool:
    """Rows a second, ours and the peer's in turns; the first vault stays."""
    ours: list[Took] = []
    theirs: list[Took] = []
    grown, right = 0.0, True
    for n in range(repeat):
        vault, _ = LocalVault.create(folder / f"vault-{n}", "bench", at=AT, tool="bench", cost=Cost(64, 1, 1), allow_weak=True)
        with vault:
            acting = _acting(vault)
            with vault.keeping(AT, acting) as keeping, (folder / f"vault-{n}" / "VAULT").open("rb") as stream:
                item = keeping.keep(stream, name="bench", media_type="text/plain")
            told = {"reader": "bench", "reader_version": "1", "complete": True, "assumptions": {}}
            gc.collect()
            before, began, busy = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter(), time.process_time()
            reading = vault.add_reading(item.id, corpus.records(), partial(dict, told), at=AT, acting=acting)
            ours.append(Took(time.perf_counter() - began, time.process_time() - busy))
            after = resource.getrusage(resource.RUSAGE_SELF)
            grown = max(grown, (after.ru_maxrss - before.ru_maxrss) / 1024)
            took, found = store_peer.load(vault._case.database.chunks, folder / "plain.db")
            theirs.append(took)
            right &= reading.new == corpus.rows == vault.total() == found
        (folder / "plain.db").unlink()
    if not right:
        print("  WRONG: numbers of rows")
    rows = corpus.rows
    print(f"  stored with both search indexes: {_range([rows / one.wall for one in ours], ',.0f')} rows/s   (wanted: >= 30,000)")
    print(f"  plain sqlite3, finished rows, same schema: {_range([rows / one.wall for one in theirs], ',.0f')} rows/s")
    pairs = list(zip(ours, theirs, strict=True))
    print(f"  ours / plain: {_range([peer.wall / own.wall for own, peer in pairs], '.2f')}   (wanted: >= 0.5)")
    mine, peers = ([1e6 * one.busy / rows for one in some] for some in (ours, theirs))
    print(f"    processor time a row: {_range(mine, '.1f')} us, plain {_range(peers, '.1f')} us; memory grew by {grown:,.0f} MiB")
    return right


def _truth(corpus: Corpus) -> Truth:
    truth = Truth()
    platforms = corpus.platforms()
    for message in corpus.messages():
        truth.texts.append(fold(message.body))
        truth.at_ms.append(store_corpus.place(message))
        truth.conversation.append(message.conversation)
        truth.sender.append((platforms[message.conversation], str(message.sender.name)))
    return truth


def _acting(vault: LocalVault) -> Acting:
    return Acting(agent=vault.agents()[0].id, for_agent=None, tool="bench")


def _queries(corpus: Corpus) -> dict[str, str]:
    """Twelve queries in five scripts: a common and a rare word of each, two common words together, a part of a word."""
    chosen = {}
    for language, words in corpus.words.items():
        chosen[f"{language}, common"] = words[0]
        chosen[f"{language}, rare"] = next(word for word in reversed(words) if len(word) > 5)
    chosen["roman, two common words"] = " ".join(corpus.words["roman"][:2])
    chosen["arabic, part of words"] = "".join(corpus.words["arabic"][5])[1:5]
    return chosen


def _searching(bench: Bench, repeat: int) -> None:
    """Every query against a scan; then pages at the beginning and in the middle, and counts, with and without filters."""
    vault, truth = bench.vault, bench.truth
    pages: list[float] = []
    counts: list[float] = []
    filtered: list[float] = []
    print("  search: hits, first page ms, later page ms, count ms")
    chat, account = truth.conversation[0], vault.accounts()[1]
    middle = store_corpus.START_MS + store_corpus.YEARS_MS // 2
    filters: dict[Filters, Callable[[int], bool]] = {
        Filters(conversation=chat): lambda n: truth.conversation[n] == chat,
        Filters(sender=account.id): lambda n: truth.sender[n] == (account.platform, account.account.name),
        Filters(since_ms=middle): lambda n: truth.at_ms[n] >= middle,
    }
    for name, query in _queries(bench.corpus).items():
        expected = sorted(truth.found(query), key=lambda n: (truth.at_ms[n], n))
        every = vault.search(query, limit=bench.corpus.rows)
        bench.expect(f"{name}: not what a scan finds", holds={row.index_in_batch for row in every} == set(expected))
        bench.expect(f"{name}: order", holds=[row.at_ms for row in every] == [truth.at_ms[n] for n in expected])
        bench.expect(f"{name}: count", holds=vault.count(query) == len(expected))
        spots = [None, *(every[len(every) * part // 4].position for part in (1, 2, 3) if every)]
        times = []
        for spot in spots:
            page = vault.search(query, after=spot, limit=PAGE)
            start = 0 if spot is None else next(n for n, row in enumerate(every) if row.position == spot) + 1
            bench.expect(f"{name}: a page", holds=page == every[start : start + PAGE])
            times.append(_times(partial(vault.search, query, after=spot, limit=PAGE), repeat))
        counted = _times(partial(vault.count, query), repeat)
        pages += [one for some in times for one in some]
        counts += counted
        later = statistics.median([one for some in times[1:] or times for one in some])
        first = statistics.median(times[0])
        print(f"    {name:24} {len(expected):>9,} {first:8.1f} {later:8.1f} {statistics.median(counted):8.1f}")
        for chosen, holds in filters.items():
            wanted = [n for n in expected if holds(n)]
            bench.expect(f"{name}: filtered", holds=vault.count(query, chosen) == len(wanted))
            found = vault.search(query, chosen, limit=PAGE)
            bench.expect(f"{name}: filtered page", holds=[row.at_ms for row in found] == [truth.at_ms[n] for n in wanted[:PAGE]])
            filtered += _times(partial(vault.search, query, chosen, limit=PAGE), repeat)
    print(f"  recall 1.000 against a scan of the folded texts: {'yes' if bench.right else 'NO'}")
    print(f"  search, a page of {PAGE}: p95 {_p95(pages):.1f} ms; a count: p95 {_p95(counts):.1f} ms   (wanted: < 50 ms each)")
    print(f"  search with a filter (conversation, sender, dates), a page: p95 {_p95(filtered):.1f} ms")


def _listing(bench: Bench, repeat: int) -> None:
    """Pages of the list, of conversations and of senders from many places; the rows around one; the timeline."""
    vault, truth = bench.vault, bench.truth
    order = sorted(range(bench.corpus.rows), key=lambda n: (truth.at_ms[n], n))
    chats = [one.id for one in vault.conversations()]
    accounts = [one.id for one in vault.accounts()]
    times: list[float] = []
    for n in range(100):
        spot = (truth.at_ms[order[n * len(order) // 100]], -1)
        choice = (Filters(), Filters(conversation=chats[n % len(chats)]), Filters(sender=accounts[n % len(accounts)]))[n % 3]
        page = vault.page(choice, after=spot, limit=PAGE)
        if choice == Filters():
            wanted = [truth.at_ms[one] for one in order[n * len(order) // 100 :][:PAGE]]
            bench.expect("a page of the list", holds=[row.at_ms for row in page] == wanted)
        times += _times(partial(vault.page, choice, after=spot, limit=PAGE), 1)
        times += _times(partial(vault.context, page[0].id, 20, 20), 1) if page else []
    print(f"  list and what stands around a message, 200 places: p95 {_p95(times):.1f} ms   (wanted: < 50 ms)")
    work = Workspace(vault, bench.acting, lambda: AT)
    shown = timeline(work, Selection(), by="week")
    bench.expect("the timeline's total", holds=shown.total == bench.corpus.rows)
    lines = _times(lambda: timeline(work, Selection(), by="week"), repeat)
    print(f"  timeline by week, whole case: {_range(lines, '.1f')} ms   (wanted: < 50 ms)")


def _counting(bench: Bench, repeat: int) -> None:
    counted = Counter(_monday(at_ms) for at_ms in bench.truth.at_ms)
    weeks = bench.vault.weeks()
    bench.expect("weekly counts", holds={str(week.start): week.messages for week in weeks} == dict(counted))
    print(f"  weekly counts, {len(weeks)} weeks: {_range(_times(bench.vault.weeks, 3 * repeat), '.2f')} ms   (wanted: < 5 ms)")


def _monday(at_ms: int) -> str:
    day = datetime.fromtimestamp(at_ms // 1000, UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def _checking(bench: Bench, repeat: int) -> None:
    """Every row of the reading against its batch root; a changed row is found before the time counts."""
    database = bench.vault._case.database
    (reading,) = bench.vault.readings()
    entry = {"batch": {"root": reading.root, "size": reading.size}, "result": _aside(bench.vault, reading.seq)}
    bench.expect("the batch root", holds=not list(check_rows.against_root(database, reading.seq, entry)))
    other = {**entry, "batch": {"root": "0" * 64, "size": reading.size}}
    bench.expect("another root goes unnoticed", holds=bool(list(check_rows.against_root(database, reading.seq, other))))
    times = _times(lambda: list(check_rows.against_root(database, reading.seq, entry)), repeat)
    rates = _range([1000 * reading.size / one for one in times], ",.0f")
    print(f"  rows against their batch root: {rates} rows/s   (wanted: >= 200,000)")


def _aside(vault: LocalVault, reading: int) -> dict[str, Any]:
    root, size = vault._case.database.all("SELECT aside_root, aside_size FROM reading WHERE seq = ?", (reading,))[0]
    return {"aside_root": root.hex(), "aside_size": size}


def _status(bench: Bench, opened: float, repeat: int) -> None:
    """Opening (with a passphrase that costs nothing) and status."""
    work = Workspace(bench.vault, bench.acting, lambda: AT)
    bench.expect("status", holds=status(work).messages == bench.corpus.rows)
    times = [one / 1000 + opened for one in _times(lambda: status(work), repeat)]
    print(f"  status, opening included, beyond Argon2id: {_range(times, '.3f')} s   (wanted: < 0.3)")


def _parts(folder: Path, corpus: Corpus) -> None:
    """The database by part. SQLite's dbstat comes with the second reader of the format; without it only the whole is told."""
    path = folder / "db" / "case.db"
    size = path.stat().st_size
    print(f"  database: {size / corpus.text_bytes:.2f} x the text   (wanted: <= 6)")
    for name, part in _by_part(folder, path):
        print(f"    {name:24} {part / corpus.text_bytes:5.2f} x {part / corpus.rows:8.1f} bytes a row")


def _by_part(folder: Path, path: Path) -> Iterator[tuple[str, int]]:
    try:
        import apsw
    except ImportError:
        return
    with LocalVault.open(folder, "bench") as vault:
        key = vault._case.root.derive("db").hex()
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    for pragma in ("cipher = 'sqlcipher'", "legacy = 4", "legacy_page_size = 8192", f"key = \"x'{key}'\""):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    statement = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name HAVING sum(pgsize) > 65536 ORDER BY 2 DESC"
    yield from connection.execute(statement)
    connection.close()


def _times(act: Callable[[], object], repeat: int) -> list[float]:
    """Milliseconds of each of `repeat` runs."""
    found = []
    for _ in range(repeat):
        started = time.perf_counter()
        act()
        found.append(1000 * (time.perf_counter() - started))
    return found


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _range(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def main() -> int:
    """Run all figures of the store; 1 when a result was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="messages of the export")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each figure")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return 0 if measure(repeat=chosen.repeat, rows=chosen.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
