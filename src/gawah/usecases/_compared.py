"""Compares an item just read with the exports next to it in time, and keeps what differs as dated findings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from gawah.analysis.exports_compared import differences
from gawah.records.casework import Basis, Finding, FindingKind
from gawah.records.content import Message
from gawah.records.digest import identifier
from gawah.usecases._workspace import Workspace
from gawah.vault import codec
from gawah.vault.rows import Row


def compare(work: Workspace, item_id: str) -> tuple[Finding, ...]:
    """What the item says differently than its neighbours in time, kept in the case; without what was found before."""
    found = [finding for earlier, later in work.vault.neighbours(item_id) for finding in _between(work, earlier, later)]
    return work.vault.add_findings(found, work.clock(), work.acting)


def _between(work: Workspace, earlier: str, later: str) -> Iterator[Finding]:
    for each in work.vault.apart(earlier, later):
        ones, twos = _messages(each.earlier), _messages(each.later)
        found = differences(ones, twos)
        if not found.same and not found.changed and not each.shares:
            continue  # two exports without a message in common cannot miss one of each other's
        draft = _Draft(work, earlier, later, each.conversation)
        by_basis: dict[Basis, list[tuple[str, str]]] = defaultdict(list)
        for one, two, basis in found.changed:
            by_basis[basis].append((one, two))
        for basis, pairs in by_basis.items():
            yield draft.finding("changed", [one for one, _ in pairs], basis, [two for _, two in pairs])
        if found.earlier_only:
            yield draft.finding("missing-later", found.earlier_only, "time-covered")
        if found.later_only:
            yield draft.finding("missing-earlier", found.later_only, "time-covered")


class _Draft:
    """What all findings between two items in one conversation share."""

    def __init__(self, work: Workspace, earlier: str, later: str, conversation: str) -> None:
        self._finding = Finding(
            id="",
            kind="changed",
            found_at=work.clock(),
            earlier=earlier,
            later=later,
            earlier_kept=work.vault.acquisition(earlier).at,
            later_kept=work.vault.acquisition(later).at,
            conversation=conversation,
            records=(),
            basis="same-id",
            maker=work.acting.tool,
        )

    def finding(self, kind: FindingKind, records: Sequence[str], basis: Basis, counterparts: Sequence[str] = ()) -> Finding:
        """The finished one; its id says what was compared and found, not when or by which version."""
        base = self._finding
        own = identifier(kind, basis, base.earlier, base.later, base.conversation, *records, "", *counterparts)
        return replace(base, id=own, kind=kind, records=tuple(records), counterparts=tuple(counterparts), basis=basis)


def _messages(rows: Sequence[Row]) -> list[Message]:
    return [cast("Message", codec.decode(row.type, row.json)) for row in rows]
