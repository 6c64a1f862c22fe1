"""How a peer is measured: one file, read once, set up as gawah's worker is, and told in one line of JSON.

`peer_<name>.py` says how. It uses what its package gives and makes nothing of its own with it but the number of records.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def measured(read: Callable[[Path, Sequence[str]], int], version: str, *, collecting: bool = False) -> None:
    """Read the file that the command line names first, and print records, seconds, those of the processor, and KiB at the peak.

    Args:
        read: Takes the path and what else stands in the command line; the number of records that it found.
        version: The package and its version.
        collecting: It leaves cycles behind, and would hold the whole file if Python did not look for them.
    """
    path, more = Path(sys.argv[1]), sys.argv[2:]
    gc.collect()
    gc.freeze()
    if not collecting:
        gc.disable()
    started, busy = time.perf_counter(), time.process_time()
    records = read(path, more)
    told = {"records": records, "seconds": time.perf_counter() - started, "busy": time.process_time() - busy}
    print(json.dumps({**told, "peak_kib": peak_kib(), "version": version}))


def peak_kib() -> int:
    """Memory of this process at its peak, in KiB. On Linux getrusage may tell that of the process which started this one."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
