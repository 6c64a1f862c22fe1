"""`gawah report`: a complaint with officer, promised day, what was handed over and every step; what is due; reminders."""

import re
from pathlib import Path
from typing import Any

import pytest

from gawah.interfaces.cli import _session
from tests.interfaces.program import Program

FILED = ("report", "add", "--to", "Lighthouse Office", "--at", "2024-01-10", "--reference", "LH/2024/001234")


def filed(program: Program, *more: str, typed: str = "") -> str:
    made: str = program.ok(*FILED, *more, "--json", typed=typed).json["id"]
    return made


def shown(program: Program, report: str, *more: str) -> Any:
    return program.ok("report", "show", report, "--json", *more).json


def item(program: Program) -> dict[str, Any]:
    found: dict[str, Any] = program.ok("items", "--json").json["items"][0]
    return found


def test_a_complaint_keeps_officer_days_and_words(program: Program) -> None:
    told = ("--officer", "Anwar Q.", "--badge", "4711", "--statement", "2024-01-11 10:00", "--promised", "2024-04-10")
    report = filed(program, *told, "--outcome", "--next", "--due", "2024-04-05", "--note", typed="taken down\nask again\nby phone")
    sheet = shown(program, report, "--show-text")
    assert (sheet["officer"], sheet["officer_number"], sheet["statement_at"]["stated"]) == ("Anwar Q.", "4711", "2024-01-11 10:00")
    assert (sheet["promised"], sheet["due"], sheet["next_step"]) == ("2024-04-10", "2024-04-05", "ask again")
    assert sheet["text"] == {"note": "by phone", "outcome": "taken down"}


def test_the_words_are_shown_when_asked_for(program: Program) -> None:
    report = filed(program, "--outcome", "--note", typed="taken down\nby phone")
    program.ok("report", "step", report, "--kind", "call", "--at", "2024-01-12", typed="They asked for the number.")
    plain, whole = program.ok("report", "show", report).out, program.ok("report", "show", report, "--show-text").out
    for words in ("taken down", "by phone", "They asked for the number."):
        assert words not in plain
        assert f"    | {words}" in whole
    assert "text" not in shown(program, report)


def test_a_step_has_an_id_that_show_and_reveal_know(program: Program) -> None:
    report = filed(program)
    program.ok("report", "step", report, "--kind", "call", "--at", "2024-01-12", typed="They asked for the number.")
    step = shown(program, report)["steps"][0]["id"]
    told = program.ok("show", step[:8])
    assert "report step" in told.out
    assert "They asked" not in told.out
    sheet = program.ok("show", step, "--json").json
    assert (sheet["type"], sheet["report"], sheet["kind"], sheet["characters"]) == ("report-step", report, "call", 26)
    assert "    | They asked for the number." in program.ok("reveal", step).out


def test_what_was_handed_over_stands_with_its_exact_digest(program: Program, tmp_path: Path) -> None:
    made = program.ok("dossier", "--out", tmp_path / "bundle", "--json").json
    held = item(program)
    report = filed(program, "--dossier", made["id"][:8], "--item", held["id"][:8])
    given = shown(program, report)["handed_over"]
    assert given == [
        {"kind": "dossier", "id": made["id"], "sha256": made["bundle_sha256"]},
        {"kind": "item", "id": held["id"], "sha256": held["sha256"]},
    ]
    program.ok("report", "update", report, "--without", held["id"][:8])
    step = ("report", "step", report, "--kind", "handed-over", "--at", "2024-02-01", "--item", held["id"])
    program.ok(*step, typed="")
    program.ok(*step, typed="once more")
    assert [one["id"] for one in shown(program, report)["handed_over"]] == [made["id"], held["id"]]
    assert program("report", "update", report, "--without", "ffffffff").code == 16
    assert program("report", "update", report, "--dossier", "ffffffff").code == 16


