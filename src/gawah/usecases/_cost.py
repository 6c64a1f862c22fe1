"""What one try at a passphrase shall cost on this machine: about a second, and at most a quarter of its memory."""

import os
from collections.abc import Callable

from gawah.seal.cost import calibrate, try_once
from gawah.seal.keys import DEFAULT_COST, Cost

_SHARE = 4


def fitting(timer: Callable[[], float] | None) -> Cost:
    """The cost for this machine, measured with `timer` (seconds, as `time.perf_counter`); `DEFAULT_COST` without one."""
    if timer is None:
        return DEFAULT_COST

    def seconds_of(cost: Cost) -> float:
        begun = timer()
        try_once(cost)
        return timer() - begun

    return calibrate(seconds_of, _memory_kib() // _SHARE)


def _memory_kib() -> int:
    """Memory of this machine in KiB; where the system does not say, enough for `DEFAULT_COST`."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    except (AttributeError, ValueError, OSError):
        return DEFAULT_COST.memory_kib * _SHARE
