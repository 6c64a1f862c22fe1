"""The files that people other than programmers maintain: each is read, whatever else runs, so that a slip in one shows at once."""

import tomllib
from pathlib import Path

import pytest

from gawah.dossier.words import LANGUAGES, load, read, stale
from gawah.packs.certificate import form, form_names
from gawah.packs.certificate_guide import TONGUES, guides
from gawah.packs.load import load as pack
from tests.house._tree import PACKAGE

DATA = sorted(path for path in PACKAGE.rglob("*.toml"))
PACKS = [path for path in DATA if PACKAGE / "packs" in path.parents]
WORDS = [path for path in DATA if PACKAGE / "dossier" / "words" in path.parents]


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_there_are_files_to_look_at() -> None:
    assert {path.stem for path in WORDS} == set(LANGUAGES)
    assert len(PACKS) > 20


@pytest.mark.parametrize("path", DATA, ids=name)
def test_every_data_file_is_whole_toml_in_utf_8(path: Path) -> None:
    assert tomllib.loads(path.read_bytes().decode("utf-8"))


@pytest.mark.parametrize("path", PACKS, ids=name)
def test_every_pack_is_read_by_the_one_loader(path: Path) -> None:
    assert pack(path.relative_to(PACKAGE / "packs").with_suffix("").as_posix())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_every_language_load_and_none_is_left_over(language: str) -> None:
    known = next(one for one in LANGUAGES if one == language)
    assert len(load(known).entries) > 500
    assert stale(read(known), read("en")) == []


@pytest.mark.parametrize("form_name", form_names())
def test_every_form_of_a_certificate_loads(form_name: str) -> None:
    assert form(form_name).parts


@pytest.mark.parametrize("language", TONGUES)
def test_the_help_beside_the_forms_loads(language: str) -> None:
    assert guides(language)
