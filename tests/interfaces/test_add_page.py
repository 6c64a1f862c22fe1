"""`gawah add page`: what no export holds, kept as one capture of several files with its address, time and witness."""

import json
from pathlib import Path
from typing import Any

import pytest

from gawah.vault.local import LocalVault
from tests.interfaces.program import PASSPHRASE, Program
from tests.readers.golden import SAMPLES

ADDRESS = "https://social.example/canary/posts/17"
WORDS = "A canary post with my street in it."
ANSWERS = f"{ADDRESS}\n2024-03-05 21:30 Asia/Karachi\nmy sister\n{WORDS}"
FILES = (
    SAMPLES / "web_page/mhtml-chrome/source/post.mhtml",
    SAMPLES / "document/pdf-printed/source/post.pdf",
    SAMPLES / "web_page/singlefile/source/Sana.html",
)


def items(program: Program) -> list[dict[str, Any]]:
    """What the case holds beside the chat that is in it from the start."""
    found: list[dict[str, Any]] = program.ok("items", "--json").json["items"]
    return [one for one in found if not one["name"].startswith("WhatsApp")]


def test_the_files_are_one_capture_with_address_time_and_witness(program: Program) -> None:
    made = program.ok("add", "page", *FILES, "--yes", "--place", "a network", "--json", typed=ANSWERS).json
    assert (made["type"], made["place"], made["files"], made["dry_run"]) == ("page", "a network", 3, False)
    assert made["happened_at"]["utc"] == "2024-03-05T16:30:00Z"
    assert (made["has_link"], made["has_witness"], made["characters"]) == (True, True, len(WORDS))
    assert [one["reader"] for one in made["items"]] == ["web_page", "document", "web_page"]
    assert made["about"] == [one["id"] for one in made["items"]]
    assert {one["id"] for one in items(program)} == set(made["about"])
    (row,) = program.ok("reveal", made["id"], "--json").json["rows"]
    assert (row["address"], row["seen_by"], row["text"]) == (ADDRESS, "my sister", WORDS)
    assert program("check", "--full").code == 0


def test_it_is_listed_and_shown_without_its_address(program: Program) -> None:
    made = program.ok("add", "page", FILES[0], "--yes", "--json", typed=ANSWERS).json
    (entry,) = program.ok("entries", "--json").json["entries"]
    assert (entry["id"], entry["type"]) == (made["id"], "page")
    shown = program.ok("show", made["id"])
    assert made["items"][0]["id"] in shown.out
    said = shown.out + program.ok("entries").out + program.ok("timeline").out
    for content in (ADDRESS, "sister", "street"):
        assert content not in said
    assert f"Page seen and saved {made['id'][:8]}, 5 March 2024" in said
    assert f"    address: {ADDRESS}\n    seen by: my sister\n    | A canary post" in program.ok("reveal", made["id"]).out


def test_one_entry_of_the_ledger_acquires_the_files_and_one_says_what_they_show(program: Program) -> None:
    made = program.ok("add", "page", *FILES, "--yes", "--json", typed=ANSWERS).json
    with LocalVault.open(program.vault, PASSPHRASE) as vault:
        events = {event.seq: event for event in vault.events()}
        acquired = vault.acquired_at(made["items"][0]["id"])
    assert (events[made["ledger_entry"]].op, events[made["ledger_entry"]].method) == ("annotate", "page")
    assert events[acquired].op == "acquire"


def test_files_that_the_case_holds_already_are_named_and_not_kept_twice(program: Program) -> None:
    program.ok("import", FILES[0], "--yes")
    made = program.ok("add", "page", FILES[0], FILES[1], "--yes", "--json", typed=ANSWERS).json
    assert [one["already_held"] for one in made["items"]] == [True, False]
    assert len(items(program)) == 2


def test_it_belongs_to_what_the_person_names(program: Program) -> None:
    note = program.ok("add", "note", "--json", typed="she told me of it").json
    made = program.ok("add", "page", FILES[0], "--yes", "--about", note["id"][:8], "--json", typed=ANSWERS).json
    assert made["about"] == [made["items"][0]["id"], note["id"]]


def test_a_dry_run_keeps_nothing(program: Program) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    ran = program.ok("add", "page", *FILES, "--dry-run", "--json", typed=ANSWERS)
    assert (ran.json["files"], ran.json["items"], ran.json["ledger_entry"], ran.json["dry_run"]) == (3, [], None, True)
    assert "nothing was written" in ran.err
    assert program.ok("status", "--json").json["checkpoint"] == before
    assert items(program) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("\n2024-03-05\n\nwords", 19),
        ("social.example/x\n2024-03-05\n\nwords", 19),
        ("https://social.example/x y\n2024-03-05\n\nwords", 19),
        ("data:image/png;base64,iVBORw0KGgo=\n2024-03-05\n\nwords", 19),
        (f"https://social.example/{'x' * 3_000}\n2024-03-05\n\nwords", 19),
        (f"{ADDRESS}\nyesterday\n\nwords", 19),
        (f"{ADDRESS}\n\n\nwords", 19),
    ],
    ids=["no address", "no scheme", "a space", "the picture itself", "too long", "no form of a time", "no time"],
)
def test_what_cannot_be_kept_is_refused_before_anything_is(program: Program, typed: str, code: int) -> None:
    assert program("add", "page", FILES[0], "--yes", typed=typed).code == code
    assert items(program) == []
    assert program.ok("entries", "--json").json["entries"] == []


def test_a_file_that_is_not_there_leaves_nothing(program: Program, tmp_path: Path) -> None:
    assert program("add", "page", FILES[0], tmp_path / "gone.png", "--yes", typed=ANSWERS).code == 15
    assert items(program) == []


def test_what_must_not_be_kept_is_asked_for_first(program: Program) -> None:
    assert program("add", "page", FILES[0], typed=ANSWERS).code == 19
    answered = program("add", "page", FILES[0], typed="yes\n", terminal=True)
    assert (answered.code, "gawah add no-capture" in answered.err) == (33, True)
    assert items(program) == []


def test_a_dossier_says_where_and_by_which_items_it_is_shown(program: Program, tmp_path: Path) -> None:
    made = program.ok("add", "page", FILES[0], "--yes", "--json", typed=ANSWERS).json
    program.ok("dossier", "--out", tmp_path / "d")
    listed = json.loads((tmp_path / "d/data/exhibits.json").read_text("utf-8"))
    (sheet,) = [one for one in listed["exhibits"] if one["id"] == made["id"]]
    assert sheet["title"] == "Page seen and saved"
    assert ADDRESS in json.dumps(sheet)
    assert made["items"][0]["id"] in json.dumps(sheet)
