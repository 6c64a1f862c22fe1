"""What is known of a place: whom to call, where to complain, how long logs are kept, what to keep (`packs/jurisdictions/XX.toml`).

Every fact names the sources of its file that it rests on, the day on which it was looked up and how well it is known; a file in
which one does not is refused when it is read. The shape is the pack schema `jp/1`, as docs/guides/add-a-jurisdiction.md shows it:
the tables that this program prints, and no others. No file says what a law means for a case, and none is a lawyer's word until
`review.state` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from gawah.packs.load import load, names

Confidence: TypeAlias = Literal["verified", "secondary", "unverified"]
"""Whether the rule or official page itself was read, another text about it, or nothing (shown as "not checked"); best first."""
SourceType: TypeAlias = Literal["statute", "bill", "official", "secondary", "memory"]
ChannelKind: TypeAlias = Literal["portal", "phone", "email", "post", "in_person", "form"]
HelplineKind: TypeAlias = Literal["emergency", "helpline"]
Requirement: TypeAlias = Literal[
    "hash_original",
    "hash_copy",
    "cert",
    "device_particulars",
    "notice_to_other_side",
    "evidence_of_platform_report",
    "url_each",
    "headers",
    "paste_text",
    "originals_kept",
]

FOLDER: Final = "jurisdictions"
SCHEMA: Final = "jp/1"
_READ: Final = ("statute", "official")
"""The types of a source that can be `verified`; the copy of a Bill cannot."""


class PackInvalid(ValueError):
    """A file of a place is not of its shape. The message names the file and the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a fact rests on. `as_at`: of which state the text is, as far as it says; `seen`: the day on which it was read."""

    id: str
    title: str
    type: SourceType
    as_at: str
    seen: date
    conf: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a fact rests on, at least one source; the day on which it was last looked up; how well it is known."""

    sources: tuple[Source, ...]
    seen: date
    conf: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """Whom to call.

    Attributes:
        id: Unlike all others of the file.
        kind: `emergency` for a number for whoever is in danger now.
        name: Who answers.
        value: The number; "" where the name is known and no number was found.
        hours: When; "" where not known.
        languages: In which; () where not known.
        note: What else to know; "" for nothing.
        stale_after: Last day on which it may be taken for current.
        basis: Where it is known from.
    """

    id: str
    kind: HelplineKind
    name: str
    value: str
    hours: str
    languages: tuple[str, ...]
    note: str
    stale_after: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where a complaint can be made.

    Attributes:
        id, note, stale_after, basis: As of a helpline.
        body: Who takes it.
        kind: How.
        value: Number, address or way; "" where none was found.
        asks: What they ask for.
        reference: What their number is called; "" where not known.
    """

    id: str
    body: str
    kind: ChannelKind
    value: str
    asks: tuple[str, ...]
    reference: str
    note: str
    stale_after: date
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserve:
    """Who can order that logs are kept, for how many days, and how that is made longer. Never that they will be."""

    by: str
    days: int
    longer: str
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long a provider must keep something: at least so many days. `preserve`: None where nothing is known of it."""

    id: str
    holder: str
    data: str
    days: int
    cite: str
    note: str
    basis: Basis
    preserve: Preserve | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What those who look at evidence there ask to be kept, in words and in the words that the program knows."""

    id: str
    text: str
    requires: tuple[Requirement, ...]
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """All that is known of a place.

    Attributes:
        code: Name of its file, such as `pk`.
        title: Its name in English.
        territory: Where it holds.
        languages: Codes.
        reviewed: Whether a lawyer of that place has read the file, and that reading has not run out by itself (`expires`).
        expires: The day after which the file is out of date.
        note: What to know before anything else; "" for nothing.
    """

    code: str
    title: str
    territory: str
    languages: tuple[str, ...]
    reviewed: bool
    expires: date
    note: str
    sources: tuple[Source, ...]
    helplines: tuple[Helpline, ...]
    channels: tuple[Channel, ...]
    retention: tuple[Retention, ...]
    rules: tuple[Rule, ...]


def codes() -> list[str]:
    """The codes of all places known, in order."""
    return names(FOLDER)


def jurisdiction(code: str) -> Jurisdiction:
    """The place of this code. Raises FileNotFoundError when there is none, PackInvalid when its file is not of its shape."""
    return parsed(code, load(f"{FOLDER}/{code}"))


def every() -> list[Jurisdiction]:
    """All places known, by code. Raises PackInvalid."""
    return [jurisdiction(code) for code in codes()]


_TABLES: Final = frozenset({"pack", "source", "helpline", "channel", "retention", "evidence_rule"})
_HEAD: Final = frozenset({"id", "schema", "kind", "title", "territory", "languages", "review"})
_FACT: Final = frozenset({"id", "seen", "source", "conf"})


def parsed(code: str, tables: Mapping[str, Any]) -> Jurisdiction:
    """The place in the tables of a file. Raises PackInvalid."""
    if unknown := tables.keys() - _TABLES:
        raise PackInvalid(f"{code}: {', '.join(sorted(unknown))} is no table of it")
    head = _table(f"{code}: pack", tables.get("pack"), _HEAD, frozenset({"note"}))
    review = _table(f"{code}: review", head["review"], frozenset({"state", "expires"}), frozenset({"by", "on"}))
    if head["id"] != code or head["schema"] != SCHEMA or review["state"] not in ("draft", "lawyer_reviewed"):
        raise PackInvalid(f"{code}: the id is not the file's name, the schema not {SCHEMA}, or the review has no such state")
    if review["state"] == "lawyer_reviewed" and not (review.get("by") and _is_day(review.get("on"))):
        raise PackInvalid(f"{code}: reviewed, and by whom or on which day is not said")
    sources = [_source(code, one) for one in tables.get("source", [])]
    known = {one.id: one for one in sources}
    if len(known) != len(sources):
        raise PackInvalid(f"{code}: two sources have one id")
    found = Jurisdiction(
        code=code,
        title=_text(code, head, "title"),
        territory=_text(code, head, "territory"),
        languages=_texts(code, head, "languages"),
        reviewed=review["state"] == "lawyer_reviewed",
        expires=_day(f"{code}: review", review, "expires"),
        note=head.get("note", ""),
        sources=tuple(sources),
        helplines=tuple(_helpline(f"{code}: helpline", one, known) for one in tables.get("helpline", [])),
        channels=tuple(_channel(f"{code}: channel", one, known) for one in tables.get("channel", [])),
        retention=tuple(_retention(f"{code}: retention", one, known) for one in tables.get("retention", [])),
        rules=tuple(_rule(f"{code}: evidence_rule", one, known) for one in tables.get("evidence_rule", [])),
    )
    facts = [one.id for group in (found.helplines, found.channels, found.retention, found.rules) for one in group]
    if len(set(facts)) != len(facts):
        raise PackInvalid(f"{code}: two facts have one id")
    return found


def _source(code: str, told: Any) -> Source:
    where = f"{code}: source"
    one = _table(where, told, frozenset({"id", "title", "type", "as_at", "seen", "conf"}), frozenset({"section"}))
    if one["conf"] == "verified" and one["type"] not in _READ:
        raise PackInvalid(f"{where} {one['id']} is called verified, and is neither a statute nor an official text")
    return Source(
        id=_text(where, one, "id"),
        title=_text(where, one, "title"),
        type=cast("SourceType", _one_of(where, one, "type", get_args(SourceType))),
        as_at=_text(where, one, "as_at"),
        seen=_day(where, one, "seen"),
        conf=cast("Confidence", _one_of(where, one, "conf", get_args(Confidence))),
    )


def _helpline(where: str, told: Any, known: Mapping[str, Source]) -> Helpline:
    one = _table(where, told, _FACT | {"kind", "name", "value", "stale_after"}, frozenset({"hours", "languages", "note"}))
    kind = cast("HelplineKind", _one_of(where, one, "kind", get_args(HelplineKind)))
    if kind == "emergency" and not one["value"]:
        raise PackInvalid(f"{where} {one['id']} is for whoever is in danger now, and has no number")
    return Helpline(
        id=_text(where, one, "id"),
        kind=kind,
        name=_text(where, one, "name"),
        value=_text(where, one, "value", empty=True),
        hours=_text(where, one, "hours", empty=True),
        languages=_texts(where, one, "languages"),
        note=_text(where, one, "note", empty=True),
        stale_after=_later(where, one),
        basis=_basis(where, one, known),
    )


def _channel(where: str, told: Any, known: Mapping[str, Source]) -> Channel:
    one = _table(where, told, _FACT | {"body", "kind", "value", "stale_after"}, frozenset({"asks", "reference_label", "note"}))
    return Channel(
        id=_text(where, one, "id"),
        body=_text(where, one, "body"),
        kind=cast("ChannelKind", _one_of(where, one, "kind", get_args(ChannelKind))),
        value=_text(where, one, "value", empty=True),
        asks=_texts(where, one, "asks"),
        reference=_text(where, one, "reference_label", empty=True),
        note=_text(where, one, "note", empty=True),
        stale_after=_later(where, one),
        basis=_basis(where, one, known),
    )


def _retention(where: str, told: Any, known: Mapping[str, Source]) -> Retention:
    one = _table(where, told, _FACT | {"holder", "data", "days", "cite"}, frozenset({"note", "preserve"}))
    preserve = one.get("preserve")
    if preserve is not None:
        preserve = _table(f"{where} {one['id']}: preserve", preserve, frozenset({"by", "days", "longer", "seen", "source", "conf"}))
    return Retention(
        id=_text(where, one, "id"),
        holder=_text(where, one, "holder"),
        data=_text(where, one, "data"),
        days=_days(where, one),
        cite=_text(where, one, "cite"),
        note=_text(where, one, "note", empty=True),
        basis=_basis(where, one, known),
        preserve=None
        if preserve is None
        else Preserve(
            by=_text(where, preserve, "by"),
            days=_days(where, preserve),
            longer=_text(where, preserve, "longer"),
            basis=_basis(where, preserve, known),
        ),
    )


def _rule(where: str, told: Any, known: Mapping[str, Source]) -> Rule:
    one = _table(where, told, _FACT | {"text"}, frozenset({"requires"}))
    requires = _texts(where, one, "requires")
    if unknown := set(requires) - set(get_args(Requirement)):
        raise PackInvalid(f"{where} {one['id']} requires {', '.join(sorted(unknown))}, which nobody knows")
    return Rule(
        id=_text(where, one, "id"),
        text=_text(where, one, "text"),
        requires=cast("tuple[Requirement, ...]", requires),
        basis=_basis(where, one, known),
    )


def _basis(where: str, one: Mapping[str, Any], known: Mapping[str, Source]) -> Basis:
    """What a fact rests on. It is never better known than the weakest source that it needs."""
    listed = _texts(where, one, "source")
    named = f"{where} {one.get('id', '')}".rstrip()
    if not listed:
        raise PackInvalid(f"{named} names no source")
    if unknown := [each for each in listed if each not in known]:
        raise PackInvalid(f"{named} names a source that the file does not have: {unknown[0]}")
    sources = tuple(known[each] for each in listed)
    order = get_args(Confidence)
    conf = cast("Confidence", _one_of(where, one, "conf", order))
    if order.index(conf) < max(order.index(each.conf) for each in sources):
        raise PackInvalid(f"{named} is called better known than a source that it rests on")
    return Basis(sources=sources, seen=_day(where, one, "seen"), conf=conf)


def _table(where: str, told: Any, needed: frozenset[str], more: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A table with these fields and no others."""
    if not isinstance(told, dict):
        raise PackInvalid(f"{where} is no table")
    named = f"{where} {told.get('id', '')}".rstrip()
    if missing := needed - told.keys():
        raise PackInvalid(f"{named} has no {', '.join(sorted(missing))}")
    if unknown := told.keys() - needed - more:
        raise PackInvalid(f"{named} has {', '.join(sorted(unknown))}, which is no field of it")
    return told


