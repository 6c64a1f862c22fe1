"""Entries of the incident log on a screen and in JSON: without the person's words, unless they are asked for and counted."""

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from gawah.interfaces.cli import _rows
from gawah.interfaces.cli._output import columns, facts, plural, result
from gawah.interfaces.cli._text import short, visible

if TYPE_CHECKING:
    from gawah.records.incident import Incident, Missing
    from gawah.usecases._workspace import Workspace
    from gawah.usecases.log import Logged, Needed

_HEAD = ("id", "happened", "written down", "where", "tactics", "to", "exhibits", "corrections", "reader", "care", "by")
_IDS = ("held", "own_part", "notices", "reports")
_PLAIN = ("known", "platform", "surface", "recipient", "language", "tactics", "sensitivity", "visibility")
_TIMES = ("occurred_at", "until", "first_noted")
_HEADER = ("id", "recorded_at", "agent", "for_agent", "supersedes", "withdrawn", "source")


def by(work: "Workspace", entry: "Incident") -> str:
    """Who wrote an entry, by labels: `clinic for me`."""
    label = work.vault.agent_by_id(entry.agent).label
    return f"{label} for {work.vault.agent_by_id(entry.for_agent).label}" if entry.for_agent else label


def delay(days: int | None) -> str:
    """How long after the event an entry was written down."""
    return "time not known" if days is None else "the same day" if days == 0 else f"{plural(days, 'day')} later"


def print_rows(listed: "list[tuple[Logged, str]]") -> None:
    """A row an entry; beside each, who wrote it."""
    columns(_HEAD, [_cells(one, who) for one, who in listed], right=(6,))


def _cells(one: "Logged", who: str) -> list[str]:
    entry = one.entry
    state = "taken back" if entry.withdrawn else str(len(one.earlier)) if one.earlier else "–"
    where = short(" ".join(part for part in (entry.platform, entry.surface) if part), 28)
    return [
        entry.id[: _rows.SHORT],
        happened(entry),
        delay(one.delay_days),
        where or ("a place" if entry.physical_place else "–"),
        " ".join(entry.tactics) or "–",
        entry.recipient or "–",
        str(len(entry.held)),
        state,
        entry.visibility,
        " ".join(entry.sensitivity) or "–",
        who,
    ]


def happened(entry: "Incident") -> str:
    """When, as the person stated it, and how well it is known."""
    stated = visible(entry.occurred_at.stated)
    until = f" to {visible(entry.until.stated)}" if entry.until else ""
    about = " (about)" if entry.known == "about" and not stated.casefold().startswith(("about", "~", "around")) else ""
    return stated + until + about


def incident_json(one: "Logged", who: str, *, show_text: bool, numbers: dict[str, str]) -> dict[str, Any]:
    """An entry; the person's words only with `show_text`. `numbers`: of exhibits, by what they show."""
    entry = one.entry
    plain = {name: getattr(entry, name) for name in _PLAIN}
    body: dict[str, Any] = {
        "id": entry.id,
        "type": "incident",
        "recorded_at": entry.recorded_at,
        "first_recorded_at": one.first.recorded_at,
        "delay_days": one.delay_days,
        "by": who,
        "supersedes": entry.supersedes,
        "earlier": [each.id for each in one.earlier],
        "withdrawn": entry.withdrawn,
        "ledger_entry": one.ledger_entry,
        "source": entry.source,
        **{name: _rows.when_json(getattr(entry, name)) for name in _TIMES},
        **{name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()},
        "held": [
            {"target": each.target, "exhibit": numbers.get(each.target), "how_obtained": each.how_obtained} for each in entry.held
        ],
        "own_part": entry.own_part,
        "notices": list(entry.notices),
        "reports": list(entry.reports),
        "missing": [{"number": number, **_missing_json(each)} for number, each in enumerate(entry.missing, 1)],
        "has": [name for name in _words(entry) if getattr(entry, name)],
    }
    if show_text:
        body["text"] = {name: _plain(getattr(entry, name)) for name in _words(entry) if getattr(entry, name)}
    return body


def _missing_json(missing: "Missing") -> dict[str, Any]:
    return {"vanishes_by": missing.vanishes_by, "had_at": missing.had_at}


def _words(entry: "Incident") -> list[str]:
    """The fields that hold words of people."""
    apart = {*_IDS, *_PLAIN, *_TIMES, *_HEADER}
    return [one.name for one in fields(entry) if one.name not in apart]


