"""Suggest what texts do, and which are alike, without a vault: for trying the judgement out, and for comparing it with others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from gawah.analysis import near_copy
from gawah.analysis.assessment import Asked, Assessor
from gawah.analysis.normal import normalised
from gawah.records.judgement import Judgement

AT_ONCE: Final = 512
NEAREST: Final = 20
"""Of a text so many near copies are named at most."""
_OPTIONAL: Final[Mapping[str, type]] = {"sender_is_owner": bool, "reply_to_text": str, "kind": str, "direct": bool}


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that holds no text to judge: its number, from 1, and why. Never the line itself."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Near:
    """A text and what is alike: ids with the share of stretches in common, 0 to 1, best first."""

    of: str
    near: tuple[tuple[str, float], ...]


def texts(lines: Iterable[tuple[int, Any]]) -> Iterator[Asked | Unread]:
    """What each line, decoded, asks: an object with `id` and `text`, and what may stand beside them."""
    for number, line in lines:
        if not isinstance(line, dict) or not isinstance(line.get("id"), str) or not isinstance(line.get("text"), str):
            yield Unread(number, "no object with an id and a text")
            continue
        given: dict[str, Any] = {key: line[key] for key in _OPTIONAL if line.get(key) is not None}
        earlier = line.get("earlier") or []
        if any(not isinstance(value, _OPTIONAL[key]) for key, value in given.items()) or not _all_text(earlier):
            yield Unread(number, "a field of another kind than it should be")
            continue
        whole: dict[str, Any] = {key: _whole(value) if isinstance(value, str) else value for key, value in given.items()}
        yield Asked(id=line["id"], text=_whole(line["text"]), earlier=tuple(map(_whole, earlier)), **whole)


def assess(asked: Iterable[Asked | Unread]) -> Iterator[Judgement | Unread]:
    """A judgement for each text, in order; what could not be read comes back as it is. Raises ModelAltered."""
    assessor = Assessor.load()
    stream = iter(asked)
    while some := list(islice(stream, AT_ONCE)):
        judged = iter(assessor.assess([one for one in some if isinstance(one, Asked)]))
        for one in some:
            yield one if isinstance(one, Unread) else next(judged)


def match(asked: Iterable[Asked | Unread]) -> Iterator[Near | Unread]:
    """For each text the others among them that are near copies, in order."""
    given = list(asked)
    own = [one for one in given if isinstance(one, Asked)]
    signatures = near_copy.signatures([near_copy.form(normalised(one.text)) for one in own])
    shared: dict[bytes, list[int]] = {}
    for number, signature in enumerate(signatures):
        for band in signature.bands:
            shared.setdefault(band, []).append(number)
    found = (Near(one.id, _nearest(number, own, signatures, shared)) for number, one in enumerate(own))
    for one in given:
        yield one if isinstance(one, Unread) else next(found)


def _nearest(
    number: int, own: Sequence[Asked], signatures: Sequence[near_copy.Signature], shared: Mapping[bytes, Sequence[int]]
) -> tuple[tuple[str, float], ...]:
    candidates = {other for band in signatures[number].bands for other in shared[band]} - {number}
    scored = [(near_copy.likeness(signatures[number].data, signatures[other].data), other) for other in candidates]
    best = sorted((one for one in scored if one[0] >= near_copy.ALIKE), key=lambda one: (-one[0], one[1]))[:NEAREST]
    return tuple((own[other].id, round(score, 3)) for score, other in best)


def _all_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _whole(text: str) -> str:
    """The text with each half of a surrogate pair, which is no character, shown as one that is missing."""
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
