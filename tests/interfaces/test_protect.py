"""Names come by prompt or standard input, are proposed and never joined by guess; a redaction can be taken back."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import Program

NAMES = "Imran Vasti\n+92 300 7654321\n"


def first_message(program: Program) -> str:
    [row] = program.ok("search", "-", "--json", typed="lamp").json["rows"]
    return str(row["id"])


def test_a_party_is_entered_listed_and_taken_back(program: Program) -> None:
    made = program.ok("protect", "add", "--json", typed=NAMES).json
    assert (made["shown"], made["role"], made["spelling_count"], made["active"]) == ("I. V.", "protected", 2, True)
    assert [(one["text"], one["where"]) for one in made["suggestions"]] == [("Imran", "part"), ("Vasti", "part")]
    assert isinstance(made["ledger_entry"], int)
    listed = program.ok("protect", "list").out
    assert "[I. V.]" in listed
    assert "Vasti" not in listed
    assert program.ok("protect", "list", "--show-text", "--json").json["parties"][0]["spellings"] == NAMES.strip().split("\n")
    assert "7654321" in program.ok("protect", "list", "--show-text").out
    assert "spellings" not in program.ok("protect", "list", "--json").json["parties"][0]
    assert "not protected from now on" in program.ok("protect", "remove", made["id"][:8]).out
    assert program.ok("protect", "list", "--json").json["parties"][0]["active"] is False
    assert program("protect", "remove", made["id"][:8]).code == 19


def test_at_a_terminal_the_person_chooses_forms_and_initials(program: Program) -> None:
    ran = program("protect", "add", typed="Vasti\n\nall\nthe man\n", terminal=True)
    assert ran.code == 0
    assert "Imran Vasti  (account)" in ran.out
    assert "shown as [the man]" in ran.out
    forms = program.ok("protect", "list", "--show-text", "--json").json["parties"][0]["spellings"]
    assert forms[:2] == ["Vasti", "Imran Vasti"]
    again = program("protect", "add", typed="Rabia\n\n1\n\n", terminal=True)
    assert again.code == 0
    assert "shown as [R.]" in again.out
    assert program("protect", "add", typed="Rabia\n\n77\n", terminal=True).code == 19
    assert "\n" in program("protect", "add", typed="Rabia\n\n\nR. N.\n", terminal=True).out


def test_a_dry_run_keeps_nothing(program: Program) -> None:
    made = program.ok("protect", "add", "--dry-run", "--json", typed=NAMES).json
    assert (made["dry_run"], made["ledger_entry"]) == (True, None)
    program.ok("protect", "add", "--dry-run", typed=NAMES)
    assert program.ok("protect", "list").out.startswith("nobody yet")
    kept = program.ok("protect", "add", "--json", typed=NAMES).json["id"]
    program.ok("protect", "remove", kept, "--dry-run")
    assert program.ok("protect", "list", "--json").json["parties"][0]["active"] is True


@pytest.mark.parametrize(
    ("options", "typed"),
    [
        ((), ""),
        ((), "x\n"),
        ((), "🙂\n"),
        ((), "a" * 201 + "\n"),
        (("--shown", "[I]"), NAMES),
        (("--shown", "Imran Vasti"), NAMES),
        (("--shown", "redacted"), NAMES),
        (("--shown", "withheld"), NAMES),
        (("--shown", "i" * 41), NAMES),
        (("--role", "villain"), NAMES),
    ],
)
def test_what_cannot_be_looked_for_or_would_name_them_is_refused(program: Program, options: tuple[str, ...], typed: str) -> None:
    ran = program("protect", "add", *options, typed=typed)
    assert ran.code == 19
    assert "Vasti" not in ran.err


def test_a_name_that_is_a_word_of_the_dossier_is_told(program: Program) -> None:
    assert "also a word of the dossier's own sentences" in program.ok("protect", "add", typed="May\n").out
    assert program.ok("protect", "add", "--json", typed="June\n").json["also_words_of_the_dossier"] == 1


@pytest.mark.parametrize(
    ("spelling", "initials"),
    [
        ("Amina Noor", "A. N."),
        ("@amina.noor", "A."),
        ("amina.noor@example.org", "A."),
        ("+92 300 1234567", "number"),
        ("امینہ نور", "ا. ن."),
        ("नूर जहाँ", "नू. ज."),
    ],
)
def test_initials_are_proposed(program: Program, spelling: str, initials: str) -> None:
    assert program.ok("protect", "add", "--dry-run", "--json", typed=spelling).json["shown"] == initials


def test_a_dossier_shows_initials_and_says_so(program: Program, tmp_path: Path) -> None:
    program.ok("protect", "add", typed="Rabia Noor\nRabia\n")
    told = program.ok("dossier", "--out", tmp_path / "out", "--json").json
    assert told["shown_in_part"]
    assert told["withheld"] == []
    assert "Rabia" not in (tmp_path / "out/data/exhibits.json").read_text("utf-8")
    assert "[R. N.]" in (tmp_path / "out/data/exhibits.json").read_text("utf-8")
    assert "shown in part" in program.ok("dossier", "--out", tmp_path / "again").out
    checked = program.ok("verify", tmp_path / "out", "--json").json
    assert checked["hidden"] == len(told["shown_in_part"])
    assert checked["intact"]["state"] == "yes"


def test_an_audience_that_is_not_known_and_a_number_that_is_none_are_refused(program: Program, tmp_path: Path) -> None:
    assert program("dossier", "--out", tmp_path / "out", "--audience", "neighbours").code == 19
    program.ok("protect", "add", typed="Rabia Noor\n")
    assert program("dossier", "--out", tmp_path / "out", "--shown", "E9999").code == 19
    assert not (tmp_path / "out").exists()


def test_words_are_redacted_listed_and_shown_again(program: Program, tmp_path: Path) -> None:
    message = first_message(program)
    made = program.ok("redact", "add", message[:10], "--json", typed="private\nthe lamp\n").json
    assert (made["of"], made["all"], made["stretches"], made["reason"]) == (message, False, 1, "private")
    listed = program.ok("redact", "list").out
    assert "private" in listed
    assert "lamp" not in listed + json.dumps(program.ok("redact", "list", "--json").json)
    told = program.ok("dossier", "--out", tmp_path / "out", "--items", message, "--json").json
    assert told["shown_in_part"] == ["E0001"]
    text = (tmp_path / "out/data/exhibits/E0001.txt").read_text("utf-8")
    assert text == "main tumhari gali mein hoon\n[redacted] is broken"
    opened = program.ok("redact", "open", "E0001", "--out", tmp_path / "row", "--json").json
    assert opened["leaf_hash"] == (tmp_path / "out/ledger/rows/E0001.leaf-hash").read_text("ascii").strip()
    assert "the lamp is broken" in (tmp_path / "row").read_text("utf-8")
    assert program("redact", "open", "E0001", "--out", tmp_path / "row").code == 18
    assert "sha256sum" in program.ok("redact", "open", "E0001", "--out", tmp_path / "other", "--dry-run").out
    assert not (tmp_path / "other").exists()
    assert "is not encrypted" in program.ok("redact", "open", "E0001", "--out", tmp_path / "other").out
    program.ok("redact", "undo", made["id"], "--dry-run")
    assert "shown again" in program.ok("redact", "undo", made["id"][:8]).out
    assert program("redact", "undo", made["id"]).code == 19
    assert program.ok("dossier", "--out", tmp_path / "whole", "--items", message, "--json").json["shown_in_part"] == []


def test_what_cannot_be_redacted_is_refused(program: Program) -> None:
    message, item = first_message(program), program.ok("items", "--json").json["items"][0]["id"]
    assert program("redact", "add", message, typed="why\nwords that do not stand there\n").code == 19
    assert program("redact", "add", message, typed="why\n").code == 19
    assert program("redact", "add", item, typed="why\nlamp\n").code == 19
    assert program("redact", "add", message, "--all", typed="w" * 501).code == 19
    assert program("redact", "add", "ffffff", "--all", typed="why\n").code == 16
    assert program.ok("redact", "list").out.startswith("nothing yet")
    assert program.ok("redact", "add", item, "--all", "--dry-run", typed="why\n").out == ""
    assert "all of" in program.ok("redact", "add", item, "--all", typed="why\n").out
    program.ok("report", "add", "--at", "2024-01-06", typed="Office\n")
    complaint = program.ok("report", "list", "--json").json["reports"][0]["id"]
    assert program("redact", "add", complaint, "--all", typed="why\n").code == 19
    assert program("redact", "open", "E0042", "--out", "x").code == 19
