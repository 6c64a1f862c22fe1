"""The forms of certificates as lines: what each asks, who answers it, and what that is known from (`packs/certificates`).

Every line names what it rests on, and a source says how well it is known: `verified` when the text itself was read, `secondary`
when somebody who quotes it was, `unverified` when neither was. A file in which a line rests on nothing is refused, so that no form
asks for what nobody can name. The shape is that of docs/guides/add-a-certificate.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from gawah.packs.load import load, names

Confidence: TypeAlias = Literal["verified", "secondary", "unverified"]
"""How well something is known, best first."""
SourceType: TypeAlias = Literal["statute", "official", "secondary", "memory"]
Signer: TypeAlias = Literal["user", "expert"]
Fact: TypeAlias = Literal["made", "tool", "process", "algorithm", "list", "head", "acquired", "sources", "exhibits", "labels"]
"""What a line can be filled with from the ledger."""

FOLDER: Final = "certificates"
_LEDGER: Final = "ledger."
_MOST_LINES: Final = 20
_SOURCE: Final = frozenset({"id", "title", "type", "confidence", "as_at"})
_PART: Final = frozenset({"id", "title", "signer"})
_LINE: Final = frozenset({"id", "part", "en", "from", "source", "heading", "options", "lines"})
_NOTE: Final = frozenset({"en", "source"})
_READ: Final = ("statute", "official")
"""The types of a source that can be `verified`."""


class FormInvalid(ValueError):
    """A file of a form is not of its shape. The message names the form and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a line rests on. `as_at`: the day on which it was last looked up, `YYYY-MM-DD`."""

    id: str
    title: str
    type: SourceType
    confidence: Confidence
    as_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a form.

    Attributes:
        id: Unlike all others of the form.
        text: What is asked, in English.
        fact: What the ledger fills it with; None for a line that a person fills in.
        asked: Whether it is a question with boxes to tick; False for a blank to write on.
        options: What can be ticked; for `algorithm`, among what the one used is ticked.
        lines: Height of a blank, in lines to write on.
        heading: Stands above it; "" for none.
        sources: Ids of what it rests on, at least one.
        confidence: Of the weakest of them.
    """

    id: str
    text: str
    fact: Fact | None
    asked: bool
    options: tuple[str, ...]
    lines: int
    heading: str
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a form, and who is to complete and sign it."""

    id: str
    title: str
    signer: Signer
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What to know beside the form, and what that rests on."""

    text: str
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form.

    Attributes:
        id: Name of its file.
        title: Printed above it.
        jurisdiction: Where it is asked for.
        reviewed: Whether a lawyer of that place has read the file.
        sources, parts, notes: In the order of the file.
    """

    id: str
    title: str
    jurisdiction: str
    reviewed: bool
    sources: tuple[Source, ...]
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]


def form_names() -> list[str]:
    """The names of all forms, in order."""
    return names(FOLDER)


def form(name: str) -> Form:
    """The form of this name. Raises FileNotFoundError when there is none, FormInvalid when its file is not of its shape."""
    return parsed(name, load(f"{FOLDER}/{name}"))


def parsed(name: str, tables: Mapping[str, Any]) -> Form:
    """The form in the tables of a file. Raises FormInvalid."""
    head = _fields(name, "certificate", tables.get("certificate"), frozenset({"id", "title", "jurisdiction", "review"}))
    if head["id"] != name or head["review"] not in ("draft", "lawyer-reviewed"):
        raise FormInvalid(f"{name}: the id is not the file's name, or review is neither draft nor lawyer-reviewed")
    if unknown := tables.keys() - {"certificate", "source", "part", "line", "note"}:
        raise FormInvalid(f"{name}: {', '.join(sorted(unknown))} is no table of a form")
    sources = [_source(name, one) for one in tables.get("source", [])]
    known = {one.id: one for one in sources}
    parts = [_fields(name, "part", one, _PART) for one in tables.get("part", [])]
    signers = {one["id"]: one["signer"] for one in parts}
    if len(known) != len(sources) or len(signers) != len(parts) or not parts or not set(signers.values()) <= set(get_args(Signer)):
        raise FormInvalid(f"{name}: there is no part, two parts or sources have one id, or a signer is neither user nor expert")
    lines = [(one.get("part"), _line(name, one, known, signers)) for one in tables.get("line", [])]
    if len({line.id for _, line in lines}) != len(lines):
        raise FormInvalid(f"{name}: two lines have one id")
    return Form(
        id=name,
        title=head["title"],
        jurisdiction=head["jurisdiction"],
        reviewed=head["review"] == "lawyer-reviewed",
        sources=tuple(sources),
        parts=tuple(
            Part(
                id=one["id"],
                title=one["title"],
                signer=one["signer"],
                lines=tuple(line for part, line in lines if part == one["id"]),
            )
            for one in parts
        ),
        notes=tuple(_note(name, one, known) for one in tables.get("note", [])),
    )


def _source(name: str, table: Any) -> Source:
    one = _fields(name, "source", table, _SOURCE)
    where = f"{name}: source {one['id']}"
    if one["type"] not in get_args(SourceType) or one["confidence"] not in get_args(Confidence):
        raise FormInvalid(f"{where} has no such type or confidence")
    if one["confidence"] == "verified" and one["type"] not in _READ:
        raise FormInvalid(f"{where} is called verified, and is neither a statute nor an official text")
    if type(one["as_at"]) is not date:
        raise FormInvalid(f"{where} does not say on which day it was looked up")
    return Source(id=one["id"], title=one["title"], type=one["type"], confidence=one["confidence"], as_at=one["as_at"].isoformat())


def _line(name: str, table: Any, known: Mapping[str, Source], signers: Mapping[str, str]) -> Line:
    one = _fields(name, "line", table, _LINE, optional=frozenset({"heading", "options", "lines"}))
    where, origin = f"{name}: line {one['id']}", one["from"]
    fact = origin.removeprefix(_LEDGER) if origin.startswith(_LEDGER) else None
    if origin not in ("blank", "ask") and fact not in get_args(Fact):
        raise FormInvalid(f"{where} is filled from nothing that is known")
    if one["part"] not in signers:
        raise FormInvalid(f"{where} is in no part")
    if fact is not None and signers[one["part"]] == "expert":
        raise FormInvalid(f"{where} would be filled in for an expert")
    options = tuple(one.get("options", ()))
    if bool(options) != (origin == "ask" or fact == "algorithm"):
        raise FormInvalid(f"{where} has boxes without a question, or a question without boxes")
    height = one.get("lines", 1)
    if type(height) is not int or not 1 <= height <= _MOST_LINES:
        raise FormInvalid(f"{where} is not of 1 to {_MOST_LINES} lines")
    sources, confidence = _rests_on(where, one["source"], known)
    return Line(
        id=one["id"],
        text=one["en"],
        fact=cast("Fact | None", fact),
        asked=origin == "ask",
        options=options,
        lines=height,
        heading=one.get("heading", ""),
        sources=sources,
        confidence=confidence,
    )


def _note(name: str, table: Any, known: Mapping[str, Source]) -> Note:
    one = _fields(name, "note", table, _NOTE)
    sources, confidence = _rests_on(f"{name}: a note", one["source"], known)
    return Note(text=one["en"], sources=sources, confidence=confidence)


def _rests_on(where: str, listed: Any, known: Mapping[str, Source]) -> tuple[tuple[str, ...], Confidence]:
    """The sources named and the weakest confidence among them."""
    if not isinstance(listed, list) or not listed:
        raise FormInvalid(f"{where} names no source")
    if unknown := [one for one in listed if one not in known]:
        raise FormInvalid(f"{where} names a source that the file does not have: {unknown[0]}")
    order = get_args(Confidence)
    return tuple(listed), max((known[one].confidence for one in listed), key=order.index)


def _fields(name: str, what: str, table: Any, wanted: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """A table with exactly these fields. Raises FormInvalid."""
    if not isinstance(table, dict):
        raise FormInvalid(f"{name}: there is no table {what}")
    which = f"{what} {table.get('id', '')}".rstrip()
    if missing := wanted - optional - table.keys():
        raise FormInvalid(f"{name}: {which} has no {', '.join(sorted(missing))}")
    if more := table.keys() - wanted:
        raise FormInvalid(f"{name}: {which} has {', '.join(sorted(more))}, which is no field of it")
    for field in wanted - {"as_at", "source", "options", "lines"}:
        if not isinstance(table.get(field, ""), str) or (field in table and not table[field]):
            raise FormInvalid(f"{name}: {which}: {field} is no text")
    return table
