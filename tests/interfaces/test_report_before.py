"""`gawah report before` says whether a copy is kept, what it counts as and how one is made. It holds up nothing, and asks for
no copy of what must not be kept.
"""

from pathlib import Path
from typing import Any

import pytest

from gawah.interfaces.cli.report_before import FIRST, NEVER
from tests.interfaces.program import Program

ADDRESS = "https://www.example.org/posts/7"
PAGE = "<!doctype html><html><head><title>A page</title></head><body><p>They wrote it there.</p></body></html>"


def message(program: Program) -> str:
    row_id: str = program.ok("list", "--json", "--kind", "message").json["rows"][0]["id"]
    return row_id


def looked(program: Program, *arguments: str, typed: str = "") -> list[dict[str, Any]]:
    things: list[dict[str, Any]] = program.ok("report", "before", *arguments, "--json", typed=typed).json["things"]
    return things


def noted(program: Program) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program.ok("report", "before", "--list", "--show-text", "--json").json["intended"]
    return found


def saved(program: Program, folder: Path) -> str:
    """A page seen and saved; the id of its file."""
    file = folder / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    made = program.ok("add", "page", file, "--yes", "--json", typed=f"{ADDRESS}\n2024-03-01\n\nA post.").json
    item: str = made["about"][0]
    return item


def test_a_message_of_an_export_is_kept_where_and_as_what(program: Program) -> None:
    held = program.ok("items", "--json").json["items"][0]
    (one,) = looked(program, message(program)[:8], "--for", "block")
    (copy,) = one["copies"]
    assert (copy["kind"], copy["item"], copy["sha256"], copy["grade"]) == ("message", held["id"], held["sha256"], "platform-export")
    assert copy["counts_as"].startswith("Platform export:")
    assert one["how_to_save"] is None
    assert [(each["what"], each["of"], each["done_at"]) for each in noted(program)] == [("block", [message(program)], None)]


def test_a_picture_that_the_export_does_not_hold_is_named_as_lacking(program: Program) -> None:
    rows = program.ok("list", "--json", "--kind", "message").json["rows"]
    lacking = next(row["id"] for row in rows if row["attachments"])
    assert [one["copies"][0]["lacks"] for one in looked(program, lacking, message(program))] == [1, 0]
    assert "It names 1 picture or file that the case does not hold." in program.ok("report", "before", lacking).out


def test_calling_for_help_is_said_first_and_needs_no_answer(program: Program) -> None:
    told = program.ok("report", "before", message(program)).out
    assert told.startswith(FIRST)
    assert program.ok("report", "before", message(program), "--json").json["first"] == FIRST


def test_an_address_is_found_in_whatever_form_it_was_copied(program: Program, tmp_path: Path) -> None:
    item = saved(program, tmp_path)
    one, other = looked(program, typed="http://m.example.org/posts/7/?utm_source=x#top\nhttps://example.org/posts/8\n")
    assert {copy["item"] for copy in one["copies"]} == {item}
    assert len(one["copies"]) == 1
    assert (one["of"], one["has_address"], other["copies"]) == (None, True, [])
    assert other["how_to_save"]["guide"] == "web"
    assert looked(program, item)[0]["copies"][0]["item"] == item


def test_a_page_that_was_seen_is_kept_by_the_files_that_show_it(program: Program, tmp_path: Path) -> None:
    item = saved(program, tmp_path)
    entry = program.ok("entries", "--json").json["entries"][0]["id"]
    (one,) = looked(program, entry)
    assert [(copy["kind"], copy["id"]) for copy in one["copies"]] == [("page", item)]
    program.ok("erase", item, "--yes-erase")
    (one,) = looked(program, entry)
    assert (one["copies"], one["own_words"], one["how_to_save"]["guide"]) == ([], True, "web")


def test_how_a_copy_is_made_is_told_for_the_site(program: Program) -> None:
    told = program.ok("report", "before", typed="https://www.instagram.com/p/abc\n").out
    assert "no copy of it is in the case" in told
    assert "gawah packs platforms instagram" in told
    assert told.index(NEVER) < told.index("1. ")


