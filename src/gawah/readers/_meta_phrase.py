"""What Meta's apps write into a conversation themselves: calls, members, names of the group. The words are a pack, `facebook.toml`.

Most of them begin with the sender's own name ("Ada named the group Kiln."), or with "You" for the account holder: only then is a
text the app's. A person could type such a sentence about themself; the words are kept either way.
"""

import re
from dataclasses import dataclass
from functools import cache

from gawah.packs.load import load

_LONGEST = 400
"""Characters of the longest text that is compared."""
_PLACE = re.compile(r"(\{who\} |\*|\([^()]+\))")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """The pack, made ready for comparing: phrases behind a name, and phrases without one."""

    you: frozenset[str]
    behind_name: tuple[tuple[str, re.Pattern[str]], ...]
    alone: tuple[tuple[str, re.Pattern[str]], ...]
    begins: re.Pattern[str]


def event_told(sender: str | None, body: str, holder: str | None = None) -> str | None:
    """The name of the event that `body` tells of when the app wrote it; None for what a person wrote."""
    if not body or len(body) > _LONGEST:
        return None
    phrases = _phrases()
    if sender and body.startswith(sender + " "):
        return _fitting(phrases.behind_name, body[len(sender) + 1 :])
    first, _, rest = body.partition(" ")
    if first in phrases.you and sender and sender == holder and (found := _fitting(phrases.behind_name, rest)) is not None:
        return found
    return _fitting(phrases.alone, body) if phrases.begins.match(body) else None


def _fitting(phrases: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((event for event, pattern in phrases if pattern.fullmatch(text)), None)


@cache
def _phrases() -> _Phrases:
    pack = load("platforms/facebook")
    languages = [table for table in pack.values() if isinstance(table, dict) and "event" in table]
    listed = [(event, phrase) for table in languages for event, found in table["event"].items() for phrase in found]
    alone = [(event, phrase) for event, phrase in listed if not phrase.startswith("{who} ")]
    starts = {phrase.lstrip("(")[:2] for _event, phrase in alone}
    starts |= {choice[:2] for _event, phrase in alone if phrase[0] == "(" for choice in phrase[1 : phrase.index(")")].split("|")}
    return _Phrases(
        you=frozenset(word for table in languages for word in table["you"]),
        behind_name=tuple((event, _pattern(phrase)) for event, phrase in listed if phrase.startswith("{who} ")),
        alone=tuple((event, _pattern(phrase)) for event, phrase in alone),
        begins=re.compile("|".join(sorted(map(re.escape, starts))), re.IGNORECASE),
    )


def _pattern(phrase: str) -> re.Pattern[str]:
    parts = []
    for part in _PLACE.split(phrase):
        if part == "*":
            parts.append(".+?")
        elif part.startswith("("):
            parts.append("(?:" + "|".join(map(re.escape, part[1:-1].split("|"))) + ")")
        elif part != "{who} ":
            parts.append(re.escape(part))
    return re.compile("".join(parts) + r"\.?", re.IGNORECASE)
