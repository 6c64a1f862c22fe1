"""Whether what a screen or page shows are the words of a message: by groups of three letters, which survive a few misread ones.

Texts come folded (letter variants and case told apart by nobody), as they are searched.
"""

import re
from collections.abc import Iterator

SHORTEST = 16
"""Letters of a message at least: shorter ones, such as `ok see you`, stand everywhere."""

ENOUGH = 80
"""Of 100 groups of three letters of a message, so many must stand in what the capture shows."""

WINDOW = 14
"""Letters in a row that are looked for, to find the messages that come into question: short enough to be read without a fault."""

MOST_LINES = 2_000
_SPACE = re.compile(r"\s+")


def windows(shown: str) -> Iterator[str]:
    """Stretches of `WINDOW` letters of a capture's text to look for in messages: of each line its beginning, middle and end."""
    for line in shown.splitlines()[:MOST_LINES]:
        plain = _plain(line.replace('"', " "))
        if len(plain) >= SHORTEST:
            middle = (len(plain) - WINDOW) // 2
            yield from dict.fromkeys(plain[at : at + WINDOW] for at in (0, middle, len(plain) - WINDOW))


def stretches(message: str) -> frozenset[str]:
    """Every stretch of `WINDOW` letters of a message: it comes into question for a capture with one of them among its windows."""
    plain = _plain(message.replace('"', " "))
    return frozenset(plain[at : at + WINDOW] for at in range(len(plain) - WINDOW + 1)) if len(plain) >= SHORTEST else frozenset()


class Shown:
    """The text of a capture, to which messages are held."""

    def __init__(self, text: str) -> None:
        self._groups = _groups(_plain(text))

    def share(self, message: str) -> int:
        """How much of a message it holds: 0–100; 0 for a message too short to tell."""
        plain = _plain(message)
        if len(plain) < SHORTEST:
            return 0
        groups = _groups(plain)
        return 100 * len(groups & self._groups) // len(groups)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _groups(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))
