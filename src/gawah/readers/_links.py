"""The web addresses that stand in a text."""

import re

_LINK = re.compile(r"https?://[^\s<>\"]+")


def links(*texts: str | None) -> tuple[str, ...]:
    """The web addresses in the texts, in order, each once."""
    found = (match.group().rstrip(".,;:!?]}'»”’") for text in texts if text for match in _LINK.finditer(text))
    # A bracket at the end belongs to the address only when it closes one inside: `…/K3_(band)`.
    return tuple(dict.fromkeys(link if "(" in link else link.rstrip(").,;") for link in found))
