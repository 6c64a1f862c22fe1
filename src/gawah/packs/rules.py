"""The tactic rules as data: word classes, shapes of numbers, patterns over them, guards, and the sentences that try each of them.

Files: `packs/rules/LANGUAGE/NAME.toml`. What a file holds and how patterns are written: docs/guides/add-a-rule.md. A file that is
not of its shape is refused as a whole, so that no rule falls silent unnoticed. Nothing is matched here: that is the work of
`gawah.analysis.rules`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final, Literal, TypeAlias, cast, get_args

from gawah.packs.load import names, read
from gawah.packs.rule_classes import RulesInvalid, Shape, Spelling, Words, all_forms, resolved
from gawah.records.casework import Tactic
from gawah.records.digest import identifier
from gawah.records.judgement import Stance

Strength: TypeAlias = Literal["strong", "likely", "hint"]
Reach: TypeAlias = Literal["over", "after", "before", "sentence", "message", "message-after"]
"""Where a guard holds: matches that share a word with it, that stand after or before it in its sentence, anywhere in its sentence,
anywhere in the message, or anywhere after it in the message.
"""
Within: TypeAlias = Literal["sentence", "message"]
FOLDER: Final = "rules"
EXAMPLES: Final = 5
"""How many sentences a rule must catch, and as many it must leave alone."""
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_ID: Final = re.compile(r"[a-z_]+\.[a-z0-9-]+")
_NESTED: Final = re.compile(r"[+*}]\)*[+*{]|\([^()]*[+*][^()]*\)[+*{]|\.[+*]|\\[dw][+*]")
"""What could make a regular expression slow: a repeat of a repeat, or one without bound."""
_TABLES: Final = frozenset({"pack", "class", "shape", "rule", "guard"})
_PACK: Final = frozenset({"language", "spelling", "common", "cues", "stops"})
_RULE: Final = frozenset({"id", "tactic", "strength", "why", "yes", "no"})
_RULE_MORE: Final = frozenset({"any", "all", "within", "not", "across", "source", "holds"})
_GUARD: Final = frozenset({"id", "stance", "reach", "any", "why"})
_GUARD_MORE: Final = frozenset({"tactics", "spares", "words", "yes", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: Tactic or family, a dot, a name: `threat.harm-future`.
        file: Its language and file, such as `en/threat`, which says where names of classes are looked up.
        parts: Each part is the patterns of which one must be found; one part for a rule of `any`.
        within: How near the parts must stand: one sentence, one message, or so many words.
        unless: Patterns that void the rule where they stand in the sentence of the match.
        across: Whether the parts may stand in different messages of one sender.
        why: What the rule says to a person: one neutral sentence.
        spared: Whether guards leave it alone (`holds = false`).
        yes, no: Sentences that it must catch and must leave alone. A list in place of a sentence: messages of one sender, in order.
    """

    id: str
    file: str
    tactic: Tactic
    strength: Strength
    parts: tuple[tuple[str, ...], ...]
    within: Within | int
    unless: tuple[str, ...]
    across: bool
    why: str
    source: str
    spared: bool
    yes: tuple[tuple[str, ...], ...] = field(repr=False)
    no: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def language(self) -> str:
        """That of its folder. A rule runs on every text."""
        return self.file.split("/", 1)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What turns a match into something other than an attack.

    Attributes:
        stance: What the text does then.
        reach: Where it holds.
        words: At most so many words between guard and match; 0 for no limit but the reach.
        tactics: Which it holds; () for all.
        spares: Ids of rules that it leaves alone.
        yes, no: Texts in which it is found and is not.
    """

    id: str
    file: str
    stance: Stance
    reach: Reach
    words: int
    patterns: tuple[str, ...]
    tactics: tuple[Tactic, ...]
    spares: tuple[str, ...]
    why: str
    yes: tuple[str, ...] = field(repr=False)
    no: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """All rules of all languages.

    Attributes:
        classes, shapes: By file and name, such as `en/threat:harm`.
        cues: By what a class tells beside a match (`time`, `place`, `means`, `knows`), the names of the classes that tell it.
        stops: Full names of the classes that a gap of a pattern does not pass over: words that say no.
        version: 12 hexadecimal digits over every file.
    """

    classes: Mapping[str, Words]
    shapes: Mapping[str, Shape]
    stops: tuple[str, ...]
    spelling: Mapping[str, Spelling]
    cues: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    guards: tuple[Guard, ...]
    version: str


def languages() -> list[str]:
    """The languages that have a folder of rules, in order."""
    return sorted(one.name for one in (resources.files("gawah.packs") / FOLDER).iterdir() if one.is_dir())


def pack() -> Pack:
    """Every rule that is shipped, read anew each time: what is made of it is kept, not this. Raises RulesInvalid."""
    files = {
        f"{language}/{name}": read(f"{FOLDER}/{language}/{name}")
        for language in languages()
        for name in names(f"{FOLDER}/{language}")
    }
    return parsed(files)


def parsed(files: Mapping[str, Mapping[str, Any]]) -> Pack:
    """The files as one pack; their names are `LANGUAGE/NAME`. Raises RulesInvalid where one is not of its shape."""
    entries: dict[str, list[str]] = {}
    shapes: dict[str, Shape] = {}
    spelling: dict[str, Spelling] = {}
    common: set[str] = set()
    cues: dict[str, list[str]] = {}
    stops: list[str] = []
    rules: list[Rule] = []
    guards: list[Guard] = []
    for file, tables in sorted(files.items()):
        language = file.split("/")[0]
        _head(file, language, tables, spelling)
        for name, listed in tables.get("class", {}).items():
            _class(file, f"{file}:{name}", listed, entries)
        for name, regex in tables.get("shape", {}).items():
            shapes[f"{file}:{name}"] = _shape(file, f"{file}:{name}", regex)
        rules.extend(_rule(file, one) for one in tables.get("rule", ()))
        guards.extend(_guard(file, one) for one in tables.get("guard", ()))
    for file, tables in files.items():
        common.update(resolved(file, name, entries) for name in tables["pack"].get("common", ()))
        stops += [resolved(file, name, entries) for name in tables["pack"].get("stops", ())]
        for cue, classes in tables["pack"].get("cues", {}).items():
            cues.setdefault(cue, []).extend(resolved(file, name, entries) for name in classes)
    ids = [rule.id for rule in rules] + [guard.id for guard in guards]
    if doubled := sorted({one for one in ids if ids.count(one) > 1}):
        raise RulesInvalid(f"two rules have the id {doubled[0]}")
    return Pack(
        classes={name: Words(name=name, forms=all_forms(name, entries, spelling), common=name in common) for name in entries},
        shapes=shapes,
        stops=tuple(stops),
        spelling=spelling,
        cues={cue: tuple(classes) for cue, classes in cues.items()},
        rules=tuple(rules),
        guards=tuple(guards),
        version=identifier("rules", repr(sorted((file, repr(tables)) for file, tables in files.items())))[:12],
    )


def _head(file: str, language: str, tables: Mapping[str, Any], spelling: dict[str, Spelling]) -> None:
    if unknown := tables.keys() - _TABLES:
        raise RulesInvalid(f"{file}: {', '.join(sorted(unknown))} is no table of a file of rules")
    head = tables.get("pack", {})
    if head.get("language") != language or head.keys() - _PACK or head.get("spelling", "exact") not in get_args(Spelling):
        raise RulesInvalid(f"{file}: [pack] does not name its language, has a field that is none, or a spelling that is none")
    if "spelling" in head:
        spelling[language] = head["spelling"]


def _class(file: str, name: str, listed: Any, entries: dict[str, list[str]]) -> None:
    if name in entries or not _NAME.fullmatch(name.split(":", 1)[1]):
        raise RulesInvalid(f"{file}: the class {name} is there twice, or its name is none")
    if not isinstance(listed, list) or not listed or not all(isinstance(one, str) and one.strip() for one in listed):
        raise RulesInvalid(f"{file}: the class {name} is no list of words")
    entries[name] = listed


def _shape(file: str, name: str, regex: Any) -> Shape:
    if not isinstance(regex, str) or _NESTED.search(regex):
        raise RulesInvalid(f"{file}: the shape {name} has a repeat without bound, or a repeat of one")
    try:
        re.compile(regex)
    except re.error as error:
        raise RulesInvalid(f"{file}: the shape {name} is no regular expression") from error
    return Shape(name=name, regex=regex)


def _rule(file: str, table: Mapping[str, Any]) -> Rule:
    where = f"{file}: rule {table.get('id', '')}"
    _fields(where, table, _RULE, _RULE_MORE)
    if table["tactic"] not in get_args(Tactic) or table["strength"] not in get_args(Strength):
        raise RulesInvalid(f"{where}: there is no such tactic or strength")
    if ("any" in table) == ("all" in table):
        raise RulesInvalid(f"{where} has neither `any` nor `all`, or both")
    parts = (
        (tuple(table["any"]),) if "any" in table else tuple((one,) if isinstance(one, str) else tuple(one) for one in table["all"])
    )
    within = table.get("within", "sentence")
    if within not in get_args(Within) and type(within) is not int:
        raise RulesInvalid(f"{where}: `within` is sentence, message or a number of words")
    yes, no = (tuple((one,) if isinstance(one, str) else tuple(one) for one in table[key]) for key in ("yes", "no"))
    if min(len(yes), len(no)) < EXAMPLES:
        raise RulesInvalid(f"{where} has fewer than {EXAMPLES} sentences to catch or to leave alone")
    return Rule(
        id=table["id"],
        file=file,
        tactic=table["tactic"],
        strength=table["strength"],
        parts=parts,
        within=cast("Within | int", within),
        unless=tuple(table.get("not", ())),
        across=table.get("across", False),
        why=table["why"],
        source=table.get("source", ""),
        spared=not table.get("holds", True),
        yes=yes,
        no=no,
    )


def _guard(file: str, table: Mapping[str, Any]) -> Guard:
    where = f"{file}: guard {table.get('id', '')}"
    _fields(where, table, _GUARD, _GUARD_MORE)
    tactics = tuple(table.get("tactics", ()))
    if (
        table["stance"] not in get_args(Stance)
        or table["reach"] not in get_args(Reach)
        or not set(tactics) <= set(get_args(Tactic))
    ):
        raise RulesInvalid(f"{where}: there is no such stance, reach or tactic")
    return Guard(
        id=table["id"],
        file=file,
        stance=table["stance"],
        reach=table["reach"],
        words=table.get("words", 0),
        patterns=tuple(table["any"]),
        tactics=tactics,
        spares=tuple(table.get("spares", ())),
        why=table["why"],
        yes=tuple(table.get("yes", ())),
        no=tuple(table.get("no", ())),
    )


def _fields(where: str, table: Mapping[str, Any], wanted: frozenset[str], more: frozenset[str]) -> None:
    if missing := wanted - table.keys():
        raise RulesInvalid(f"{where} has no {', '.join(sorted(missing))}")
    if unknown := table.keys() - wanted - more:
        raise RulesInvalid(f"{where} has {', '.join(sorted(unknown))}, which is no field of it")
    if not isinstance(table["id"], str) or not _ID.fullmatch(table["id"]):
        raise RulesInvalid(f"{where}: the id is not of the form family.name")
    if not isinstance(table["why"], str) or not table["why"].endswith("."):
        raise RulesInvalid(f"{where}: `why` is no sentence")
    if not all(_patterns(table.get(key, ["x"])) for key in ("any", "all", "not")):
        raise RulesInvalid(f"{where}: a pattern is no text")


def _patterns(listed: Any) -> bool:
    """Whether it is a list of texts, or of lists of texts, none empty."""
    return (
        isinstance(listed, list)
        and bool(listed)
        and all(
            (isinstance(one, str) and bool(one.strip()))
            or (isinstance(one, list) and bool(one) and all(isinstance(two, str) for two in one))
            for one in listed
        )
    )
