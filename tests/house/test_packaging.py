"""The locks agree with pyproject.toml and name no place; the fonts are those of the list."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement

from tests.house._tree import ROOT
from tools.assets import FONTS, KINDS, LANGUAGES, Kind

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {match[1]: match[2] for match in re.finditer(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE)}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_within_its_bounds(lock: str) -> None:
    pinned = pins(lock)
    for dependency in map(Requirement, PROJECT["dependencies"]):
        assert pinned[dependency.name] in dependency.specifier


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_both_locks_choose_the_same_versions() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", [*LOCKS, "tools/assets/package-lock.json"])
def test_no_lock_names_a_place_to_fetch_from(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_the_fonts_are_those_of_the_list_each_family_with_its_licence() -> None:
    wanted = FONTS.wanted()
    fonts = [name for name in wanted if name.endswith(".ttf")]
    licences = {name.removeprefix("OFL-").removesuffix(".txt").replace("-", "") for name in wanted if name.startswith("OFL-")}
    assert {name.split("_")[0].lower() for name in fonts} == licences


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_assets_are_those_of_their_list(kind: Kind) -> None:
    if set(kind.differing()) == set(kind.wanted()):
        pytest.skip("assembled by `make assets`")
    assert kind.differing() == []


def test_language_data_names_its_origin_and_licence() -> None:
    origin = (LANGUAGES.folder / "ORIGIN.txt").read_text(encoding="utf-8")
    assert "Apache License, Version 2.0" in origin
    assert set(LANGUAGES.wanted()) == {f"{language}.traineddata" for language in ("eng", "urd", "ara", "hin")}


def test_no_asset_of_others_is_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/src/gawah/dossier/fonts/*.ttf", "/src/gawah/dossier/fonts/*.txt"} <= set(ignored)
    assert "/src/gawah/readers/tessdata/*.traineddata" in ignored
