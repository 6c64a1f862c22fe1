from pathlib import Path

import pytest

from gawah.dossier.glyphs import FONTS, covered


@pytest.mark.parametrize("character", ["A", "é", "ں", "ے", "ڑ", "۴", "क", "ी", "😀", "🏽", "—", "م"])
def test_letters_of_the_languages_of_the_cases_are_there(character: str) -> None:
    assert covered().together([ord(character)])


@pytest.mark.parametrize("code", [0x6F22, 0x10FFFF, 0xE000, 0x1B00])
def test_others_are_not(code: int) -> None:
    assert not covered().together([code])


def test_together_means_in_one_font() -> None:
    assert not covered().together([ord("ں"), 0x1FAB7])
    assert covered().together([ord("ب"), 0x064E])


def test_a_folder_without_fonts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        covered(tmp_path)


def test_every_font_has_its_licence() -> None:
    families = {path.name.partition("_")[0] for path in FONTS.glob("*.ttf")}
    licences = {path.stem.removeprefix("OFL-").replace("-", "") for path in FONTS.glob("OFL-*.txt")}
    assert {family.lower() for family in families} == licences
