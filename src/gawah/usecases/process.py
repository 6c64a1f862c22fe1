"""What this process leaves behind: no core dump, and no memory that other programs of the same user may read (A6).

Called once at the start of every program that may hold a key. What it cannot do: keep keys out of swap or out of the image of a
machine that hibernates (encrypt those), or from whoever is root.
"""

import ctypes
import os
import sys

_PR_SET_DUMPABLE = 4
"""linux/prctl.h"""


def leave_no_core() -> None:
    """From now on a crash of this process writes no core file, and on Linux nobody but root may attach to it or read its memory.

    The system's own collector of crashes is not bound by the limit on core files (core(5)); that the process may not be dumped
    holds for it too.
    """
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
