"""Reads one WhatsApp file with whatstk and prints messages, seconds and peak memory in KiB. Run by the bench in the peers' own venv."""

import json
import resource
import sys
import time

from whatstk import WhatsAppChat

started = time.perf_counter()
chat = WhatsAppChat.from_source(sys.argv[1])
seconds = time.perf_counter() - started
print(json.dumps({"messages": len(chat.df), "seconds": seconds, "peak_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
