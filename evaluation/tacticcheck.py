"""TacticCheck: sentences of our own, in pairs that look alike and do not do the same (`evaluation/tacticcheck/README.md`).

`pairs(language)` gives an attack and its twin for each tactic; `lines(language, kind)` what stands alone: counter-speech, support,
everyday talk, sentences whose language is known. A file that breaks the form raises SuiteInvalid, with the file and the place.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from gawah.records.casework import Tactic
from gawah.records.judgement import Language, Stance, Target

FOLDER: Final = Path(__file__).parent / "tacticcheck"
FOLDERS: Final[dict[Language, str]] = {"en": "en", "ur-Latn": "ur-latn", "ur": "ur", "hi": "hi", "ar": "ar"}
"""Where the sentences of each language stand."""

Half: TypeAlias = Literal["develop", "check"]
Kind: TypeAlias = Literal["counter_speech", "support", "benign", "language"]
Role: TypeAlias = Literal[
    "attack",
    "reported",
    "quoted",
    "hypothetical",
    "idiom",
    "legal_notice",
    "negated",
    "asking_help",
    "counter_speech",
    "support",
    "plain",
    "line",
]
"""What a sentence is in its pair: the attack, or a twin by its kind; `plain` is a twin that uses the same words for an everyday
thing; `line` stands in no pair.
"""

HALVES: Final[tuple[Half, ...]] = get_args(Half)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
TACTICS: Final[tuple[Tactic, ...]] = get_args(Tactic)
TWINS: Final[tuple[Role, ...]] = tuple(role for role in get_args(Role) if role not in {"attack", "line"})
FREE_TARGETS: Final = ("none", "self")
"""What a sentence that does nothing of a tactic can be said to hit."""

_STANCES: Final[dict[str, Stance]] = {
    "attack": "attack",
    "reported": "quote_or_report",
    "quoted": "quote_or_report",
    "asking_help": "quote_or_report",
    "counter_speech": "counter_speech",
    "support": "support",
}
_PLAIN_FIELDS: Final = {
    "text",
    "tactics",
    "may",
    "target",
    "stance",
    "reply_to_text",
    "sender_is_owner",
    "kind",
    "direct",
    "earlier",
}
_LINE_FIELDS: Final = {"text", "topic", "language", "may"}


class SuiteInvalid(ValueError):
    """A file of the suite breaks its form: which one, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what is to be found in it.

    Attributes:
        id: `en/threat/07/attack`, `en/threat/07/twin`, `en/benign/develop/12`.
        pair: `en/threat/07`; "" for a line.
        language: Of the sentence: that of its folder but for lines of `language` that say otherwise.
        folder: The language it was written for.
        about: The tactic whose pair it belongs to, or the kind of line.
        half: `develop` may be read by who writes rules; of `check` they see figures only.
        role: The attack, the twin by its kind, or `line`.
        tactics: What is to be found: all of these.
        may: What may be found beside them, and counts neither for nor against.
        target: Who is hit; `none` for all twins and lines but those about oneself.
        stance: What the sentence does with its words. None for lines of `language`, of which nothing but that is asked.
        topic: Of a line of everyday talk; "" else.
        reply_to_text, sender_is_owner, kind, direct: What an export says of it, as `Asked` takes it; None where it says nothing.
        earlier: Messages of the same sender just before it, oldest first.
    """

    id: str
    pair: str = ""
    language: Language
    folder: Language
    about: Tactic | Kind
    half: Half
    role: Role
    text: str = field(repr=False)
    tactics: frozenset[Tactic] = frozenset()
    may: frozenset[Tactic] = frozenset()
    target: Target = "none"
    stance: Stance | None
    topic: str = ""
    reply_to_text: str | None = field(default=None, repr=False)
    sender_is_owner: bool | None = None
    kind: str | None = None
    direct: bool | None = None
    earlier: tuple[str, ...] = field(default=(), repr=False)


def languages() -> list[Language]:
    """The languages that have a folder, in the order of `FOLDERS`."""
    return [language for language, name in FOLDERS.items() if (FOLDER / name).is_dir()]


def pairs(language: Language, folder: Path = FOLDER) -> list[tuple[Sentence, Sentence]]:
    """All pairs of a language, the attack first: by tactic, then by number, both halves."""
    return [pair for tactic in TACTICS for pair in _sorted(_pairs(language, tactic, half, folder) for half in HALVES)]


def lines(language: Language, kind: Kind, folder: Path = FOLDER) -> list[Sentence]:
    """All lines of a kind in a language, both halves, in the order of the files."""
    return [line for half in HALVES for line in _lines(language, kind, half, folder)]


def sentences(language: Language, folder: Path = FOLDER) -> list[Sentence]:
    """Everything written for a language: pairs one sentence after the other, then lines."""
    return [
        *(sentence for pair in pairs(language, folder) for sentence in pair),
        *(line for kind in KINDS for line in lines(language, kind, folder)),
    ]


def _sorted(halves: Iterator[list[tuple[Sentence, Sentence]]]) -> list[tuple[Sentence, Sentence]]:
    return sorted((pair for half in halves for pair in half), key=lambda pair: pair[0].pair)


def _pairs(language: Language, tactic: Tactic, half: Half, folder: Path) -> list[tuple[Sentence, Sentence]]:
    file = _file(language, tactic, half, folder)
    found = []
    for table in _tables(file, "pair", {"number", "attack", "twin"}):
        number = table.get("number")
        if not isinstance(number, int) or not 0 < number < 100:
            raise SuiteInvalid(f"{file}: a pair has no number from 1 to 99")
        pair = f"{language}/{tactic}/{number:02}"
        if not isinstance(table.get("attack"), dict) or not isinstance(table.get("twin"), dict):
            raise SuiteInvalid(f"{file}: {pair} lacks its attack or its twin")
        found.append((_member(table["attack"], "attack", pair, half), _member(table["twin"], "twin", pair, half)))
    return found


def _member(table: Mapping[str, Any], side: str, pair: str, half: Half) -> Sentence:
    language, tactic, _ = pair.split("/")
    role = "attack" if side == "attack" else table.get("role", "")
    where = f"{pair}/{side}"
    if side == "twin" and role not in TWINS:
        raise SuiteInvalid(f"{where}: no kind of twin is named {role!r}")
    _only(table, _PLAIN_FIELDS | ({"role"} if side == "twin" else set()), where)
    return Sentence(
        id=where,
        pair=pair,
        language=cast("Language", language),
        folder=cast("Language", language),
        about=cast("Tactic", tactic),
        half=half,
        role=cast("Role", role),
        text=_text(table, where),
        tactics=_tactics(table.get("tactics", [tactic] if side == "attack" else []), where),
        may=_tactics(table.get("may", []), where),
        target=_one_of(table.get("target", "addressee" if side == "attack" else "none"), get_args(Target), where),
        stance=_one_of(table.get("stance", _STANCES.get(role, "neutral")), get_args(Stance), where),
        reply_to_text=table.get("reply_to_text"),
        sender_is_owner=table.get("sender_is_owner"),
        kind=table.get("kind"),
        direct=table.get("direct"),
        earlier=tuple(table.get("earlier", ())),
    )


def _lines(language: Language, kind: Kind, half: Half, folder: Path) -> list[Sentence]:
    file = _file(language, kind, half, folder)
    stance: Stance | None = None if kind == "language" else _STANCES.get(kind, "neutral")
    found = []
    for place, table in enumerate(_tables(file, "line", _LINE_FIELDS), start=1):
        where = f"{language}/{kind}/{half}/{place}"
        found.append(
            Sentence(
                id=where,
                language=_one_of(table.get("language", language), get_args(Language), where),
                folder=language,
                about=kind,
                half=half,
                role="line",
                text=_text(table, where),
                may=_tactics(table.get("may", []), where),
                stance=stance,
                topic=str(table.get("topic", "")),
            )
        )
    return found


def _file(language: Language, name: str, half: Half, folder: Path) -> Path:
    inside = folder / FOLDERS[language]
    return (inside / "check" if half == "check" else inside) / f"{name}.toml"


def _tables(file: Path, name: str, allowed: set[str]) -> list[dict[str, Any]]:
    """The tables of a file; none where nobody has written it yet."""
    if not file.exists():
        return []
    try:
        whole = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SuiteInvalid(f"{file}: {error}") from None
    _only(whole, {name}, str(file))
    for place, table in enumerate(whole.get(name, []), start=1):
        _only(table, allowed, f"{file}, {name} {place}")
    return cast("list[dict[str, Any]]", whole.get(name, []))


def _only(table: Mapping[str, Any], allowed: set[str], where: str) -> None:
    if unknown := sorted(set(table) - allowed):
        raise SuiteInvalid(f"{where}: unknown {', '.join(unknown)}")


def _text(table: Mapping[str, Any], where: str) -> str:
    text = table.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SuiteInvalid(f"{where}: no text")
    return text


def _tactics(names: Any, where: str) -> frozenset[Tactic]:
    return frozenset(_one_of(name, TACTICS, where) for name in names)


def _one_of(value: Any, allowed: tuple[Any, ...], where: str) -> Any:
    if value not in allowed:
        raise SuiteInvalid(f"{where}: {value!r} is none of {', '.join(allowed)}")
    return value
