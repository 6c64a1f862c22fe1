"""`gawah packs platforms`: every platform that a reader names has a guide in English and Urdu."""

import json
import re

import pytest

from gawah.readers import _registry
from gawah.usecases import platforms
from tests.interfaces.program import bare

URDU = re.compile("[\u0600-\u06ff]")


def test_every_platform_that_a_reader_names_has_a_guide() -> None:
    covered = {platform for guide in platforms.guides() for platform in guide.platforms}
    assert {reader.PLATFORM for reader in _registry.readers().values()} - covered == set()


def test_no_two_guides_cover_one_platform() -> None:
    named = [platform.casefold() for guide in platforms.guides() for platform in guide.platforms]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("guide", platforms.guides(), ids=lambda guide: guide.name)
def test_every_guide_says_the_same_in_both_languages(guide: platforms.Guide) -> None:
    english, urdu = guide.words["en"], guide.words["ur"]
    for part in ("ask", "lacks", "save"):
        assert getattr(english, part), part
        assert len(getattr(english, part)) == len(getattr(urdu, part)), part
    for line in (*english.ask, english.takes, *english.lacks, *english.save):
        assert not URDU.search(line)
    for line in (*urdu.ask, urdu.takes, *urdu.lacks, *urdu.save):
        assert URDU.search(line), line
    assert guide.checked >= "2026-11-25"
    assert guide.source


def test_all_are_listed_without_a_vault() -> None:
    ran = bare("packs", "platforms")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[1:]] == [guide.name for guide in platforms.guides()]


@pytest.mark.parametrize(("asked", "named"), [("instagram", "instagram"), ("Messenger", "facebook"), ("web page", "web")])
def test_one_is_found_by_its_name_or_by_that_of_the_platform(asked: str, named: str) -> None:
    ran = bare("packs", "platforms", asked, "--json")
    assert [one["name"] for one in json.loads(ran.out)["platforms"]] == [named]


def test_a_guide_is_printed_with_what_holds_for_every_site() -> None:
    ran = bare("packs", "platforms", "instagram")
    assert "JSON (not HTML)" in ran.out
    assert "On every site" in ran.out
    assert "gawah add page" in ran.out
    urdu = bare("packs", "platforms", "instagram", "--language", "ur")
    assert "ایکسپورٹ کیسے مانگیں" in urdu.out
    assert "gawah add page" in urdu.out


def test_an_unknown_platform_is_refused() -> None:
    ran = bare("packs", "platforms", "nosuch")
    assert ran.code == 19
    assert ran.out == ""
