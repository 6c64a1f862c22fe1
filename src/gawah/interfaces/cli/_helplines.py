"""Whom to call, as a few lines beside whatever a command prints, and as JSON."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from gawah.interfaces.cli._output import plural, result

if TYPE_CHECKING:
    from gawah.usecases.helplines import Contact, Helplines

IN_DANGER: Final = "In danger, call the emergency number of the place where you are; nothing here needs to be done first."
"""Said above the contacts."""
NO_PLACE: Final = "No place is set, so those of all known places are listed: `gawah packs places`, `gawah place CODE`."


def tell(found: "Helplines", *, short: bool = False) -> None:
    """Print whom to call.

    Args:
        found: Of `usecases.helplines`.
        short: With no place named, only the emergency numbers and where to find the rest.
    """
    result(IN_DANGER)
    cut = short and not found.chosen
    _contacts(found, emergency_alone=cut)
    if cut:
        result("  Helplines: gawah packs places CODE; for this case, once it is said which place: gawah place CODE")
    elif not found.chosen:
        result(f"  {NO_PLACE}")
    if found.left_out and not cut:
        result(f"  {plural(found.left_out, 'contact')} past the day of looking it up again: gawah place --stale")


def tell_at_once(now: str) -> None:
    """Print the emergency numbers of all places known as of `now`, before a vault is opened and before anything is asked."""
    from gawah.usecases.helplines import known_helplines

    _contacts(known_helplines(date.fromisoformat(now[:10])), emergency_alone=True)


def _contacts(found: "Helplines", *, emergency_alone: bool) -> None:
    from gawah.usecases.helplines import line

    for one in found.contacts:
        if one.kind == "emergency" or not emergency_alone:
            result(f"  {line(one)}")
            if one.note and not emergency_alone:
                result(f"    {one.note}")
    if found.without_emergency:
        result(f"  No emergency number is held for: {', '.join(found.without_emergency)}.")


def helplines_json(found: "Helplines") -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "places": list(found.chosen),
        "contacts": [contact_json(one) for one in found.contacts],
        "without_emergency_number": list(found.without_emergency),
        "left_out_as_stale": found.left_out,
    }


def contact_json(one: "Contact") -> dict[str, Any]:
    """One contact."""
    return {
        "id": one.id,
        "place": one.place,
        "territory": one.territory,
        "kind": one.kind,
        "name": one.name,
        "value": one.value or None,
        "hours": one.hours or None,
        "languages": list(one.languages),
        "note": one.note,
        "looked_up": one.seen.isoformat(),
        "stale": one.stale,
        "confidence": one.confidence,
        "sources": list(one.sources),
    }