def test_every_step_is_a_row_in_order_of_time_with_who_entered_it(program: Program) -> None:
    report = filed(program)
    program.ok("agent", "add", "clinic", "--acts-for", "me", "--no-name")
    program.ok("report", "step", report, "--at", "2024-03-01", "--kind", "reply", "--with", "Anwar Q.", typed="A letter came.")
    helper = Program(program.vault, program.passphrase_file)
    made = helper("--agent", "clinic", "report", "step", report, typed="call\n2024-02-01 09:00\nI called.\nNobody knew.").code
    assert made == 0
    program.ok("report", "step", report, "--at", "2024-02-03", "--kind", "visit", "--attach", item(program)["id"], typed="")
    steps = shown(program, report, "--show-text")["steps"]
    assert [(one["kind"], one["direction"], one["by"]) for one in steps] == [
        ("call", "to-them", "clinic for me"),
        ("visit", "to-them", "me"),
        ("reply", "from-them", "me"),
    ]
    assert (steps[0]["text"], steps[2]["with"]) == ("I called.\nNobody knew.", "Anwar Q.")
    assert steps[1]["attached"] == [item(program)["id"]]
    assert len({one["ledger_entry"] for one in steps}) == 3


def test_a_step_is_corrected_and_the_earlier_form_stays_in_the_ledger(program: Program) -> None:
    report = filed(program)
    first = program.ok("report", "step", report, "--at", "2024-02-01", "--kind", "call", "--json", typed="I called twice.").json
    corrected = ("report", "step", report, "--at", "2024-02-02", "--kind", "call", "--correct", first["id"][:8])
    second = program.ok(*corrected, "--json", typed="I called once.").json
    (step,) = shown(program, report, "--show-text")["steps"]
    assert (step["id"], step["corrected"], step["text"], step["at"]["stated"]) == (
        first["id"],
        True,
        "I called once.",
        "2024-02-02",
    )
    assert step["ledger_entry"] == second["ledger_entry"] > first["ledger_entry"]
    assert program("report", "step", filed(program), *corrected[3:], typed="x").code == 16


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["--kind", "call", "--at", "2024-02-01"], "", 19),
        (["--kind", "duel", "--at", "2024-02-01"], "x", 19),
        (["--kind", "call", "--at", "soon"], "x", 19),
        (["--kind", "call", "--at", "2024-02-01", "--direction", "sideways"], "x", 19),
        (["--kind", "call", "--at", "2024-02-01", "--attach", "ffffffff"], "x", 16),
    ],
    ids=["no words", "unknown kind", "no time", "unknown direction", "nothing with this id"],
)
def test_a_step_that_cannot_be_kept(program: Program, arguments: list[str], typed: str, code: int) -> None:
    report = filed(program)
    assert program("report", "step", report, *arguments, typed=typed).code == code
    assert shown(program, report)["steps"] == []


def test_a_step_of_no_complaint_is_refused_and_a_dry_run_writes_nothing(program: Program) -> None:
    told = ("--kind", "call", "--at", "2024-02-01")
    assert program("report", "step", "ffffffff", *told, typed="x").code == 16
    report = filed(program)
    assert "nothing was written" in program.ok("report", "step", report, *told, "--dry-run", typed="x").err
    assert shown(program, report)["steps"] == []


def test_entries_of_the_log_belong_to_a_complaint_from_either_side(program: Program) -> None:
    report = filed(program)
    told = 'occurred_at = "2024-01-02"\nplatform = "WhatsApp"\nrecipient = "self"\nwhat_happened = "A message came."\n'
    one = program.ok("log", "add", "-", "--json", typed=told).json["id"]
    two = program.ok("log", "add", "-", "--json", typed=f'{told}reports = ["{report}"]\n').json["id"]
    program.ok("report", "update", report, "--incident", one[:8])
    assert sorted(shown(program, report)["incidents"]) == sorted([one, two])
    after = program.ok("log", "correct", one, "-", "--json", typed='what_happened = "Two messages came."').json["id"]
    assert sorted(shown(program, report)["incidents"]) == sorted([after, two])
    assert program("report", "update", report, "--incident", "ffffffff").code == 16


def test_every_due_day_stands_once_soonest_first_and_what_is_late_is_marked(program: Program) -> None:
    one = filed(program, "--promised", "2024-05-01", "--next", "--due", "2024-04-01", typed="ask for the file number")
    two = filed(program, "--promised", "2024-04-02")
    filed(program)
    found = program.ok("report", "due", "--json").json["due"]
    assert [(each["report"], each["what"], each["day"], each["days_left"], each["overdue"]) for each in found] == [
        (one, "next-step", "2024-04-01", -1, True),
        (two, "promised", "2024-04-02", 0, False),
        (one, "promised", "2024-05-01", 29, False),
    ]
    assert found[0]["next_step"] == "ask for the file number"
    told = program.ok("report", "due").out
    assert "OVERDUE by 1 day" in told
    assert "today" in told
    assert "2024-04-01, OVERDUE by 1 day: your next step, Lighthouse Office; 2 more" in program.ok("status").out


