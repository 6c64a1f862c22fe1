"""How many texts a person wants to look at in a day, and how many they have looked at. A pause, never a bar."""

from dataclasses import dataclass

from gawah.records.errors import BadInput
from gawah.records.triage import TriageSettings
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

MOST = 100_000
PAUSE = (
    "You have looked at as many texts today as you had set yourself.",
    "Nothing is lost by stopping here: all of it waits, and what is recent and threatening is announced all the same.",
    "go on: gawah triage --go-on; hand it to somebody: gawah triage needs-helper ID; another limit: gawah triage budget N",
)
"""What is said at the limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Where a day stands.

    Attributes:
        a_day: Texts a day after which sorting pauses; None for no pause.
        today: Texts looked at since midnight UTC, wherever in gawah; one looked at twice counts twice.
    """

    a_day: int | None
    today: int

    @property
    def left(self) -> int | None:
        """Texts until the pause; None where there is none."""
        return None if self.a_day is None else max(0, self.a_day - self.today)

    @property
    def reached(self) -> bool:
        """Whether the pause has come."""
        return self.left == 0


def settings(work: Workspace) -> TriageSettings:
    """As last set; as a case begins where nobody has set anything."""
    found = work.vault.stated(TriageSettings)
    return found[-1] if found else TriageSettings(**written(work))


def budget(work: Workspace) -> Budget:
    """Where today stands, by this machine's clock."""
    return Budget(a_day=settings(work).reveals_a_day, today=work.vault.looked_at_since(work.clock()[:10]))


def set_budget(work: Workspace, a_day: int | None) -> int:
    """Set the texts a day; None for no pause. The ledger entry. Raises BadInput."""
    if a_day is not None and not 0 <= a_day <= MOST:
        raise BadInput(f"the number of texts a day is 0 to {MOST}")
    return keep_settings(work, TriageSettings(**written(work), reveals_a_day=a_day, forgotten=settings(work).forgotten))


def keep_settings(work: Workspace, made: TriageSettings) -> int:
    """Keep settings; the ledger entry."""
    return work.vault.state(made, made.id, work.clock(), work.acting, method="triage-settings")
