"""Reads one WhatsApp file with gawah's reader, set up as in the worker, and prints messages, seconds and peak memory in KiB."""

import gc
import json
import resource
import sys
import time
from pathlib import Path

from gawah.readers import whatsapp
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message

path = Path(sys.argv[1])
# First that it is right: every byte belongs to one record. Then, by itself, how long it takes.
tiling = Tiling()
with Source(path) as source:
    for record in whatsapp.read(source, Options()):
        tiling.watch(record)
    whole = records_in_source(whatsapp, source, tiling)[1]
gc.collect()
gc.freeze()
gc.disable()
started = time.perf_counter()
messages = 0
with Source(path) as source:
    for record in whatsapp.read(source, Options()):
        messages += isinstance(record, Message)
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"messages": messages, "seconds": seconds, "peak_kib": peak, "whole": whole}))
