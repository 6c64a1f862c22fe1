"""The suite keeps its own laws: enough of everything, nothing twice, no templates, twins that do nothing, a third kept apart."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from evaluation.tacticcheck import (
    FOLDER,
    FOLDERS,
    FREE_TARGETS,
    KINDS,
    TACTICS,
    Kind,
    Sentence,
    SuiteInvalid,
    languages,
    lines,
    pairs,
    sentences,
)
from gawah.records.judgement import Language

WHOLE: list[Language] = ["en", "ur-Latn", "ur", "hi", "ar"]
"""The languages whose sentences are all written. One that is still growing is left out: its counts are not asked for."""
LEAST: dict[Kind, int] = {"counter_speech": 40, "support": 40, "benign": 100, "language": 60}
LEAST_PAIRS = 20
ALIKE = 0.7
"""Share of common words from which two sentences of different pairs count as one with words exchanged."""


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


@cache
def written(language: Language) -> list[Sentence]:
    return sentences(language)


def everything() -> list[Sentence]:
    return [sentence for language in languages() for sentence in written(language)]


@pytest.mark.parametrize("language", WHOLE)
def test_every_tactic_has_enough_pairs(language: Language) -> None:
    counted = Counter(attack.about for attack, _ in pairs(language))
    assert {tactic: counted[tactic] for tactic in TACTICS if counted[tactic] < LEAST_PAIRS} == {}


@pytest.mark.parametrize("language", WHOLE)
def test_the_lines_are_enough(language: Language) -> None:
    counted = {kind: len(lines(language, kind)) for kind in KINDS}
    assert {kind: count for kind, count in counted.items() if count < LEAST[kind]} == {}


@pytest.mark.parametrize("language", WHOLE)
def test_the_twins_of_a_tactic_are_of_many_kinds_and_no_kind_is_half_of_them(language: Language) -> None:
    twins = [twin for _, twin in pairs(language)]
    for tactic in TACTICS:
        kinds = Counter(twin.role for twin in twins if twin.about == tactic)
        assert len(kinds) >= 6, tactic
        assert max(kinds.values()) * 2 < kinds.total(), tactic


@pytest.mark.parametrize("language", WHOLE)
def test_everyday_talk_is_of_many_things(language: Language) -> None:
    topics = Counter(line.topic for line in lines(language, "benign"))
    assert "" not in topics
    assert {"family", "work", "sport", "cooking", "games", "court", "police"} <= set(topics)
    assert min(topics.values()) >= 5


@pytest.mark.parametrize("language", languages())
def test_every_third_pair_is_kept_apart(language: Language) -> None:
    for attack, twin in pairs(language):
        number = int(attack.pair.rsplit("/", maxsplit=1)[1])
        assert attack.half == twin.half == ("develop" if number % 3 else "check"), attack.pair


@pytest.mark.parametrize("language", languages())
def test_a_third_of_the_lines_is_kept_apart(language: Language) -> None:
    for kind in KINDS:
        halves = Counter(line.half for line in lines(language, kind))
        assert abs(halves["develop"] - 2 * halves["check"]) <= 2, kind


@pytest.mark.parametrize("language", languages())
def test_the_pairs_of_a_tactic_are_numbered_without_gaps(language: Language) -> None:
    attacks = [attack for attack, _ in pairs(language)]
    for tactic in TACTICS:
        numbers = [int(attack.pair[-2:]) for attack in attacks if attack.about == tactic]
        assert numbers == list(range(1, len(numbers) + 1)), tactic


@pytest.mark.parametrize("language", languages())
def test_an_attack_does_what_its_file_says_and_its_twin_does_not(language: Language) -> None:
    for attack, twin in pairs(language):
        assert attack.about in attack.tactics, attack.id
        assert attack.stance == "attack", attack.id
        assert attack.target not in FREE_TARGETS, attack.id
        assert attack.about not in twin.tactics | twin.may, twin.id
        assert twin.stance != "attack" or twin.tactics, twin.id
        assert twin.target in FREE_TARGETS or twin.tactics, twin.id


def test_nothing_is_asked_for_and_allowed_at_once() -> None:
    assert [sentence.id for sentence in everything() if sentence.tactics & sentence.may] == []


def test_no_sentence_stands_twice() -> None:
    counted = Counter(" ".join(sentence.text.casefold().split()) for sentence in everything())
    twice = {text for text, count in counted.items() if count > 1}
    assert [sentence.id for sentence in everything() if " ".join(sentence.text.casefold().split()) in twice] == []


def test_ids_are_unique() -> None:
    counted = Counter(sentence.id for sentence in everything())
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_another_with_words_exchanged(language: Language) -> None:
    found = [(sentence, words(sentence.text)) for sentence in written(language)]
    ordered = sorted((pair for pair in found if len(pair[1]) >= 4), key=lambda pair: len(pair[1]))
    alike = []
    for place, (one, left) in enumerate(ordered):
        for other, right in ordered[place + 1 :]:
            if len(left) <= ALIKE * len(right):
                break
            if (one.pair != other.pair or not one.pair) and len(left & right) > ALIKE * len(left | right):
                alike.append((one.id, other.id))
    assert alike == []


@pytest.mark.parametrize("language", languages())
def test_lines_that_ask_for_a_language_are_long_enough_to_tell(language: Language) -> None:
    assert [line.id for line in lines(language, "language") if len(line.text) < 15] == []


def test_every_file_is_read_by_its_name() -> None:
    known = {f"{name}.toml" for name in (*TACTICS, *KINDS)}
    places = {FOLDER / name / half for name in FOLDERS.values() for half in ("", "check")}
    files = [file for file in FOLDER.rglob("*") if file.is_file() and file.name != "README.md"]
    assert [str(file) for file in files if file.name not in known or file.parent not in places] == []


BROKEN = {
    "no-number": '[[pair]]\nattack = { text = "a" }\ntwin = { role = "plain", text = "b" }',
    "no-twin": '[[pair]]\nnumber = 1\nattack = { text = "a" }',
    "unknown-twin": '[[pair]]\nnumber = 1\nattack = { text = "a" }\ntwin = { role = "kind", text = "b" }',
    "unknown-tactic": '[[pair]]\nnumber = 1\nattack = { text = "a", tactics = ["rude"] }\ntwin = { role = "plain", text = "b" }',
    "unknown-target": '[[pair]]\nnumber = 1\nattack = { text = "a", target = "all" }\ntwin = { role = "plain", text = "b" }',
    "unknown-field": '[[pair]]\nnumber = 1\nattack = { text = "a", note = "x" }\ntwin = { role = "plain", text = "b" }',
    "no-text": '[[pair]]\nnumber = 1\nattack = { text = " " }\ntwin = { role = "plain", text = "b" }',
    "other-table": '[[line]]\ntext = "a"',
    "no-toml": "[[pair",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_file_that_breaks_the_form_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "threat.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SuiteInvalid):
        pairs("en", tmp_path)


def test_what_is_not_said_follows_from_the_role(tmp_path: Path) -> None:
    (tmp_path / "en" / "check").mkdir(parents=True)
    (tmp_path / "en" / "check" / "threat.toml").write_text(
        '[[pair]]\nnumber = 3\nattack = { text = "a" }\ntwin = { role = "reported", text = "b" }\n', encoding="utf-8"
    )
    [(attack, twin)] = pairs("en", tmp_path)
    assert attack.tactics == {"threat"}
    assert twin.tactics == frozenset()
    assert (attack.target, attack.stance, attack.half) == ("addressee", "attack", "check")
    assert (twin.target, twin.stance, twin.id) == ("none", "quote_or_report", "en/threat/03/twin")


def test_a_sentence_does_not_show_itself_in_its_repr() -> None:
    assert [sentence.id for sentence in everything() if sentence.text in repr(sentence)] == []
