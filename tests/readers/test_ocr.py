"""Reading text in pictures: what a chat on a screen says is found, in light and dark, in its own script; noise is not taken
for words.

How well, in figures: `python -m bench.run --only ocr`.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.screenshots import Screenshot, draw
from gawah.readers import _ocr, document
from gawah.readers._ocr import Reading, available, read
from gawah.readers._ocr_regions import parts
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Transcript
from gawah.records.fold import fold

pytestmark = pytest.mark.skipif(not available(), reason="the language data is assembled by `make assets`")


@cache
def shot(language: str, theme: str, width: int = 412) -> tuple[Screenshot, Reading]:
    made = draw(language, theme, width, 0)
    found = read(np.asarray(made.picture))
    assert found is not None
    return made, found


def share(made: Screenshot, found: Reading) -> float:
    """How many of the words that stand in the picture were read, letters folded."""
    wanted = fold(" ".join(made.lines)).split()
    there = set(fold(found.text).split())
    return sum(word in there for word in wanted) / len(wanted)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("language", "data", "least"), [("english", "eng", 0.9), ("hindi", "hin", 0.7), ("arabic", "ara", 0.6), ("urdu", "urd", 0.5)]
)
def test_words_of_every_language_are_found_in_light_and_dark(language: str, data: str, least: float, theme: str) -> None:
    made, found = shot(language, theme)
    assert data in found.maker.split()[-1].split("+")
    assert found.maker.startswith("tesseract 5.")
    assert share(made, found) >= least
    assert found.whole


def test_lines_come_from_the_top_down_with_their_places_in_the_picture() -> None:
    made, found = shot("english", "light")
    tops = [line.box[1] for line in found.lines]
    assert tops == sorted(tops)
    for line in found.lines:
        left, top, width, height = line.box
        assert 0 <= left < left + width <= made.width + 4
        assert 0 <= top < top + height <= made.picture.height
        assert 0 <= line.confidence <= 100
    named = next(line for line in found.lines if "know where" in line.text)
    assert abs(named.box[1] - 76) < 12


def test_bubbles_are_taken_apart_and_made_dark_on_light() -> None:
    made, _ = shot("english", "dark")
    found = parts(np.asarray(made.picture))
    assert sum(not part.around for part in found) == 7
    for part in found:
        assert np.median(part.ink) > 200


def test_leaves_and_blanks_hold_no_words() -> None:
    generator = np.random.default_rng(5)
    leaves = generator.integers(0, 255, (300, 300, 3), dtype=np.uint8)
    assert read(np.full((300, 300, 3), 255, dtype=np.uint8)) is None
    noise = read(np.asarray(Image.fromarray(leaves).resize((600, 600))))
    assert noise is None or len(noise.text) < 60
    assert read(np.zeros((40, 300, 3), dtype=np.uint8)) is None


def test_a_budget_is_kept_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = shot("english", "light")
    monkeypatch.setattr(_ocr, "BUDGET", 200_000)
    found = read(np.asarray(made.picture))
    assert found is None or not found.whole


def test_without_language_data_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = shot("english", "light")
    monkeypatch.setattr(_ocr, "DATA", _ocr.DATA / "nowhere")
    assert read(np.asarray(made.picture)) is None


def test_a_page_of_a_pdf_without_text_is_read_as_a_picture(tmp_path: Path) -> None:
    made, _ = shot("english", "light", 1082)
    made.picture.save(tmp_path / "canary.pdf", "PDF", resolution=200)
    with Source(tmp_path / "canary.pdf") as source:
        records = list(document.read(source, Options()))
    (capture,) = [record for record in records if isinstance(record, Capture)]
    (found,) = [record for record in records if isinstance(record, Transcript)]
    assert (capture.body, found.of, found.locator.place) == ("", capture.id, "page/1/text")
    assert "I know where you live now" in found.body
