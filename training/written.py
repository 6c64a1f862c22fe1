"""Sentences of our own as what heads learn from: `training/written/<language>.tsv`, a sentence a line.

Self-written, and not reviewed by native speakers; no sentence is from a case, a data set or a real person. Columns: `tactics`, with
commas between or `-`; `stance`; `target`; `text`. A line that breaks the form raises WrittenInvalid with the file and the number.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast, get_args

from evaluation import tacticcheck
from evaluation.tacticcheck import Sentence
from gawah.analysis.normal import normalised
from gawah.analysis.rules import rules
from gawah.analysis.said import seen
from gawah.records.casework import Tactic
from gawah.records.digest import sha256
from gawah.records.judgement import Language, Stance, Target
from training.data import Example

FOLDER: Final = Path(__file__).parent / "written"
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ur-Latn", "ur", "hi", "ar")
TACTICS: Final = get_args(Tactic)
STANCES: Final = ("quote_or_report", "counter_speech", "support")
"""Stances that have a head of their own."""
SOURCE: Final = "written"
_HEADER: Final = ["tactics", "stance", "target", "text"]


class WrittenInvalid(ValueError):
    """A line breaks the form: which file, and which line. Never its words."""


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence.

    Attributes:
        tactics: All that it does.
        target: Who is hit; "none" for what attacks nobody.
    """

    language: Language
    tactics: tuple[Tactic, ...]
    stance: Stance
    target: Target
    text: str = field(repr=False)


def written(language: Language, folder: Path = FOLDER) -> list[Written]:
    """All sentences of a language, in order; none where nobody has written any."""
    file = folder / f"{language}.tsv"
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").split("\n")
    if lines[0].split("\t") != _HEADER:
        raise WrittenInvalid(f"{file.name}: another header than {' '.join(_HEADER)}")
    return [_line(language, f"{file.name}:{number}", line) for number, line in enumerate(lines[1:], 2) if line.strip()]


def digest(texts: Sequence[Example]) -> str:
    """The SHA-256 over all that is learnt from, as the heads see it: sentences, answers, and what the rules know of them."""
    return sha256("".join(f"{one.folded}\t{sorted(one.labels.items())}\n" for one in texts).encode())


def examples(folder: Path = FOLDER) -> list[Example]:
    """The sentences as heads learn from them, with the development half of TacticCheck; its check half stays unseen."""
    own = [_example(one) for language in LANGUAGES for one in written(language, folder)]
    suite = [_from_suite(one) for language in tacticcheck.languages() for one in tacticcheck.sentences(language)]
    return own + [one for one in suite if one is not None]


def counts(language: Language, folder: Path = FOLDER) -> Counter[str]:
    """How many sentences do what."""
    return Counter(name for one in written(language, folder) for name in (*one.tactics, one.stance))


def _example(one: Written) -> Example:
    labels = {tactic: int(tactic in one.tactics) for tactic in TACTICS} | {stance: int(stance == one.stance) for stance in STANCES}
    normal = normalised(one.text)
    text = seen(normal, rules().read(normal))
    raw = f"{one.language} {one.stance} {one.tactics[0] if one.tactics else '-'}"
    return Example(SOURCE, one.language, raw, one.text, text, labels, held_back=False)


def _from_suite(one: Sentence) -> Example | None:
    """A sentence of the development half; what may be found in it or not is no answer. None for all others."""
    if one.half != "develop" or one.stance is None:
        return None
    labels = {tactic: int(tactic in one.tactics) for tactic in TACTICS if tactic not in one.may}
    labels |= {stance: int(stance == one.stance) for stance in STANCES}
    normal = normalised(one.text)
    raw = f"{one.language} {one.stance} {min(one.tactics, default='-')}"
    return Example(SOURCE, one.language, raw, one.text, seen(normal, rules().read(normal)), labels, held_back=False)


def _line(language: Language, where: str, line: str) -> Written:
    cells = line.split("\t")
    if len(cells) != len(_HEADER) or not cells[3].strip():
        raise WrittenInvalid(f"{where}: not four columns")
    tactics = () if cells[0] == "-" else tuple(cells[0].split(","))
    for given, allowed in ((tactics, TACTICS), ((cells[1],), get_args(Stance)), ((cells[2],), get_args(Target))):
        if wrong := set(given) - set(allowed):
            raise WrittenInvalid(f"{where}: no tactic, stance or target is named {min(wrong)!r}")
    if bool(tactics) != (cells[1] == "attack") or (cells[2] == "none") == bool(tactics):
        raise WrittenInvalid(f"{where}: what does something is an attack on somebody, and nothing else is")
    return Written(
        language,
        cast("tuple[Any, ...]", tactics),
        cast("Stance", cells[1]),
        cast("Target", cells[2]),
        cells[3].replace(" / ", "\n"),
    )
