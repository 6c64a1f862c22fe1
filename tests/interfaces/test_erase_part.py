"""`gawah erase` of one message, or of files of a zip: what is said before, what is asked, and what is there afterwards."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.interfaces.program import CHAT, CHAT_NAME, Program

PICTURE = "IMG-canary.jpg"


@pytest.fixture
def zipped(empty: Program, tmp_path: Path) -> Program:
    """The program over a case with a zip: the chat, a picture it names, and another file."""
    path = tmp_path / "WhatsApp Chat with Imran Vasti.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CHAT_NAME, CHAT + f"16/03/2024, 08:00 - Imran Vasti: {PICTURE} (file attached)\n")
        archive.writestr(PICTURE, b"\xff\xd8\xff canary picture")
        archive.writestr("other.bin", b"another file")
    assert empty("import", "--yes", path).code in (0, 3)
    return empty


def item(program: Program) -> str:
    return str(program.ok("items", "--json").json["items"][0]["id"])


def message(program: Program, words: str) -> str:
    return str(program.ok("search", "-", "--json", typed=words).json["rows"][0]["id"])


def test_the_files_of_a_zip_are_listed_with_numbers(zipped: Program) -> None:
    listed = zipped.ok("erase", item(zipped), "--members", "--json").json
    assert [(one["member"], one["name"]) for one in listed["members"]] == [(1, CHAT_NAME), (2, PICTURE), (3, "other.bin")]
    assert PICTURE in zipped.ok("erase", item(zipped), "--members").out


def test_a_message_goes_after_the_word_was_typed_and_only_it(zipped: Program) -> None:
    gone, stays = message(zipped, "as often as I like"), message(zipped, "I have reported this")
    before = zipped.ok("list", "--json").json["total"]
    asked = zipped("erase", gone, typed="no\n", terminal=True)
    assert (asked.code, zipped.ok("list", "--json").json["total"]) == (19, before)
    for line in ("written anew without 65 bytes of it", "9 others in the same file get new ids", "What can no longer be proved:"):
        assert line in asked.out
    assert "often" not in asked.out
    done = zipped("erase", gone, typed="erase\n", terminal=True)
    assert done.code == 0
    assert "Erased. What remains is item " in done.out
    assert zipped.ok("list", "--json").json["total"] == before - 1
    assert zipped.ok("search", "-", "--json", typed="as often as I like").json["total"] == 0
    assert zipped("show", gone).code == 16
    moved = zipped.ok("show", stays, "--json").json
    assert (moved["id"] != stays, moved["locator"]["member"]) == (True, CHAT_NAME)
    assert "I have reported this." in zipped.ok("reveal", stays).out
    assert zipped("check", "--full").code == 0


def test_a_picture_goes_by_its_number_or_its_name(zipped: Program) -> None:
    first = item(zipped)
    ran = zipped.ok("erase", first, "--member", "2", "--yes-erase", "--json").json
    assert (ran["parts"][0]["members"], ran["parts"][0]["unattached"], ran["rows"]) == ([2], 1, 0)
    (rest,) = ran["remains"]
    assert (rest["of"], rest["id"]) == (first, item(zipped))
    assert zipped.ok("show", rest["id"], "--json").json["derived_from"] == first
    assert f"{first}, of which a part was erased" in zipped.ok("show", rest["id"]).out
    again = zipped.ok("erase", rest["id"], "--member", "-", "--yes-erase", typed="other.bin\n")
    assert "other.bin" in again.out
    out = zipped.vault.parent / "copy.zip"
    zipped.ok("extract", item(zipped), "--out", out)
    with zipfile.ZipFile(out) as left:
        assert left.namelist() == [CHAT_NAME]
        assert left.testzip() is None
    assert b"canary picture" not in out.read_bytes()
    assert zipped("check", "--full").code == 0


def test_a_dry_run_says_all_of_it_and_does_nothing(zipped: Program) -> None:
    before = zipped.ok("status", "--json").json["checkpoint"]
    for arguments in ((message(zipped, "Please stop"),), (item(zipped), "--member", "2"), (item(zipped),)):
        ran = zipped.ok("erase", *arguments, "--dry-run", "--json")
        assert (ran.json["dry_run"], ran.json["ledger_entries"]) == (True, [])
        assert "nothing was erased" in ran.err
    assert zipped.ok("status", "--json").json["checkpoint"] == before


def test_backups_that_still_hold_it_are_named(zipped: Program, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    zipped.ok("backup", tmp_path / "drive")
    made = zipped.ok("erase", item(zipped), "--member", "2", "--dry-run", "--json").json["backups"]
    assert len(made) == 1
    said = zipped.ok("erase", message(zipped, "Please stop"), "--dry-run").out
    assert f"of {made[0]['at']}: erase it there too, or make it anew" in said
    assert zipped.ok("erase", item(zipped), "--dry-run", "--json").json["backups"] == made


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--member", "9"], 19),
        (["--member", "x"], 19),
        (["--member", "-"], 16),
        (["--member", "1", "--member", "2", "--member", "3"], 19),
    ],
)
def test_what_is_not_there_cannot_go(zipped: Program, arguments: list[str], code: int) -> None:
    assert zipped("erase", item(zipped), *arguments, "--yes-erase", typed="nothing\n").code == code
    assert len(zipped.ok("items", "--json").json["items"]) == 1


def test_a_dossier_says_that_a_source_is_what_remains(zipped: Program, tmp_path: Path) -> None:
    zipped.ok("erase", item(zipped), "--member", "3", "--yes-erase")
    zipped.ok("dossier", "--out", tmp_path / "bundle")
    listed = json.loads((tmp_path / "bundle/data/exhibits.json").read_text("utf-8"))
    words = "A part of this file was erased at the person's decision"
    assert all(words in one["source"]["grade"] for one in listed["exhibits"])
    assert zipped("verify", tmp_path / "bundle").code in (0, 3)
    assert zipped.ok("verify", tmp_path / "bundle", "--json").json["intact"]["state"] == "yes"