def _plain(value: object) -> object:
    return [asdict(each) for each in value] if isinstance(value, tuple) else value


def print_entry(
    one: "Logged",
    who: str,
    *,
    show_text: bool,
    numbers: dict[str, str],
    lacking: tuple[str, ...],
    digests: dict[str, str],
    corrected_by: str,
) -> None:
    """One entry as labels and values. `who` wrote it first; `digests`: SHA-256 of items that it names as evidence."""
    entry = one.entry
    lines = [
        ("entry", entry.id),
        ("happened", happened(entry) + (f"; known: {entry.known}" if entry.known != "exact" else "")),
        ("written down", f"{one.first.recorded_at}, {delay(one.delay_days)}, by {who}"),
        ("recipient", entry.recipient or "–"),
        ("where", short(" ".join(part for part in (entry.platform, entry.surface) if part), 80) or "–"),
        ("tactics", ", ".join(entry.tactics) or "–"),
        ("goes up to", entry.visibility),
        ("care", ", ".join(entry.sensitivity) or "–"),
    ]
    if entry.first_noted:
        lines.append(("first noted", f"{visible(entry.first_noted.stated)}, as stated"))
    if entry.own_part:
        lines.append(("conversation", f"{entry.own_part[: _rows.SHORT]}, whole"))
    lines += [("exhibit", _held(each.target, each.how_obtained, numbers, digests)) for each in entry.held]
    lines += [("notice", each[: _rows.SHORT]) for each in entry.notices]
    lines += [("complaint", each[: _rows.SHORT]) for each in entry.reports]
    lines.append(("ledger", f"entry {one.ledger_entry}"))
    lines += [("corrects", f"{each.id[: _rows.SHORT]}, written down {each.recorded_at}") for each in one.earlier]
    if one.earlier:
        lines.append(("corrected", f"{entry.recorded_at}, by {corrected_by}"))
    if entry.withdrawn:
        lines.append(("state", "taken back; the earlier entry stays in the ledger"))
    if lacking:
        lines.append(("not said yet", ", ".join(lacking)))
    facts(lines)
    said = [name for name in _words(entry) if getattr(entry, name)]
    if show_text:
        for name in said:
            result(f"{name}:")
            print_words(getattr(entry, name))
    elif said:
        result(f"says more in: {', '.join(said)}; --show-text shows it")


def print_words(value: object) -> None:
    """Words of a person behind a bar; of several things, one after the other."""
    listed = (
        [" · ".join(str(part) for part in asdict(each).values() if part) for each in value] if isinstance(value, tuple) else [value]
    )
    for text in listed:
        for line in visible(str(text), lines=True).split("\n"):
            result(f"    | {line}")


def _held(target: str, how: str, numbers: dict[str, str], digests: dict[str, str]) -> str:
    number = f"{numbers[target]}, " if target in numbers else ""
    digest = f", SHA-256 {digests[target]}" if target in digests else ""
    return f"{number}{target[: _rows.SHORT]}, obtained: {how}{digest}"


def print_changes(before: "Incident", after: "Incident", names: tuple[str, ...], *, show_text: bool) -> None:
    """What a correction changes: old and new; of words only how many, unless they are to be shown."""
    wordy = set(_words(before))
    for name in names:
        old, new = getattr(before, name), getattr(after, name)
        if name in wordy and show_text:
            for mark, value in (("old", old), ("new", new)):
                result(f"{name}, {mark}:")
                print_words(value or "–")
        else:
            result(f"{name}: {_brief(old, wordy=name in wordy)} → {_brief(new, wordy=name in wordy)}")


def _brief(value: Any, *, wordy: bool) -> str:
    if value in ("", None, ()):
        return "nothing"
    if wordy:
        return plural(len(value), "character") if isinstance(value, str) else plural(len(value), "entry", "entries")
    if isinstance(value, tuple):
        return ", ".join(each if isinstance(each, str) else each.target[: _rows.SHORT] for each in value)
    return visible(value if isinstance(value, str) else value.stated)


def needed_json(one: "Needed", days_left: int | None) -> dict[str, Any]:
    """A piece of evidence still needed."""
    told = one.missing
    return {
        "entry": one.entry.id,
        "number": one.number,
        "what": told.what,
        "holder": told.holder,
        "vanishes_by": told.vanishes_by,
        "days_left": days_left,
    }


def left(days: int | None) -> str:
    """How long something can still be had."""
    if days is None:
        return "not known"
    return f"{plural(days, 'day')} left" if days >= 0 else f"{plural(-days, 'day')} ago"