def test_a_closed_complaint_awaits_nothing_but_an_appeal_can_still_be_due(program: Program) -> None:
    report = filed(program, "--promised", "2024-05-01", "--due", "2024-05-09")
    program.ok("report", "update", report, "--status", "refused")
    assert [one["what"] for one in program.ok("report", "due", "--json").json["due"]] == ["next-step"]
    program.ok("report", "update", report, "--due", "none")
    assert program.ok("report", "due", "--json").json["due"] == []
    assert "nothing is promised or due" in program.ok("report", "due").out
    assert "due" not in [line.split()[0] for line in program.ok("status").out.splitlines()]


@pytest.mark.parametrize("day", ["soon", "2024-02-30", "2024-04-01 10:00"])
def test_a_day_that_is_none_is_refused(program: Program, day: str) -> None:
    assert program(*FILED, "--due", day).code == 19
    assert program(*FILED, "--promised", day).code == 19


def test_reminders_hold_days_and_the_ends_of_numbers_and_nothing_else(program: Program, tmp_path: Path) -> None:
    report = filed(program, "--officer", "Anwar Q.", "--next", "--due", "2024-05-01", typed="ask about the lamp")
    program.ok("report", "calendar", "--out", tmp_path / "a.ics")
    text = (tmp_path / "a.ics").read_bytes().decode("ascii")
    for word in ("Lighthouse", "Anwar", "lamp", "LH", "001234"):
        assert word not in text
    assert "SUMMARY:gawah: follow up\\, reference ...1234\r\n" in text
    assert f"DESCRIPTION:{report[:8]}\r\n" in text
    assert (tmp_path / "a.ics").stat().st_mode & 0o077 == 0


def test_a_short_number_is_left_out_of_reminders_and_the_title_can_be_anything(program: Program, tmp_path: Path) -> None:
    program.ok("report", "add", "--to", "Office", "--at", "2024-01-10", "--reference", "L-77", "--promised", "2024-05-01")
    program.ok("report", "calendar", "--out", tmp_path / "a.ics", "--title", "Water bill", "--days-before", "0")
    text = (tmp_path / "a.ics").read_text(encoding="utf-8")
    assert "SUMMARY:Water bill: answer promised\n" in text
    assert "TRIGGER:PT9H" in text
    assert "77" not in text
    assert "gawah" not in re.sub("PRODID:.*", "", text)


def test_a_reminder_keeps_its_name_when_the_day_moves(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = filed(program, "--due", "2024-05-01")
    program.ok("report", "calendar", "--out", tmp_path / "a.ics")
    monkeypatch.setattr(_session, "now", lambda: "2024-04-03T08:00:00Z")
    program.ok("report", "update", report, "--due", "2024-05-08")
    program.ok("report", "calendar", "--out", tmp_path / "b.ics")
    first, second = ((tmp_path / name).read_text(encoding="utf-8") for name in ("a.ics", "b.ics"))
    assert re.findall("UID:(.*)", first) == re.findall("UID:(.*)", second)
    assert re.findall("SEQUENCE:(.*)", first + second) == ["0", "1"]
    assert re.findall("DTSTAMP:(.*)", first + second) == ["20240402T103000Z", "20240403T080000Z"]
    assert "20240508" in second


def test_reminders_are_refused_where_there_are_none_or_the_place_is_taken(program: Program, tmp_path: Path) -> None:
    assert program("report", "calendar", "--out", tmp_path / "a.ics").code == 31
    filed(program, "--due", "2024-05-01")
    for more in (("--days-before", "61"), ("--title", " "), ("--title", "a\nb")):
        assert program("report", "calendar", "--out", tmp_path / "a.ics", *more).code == 19
    assert not (tmp_path / "a.ics").exists()
    (tmp_path / "a.ics").write_text("mine", encoding="utf-8")
    assert program("report", "calendar", "--out", tmp_path / "a.ics").code == 18
    assert (tmp_path / "a.ics").read_text(encoding="utf-8") == "mine"
    assert program("report", "calendar", "--out", program.vault / "a.ics").code == 19
