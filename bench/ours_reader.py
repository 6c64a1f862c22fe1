"""Reads one file with the reader that claims it, set up as in the worker; prints records, seconds of both kinds, and memory.

Behind the path may stand `counted`: then it is read once more and counted by other means, which is not timed.
"""

import gc
import json
import sys
import time
from pathlib import Path

from bench.invented_table import MAPPING
from bench.peer import peak_kib
from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem

_COUNTED = (Message, Event, Capture, Duplicate)

path = Path(sys.argv[1])
with Source(path) as source:
    claimed = _registry.identify(source)
reader = _registry.readers()[claimed[0]] if len(claimed) == 1 else None
if reader is None:
    sys.exit("claimed by none, or by several")
options = Options(mapping=MAPPING if claimed == ["table"] else None)
gc.collect()
gc.freeze()
gc.disable()
started, busy = time.perf_counter(), time.process_time()
found = 0
tiling = Tiling()
with Source(path) as source:
    for record in reader.read(source, options):
        found += record.records if isinstance(record, ReadProblem) else isinstance(record, _COUNTED)
took = {"seconds": time.perf_counter() - started, "busy": time.process_time() - busy}
peak = peak_kib()
told = {"reader": claimed[0], "records": found, **took, "peak_kib": peak}
if "counted" in sys.argv[2:]:  # then, not timed, that it was right: counted by other means
    with Source(path) as source:
        for record in reader.read(source, options):
            tiling.watch(record)
        counted, whole = records_in_source(reader, source, tiling)
    told["whole"] = whole and counted == found
print(json.dumps(told))
