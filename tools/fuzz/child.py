"""Reads what it is told to, shut in as the worker is, and says for each what came of it. `python -m tools.fuzz.child`.

A line on standard input is a path; the line that answers is JSON: who read it, records by what they state and where, or the fault.
"""

import gc
import json
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
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
    lost = False
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
        tiling, arrived = Tiling(), 0
        for record in reader.read(source, Options()):
            spelt(record)
            tiling.watch(record)
            lost = lost or (isinstance(record, ReadProblem) and record.severity == "loss")
            arrived += record.records if isinstance(record, ReadProblem) else isinstance(record, (*_ROWS, Duplicate))
            if isinstance(record, _ROWS) and len(rows) < 50_000:
                span = record.locator.span or (-1, -1)
                rows.append((identifier(record.sent_at.stated, record.body), *span, record.locator.place))
        counted, accounted = records_in_source(reader, source, tiling)
        whole = whole and accounted and counted == arrived
    return {"readers": readers, "rows": rows, "whole": whole, "lost": lost, "database": _is_database(path)}


def _is_database(path: Path) -> bool:
    """Whether one of the files is an SQLite database."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    for file in files:
        with file.open("rb") as stream:
            if stream.read(16) == b"SQLite format 3\x00":
                return True
    return False


if __name__ == "__main__":
    main()
