"""What must not be kept: the fact is kept, with address, time and report, and nothing else (decision 9, T8)."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import Program

LINK = "https://example.org/canary/page"
WORDS = "A page that offers pictures of a child.\nReported at once."
ANSWERS = f"{LINK}\n2024-01-05 21:30\nmy sister\nHL-77\n{WORDS}"


def blobs(program: Program) -> list[Path]:
    return sorted(path for path in (program.vault / "blobs").rglob("*") if path.is_file())


def test_address_time_and_report_are_kept_and_no_file(program: Program) -> None:
    before = blobs(program)
    made = program.ok("add", "no-capture", "--place", "a forum", "--json", typed=ANSWERS).json
    assert (made["type"], made["happened_at"]["stated"], made["place"]) == ("no-capture", "2024-01-05 21:30", "a forum")
    assert (made["has_link"], made["reported"], made["has_reference"], made["characters"]) == (True, True, True, len(WORDS))
    assert blobs(program) == before
    (row,) = program.ok("reveal", made["id"], "--json").json["rows"]
    assert (row["link"], row["reported_by"], row["reference"], row["text"]) == (LINK, "my sister", "HL-77", WORDS)
    assert program("check", "--full").code == 0


def test_address_and_words_are_shown_by_reveal_only(program: Program) -> None:
    made = program.ok("add", "no-capture", typed=ANSWERS)
    (entry,) = program.ok("entries", "--json").json["entries"]
    assert entry["type"] == "no-capture"
    said = made.out + made.err + program.ok("entries").out + program.ok("show", entry["id"]).out + program.ok("timeline").out
    for content in (LINK, "sister", "HL-77", "pictures"):
        assert content not in said
    shown = program.ok("reveal", entry["id"]).out
    assert f"    link: {LINK}\n    reported by: my sister\n    reference: HL-77\n    | A page that offers" in shown


def test_it_stands_on_the_line_of_time_and_in_status(program: Program) -> None:
    made = program.ok("add", "no-capture", "--json", typed=ANSWERS).json
    markers = program.ok("timeline", "--json").json["markers"]
    assert [(one["kind"], one["day"], one["id"]) for one in markers] == [("no-capture", "2024-01-05", made["id"])]
    assert f"  * Seen and not kept {made['id'][:8]}, 5 January 2024" in program.ok("timeline").out
    assert program.ok("status", "--json").json["not_kept"] == 1


def test_the_time_can_be_an_option_and_the_answers_may_be_empty(program: Program) -> None:
    made = program.ok("add", "no-capture", "--at", "2024-01-05", "--json", typed=f"{LINK}\n\n\n").json
    assert (made["has_link"], made["reported"], made["has_reference"], made["characters"]) == (True, False, False, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "\n2024-01-05\n\n\n",
        f"{LINK}\nyesterday\n\n\nwords",
        f"{LINK}\n\n\n\nwords",
        "data:image/png;base64,iVBORw0KGgo=\n2024-01-05\n\n\nwords",
        " DATA:image/png,x\n2024-01-05\n\n\nwords",
        f"https://example.org/{'x' * 3_000}\n2024-01-05\n\n\nwords",
        f"{LINK}\n2024-01-05\n\n\n{'iVBORw0KGgo' * 1_000}",
    ],
    ids=["nothing", "no form of a time", "no time", "the picture itself", "in capitals", "too long to be an address", "too long"],
)
def test_what_could_hold_the_thing_itself_is_refused(program: Program, typed: str) -> None:
    assert program("add", "no-capture", typed=typed).code == 19
    assert program.ok("entries", "--json").json["entries"] == []


def test_a_dry_run_writes_nothing(program: Program) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    assert "nothing was written" in program.ok("add", "no-capture", "--dry-run", typed=ANSWERS).err
    assert program.ok("status", "--json").json["checkpoint"] == before


def test_a_dossier_for_an_authority_says_where_and_one_for_the_public_does_not(program: Program, tmp_path: Path) -> None:
    made = program.ok("add", "no-capture", "--json", typed=ANSWERS).json
    program.ok("dossier", "--out", tmp_path / "authority")
    listed = json.loads((tmp_path / "authority/data/exhibits.json").read_text("utf-8"))
    (sheet,) = [one for one in listed["exhibits"] if one["id"] == made["id"]]
    assert sheet["title"] == "Material seen and not kept"
    assert LINK in json.dumps(sheet)
    assert sheet["text"] == WORDS
    program.ok("dossier", "--audience", "public", "--out", tmp_path / "public")
    assert [path for path in (tmp_path / "public").rglob("*") if path.is_file() and LINK.encode() in path.read_bytes()] == []
    assert program("dossier", "--audience", "public", "--items", made["id"], "--out", tmp_path / "picked").code == 19
    assert not (tmp_path / "picked").exists()


def test_import_points_to_it(program: Program, chat: Path) -> None:
    answered = program("import", chat, typed="yes\n", terminal=True)
    assert (answered.code, "gawah add no-capture" in answered.err) == (33, True)
