"""Recent threats that nobody decided, told whenever a case is opened: on standard error, and as a key of every JSON object."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gawah.interfaces.cli import _output
from gawah.interfaces.cli._helplines import IN_DANGER, NO_PLACE, helplines_json
from gawah.interfaces.cli._output import Voice, plural
from gawah.interfaces.cli._rows import SHORT, time_text, when_json
from gawah.records.errors import GawahError

if TYPE_CHECKING:
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.triage_fresh import Fresh

KEY = "fresh_threats"
_MOST = 5
"""So many are told one by one; the others are counted."""
_CONTACTS = 12
"""So many contacts at most stand beside them."""
_NAMES = {"names-a-means": "means", "names-a-place": "a place", "names-a-time": "a time"}


def announce(voice: Voice, work: "Workspace") -> None:
    """Say what is recent, and whom to call; nothing where there is nothing. A case that is damaged opens all the same."""
    from gawah.usecases.triage_fresh import fresh

    try:
        found = fresh(work)
    except (GawahError, ValueError, LookupError, AssertionError):
        voice.warn("recent threats could not be looked for: gawah check says what is damaged")
        return
    if found:
        tell(voice, work, found)


def tell(voice: Voice, work: "Workspace", found: "Sequence[Fresh]") -> None:
    """Say these on standard error, and let every JSON object of this run hold them."""
    from gawah.usecases.helplines import helplines, line
    from gawah.usecases.triage_fresh import NOT_SAFE

    whom = helplines(work)
    _output.standing[KEY] = {**json_of(found), **helplines_json(whom)}
    one_or_more = "it" if len(found) == 1 else "them"
    voice.warn(f"{plural(len(found), 'recent text')} with words of a threat; nobody has decided {one_or_more} yet")
    for one in found[:_MOST]:
        voice.warn(f"  {one.id[:SHORT]}  {descriptor(one)}")
    if len(found) > _MOST:
        voice.warn(f"  and {len(found) - _MOST:,} more: gawah triage lists them, threats first")
    voice.warn("  a machine found this, nobody read it; why: gawah triage explain ID; to decide: accept, change or not-abuse")
    voice.warn(f"{IN_DANGER[0].lower()}{IN_DANGER[1:].rstrip('.')}")
    for contact in [one for one in whom.contacts if one.kind == "emergency" or whom.chosen][:_CONTACTS]:
        voice.warn(f"  {line(contact)}")
    if whom.without_emergency:
        voice.warn(f"  no emergency number is held here for: {', '.join(whom.without_emergency)}")
    if not whom.chosen:
        voice.warn(f"  {NO_PLACE[0].lower()}{NO_PLACE[1:].rstrip('.')}")
    voice.warn(NOT_SAFE)


def descriptor(one: "Fresh") -> str:
    """Such as `names a place and a time; 2024-03-30 21:05 local, WhatsApp, ur-Latn, 3 near copies`. No text and no name."""
    named = " and ".join(_NAMES[name] for name in one.names)
    copies = f", {plural(one.copies - 1, 'near copy', 'near copies')}" if one.copies > 1 else ""
    return f"names {named}; {time_text(one.sent_at)}, {one.platform}, {one.language}{copies}"


def json_of(found: "Sequence[Fresh]") -> dict[str, Any]:
    """The same for JSON, without contacts."""
    from gawah.usecases.triage_fresh import NOT_SAFE

    threats = [
        {
            "id": one.id,
            "sent_at": when_json(one.sent_at),
            "platform": one.platform,
            "language": one.language,
            "names": list(one.names),
            "near_copies": one.copies,
        }
        for one in found
    ]
    return {"threats": threats, "words": NOT_SAFE}
