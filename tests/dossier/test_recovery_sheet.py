"""The recovery sheet, looked at as it comes out of a printer: the QR code is the key, module by module, and the letters are too."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import segno

from gawah.dossier import glyphs, recovery_sheet
from gawah.seal.keys import RootSecret, SigningKey

AT = "2026-01-02T03:04:05Z"
needs_fonts = pytest.mark.skipif(not glyphs.FONTS.is_dir(), reason="the fonts are assembled by `make assets`")
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="needs pdftoppm and pdftotext")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A sheet, its key and its fingerprint."""
    key, fingerprint = RootSecret.generate().recovery_text(), SigningKey.generate().fingerprint()
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    path.write_bytes(recovery_sheet.typeset(key, fingerprint, AT))
    return path, key, fingerprint


def picture(path: Path) -> list[bytes]:
    """The page in grey, row by row, at 300 dots an inch."""
    data = subprocess.run(["pdftoppm", "-r", "300", "-gray", path], check=True, capture_output=True).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    assert head is not None
    width, height = int(head[1]), int(head[2])
    assert len(data) == head.end() + width * height  # one page
    return [data[head.end() + row * width : head.end() + (row + 1) * width] for row in range(height)]


def code_on(rows: list[bytes], modules: int) -> list[list[bool]]:
    """The QR code that stands in the upper right quarter: its edges are found, then the middle of each module is looked at."""
    half = len(rows[0]) * 6 // 10
    quarter = [row[half:] for row in rows[: len(rows) // 3]]
    dark = [(y, x) for y, row in enumerate(quarter) for x, grey in enumerate(row) if grey < 64]
    top, left = min(y for y, _ in dark), min(x for _, x in dark)
    bottom, right = max(y for y, _ in dark) + 1, max(x for _, x in dark) + 1
    assert abs((bottom - top) - (right - left)) <= 2
    step = (right - left) / modules
    return [
        [quarter[int(top + (y + 0.5) * step)][int(left + (x + 0.5) * step)] < 128 for x in range(modules)] for y in range(modules)
    ]


@needs_fonts
@needs_poppler
def test_the_code_on_the_page_is_the_key(printed: tuple[Path, str, str]) -> None:
    path, key, _ = printed
    wanted = [[bool(module) for module in row] for row in segno.make(key, error="q", micro=False, boost_error=False).matrix]
    assert recovery_sheet.matrix(key) == wanted
    assert code_on(picture(path), len(wanted)) == wanted
    other = RootSecret.generate().recovery_text()
    assert recovery_sheet.matrix(other) != wanted


@needs_fonts
@needs_poppler
def test_the_letters_on_the_page_are_the_key_and_nothing_is_missing(printed: tuple[Path, str, str]) -> None:
    path, key, fingerprint = printed
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode("utf-8")
    assert key in re.sub(r"\s", "", text)
    assert " ".join(fingerprint.split()) in " ".join(text.split())
    for needed in ("outside the home", "age -d -i KEY.txt", "recover --rehearse", "cipher_page_size", "2026-01-02", "گواہ"):
        assert needed in text
    without = text[text.index("Without gawah") :]
    assert [number for number in range(1, 8) if re.search(rf"^\s*{number}\. ", without, re.MULTILINE)] == [1, 2, 3, 4, 5, 6]


@needs_fonts
def test_the_key_stands_in_no_title_and_no_description(printed: tuple[Path, str, str]) -> None:
    path, key, _ = printed
    data = path.read_bytes()
    assert key.encode() not in data  # compressed; a title or a description would stand in the open
