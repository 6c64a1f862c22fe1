"""Names beside a bundle, on a receipt or a certificate: who is protected in the bundle is shown by initials there too."""

from gawah.dossier.redact import Overlay
from gawah.dossier.spelling import Named
from gawah.usecases._case_sheets import agent_name
from gawah.usecases._workspace import Workspace
from gawah.usecases.protect import active


def initials(work: Workspace) -> Overlay:
    """What replaces the names of protected parties; redactions by hand are of records, and are not in it."""
    return Overlay([Named(shown=one.shown, spellings=one.spellings) for one in active(work)])


def acted(work: Workspace, agent: str, for_agent: str | None) -> dict[str, str]:
    """`made_by` and `on_behalf_of`, "" where they acted for themselves."""
    overlay = initials(work)
    return {
        "made_by": overlay.text(agent_name(work, agent)),
        "on_behalf_of": overlay.text(agent_name(work, for_agent)) if for_agent else "",
    }