def test_own_words_are_no_copy_of_what_they_tell(program: Program) -> None:
    note = program.ok("add", "event", "--at", "2024-01-05", "--json", typed="They rang at the door.").json["id"]
    (one,) = looked(program, note)
    assert (one["copies"], one["own_words"], one["must_not_be_kept"]) == ([], True, False)


def test_no_copy_is_asked_for_of_what_must_not_be_kept(program: Program) -> None:
    unkept = program.ok("add", "no-capture", "--json", typed=f"{ADDRESS}\n2024-03-01\n\n\nA page.").json["id"]
    told = f'occurred_at = "2024-03-02"\nurl = "{ADDRESS}/b"\nsensitivity = ["minor-possible"]\n'
    program.ok("log", "add", "-", typed=told)
    things = looked(program, unkept, "--address", typed=f"http://example.org/posts/7#x\n{ADDRESS}/b\n")
    things += looked(program, message(program), "--no-copy") + looked(program, "--no-copy", typed="https://example.org/c\n")
    assert [(one["must_not_be_kept"], one["copies"], one["how_to_save"]) for one in things] == [(True, [], None)] * 5
    words = program.ok("report", "before", typed=f"{ADDRESS}\n").out
    assert "must not be kept. No copy is asked for" in words
    assert "add page" not in words


def test_what_was_said_before_and_is_not_done_is_said_again_and_not_twice(program: Program) -> None:
    for _ in range(2):
        looked(program, message(program))
        looked(program, typed=f"{ADDRESS}\n")
    looked(program, message(program), "--for", "delete")
    assert [(one["what"], one["address"]) for one in noted(program)] == [("report", ""), ("report", ADDRESS), ("delete", "")]


def test_what_is_done_is_noted_and_a_later_time_starts_anew(program: Program) -> None:
    (first,) = looked(program, message(program))
    program.ok("report", "before", "--done", first["intended"][:8])
    assert [one["done_at"]["stated"] for one in noted(program)] == ["2024-04-02 10:30:00 UTC"]
    looked(program, message(program), "--at", "2024-04-03")
    assert [one["done_at"]["stated"] for one in noted(program)] == ["2024-04-02 10:30:00 UTC", "2024-04-03"]
    assert program("report", "before", "--done", "ffffffff").code == 16
    assert program("report", "before", "--done", first["intended"], "--at", "soon").code == 19


def test_an_address_stays_out_of_arguments_and_lists(program: Program) -> None:
    refused = program("report", "before", ADDRESS)
    assert (refused.code, "example.org" in refused.err) == (19, False)
    looked(program, typed=f"{ADDRESS}\n")
    assert "an address" in program.ok("report", "before", "--list").out
    assert ADDRESS not in program.ok("report", "before", "--list").out
    assert ADDRESS in program.ok("report", "before", "--list", "--show-text").out


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        ([], "", 19),
        ([], "example.org\n", 19),
        ([], "data:text/html,x\n", 19),
        (["ffffffff"], "", 16),
        (["REPORT"], "", 19),
        (["ID", "--for", "forget"], "", 19),
        (["ID", "--at", "soon"], "", 19),
        (["ID", "--list"], "", 19),
    ],
    ids=["nothing", "no address", "a file itself", "no such id", "a complaint", "another verb", "no time", "two things"],
)
def test_what_cannot_be_looked_at_is_refused_and_nothing_noted(
    program: Program, arguments: list[str], typed: str, code: int
) -> None:
    report = program.ok("report", "add", "--to", "Office", "--at", "2024-01-10", "--json").json["id"]
    named = {"REPORT": report, "ID": message(program)}
    assert program("report", "before", *(named.get(one, one) for one in arguments), typed=typed).code == code
    assert noted(program) == []


def test_a_dry_run_says_all_and_notes_nothing(program: Program) -> None:
    ran = program.ok("report", "before", message(program), "--dry-run")
    assert "1 copy in the case" in ran.out
    assert "nothing was written" in ran.err
    assert noted(program) == []
