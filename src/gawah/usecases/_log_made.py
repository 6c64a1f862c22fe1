"""How an entry of the incident log is made of a form: every key read, everything it names found in the case, and what may not be
kept refused.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, Final, cast

from gawah.records.casework import Notice, Report
from gawah.records.errors import BadInput, NotFound
from gawah.records.incident import Action, Held, HowObtained, Incident, LogTactic, Missing, Witness
from gawah.records.when import position_ms
from gawah.seal.keys import random_id
from gawah.usecases import _log_form
from gawah.usecases._log_form import Form
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.add import refuse_the_thing

UNKEPT: Final = frozenset({"url", "source_handle", "occurred_at", "known", "reported_to", "reference", "sensitivity"})
"""All that an entry may say of material that must not be kept (schema `il/1`, "No-capture row")."""

OF_ITSELF: Final = frozenset({"id", "recorded_at", "agent", "for_agent", "supersedes", "withdrawn", "source", "visibility"})
"""Fields that do not say what happened."""


def by(work: Workspace) -> dict[str, Any]:
    """What a new entry says of itself: a random id, when it was written down, and who wrote it for whom."""
    return {"id": random_id(), **written(work)}


def made_of(work: Workspace, before: Incident | None, form: Form, *, placed: bool = True) -> Incident:
    """A new entry, or the one that would take the place of `before`, as it would be kept; not `placed`, it need not say where.

    Raises BadInput, NotFound.
    """
    told = form.stated()
    values: dict[str, Any] = {}
    for key, value in told.items():
        values[key] = _READ[key](work, value) if key in _READ else cast(str, value).strip("\n")
    if "occurred_at" in told:
        when, known = _log_form.happened(cast(str, told["occurred_at"]))
        values["occurred_at"] = when
        values.setdefault("known", known)
    if before is None:
        if "occurred_at" not in values:
            raise BadInput("an entry needs the time at which it happened, such as 2024-03-05 or 2024-03: occurred_at")
        made: Incident = Incident(**{**by(work), "recipient": None, **values})
    else:
        given: dict[str, Any] = {**by(work), "supersedes": before.id, **values}
        made = replace(before, **given)
    _check(made, placed=placed)
    return made


def _check(made: Incident, *, placed: bool) -> None:
    if "minor-possible" in made.sensitivity:
        apart = UNKEPT | OF_ITSELF
        said = [one.name for one in fields(Incident) if one.name not in apart and getattr(made, one.name) not in ("", None, ())]
        if said:
            raise BadInput(
                "of material that may show a child, an entry holds its address, the handle, the time, to whom it was reported and"
                f" the reference, and nothing else: leave out {', '.join(said)}; `gawah add no-capture` asks for what may be kept"
            )
        refuse_the_thing(made.url, made.source_handle, made.reported_to, made.reference)
        return
    if made.recipient is None:
        raise BadInput(f"an entry says to whom it was done: recipient, one of {', '.join(_log_form.RECIPIENTS)}")
    if not made.what_happened.strip() and not made.exact_words.strip():
        raise BadInput("an entry says what happened, in neutral words: what_happened")
    if placed and not any(one.strip() for one in (made.platform, made.surface, made.physical_place)):
        raise BadInput("an entry says where it happened: platform, surface or physical_place")
    if made.translation and not made.exact_words:
        raise BadInput("a translation stands beside the exact words: exact_words")
    starts, ends = position_ms(made.occurred_at), position_ms(made.until) if made.until else None
    if starts is not None and ends is not None and ends < starts:
        raise BadInput("until lies before occurred_at")


def _conversation(work: Workspace, value: object) -> str | None:
    text = cast(str, value).strip()
    if not text:
        return None
    try:
        return one_of(work.vault.conversations(), text).id
    except (BadInput, NotFound):
        raise BadInput(
            "own_part is the id of a whole conversation of the case, of `gawah conversations`; a part of one cannot stand for it"
        ) from None


def _held(work: Workspace, value: object) -> tuple[Held, ...]:
    return tuple(
        Held(target=_held_id(work, one.target), how_obtained=_how(one.how_obtained), note=one.note)
        for one in cast("tuple[_log_form.HeldForm, ...]", value)
    )


def _held_id(work: Workspace, text: str) -> str:
    numbered = {one.number: one.target for one in work.vault.exhibits()}
    if text.strip().upper() in numbered:
        return numbered[text.strip().upper()]
    try:
        return target(work, text).id
    except NotFound:
        raise NotFound("the case does not hold evidence that the entry names; import it first, or name it under missing") from None


def _how(text: str) -> HowObtained:
    return _log_form.word(text, _log_form.HOW_OBTAINED, "how_obtained")


def _missing(_: Workspace, value: object) -> tuple[Missing, ...]:
    listed = cast("tuple[_log_form.MissingForm, ...]", value)
    if any(not one.what.strip() for one in listed):
        raise BadInput("evidence still needed says what it is: what")
    return tuple(
        Missing(what=one.what, holder=one.holder, vanishes_by=_log_form.day(one.vanishes_by), had_at=_log_form.day(one.had_at))
        for one in listed
    )


def _witnesses(_: Workspace, value: object) -> tuple[Witness, ...]:
    listed = cast("tuple[_log_form.WitnessForm, ...]", value)
    return tuple(Witness(name=one.name, contact=one.contact, saw=one.saw) for one in listed)


def _actions(_: Workspace, value: object) -> tuple[Action, ...]:
    listed = cast("tuple[_log_form.ActionForm, ...]", value)
    return tuple(Action(who=one.who, what=one.what, when=one.when) for one in listed)


def _ids(kind: type[Notice] | type[Report], what: str) -> Callable[[Workspace, object], tuple[str, ...]]:
    def found(work: Workspace, value: object) -> tuple[str, ...]:
        try:
            return tuple(one_of(work.vault.stated(kind), one).id for one in cast("tuple[str, ...]", value))
        except NotFound:
            raise NotFound(f"the case has no {what} with an id that the entry names") from None

    return found


def _listed(known: tuple[str, ...], what: str) -> Callable[[Workspace, object], tuple[str, ...]]:
    return lambda _, value: _log_form.words(cast("tuple[str, ...]", value), known, what)


def _tactics(_: Workspace, value: object) -> tuple[LogTactic, ...]:
    """`family` is what the log's schema calls `family_target`."""
    typed = ("family_target" if one.strip().casefold() == "family" else one for one in cast("tuple[str, ...]", value))
    return _log_form.words(tuple(typed), _log_form.TACTICS, "a tactic")


def _one(known: tuple[str, ...], what: str) -> Callable[[Workspace, object], str]:
    return lambda _, value: _log_form.word(cast(str, value), known, what)


_READ: Final[dict[str, Callable[[Workspace, object], object]]] = {
    "occurred_at": lambda _, value: value,
    "until": lambda _, value: _log_form.moment(value),
    "first_noted": lambda _, value: _log_form.moment(value),
    "known": _one(_log_form.KNOWN, "known"),
    "recipient": _one(_log_form.RECIPIENTS, "recipient"),
    "tactics": _tactics,
    "witnesses": _witnesses,
    "held": _held,
    "missing": _missing,
    "actions": _actions,
    "own_part": _conversation,
    "notices": _ids(Notice, "notice"),
    "reports": _ids(Report, "complaint"),
    "sensitivity": _listed(_log_form.SENSITIVITIES, "sensitivity"),
    "visibility": _one(_log_form.VISIBILITIES, "visibility"),
}
"""How each key of a form that is no plain text is read."""
