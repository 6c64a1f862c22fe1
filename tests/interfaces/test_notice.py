"""Notices given to the other side: entered in the person's words, corrected without losing what stood before, taken back."""

import pytest

from tests.interfaces.program import Program

WORDS = "Imran Vasti\nPlease stop writing to me.\nI mean it."


def _added(program: Program, *more: str) -> dict[str, object]:
    told = program.ok("add", "notice", "--kind", "stop-request", "--at", "2023-12-28 21:05", *more, "--json", typed=WORDS)
    return dict(told.json)


def test_a_notice_is_kept_as_stated_and_its_words_stay_out_of_sight(program: Program) -> None:
    shown_by = program.ok("list", "--json", "--kind", "message").json["rows"][0]["id"]
    made = _added(program, "--about", shown_by[:8])
    (listed,) = program.ok("notices", "--json").json["notices"]
    assert listed == {name: value for name, value in made.items() if name not in ("schema", "ledger_entry", "dry_run")}
    assert (listed["kind"], listed["to"], listed["about"], listed["characters"]) == ("stop-request", "Imran Vasti", [shown_by], 37)
    assert listed["given_at"]["local"] == "2023-12-28T21:05:00"
    assert "Please stop" not in program.ok("notices").out + program.ok("notices", "--json").out
    assert "    | I mean it." in program.ok("notices", "--show-text").out


def test_a_dry_run_writes_nothing(program: Program) -> None:
    before = program.ok("status", "--json").json["checkpoint"]
    assert _added(program, "--dry-run")["ledger_entry"] is None
    assert program.ok("notices", "--json").json["notices"] == []
    assert program.ok("status", "--json").json["checkpoint"] == before


def test_a_correction_changes_what_is_given_and_nothing_else(program: Program) -> None:
    made = _added(program)
    program.ok("add", "notice", "--correct", str(made["id"])[:8], "--at", "2023-12-27")
    (now,) = program.ok("notices", "--json", "--show-text").json["notices"]
    assert (now["id"], now["kind"], now["to"], now["given_at"]["stated"]) == (
        made["id"],
        "stop-request",
        "Imran Vasti",
        "2023-12-27",
    )
    assert now["text"] == "Please stop writing to me.\nI mean it."
    program.ok("add", "notice", "--correct", str(made["id"]), "--words", typed="Imran\nStop.")
    (now,) = program.ok("notices", "--json", "--show-text").json["notices"]
    assert (now["to"], now["text"], now["given_at"]["stated"]) == ("Imran", "Stop.", "2023-12-27")
    assert program("add", "notice", "--correct", str(made["id"]), "--at", "2023-12-27").code == 19


def test_an_entry_taken_back_is_listed_only_when_asked_for_and_stays_so(program: Program) -> None:
    made = _added(program)
    program.ok("add", "notice", "--correct", str(made["id"]), "--withdraw")
    assert program.ok("notices", "--json").json["notices"] == []
    (old,) = program.ok("notices", "--withdrawn", "--json").json["notices"]
    assert (old["active"], old["to"]) == (False, "Imran Vasti")
    assert "taken back" in program.ok("notices", "--withdrawn").out
    assert program("add", "notice", "--correct", str(made["id"]), "--at", "2024-01-01").code == 19


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["--at", "2024-01-01"], WORDS),
        (["--kind", "stop-request"], WORDS),
        (["--kind", "insult", "--at", "2024-01-01"], WORDS),
        (["--kind", "block", "--at", "yesterday"], WORDS),
        (["--kind", "block", "--at", "2024-01-01"], "\n"),
        (["--kind", "block", "--at", "2024-01-01", "--withdraw"], WORDS),
        (["--kind", "block", "--at", "2024-01-01", "--about", "zz"], WORDS),
    ],
    ids=["no kind", "no time", "no such kind", "no such time", "nothing said", "nothing to take back", "no id"],
)
def test_what_cannot_be_kept_is_refused(program: Program, arguments: list[str], typed: str) -> None:
    assert program("add", "notice", *arguments, typed=typed).code == 19
    assert program.ok("notices", "--json").json["notices"] == []


def test_an_id_that_names_nothing_is_not_found(program: Program) -> None:
    unknown = program("add", "notice", "--kind", "block", "--at", "2024-01-01", "--about", "ffffffff", typed=WORDS)
    assert (unknown.code, program("add", "notice", "--correct", "ffffffff", "--at", "2024-01-01").code) == (16, 16)


def test_show_says_what_its_id_names_and_reveal_what_was_said(program: Program) -> None:
    made = _added(program)
    told = program.ok("show", str(made["id"])[:8])
    assert "stop-request" in told.out
    assert "2023-12-28 21:05" in told.out
    assert "Please stop" not in told.out + program.ok("show", str(made["id"]), "--json").out
    shown = program.ok("show", str(made["id"]), "--json").json
    assert (shown["type"], shown["kind"], shown["characters"]) == ("notice", "stop-request", 37)
    assert (shown["ledger_entry"], shown["agent"]) == (made["ledger_entry"], "me")
    assert "    | I mean it." in program.ok("reveal", str(made["id"])[:8]).out
    (row,) = program.ok("reveal", str(made["id"]), "--json").json["rows"]
    assert (row["type"], row["text"]) == ("notice", "Please stop writing to me.\nI mean it.")
    assert program.ok("status", "--json").json["revealed"] == 0
