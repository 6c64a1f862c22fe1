"""HEIC as telephones write it: turned once, as its container says; what a machine reads in it is read upright; damage is told.

No library here writes HEIC: the tests work on the sample that tests/samples/image/make_heic.py made.
"""

from pathlib import Path

import numpy as np
import pytest

from gawah.readers import _image_pixels, image
from gawah.readers._image_layout import layout
from gawah.readers._image_pixels import opened, pixels
from gawah.readers._ocr import available
from gawah.readers._source import Source
from gawah.records.content import Capture, Transcript
from tests.readers.golden import SAMPLES
from tests.readers.pictures import captured, codes, read

CHAT = (SAMPLES / "image/heic-chat/source/canary.heic").read_bytes()
BAR = (0, 0x80, 0x69)
"""The colour of the bar above the chat."""


def drawn(data: bytes) -> np.ndarray:
    """What the reader sees of the picture."""
    found = opened("image/heic", data, layout("image/heic", data))
    assert found is not None
    seen = pixels(found)
    assert seen is not None
    return seen.astype(int)


def bar_at(seen: np.ndarray) -> str:
    """On which side of the picture the bar lies."""
    height, width, _ = seen.shape
    edges = {
        "top": (8, width // 2),
        "left": (height // 2, 8),
        "bottom": (height - 8, width // 2),
        "right": (height // 2, width - 8),
    }
    (found,) = [side for side, (row, column) in edges.items() if np.abs(seen[row, column] - BAR).max() < 24]
    return found


def turned(quarters: int) -> bytes:
    """The sample with another turn stated in its container; EXIF says the same as before."""
    at = CHAT.index(b"irot") + 4
    return CHAT[:at] + bytes([quarters]) + CHAT[at + 1 :]


def test_size_times_and_maker_are_those_of_the_file(tmp_path: Path) -> None:
    found = captured(tmp_path, CHAT, "canary.heic")
    facts = {fact.name: fact.value for fact in found.facts}
    assert (facts["format"], facts["size"], facts["exif:Make"]) == ("image/heic", "412 x 268 pixels", "Canary")
    assert (found.sent_at.local, found.sent_at.utc) == ("2024-03-05T21:05:12", "2024-03-05T16:05:12Z")
    assert (found.grade, found.flags, found.locator.span) == ("screenshot", (), (0, len(CHAT)))


@pytest.mark.parametrize(("quarters", "side"), [(0, "left"), (1, "bottom"), (2, "right"), (3, "top")])
def test_it_is_turned_as_the_container_says_and_not_by_exif_once_more(quarters: int, side: str) -> None:
    seen = drawn(turned(quarters))
    assert seen.shape[:2] == ((268, 412) if quarters % 2 else (412, 268))
    assert bar_at(seen) == side


@pytest.mark.skipif(not available(), reason="the language data is assembled by `make assets`")
def test_the_words_on_the_screen_are_read(tmp_path: Path) -> None:
    (found,) = [one for one in read(tmp_path, CHAT, "canary.heic") if isinstance(one, Transcript)]
    assert found.body.splitlines() == [
        "Canary Test",
        "We know where you live now",
        "Stop writing to me, canary",
        "You will be sorry tomorrow",
    ]
    assert found.confidence > 80
    for line in found.lines:
        left, top, width, height = line.box
        assert 0 <= left < left + width <= 412
        assert 0 <= top < top + height <= 268


@pytest.mark.parametrize("kept", [0.05, 0.1, 0.3, 0.6, 0.9])
def test_one_that_is_cut_within_its_pixels_is_told_and_counted(tmp_path: Path, kept: float) -> None:
    records = read(tmp_path, CHAT[: int(len(CHAT) * kept)], "canary.heic")
    assert codes(records) == ["record-unreadable"]
    assert not [one for one in records if isinstance(one, Capture)]


def test_b9_changed_bytes_anywhere_are_one_record_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "read_text", lambda _: None)  # takes a second a picture
    chance = np.random.default_rng(4)
    for _ in range(60):
        data = bytearray(CHAT)
        for at in chance.integers(12, len(CHAT), 3):
            data[int(at)] ^= int(chance.integers(1, 256))
        read(tmp_path, bytes(data), "canary.heic")  # holds the law


def test_b5_a_size_beyond_bounds_is_never_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_image_pixels, "LARGEST", 100_000)
    records = read(tmp_path, CHAT, "canary.heic")
    assert codes(records) == ["limit-reached"]
    assert [one.flags for one in records if isinstance(one, Capture)] == [("too-large",)]


def test_it_is_told_by_its_first_bytes_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "canary.jpg").write_bytes(CHAT)
    with Source(tmp_path / "canary.jpg") as source:
        assert image.identify(source)
