"""Text from evidence, made safe for a terminal: nothing in it can move the cursor, change colours or turn the reading order."""

import unicodedata

_TOKEN_CATEGORIES = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
_KEPT = "\u200c\u200d"
"""Zero-width non-joiner and joiner: Urdu words and emoji sequences need them, and they reorder nothing."""


def visible(text: str, *, lines: bool = False) -> str:
    """`text` with control, bidi and format characters written as `⟨U+202E⟩`.

    Args:
        text: Anything from evidence.
        lines: Keep line breaks; otherwise they are shown as `⏎`.
    """
    shown = []
    for char in text.replace("\r\n", "\n"):
        if char == "\n":
            shown.append("\n" if lines else "⏎")
        elif char == "\t" or char in _KEPT or unicodedata.category(char) not in _TOKEN_CATEGORIES:
            shown.append(char)
        else:
            shown.append(f"⟨U+{ord(char):04X}⟩")
    return "".join(shown)


def short(text: str, width: int) -> str:
    """The first `width` characters of `text` made visible, with … where it was cut."""
    safe = visible(text)
    return safe if len(safe) <= width else safe[: width - 1] + "…"
