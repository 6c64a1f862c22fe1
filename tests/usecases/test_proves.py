"""What a capture can prove is said in both languages, for every grade and for every format that a reader of pages names."""

import re

import pytest

from gawah.dossier.wording import GRADES
from gawah.packs.load import load
from gawah.records.content import Capture
from gawah.usecases._proves import proves
from tests.readers.golden import Sample, samples

URDU = re.compile("[\u0600-\u06ff]")
PAGES = [
    sample
    for sample in samples()
    if sample.reader_name in ("document", "web_archive", "web_page") and "/broken/" not in sample.name
]


def test_every_grade_says_what_the_dossier_says_and_in_urdu_too() -> None:
    stated = load("provenance")["grade"]
    assert {name: sentence["en"] for name, sentence in stated.items()} == GRADES


def test_every_sentence_stands_in_both_languages() -> None:
    for part in load("provenance").values():
        for sentence in part.values():
            assert set(sentence) == {"en", "ur"}
            assert not URDU.search(sentence["en"])
            assert URDU.search(sentence["ur"])


@pytest.mark.parametrize("sample", PAGES, ids=[sample.name for sample in PAGES])
def test_every_capture_of_a_page_or_document_names_a_format_that_has_a_sentence(sample: Sample) -> None:
    for record in sample.read():
        if isinstance(record, Capture):
            assert len(proves(record)) == 2
