"""`gawah assess` and `gawah match`: JSON lines in, JSON lines out, no vault, nothing kept (commands.md)."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import typer

from gawah.interfaces.cli._output import line_json
from gawah.records.judgement import Judgement

if TYPE_CHECKING:
    from gawah.usecases.assess import Near, Unread

_LISTED_PROBLEMS = 3
Answer = TypeVar("Answer")


def assess() -> None:
    """Judge texts: JSON lines with `id` and `text` on standard input, a suggestion for each on standard output, in order.

    A suggestion sorts what a person is to look at. It is no finding, and "not assessed" never means harmless. Nothing is kept.
    """
    from gawah.usecases import assess as usecase

    _answer(usecase.assess(usecase.texts(_lines())), judgement_json)


def match() -> None:
    """Find texts that are alike: JSON lines as for `gawah assess`; each comes back with the ids of its near copies, best first."""
    from gawah.usecases import assess as usecase

    _answer(usecase.match(usecase.texts(_lines())), _near_json)


def judgement_json(judgement: Judgement) -> dict[str, Any]:
    """A judgement in the shape of commands.md; probabilities are 0 to 1."""
    return {
        "id": judgement.of,
        "language": judgement.language,
        "script": judgement.script,
        "abusive": int(judgement.abusive),
        "probability": judgement.probability / 1000,
        "tactics": [
            {"tactic": one.tactic, "probability": one.probability / 1000, "band": one.band, "not_assessed": not one.assessed}
            for one in judgement.tactics
        ],
        "target": judgement.target,
        "stance": judgement.stance,
        "severity": judgement.severity,
        "reasons": list(judgement.reasons),
        "spans": [[one.start, one.end, one.cue] for one in judgement.spans],
        "model": judgement.model,
    }


def _near_json(found: "Near") -> dict[str, Any]:
    return {"id": found.of, "near": [{"id": one, "score": score} for one, score in found.near]}


def _answer(answers: "Iterable[Answer | Unread]", as_json: Callable[[Answer], dict[str, Any]]) -> NoReturn:
    """Print each answer as it comes; a line that could not be read is named by its number, and the exit code says so."""
    from gawah.usecases.assess import Unread

    unread = False
    for found in answers:
        if isinstance(found, Unread):
            unread = True
            line_json({"id": None, "line": found.line, "error": found.why})
        else:
            line_json(as_json(found))
    raise typer.Exit(_LISTED_PROBLEMS if unread else 0)


def _lines() -> Iterator[tuple[int, Any]]:
    """The lines of standard input with their numbers, decoded; what is no JSON comes as None. Empty lines are left out."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None
