"""Loads one JSON file whole with the standard library, and prints seconds and peak memory in KiB."""

import json
import resource
import sys
import time
from pathlib import Path

path = Path(sys.argv[1])
started = time.perf_counter()
with path.open("rb") as stream:
    text = stream.read().decode("utf-8-sig")
# What X puts before its arrays is no JSON.
json.loads(text[text.index("[") :] if text.startswith("window.") else text)
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
