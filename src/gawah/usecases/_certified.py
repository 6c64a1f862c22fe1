"""What the ledger knows of a dossier, as the forms of certificates ask for it: each answer with the entries it is known from.

Digests of exhibits are those that stand in the bundle, checked before. They are never computed anew from the case: what a bundle
hides, its certificate must not tell.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from gawah.dossier import wording
from gawah.dossier.certificate import Filled, Table
from gawah.dossier.words import say
from gawah.packs.certificate import Fact
from gawah.records.custody import Checkpoint
from gawah.records.disclosure import Dossier
from gawah.records.errors import SourceUnreadable
from gawah.usecases._initials import acted, initials
from gawah.usecases._known_bundle import known
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace

ALGORITHM: Final = "SHA256"
"""As the forms name it."""

_EXHIBITS: Final = "data/exhibits.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One answer.

    Attributes:
        entries: The ledger entries that it is known from, in order, at least one.
        facts, table: What is printed.
        ticked: Boxes that are ticked.
    """

    entries: tuple[int, ...]
    facts: tuple[Filled, ...] = ()
    table: Table | None = None
    ticked: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The entries in print: `2, 5 to 9`."""
        stretches = _stretches(self.entries)
        return wording.listed(
            str(first) if first == last else say("certificate.stretch", first=str(first), last=str(last))
            for first, last in stretches
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All answers about one dossier, by their name in the forms."""

    dossier: str
    of: Mapping[Fact, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exhibit:
    number: str
    kind: str
    sha256: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file that exhibits come from, with the entry of its acquisition; where the bundle withholds its digest, with that of its
    reading.
    """

    name: str
    sha256: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """The dossier, and what its bundle says where that was brought along."""

    brought: bool
    dossier: Dossier
    made: int
    head: Checkpoint
    exhibits: tuple[_Exhibit, ...]
    files: tuple[_File, ...]


def facts(work: Workspace, dossier: str) -> Facts:
    """What is known of the dossier whose bundle lies in the folder `dossier`, or whose id begins so.

    Raises NotFound, BadInput, VerificationFailed, SourceUnreadable.
    """
    folder = Path(dossier)
    case = _of_bundle(work, folder) if folder.is_dir() else _of_id(work, dossier)
    of: dict[Fact, Told] = {
        "made": _made(work, case),
        "tool": Told(entries=(case.made,), facts=(Filled(name="tool", value=work.vault.event(case.made).tool),)),
        "process": Told(entries=_entries(case), facts=(Filled(name="process", value=say("certificate.process")),)),
        "algorithm": Told(entries=(case.made,), ticked=(ALGORITHM,)),
        "list": Told(entries=(case.made,), facts=(Filled(name="list", value=case.dossier.bundle_sha256, digits=True),)),
        "head": _head(work, case),
        "acquired": _acquired(work, case),
        "sources": _sources(case),
        "exhibits": _exhibits(case, sign=False),
        "labels": _exhibits(case, sign=True),
    }
    assert set(of) == set(get_args(Fact))
    return Facts(dossier=case.dossier.id, of=of)


def _of_id(work: Workspace, prefix: str) -> _Case:
    dossier = one_of(work.vault.dossiers(), prefix)
    entry = work.vault.entered_at(dossier.id)
    return _Case(brought=False, dossier=dossier, made=entry, head=work.vault.checkpoint(), exhibits=(), files=())


def _of_bundle(work: Workspace, folder: Path) -> _Case:
    bundle = known(work, folder)
    try:
        listed: list[dict[str, Any]] = json.loads((folder / _EXHIBITS).read_bytes())["exhibits"]
    except OSError:
        raise SourceUnreadable("a file of the bundle cannot be read") from None
    acquired = {item.sha256: work.vault.acquired_at(item.id) for item in work.vault.items()}
    overlay = initials(work)
    files = {
        _File(
            name=overlay.text(source["name"]),
            sha256=source["sha256"],
            entry=acquired.get(source["sha256"], source["ledger_entry"]),
        )
        for source in (one["source"] for one in listed)
        if source["sha256"]
    }
    exhibits = (
        _Exhibit(number=one["number"], kind=one["kind"], sha256=one["file"]["sha256"], entry=one["source"]["ledger_entry"])
        for one in listed
    )
    return _Case(
        brought=True,
        dossier=bundle.dossier,
        made=work.vault.entered_at(bundle.dossier.id),
        head=bundle.head,
        exhibits=tuple(sorted(exhibits, key=lambda one: (len(one.number), one.number))),
        files=tuple(sorted(files, key=lambda one: (one.entry, one.name))),
    )


def _entries(case: _Case) -> tuple[int, ...]:
    """Those that took in the files; of a dossier without its bundle, that of the dossier."""
    return _in_order(one.entry for one in case.files) or (case.made,)


def _made(work: Workspace, case: _Case) -> Told:
    event = work.vault.event(case.made)
    numbers = sorted(case.dossier.exhibits, key=lambda one: (len(one), one))
    found = [
        Filled(name="dossier", value=case.dossier.id, digits=True),
        Filled(name="made_by", value=_by(work, event.agent, event.for_agent)),
        Filled(name="made_at", value=event.at),
        Filled(name="tool", value=event.tool),
    ]
    if numbers:
        found.append(
            Filled(
                name="exhibits",
                value=say("first.exhibits_listed", number=len(numbers), first=numbers[0], last=numbers[-1]),
            )
        )
    return Told(entries=(case.made,), facts=tuple(found))


def _head(work: Workspace, case: _Case) -> Told:
    """The head stands over all entries before it: it is known from the last of them."""
    return Told(
        entries=(case.head.size - 1,),
        facts=(
            Filled(name="head", value=say("first.entries", count=case.head.size)),
            Filled(name="root", value=case.head.root, digits=True),
            Filled(name="fingerprint", value=work.vault.fingerprint, digits=True),
        ),
    )


def _acquired(work: Workspace, case: _Case) -> Told:
    if not case.files:
        return _elsewhere(case)
    rows = []
    for file in case.files:
        event = work.vault.event(file.entry)
        rows.append((file.name, event.at, _how(event.method), _by(work, event.agent, event.for_agent), str(file.entry)))
    return Told(entries=_entries(case), table=Table(columns=("name", "at", "how", "by", "entry"), rows=tuple(rows)))


def _how(method: str) -> str:
    """Of an acquisition the grade of what was taken in; of a file whose digest is withheld, the entry is that of its reading."""
    return wording.GRADE_NAMES.get(method) or method


def _sources(case: _Case) -> Told:
    if not case.files:
        return _elsewhere(case)
    rows = tuple((file.name, file.sha256, str(file.entry)) for file in case.files)
    return Told(entries=_entries(case), table=Table(columns=("name", "sha256", "entry"), rows=rows))


def _exhibits(case: _Case, *, sign: bool) -> Told:
    if not case.exhibits:
        return _elsewhere(case)
    rows = tuple(
        (one.number, wording.sort_of(one.kind), one.sha256, str(one.entry), *([""] if sign else [])) for one in case.exhibits
    )
    columns = ("number", "kind", "sha256", "entry", *(["sign"] if sign else []))
    return Told(entries=_in_order(one.entry for one in case.exhibits), table=Table(columns=columns, rows=rows))


def _elsewhere(case: _Case) -> Told:
    """Where the digests stand when the bundle was not brought along, or that there is no file that they could be of."""
    said = say("certificate.no_file") if case.brought else say("certificate.elsewhere")
    return Told(entries=(case.made,), facts=(Filled(name="elsewhere", value=said),))


def _by(work: Workspace, agent: str, for_agent: str | None) -> str:
    names = acted(work, agent, for_agent)
    who, whom = names["made_by"], names["on_behalf_of"]
    return say("custody.on_behalf_of", who=who, whom=whom) if whom else who


def _in_order(entries: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(entries)))


def _stretches(entries: Iterable[int]) -> list[tuple[int, int]]:
    """Entries that follow one another, as first and last."""
    found: list[tuple[int, int]] = []
    for entry in entries:
        if found and found[-1][1] == entry - 1:
            found[-1] = (found[-1][0], entry)
        else:
            found.append((entry, entry))
    return found
