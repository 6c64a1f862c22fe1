"""Files looked at by processes of their own, while this one goes on with what only it can do (performance.md, section 4, stage A).

A process is a fork: it has what opens the files in its memory, as this one has, and nothing is sent to it. It closes every handle
it was born with (the database, the lock), answers one byte a file through a pipe, and ends when nobody listens any more. Where the
system cannot fork, or threads are at work that a fork would leave half done, the caller looks by itself.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn, TypeVar

T = TypeVar("T")

LEAST = 512
"""From so many files on, processes are worth their start."""

_PROCESSES = 2
_ANSWERS = 4096
_TOGETHER = 32


class Ahead:
    """The answers to `jobs`, worked out ahead by `look` in other processes. A context manager; leaving it ends them."""

    def __init__(self, jobs: Sequence[T], look: Callable[[T], bytes]) -> None:
        """Begin. `look` gives one byte a job, raises nothing, and touches neither the database nor the ledger."""
        self._ends: list[int] = []
        self._children: list[int] = []
        self._found = [bytearray() for _ in range(_PROCESSES)]
        try:
            for first in range(_PROCESSES):
                self._start(jobs[first::_PROCESSES], look)
        except OSError:
            self.close()  # the system has no room for another process: every answer is None

    @staticmethod
    def worth(jobs: int) -> bool:
        """Whether so many files are worth it here and now."""
        alone = threading.active_count() == 1
        return jobs >= LEAST and sys.platform == "linux" and alone and (os.cpu_count() or 1) > 1

    def answer(self, number: int) -> bytes | None:
        """The answer to a job, once it is there; None when its process came to an early end: then the caller looks by itself."""
        turn, which = divmod(number, _PROCESSES)
        found = self._found[which]
        while len(found) <= turn:
            more = os.read(self._ends[which], _ANSWERS) if which < len(self._ends) else b""
            if not more:
                return None
            found += more
        return bytes(found[turn : turn + 1])

    def close(self) -> None:
        """End the processes. Doing it twice does no harm."""
        while self._ends:
            os.close(self._ends.pop())
        while self._children:
            with suppress(ChildProcessError):
                os.waitpid(self._children.pop(), 0)

    def _start(self, jobs: Sequence[T], look: Callable[[T], bytes]) -> None:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            _look(jobs, look, write)
        os.close(write)
        self._ends.append(read)
        self._children.append(child)


def _look(jobs: Sequence[T], look: Callable[[T], bytes], out: int) -> NoReturn:
    """The whole life of a child. It ends here whatever happens: what stands above it in the stack is its parent's."""
    try:
        gc.disable()
        os.closerange(3, out)
        os.closerange(out + 1, os.sysconf("SC_OPEN_MAX"))
        for start in range(0, len(jobs), _TOGETHER):
            os.write(out, b"".join(look(job) for job in jobs[start : start + _TOGETHER]))
    finally:
        os._exit(0)
