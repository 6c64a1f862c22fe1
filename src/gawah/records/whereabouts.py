"""Which places a case has to do with, as a person states it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """The places whose contacts and rules are wanted in this case. Nothing else in a case says where anybody is.

    A case has one; stated again under its id it replaces what was said before, which stays in the ledger.

    Attributes:
        id: 32 hexadecimal digits, random.
        recorded_at: When it was said, by this machine's clock.
        agent, for_agent: Who said so, and on whose behalf.
        places: Codes of `gawah packs places`, the most important first; () when it was taken back.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    places: tuple[str, ...]
