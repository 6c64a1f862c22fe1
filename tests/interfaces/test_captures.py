"""Captures, and what was read in them by machines and people, as the command line shows them."""

import pytest

from gawah.usecases import start
from tests.interfaces.program import PASSPHRASE, Program
from tests.usecases.captures import PICTURE, enter, picture, reading

NOT_CHECKED = "machine-read, not checked, confidence 63 %"


@pytest.fixture
def pictured(program: Program) -> Program:
    """The case with a picture in it that a machine read."""
    with start.open_vault(program.vault, PASSPHRASE, clock=lambda: "2024-04-01T10:00:00Z") as work:
        enter(work, PICTURE, "canary.png", "image/png", [picture(), reading(picture())])
    return program


def test_search_says_that_a_machine_read_it_how_surely_and_where(pictured: Program) -> None:
    ran = pictured.ok("search", "brennt")
    assert f"    {NOT_CHECKED}; read in {picture().id[:8]} by tesseract 5 eng" in ran.out
    assert "brennt" not in ran.out
    (row,) = pictured.ok("search", "brennt", "--json").json["rows"]
    assert (row["type"], row["machine_read"]["of"], row["machine_read"]["words"]) == ("transcript", picture().id, NOT_CHECKED)


def test_show_status_and_conversations_name_the_capture(pictured: Program) -> None:
    shown = pictured.ok("show", picture().id[:8]).out
    for words in ("capture, picture", "Screenshot: a picture of a screen", "exif:Software: canary camera", NOT_CHECKED):
        assert words in shown
    assert "brennt" not in shown
    assert pictured.ok("show", picture().id, "--json").json["capture"]["likeness"] == picture().likeness
    assert "and 1 capture;" in pictured.ok("status").out
    assert pictured.ok("status", "--json").json["captures"] == 1
    assert {one["captures"] for one in pictured.ok("conversations", "--json").json["conversations"]} == {0, 1}


def test_a_transcript_of_ones_own_is_typed_or_read_from_a_file(pictured: Program) -> None:
    made = pictured.ok("add", "transcript", picture().id[:8], "--json", typed="the lantern burns").json
    assert (made["type"], made["about"]) == ("transcript", [picture().id])
    words = pictured.vault.parent / "words.txt"
    words.write_text("sie geht durch den Garten", encoding="utf-8")
    pictured.ok("add", "transcript", picture().id[:8], words)
    found = pictured.ok("search", "burns").out
    assert f"{made['id'][:8]}  your own transcript" in found
    assert "burns" not in found
    assert "    | the lantern burns" in pictured.ok("search", "burns", "--show-text").out
    assert pictured.ok("search", "garten", "--json").json["own"][0]["characters"] == 25
    assert "by me" in pictured.ok("show", picture().id[:8]).out


def test_confirming_shows_what_was_read_counts_the_sight_and_asks(pictured: Program) -> None:
    refused = pictured("add", "transcript", picture().id[:8], "--confirm", typed="no\n", terminal=True)
    assert (refused.code, "    | sie brennt" in refused.err) == (19, True)
    assert pictured.ok("entries", "--json").json["entries"] == []
    assert pictured.ok("status", "--json").json["revealed"] == 1
    assert pictured("add", "transcript", picture().id[:8], "--confirm", typed="yes\n", terminal=True).code == 0
    assert "machine-read, confirmed by a person, confidence 63 %" in pictured.ok("search", "brennt").out


def test_without_a_terminal_only_yes_confirms(pictured: Program) -> None:
    assert pictured("add", "transcript", picture().id[:8], "--confirm").code == 19
    assert pictured("add", "transcript", picture().id[:8], "words.txt", "--confirm").code == 19
    assert pictured("add", "transcript", picture().id[:8], "nowhere.txt").code == 19
    assert pictured.ok("add", "transcript", picture().id[:8], "--confirm", "--yes", "--dry-run", "--json").json["dry_run"]
    pictured.ok("add", "transcript", picture().id[:8], "--confirm", "--yes")
    assert "confirms a machine reading" in pictured.ok("show", picture().id[:8]).out
