"""What is handed over: numbered exhibits in a sealed dossier."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

ExhibitKind: TypeAlias = Literal["message", "event", "capture", "item", "entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One message, event, capture, file or entry as numbered in a dossier.

    Attributes:
        number: `E0001` and on, per case, stable for ever: a later dossier never gives the number to anything else.
        kind: What the exhibit is.
        target: The id of the message, event, capture, item or entry.
    """

    number: str
    kind: ExhibitKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A disclosed, sealed set of exhibits.

    Attributes:
        id: 32 hexadecimal digits, random; printed on every page.
        at: When it was made.
        agent, for_agent: Who made it, and on whose behalf.
        audience: For whom it was made.
        exhibits: Their numbers.
        bundle_sha256: SHA-256 of the bundle's tag manifest.
        impact: Ids of the diary's entries that it holds.
        impact_for: Whom the person named as their reader; "" where it holds none.
    """

    id: str
    at: str
    agent: str
    for_agent: str | None
    audience: str
    exhibits: tuple[str, ...] = field(default=())
    bundle_sha256: str
    impact: tuple[str, ...] = field(default=())
    impact_for: str = field(default="", repr=False)