def _text(where: str, one: Mapping[str, Any], name: str, *, empty: bool = False) -> str:
    value = one.get(name, "")
    if not isinstance(value, str) or not (empty or value.strip()):
        raise PackInvalid(f"{where} {one.get('id', '')}: {name} is no text")
    return value


def _texts(where: str, one: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = one.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise PackInvalid(f"{where} {one.get('id', '')}: {name} is no list of texts")
    return tuple(value)


def _one_of(where: str, one: Mapping[str, Any], name: str, words: tuple[str, ...]) -> str:
    if one[name] not in words:
        raise PackInvalid(f"{where} {one.get('id', '')}: {name} is none of {', '.join(words)}")
    return cast("str", one[name])


def _is_day(value: object) -> bool:
    return type(value) is date


def _day(where: str, one: Mapping[str, Any], name: str) -> date:
    if not _is_day(one[name]):
        raise PackInvalid(f"{where} {one.get('id', '')}: {name} is no day")
    return cast("date", one[name])


def _later(where: str, one: Mapping[str, Any]) -> date:
    """`stale_after`, which comes after the day on which the fact was looked up."""
    last = _day(where, one, "stale_after")
    if last <= _day(where, one, "seen"):
        raise PackInvalid(f"{where} {one['id']} was stale when it was looked up")
    return last


def _days(where: str, one: Mapping[str, Any]) -> int:
    value = one["days"]
    if type(value) is not int or value < 1:
        raise PackInvalid(f"{where} {one.get('id', '')}: days is no number of days")
    return value
