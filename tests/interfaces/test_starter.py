"""From an export to a short dossier with one page of questions, with or without a vault before."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import CHAT, CHAT_NAME, PASSPHRASE, Program, bare


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / CHAT_NAME
    path.write_text(CHAT, encoding="utf-8")
    return path


def exhibits(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "data" / "exhibits.json").read_text("utf-8"))["exhibits"]
    return found


def test_from_nothing_to_a_dossier_in_one_command(tmp_path: Path, export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    secret.chmod(0o600)
    # Name; reader; title; account: the one with most messages; complaint, day, reference; who is shown by initials.
    typed = "Rabia Noor\n2\nMessages after I asked him to stop\n1\nCyber Office\n2024-02-01\nC-77\nRabia Noor, Imran Vasti\n"
    options = ("--vault", tmp_path / "vault", "--passphrase-file", secret)
    ran = bare(*options, "starter", export, "--yes", "--out", tmp_path / "out", typed=typed)
    assert ran.code == 0, ran.err
    assert (tmp_path / "recovery-sheet.pdf").read_bytes().startswith(b"%PDF")
    shown = exhibits(tmp_path / "out")
    assert {one["sender"] for one in shown} == {"[I. V.]"}
    assert "Rabia" not in (tmp_path / "out" / "data" / "exhibits.json").read_text("utf-8")
    assert len(shown) == 4
    (complaint,) = bare(*options, "report", "list", "--json").json["reports"]
    assert (complaint["to"], complaint["reference"]) == ("Cyber Office", "C-77")
    assert bare("verify", tmp_path / "out").code == 0
    assert CHAT.split("Imran Vasti: ")[1][:12] not in ran.out + ran.err


def test_every_question_but_the_first_may_stay_open(program: Program, tmp_path: Path) -> None:
    made = program.ok("starter", "--out", tmp_path / "out", "--json", typed="\n\n\n\n\n").json
    rows = [row["id"] for row in program.ok("list", "--json").json["rows"]]
    assert [one["id"] for one in exhibits(tmp_path / "out")] == [rows[0], *rows[-3:]]
    assert len(made["exhibits"]) == 4
    assert program.ok("report", "list", "--json").json["reports"] == []


def test_a_second_try_enters_no_complaint_twice(program: Program, tmp_path: Path) -> None:
    typed = "\n\n\nCyber Office\n2024-02-01\nC-77\nA child\n"
    for name in ("one", "two"):
        program.ok("starter", "--out", tmp_path / name, typed=typed)
    assert len(program.ok("report", "list", "--json").json["reports"]) == 1
    assert len(program.ok("protect", "list", "--json").json["parties"]) == 1


@pytest.mark.parametrize("typed", ["9\n", "nobody\n", "\n\n99\n"], ids=["no such number", "no such reader", "no such account"])
def test_what_is_no_answer_is_refused_and_nothing_is_written(program: Program, tmp_path: Path, typed: str) -> None:
    assert program("starter", "--out", tmp_path / "out", typed=typed).code == 19
    assert not (tmp_path / "out").exists()


def test_what_may_not_be_kept_is_asked_for_first(program: Program, tmp_path: Path, export: Path) -> None:
    assert program("starter", export, "--out", tmp_path / "out", typed="").code == 19
    assert not (tmp_path / "out").exists()


def test_an_export_that_nobody_can_read_is_kept_and_ends_the_short_form(program: Program, tmp_path: Path) -> None:
    cut = tmp_path / "WhatsApp Chat with Canary.zip"
    cut.write_bytes(b"PK\x03\x04" + bytes(400))
    ran = program("starter", cut, "--yes", "--out", tmp_path / "out", typed="\n" * 6)
    assert ran.code == 12
    assert "no dossier was written" in ran.err
    assert not (tmp_path / "out").exists()
    assert any(item["bytes"] == cut.stat().st_size for item in program.ok("items", "--json").json["items"])


def test_what_was_read_with_problems_is_told_at_the_end_too(program: Program, tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Dania Aslam.txt"
    chat.write_bytes(b"28/12/2023, 21:05 - Dania Aslam: a turned \xff letter\n29/12/2023, 21:05 - Rabia Noor: no\n")
    ran = program("starter", chat, "--yes", "--out", tmp_path / "out", typed="\n" * 6)
    assert ran.code == 3
    assert "text-undecodable" in ran.out
    assert (tmp_path / "out").is_dir()
