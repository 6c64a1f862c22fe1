"""What readers could not read, or read with a caution."""

from gawah.records.content import ReadProblem
from gawah.records.evidence import EvidenceItem
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace


def problems(work: Workspace, prefix: str | None = None) -> list[tuple[EvidenceItem, ReadProblem]]:
    """The problems of one item, or of all, in the order of keeping and of the source. Raises NotFound, BadInput."""
    items = work.vault.items()
    chosen = items if prefix is None else [one_of(items, prefix)]
    return [(item, problem) for item in chosen for problem in work.vault.problems(item.id)]
