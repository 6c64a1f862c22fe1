"""Lets an act run in a process of its own and breaks it off: SIGKILL at a step or at any instant, or a drive that says no.

The process is a fork of this one, so that hundreds of kills take seconds. It speaks through a pipe, whose bytes outlive it: a line
for each acknowledgement and, before it goes on, one for each durable step (`step NAME`).
"""

import errno
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from gawah.records.errors import DiskFull, VaultUnwritable
from gawah.vault import _points, durable

POSSIBLE = hasattr(os, "fork") and hasattr(signal, "SIGKILL")
needs_kill = pytest.mark.skipif(not POSSIBLE, reason="this system has no fork or no SIGKILL")

REFUSED = 3
"""Exit status of an act to which the drive said no, in the vault's own words."""

Say = Callable[..., None]
Act = Callable[[Say], None]
Stop = Callable[[str, int], bool]
"""Told the name of a step and how many steps there were before it; says whether to break off here."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A drive that says no.

    Attributes:
        code: What it says (errno). A full drive still lets files be removed.
        change: After so many changes of durable.py it says so, and at every one from then on.
        size: No file, the database's own among them, may grow beyond so many bytes.
    """

    code: int = errno.ENOSPC
    change: int | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an act.

    Attributes:
        killed: By SIGKILL.
        refused: The act ended with DiskFull or VaultUnwritable.
        lines: What it acknowledged.
        steps: The durable steps it reached.
        changes: How many changes durable.py made.
    """

    killed: bool
    refused: bool
    lines: list[list[str]]
    steps: list[str]
    changes: int


def run(act: Act, *, kill: Stop | None = None, kill_after: int | None = None, refusal: Refusal | None = None) -> Outcome:
    """Let the act run and break it off; to its end when nothing says where to break it off.

    Args:
        act: What to do; it is given the means to acknowledge.
        kill: The process kills itself at the step for which this is true.
        kill_after: This process kills the other when it has read so many lines, wherever the other is by then.
        refusal: When and how the drive says no.
    """
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        _child(act, mouth, kill, refusal)
    os.close(mouth)
    said = _listen(ear, child, kill_after)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, REFUSED, -signal.SIGKILL), f"the act ended with {code} after {said[-3:]}"
    lines = [line.split() for line in said]
    return Outcome(
        killed=code == -signal.SIGKILL,
        refused=code == REFUSED,
        lines=[words for words in lines if words[0] not in ("step", "change")],
        steps=[words[1] for words in lines if words[0] == "step"],
        changes=sum(words[0] == "change" for words in lines),
    )


def at(name: str, turn: int = 1) -> Stop:
    """The `turn`-th time that the step `name` is reached."""
    left = turn

    def stop(step: str, _before: int) -> bool:
        nonlocal left
        left -= step == name
        return step == name and left == 0

    return stop


def after(steps: int) -> Stop:
    """The step before which there were so many."""
    return lambda _step, before: before == steps


def _listen(ear: int, child: int, kill_after: int | None) -> list[str]:
    """Every whole line, to the end of the pipe: also what was said between the deciding line and the kill."""
    said = []
    with os.fdopen(ear, "r", encoding="ascii") as lines:
        for line in lines:
            if line.endswith("\n"):
                said.append(line.rstrip("\n"))
            if len(said) == kill_after:
                os.kill(child, signal.SIGKILL)
    return said


def _child(act: Act, mouth: int, kill: Stop | None, refusal: Refusal | None) -> NoReturn:
    """The forked process. It never comes back to pytest."""
    code = 1
    try:
        _points.hook = _killing(mouth, kill)
        if refusal is not None:
            durable.recorder = _refusing(mouth, refusal)
        act(lambda *words: _say(mouth, *words))
        code = 0
    except (DiskFull, VaultUnwritable) as fault:
        code = 1 if refusal is None or "canary" in str(fault) else REFUSED
        if code != REFUSED:
            traceback.print_exc()
    except BaseException:  # noqa: BLE001 - whatever it is, it must not reach the test runner that this process is a copy of
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _killing(mouth: int, kill: Stop | None) -> Callable[[str], None]:
    steps = 0

    def hook(name: str) -> None:
        nonlocal steps
        _say(mouth, "step", name)
        if kill is not None and kill(name, steps):
            os.kill(os.getpid(), signal.SIGKILL)
        steps += 1

    return hook


def _refusing(mouth: int, refusal: Refusal) -> Callable[[str, Path, Path | None], None]:
    changes = 0
    if refusal.size is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (refusal.size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    def recorder(step: str, _path: Path, _other: Path | None) -> None:
        nonlocal changes
        _say(mouth, "change")
        changes += 1
        if refusal.change is not None and changes > refusal.change and (step != "unlink" or refusal.code != errno.ENOSPC):
            raise OSError(refusal.code, "canary", "canary")

    return recorder


def _say(mouth: int, *words: object) -> None:
    os.write(mouth, (" ".join(map(str, words)) + "\n").encode("ascii"))
