"""The page engine in a process of its own gives the same bytes, and refuses what it refuses here."""

import pytest

from gawah.dossier import engine, glyphs
from gawah.records.errors import GlyphMissing

AT = "2026-03-04T05:06:07Z"
PAGE = b'#set document(title: "canary")\n#set text(font: "Noto Sans", lang: "en")\n= A page\n#json("words.json")'


def test_a_process_of_its_own_gives_the_same_bytes() -> None:
    memory = {"main.typ": PAGE, "words.json": b'"canary words"'}
    assert engine.compile_apart(memory, glyphs.FONTS, AT) == engine.compile_pdf(memory, glyphs.FONTS, AT)


def test_what_it_refuses_is_refused_there_too_and_quotes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(GlyphMissing) as refused:
        engine.compile_apart({"main.typ": b"#canary()", "words.json": b'""'}, glyphs.FONTS, AT)
    assert "canary" not in str(refused.value) + "".join(capfd.readouterr())
