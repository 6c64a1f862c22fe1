"""One thing said in the story, before any platform has written it down, and the marks by which phrases/ asks for more than text."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "text", "photo", "voice", "document", "omitted", "deleted", "edited", "call", "system", "share", "react", "unsent"
]

_MARK = re.compile(r"^\[(" + "|".join(kind for kind in get_args(Kind) if kind != "text") + r")(?: ([^\]]*))?\]\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message or a platform's line at a moment of the story.

    Attributes:
        at: With the story's zone; seconds are kept although Android does not write them.
        by: Key of the person; "" when the platform speaks.
        kind: What was said: text, an attachment, a deleted message and so on.
        text: The words, or the caption.
        detail: What the mark carried: the file wished for, the emoji of a reaction.
        reactions: Emoji and the key of who reacted, for Instagram.
    """

    at: datetime
    by: str
    kind: Kind = "text"
    text: str
    detail: str = ""
    reactions: tuple[tuple[str, str], ...] = ()

    @property
    def is_event(self) -> bool:
        """Whether the platform speaks, and not a person. Calls are events."""
        return self.kind in {"system", "call"}


def marked(at: datetime, by: str, written: str) -> Said:
    """Read one turn as phrases/ writes it: `[photo caption.jpg] words`, `[deleted]`, or plain words. `⏎` is a line break."""
    words = written.replace("⏎", "\n")
    found = _MARK.match(words)
    if found is None:
        return Said(at=at, by=by, text=words)
    kind = next(kind for kind in get_args(Kind) if kind == found.group(1))
    return Said(at=at, by=by, kind=kind, detail=found.group(2) or "", text=found.group(3))


def with_reaction(said: Said, emoji: str, by: str) -> Said:
    """The same thing said, with one more reaction."""
    return replace(said, reactions=(*said.reactions, (emoji, by)))
