"""Where the worlds of the fault tests lie."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ROOM = 2 << 30


@pytest.fixture
def worlds() -> Iterator[Path]:
    """An empty folder for one test, in memory where the system has room there: a kill and a replayed power cut ask nothing of the
    drive underneath, whose syncs take most of the time.
    """
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    with tempfile.TemporaryDirectory(prefix="gawah-faults-", dir=MEMORY if roomy else None) as folder:
        yield Path(folder)
