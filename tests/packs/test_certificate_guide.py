"""What the lines of certificates ask, in other languages: every text of every form has its help, and none is of another text."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gawah.dossier import glyphs, printed
from gawah.packs.certificate import Form, FormInvalid, form, form_names
from gawah.packs.certificate_guide import TONGUES, guides, parsed

SAME = frozenset({"SHA1", "SHA256", "MD5", "DVR"})
"""Names that are written alike in every language."""


def texts(found: Form) -> Iterator[str]:
    """Everything that a form prints of its own."""
    yield from (found.title, found.jurisdiction, *(one.title for one in found.sources), *(one.text for one in found.notes))
    for part in found.parts:
        yield part.title
        for line in part.lines:
            yield from (line.text, *line.options, *([line.heading] if line.heading else []))


@pytest.mark.parametrize("language", TONGUES)
def test_every_text_of_every_form_has_its_help_and_no_help_is_left_over(language: str) -> None:
    wanted = {text for name in form_names() for text in texts(form(name))} - SAME
    assert guides(language).keys() == wanted


@pytest.mark.parametrize("language", TONGUES)
def test_help_is_of_its_language_and_can_be_drawn(language: str) -> None:
    drawable = glyphs.covered()
    for english, text in guides(language).items():
        (paragraph,) = printed.paragraphs(text, drawable)
        assert paragraph.direction == ("ltr" if language == "hi" else "rtl"), english
        assert all(run.kind != "token" for run in paragraph.runs), english
        assert any("\u0900" <= c <= "\u097f" if language == "hi" else "\u0600" <= c <= "\u06ff" for c in text), english


def test_english_needs_none() -> None:
    assert guides("en") == {}


def tables() -> dict[str, Any]:
    return {
        "guide": [
            {"en": "Name", "ur": "نام", "hi": "नाम", "ar": "الاسم"},
            {"en": "Place", "ur": "مقام", "hi": "स्थान", "ar": "المكان"},
        ]
    }


BROKEN: dict[str, Callable[[dict[str, Any]], object]] = {
    "a language is missing": lambda one: one["guide"][0].pop("hi"),
    "a language too many": lambda one: one["guide"][0].update(fa="نام"),
    "an empty text": lambda one: one["guide"][0].update(ur=""),
    "two for one text": lambda one: one["guide"][1].update(en="Name"),
    "something else": lambda one: one.update(line=[]),
    "no guides": lambda one: one.pop("guide"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_of_the_shape_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    assert parsed(tables(), "hi") == {"Name": "नाम", "Place": "स्थान"}
    broken = tables()
    change(broken)
    with pytest.raises(FormInvalid, match="certificate_guides"):
        parsed(broken, "hi")
