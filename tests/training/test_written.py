"""What is written to learn from keeps its form, and the weights that ship were learnt from it."""

import re
from pathlib import Path

import pytest

from evaluation import tacticcheck
from gawah.analysis import heads
from gawah.analysis.said import FILE, LEARNT
from gawah.records.judgement import Language
from training.written import LANGUAGES, SOURCE, TACTICS, WrittenInvalid, counts, digest, examples, written

_HEADER = "tactics\tstance\ttarget\ttext\n"


def bare(text: str) -> str:
    return "".join(re.findall(r"\w", text.lower()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_every_tactic_and_of_what_is_none(language: Language) -> None:
    found = counts(language)
    assert all(found[tactic] >= 60 for tactic in TACTICS)
    assert all(found[stance] >= 100 for stance in ("quote_or_report", "counter_speech", "support"))
    assert found["neutral"] >= 350
    assert language in LEARNT


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_written_twice_or_stands_in_the_check_half(language: Language) -> None:
    texts = [bare(one.text) for one in written(language)]
    held = {bare(one.text) for one in tacticcheck.sentences(language) if one.half == "check" and one.about != "language"}
    long = [text for text in texts if len(text) >= 25]
    assert len(set(long)) == len(long)
    assert not held & set(long)


@pytest.mark.parametrize(
    "line",
    [
        "threat\tattack\taddressee",
        "threat\tattack\taddressee\t ",
        "menace\tattack\taddressee\tcanary",
        "threat\tanger\taddressee\tcanary",
        "threat\tneutral\taddressee\tcanary",
        "-\tattack\tnone\tcanary",
        "-\tneutral\taddressee\tcanary",
        "threat\tattack\tnone\tcanary",
    ],
)
def test_a_line_of_another_form_is_named_by_its_number_alone(tmp_path: Path, line: str) -> None:
    (tmp_path / "en.tsv").write_text(_HEADER + "-\tneutral\tnone\tcanary sings\n" + line + "\n", encoding="utf-8")
    with pytest.raises(WrittenInvalid, match=r"en\.tsv:3") as caught:
        written("en", tmp_path)
    assert "canary" not in str(caught.value)


def test_the_weights_that_ship_were_learnt_from_what_is_written() -> None:
    # `make train` after a change of sentences or rules.
    assert heads.read(FILE).facts["data"] == {SOURCE: digest(examples())}
