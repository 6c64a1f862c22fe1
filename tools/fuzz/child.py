"""Reads what it is told to, shut in as the worker is, and says for each what came of it. `python -m tools.fuzz.child`.

A line on standard input is a path; the line that answers is JSON: who read it, records by what they state and where, or the fault.
"""

import gc
import json
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._database import MAGIC
from gawah.readers._reader import Options, Reader
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem
from gawah.records.digest import identifier
from gawah.usecases._finding import sources
from gawah.usecases._sandbox import Limits, close_in
from gawah.usecases._spelt import spelt
from gawah.vault import codec

_ROWS = (Message, Event, Capture)


def main() -> None:
    """Answer until nobody asks."""
    _registry.readers()
    if "--open" not in sys.argv:
        close_in(Limits())
    gc.collect()
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        answer = _answer(Path(line.rstrip("\n")))
        gc.collect()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _answer(path: Path) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        told = _read(path)
    except MemoryError:
        told = {"fault": "MemoryError"}
    except Exception as error:  # noqa: BLE001 - whatever escapes a reader is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1].name
        told = {"fault": f"{type(error).__name__} at {place}", "trace": traceback.format_exc()}
    told["seconds"] = time.perf_counter() - started
    told["peak_kib"] = _peak_kib()
    return told


def _peak_kib() -> int:
    """The most memory that this process has held. Linux counts into `ru_maxrss` what the process that started it held, so its own
    line is read where there is one.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        found = [line.split()[1] for line in status.read_text("ascii", "replace").splitlines() if line.startswith("VmHWM:")]
        if found:
            return int(found[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _read(path: Path) -> dict[str, Any]:
    readers: list[str] = []
    rows: list[tuple[str, int, int, str]] = []
    whole = True
    unexplained = False
    databases: list[str] = []
    for one in sources(path):
        source = one.source
        if not isinstance(source, Source):
            continue
        for problem in source.problems():
            codec.canonical(problem)
        if one.reader is None:
            continue
        readers.append(one.reader)
        reader = _registry.readers()[one.reader]
        tiling = Tiling()
        arrived: Counter[str | None] = Counter()
        lossy: set[str | None] = set()
        for record in reader.read(source, Options()):
            spelt(record)
            tiling.watch(record)
            if isinstance(record, ReadProblem):
                arrived[record.locator.member] += record.records
                if record.severity == "loss":
                    lossy.add(record.locator.member)
            elif isinstance(record, (*_ROWS, Duplicate)):
                arrived[record.locator.member] += 1
            if isinstance(record, _ROWS) and len(rows) < 50_000:
                span = record.locator.span or (-1, -1)
                rows.append((identifier(record.sent_at.stated, record.body), *span, record.locator.member or source.name))
        counted, accounted = records_in_source(reader, source, tiling)
        if not accounted or counted != arrived.total():
            whole = False
            found = without_databases(reader, source, arrived, lossy)
            unexplained = unexplained or not found
            databases += found
    return {"readers": readers, "rows": rows, "whole": whole, "databases": [] if unexplained else databases}


def without_databases(reader: Reader, source: Source, arrived: Mapping[str | None, int], lossy: set[str | None]) -> list[str]:
    """The names of the SQLite databases in the source at which a loss is listed, if all that lies beside them is conserved: what
    the reader counts when it may not open them is what `arrived` from the other members. Else none.
    """
    found = [
        member
        for member in source.members
        if (member.name if source.is_container else None) in lossy and source.head(member, len(MAGIC)) == MAGIC
    ]
    names = [member.name for member in found]
    if not source.is_container:
        return names
    with Source(source.path, source.inside) as again:
        for name in names:
            again.refuse(name, "member-unreadable")
        rest = sum(times for member, times in arrived.items() if member not in names)
        return names if names and reader.count(again) == rest else []


if __name__ == "__main__":
    main()
