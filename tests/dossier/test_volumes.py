"""A dossier in volumes: every exhibit in exactly one, in order, and what is said of the case in the first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier import pages
from gawah.dossier.document import Annex, Document
from gawah.dossier.sheet import Picture
from gawah.dossier.volumes import volumes
from tests.dossier import sample
from tests.dossier.test_pages import words_of


def large(sheets: int, lined: int) -> Document:
    """A document of so many sheets, the last `lined` of them as lines of an annex."""
    whole = sample.case().document
    blank = whole.exhibits[0]
    exhibits = tuple(replace(blank, number=f"E{number + 1:04}") for number in range(sheets))
    numbers = tuple(sheet.number for sheet in exhibits[sheets - lined :])
    annex = Annex(platform="WhatsApp", conversation="Canary", held=900, provenances=(blank.provenance,), lines=numbers)
    return replace(whole, exhibits=exhibits, annexes=(annex,) if lined else ())


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 30))
def test_every_exhibit_stands_in_one_volume_in_order(sheets: int, lined: int, most: float) -> None:
    document = large(sheets + lined, lined)
    made = volumes(document, most)
    assert [sheet.number for one in made for sheet in one.exhibits] == [sheet.number for sheet in document.exhibits]
    assert [number for one in made for annex in one.annexes for number in annex.numbers] == [
        number for annex in document.annexes for number in annex.numbers
    ]
    assert [(one.volume, one.volumes) for one in made] == [(number, len(made)) for number in range(1, len(made) + 1)]
    assert all(one.exhibits for one in made) or not sheets + lined


def test_what_fits_stays_one() -> None:
    document = sample.case().document
    assert volumes(document) == (document,)


def test_a_picture_counts_by_its_bytes() -> None:
    """The page engine holds many times as much: twelve photographs of 4 MiB are no matter of twelve pages."""
    document = large(12, 0)
    photo = Picture(data=bytes(4 << 20), ending="png", alt="a picture")
    many = replace(document, exhibits=tuple(replace(sheet, picture=photo) for sheet in document.exhibits))
    made = volumes(many, 100)
    assert [len(one.exhibits) for one in made] == [3, 3, 3, 3]
    assert len(volumes(document, 100)) == 1


@pytest.mark.parametrize("index", [0, 1])
def test_a_further_volume_has_exhibits_alone(index: int) -> None:
    made = volumes(large(12, 6), 2)
    assert len(made) > 2
    words = words_of(pages.typeset(made[index]).pdf)
    assert f"volume {index + 1} of {len(made)}" in words
    assert ("Chronology" in words) is (index == 0)
    assert made[index].exhibits[0].number in words


def test_where_all_exhibits_are_lines_of_an_annex_no_page_stands_empty_before_them() -> None:
    made = volumes(large(6, 6), 100)
    words = words_of(pages.typeset(made[0]).pdf, "-layout")
    first, *rest = [text for text in words.split("\f")[1:] if "Annex: long conversations" in text and "E0001" in text]
    assert rest == []
    assert "The exact characters are in exhibits.json" in " ".join(first.split())
    assert not [line for line in words.splitlines() if line.strip() == "Exhibits"]
    mixed = words_of(pages.typeset(large(6, 3)).pdf)
    assert "Exhibits" in mixed.splitlines()
    assert mixed.count("The exact characters") == 1
