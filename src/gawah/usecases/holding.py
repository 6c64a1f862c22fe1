"""A vault that a program holds open for a while, and puts away by itself: after some minutes in which nothing was done, and when
the machine slept. What has to go with it (pages, tokens, previews) is told by a hook.

All calls come from the thread that opened the vault, as the database asks. The program calls `tick` every few seconds.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

from gawah.records.errors import VaultPutAway
from gawah.usecases._workspace import Workspace

Reason: TypeAlias = Literal["asked", "idle", "sleep"]
"""Why it was put away."""

IDLE_SECONDS = 300.0
"""Five minutes (evidence-and-security, T2)."""

SLEPT_SECONDS = 30.0
"""By so much the clock on the wall must have run ahead of the monotonic one, which stands still while a machine sleeps."""


class Holding:
    """An open case with a deadline."""

    def __init__(
        self,
        work: Workspace,
        *,
        monotonic: Callable[[], float],
        wall: Callable[[], float],
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        """Hold the case from now on.

        Args:
            work: An opened case; it is closed here.
            monotonic: Seconds that never jump, as `time.monotonic`.
            wall: Seconds of the clock on the wall, as `time.time`.
            idle_seconds: After so long without a use it is put away.
        """
        self._work: Workspace | None = work
        self._monotonic = monotonic
        self._wall = wall
        self._idle = idle_seconds
        self._hooks: list[Callable[[Reason], None]] = []
        self._uses = 0
        self._wanted: Reason | None = None
        self._used = monotonic()
        self._seen = (self._used, wall())

    @property
    def locked(self) -> bool:
        """Whether it has been put away."""
        return self._work is None

    def on_lock(self, hook: Callable[[Reason], None]) -> None:
        """Have `hook` called once, right after the keys are gone."""
        self._hooks.append(hook)

    @contextmanager
    def use(self) -> Iterator[Workspace]:
        """The case, for one thing that the person does; starts the minutes anew. Raises VaultPutAway: open it again.

        What asks for the lock meanwhile waits for the end of the use.
        """
        self.tick()
        if self._work is None:
            raise VaultPutAway("the vault was put away")
        self._uses += 1
        try:
            yield self._work
        finally:
            self._uses -= 1
            self._used = self._monotonic()
            if self._wanted is not None:
                self.lock(self._wanted)

    def tick(self) -> bool:
        """Put the case away when it is time; whether it is away now."""
        now, wall = self._monotonic(), self._wall()
        slept = (wall - self._seen[1]) - (now - self._seen[0])
        self._seen = (now, wall)
        if slept > SLEPT_SECONDS:
            self.lock("sleep")
        elif self._uses == 0 and now - self._used >= self._idle:
            self.lock("idle")
        return self.locked

    def lock(self, reason: Reason = "asked") -> None:
        """Put the keys away, close the case and tell the hooks. Doing it twice does no harm.

        Raises what closing raises, after the keys are gone and the hooks were told.
        """
        if self._uses:
            self._wanted = self._wanted or reason
            return
        work, self._work = self._work, None
        if work is None:
            return
        try:
            work.vault.close()
        finally:
            hooks, self._hooks = self._hooks, []
            for hook in hooks:
                hook(reason)
