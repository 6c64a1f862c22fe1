"""A dossier in Urdu, Hindi or Arabic at the command line: its words change, what people wrote and what holds does not."""

import json
from pathlib import Path

import pytest

from tests.dossier.test_pages import words_of
from tests.interfaces.program import Program

CUSTODY = {"ur": "کمپیوٹر", "hi": "अभिरक्षा", "ar": "الحيازة"}


@pytest.mark.parametrize("language", ["ur", "hi", "ar"])
def test_a_dossier_is_written_in_the_language_and_can_be_checked(program: Program, tmp_path: Path, language: str) -> None:
    program.ok("dossier", "--out", tmp_path / "en")
    made = program.ok("dossier", "--language", language, "--out", tmp_path / "out", "--json").json
    assert (made["language"]["code"], made["language"]["reviewed"]) == (language, False)
    assert CUSTODY[language] in words_of((tmp_path / "out/data/dossier.pdf").read_bytes())
    assert CUSTODY[language] not in words_of((tmp_path / "en/data/dossier.pdf").read_bytes())
    program.ok("verify", tmp_path / "out")


def test_the_annex_holds_the_english_sentences_whatever_the_language(program: Program, tmp_path: Path) -> None:
    for language in ("en", "ur"):
        program.ok("dossier", "--language", language, "--out", tmp_path / language)
    english, urdu = (json.loads((tmp_path / language / "data/exhibits.json").read_bytes())["exhibits"] for language in ("en", "ur"))
    assert english == urdu
    assert english[0]["source"]["grade"].startswith("Platform export: ")
    pictures = [(tmp_path / language / "data/timeline.svg").read_text(encoding="utf-8") for language in ("en", "ur")]
    assert ["Messages over time" in picture for picture in pictures] == [True, False]


def test_the_person_is_told_that_nobody_has_reviewed_it(program: Program, tmp_path: Path) -> None:
    assert "no native speaker has reviewed them" in program.ok("dossier", "--language", "hi", "--out", tmp_path / "hi").out
    assert "no native speaker" not in program.ok("dossier", "--out", tmp_path / "en").out


@pytest.mark.parametrize("language", ["", "fr", "UR", "ur-Latn", "../ur", "en.toml"])
def test_another_language_is_refused_before_anything_is_written(program: Program, tmp_path: Path, language: str) -> None:
    ran = program("dossier", "--language", language, "--out", tmp_path / "out")
    assert ran.code == 19
    assert "the language is en, ur, hi or ar" in ran.err
    assert not (tmp_path / "out").exists()
    program.ok("dossier", "--out", tmp_path / "later")
    numbers = [one["number"] for one in json.loads((tmp_path / "later/data/exhibits.json").read_bytes())["exhibits"]]
    assert min(numbers) == "E0001"
