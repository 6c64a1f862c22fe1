"""Reads one WhatsApp file with whatstk; prints messages, seconds and peak memory in KiB. Runs in the peers' own environment."""

import json
import resource
import sys
import time

from whatstk import WhatsAppChat  # type: ignore[import-not-found]  # installed in .venv-bench alone

started = time.perf_counter()
chat = WhatsAppChat.from_source(sys.argv[1])
seconds = time.perf_counter() - started
print(json.dumps({"messages": len(chat.df), "seconds": seconds, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
