"""`gawah import`: the question first, exact bytes, a receipt, and the exit codes of commands.md."""

from pathlib import Path

import pytest

from tests.interfaces.program import CHAT, Program

SUMMARY_KEYS = {
    "reader",
    "reader_version",
    "recognised",
    "messages",
    "events",
    "captures",
    "duplicates",
    "unread",
    "records_in_source",
    "conserved",
    "problems",
    "conversations",
    "first",
    "last",
    "gaps",
}


def test_nothing_is_imported_before_the_question_is_answered(empty: Program, chat: Path) -> None:
    ran = empty("import", chat)
    assert (ran.code, "--yes" in ran.err) == (19, True)
    assert empty.ok("items", "--json").json["items"] == []


def test_the_receipt_as_json_has_the_promised_keys(empty: Program, chat: Path) -> None:
    ran = empty("import", "--yes", "--json", chat)
    receipt = ran.json
    assert ran.code == 0
    assert receipt["schema"] == "gawah.import/1"
    (item,) = receipt["items"]
    assert item.keys() >= {"id", "name", "sha256", "bytes", "ledger_entry", "already_held"} | SUMMARY_KEYS
    assert (item["name"], item["bytes"], item["already_held"]) == (chat.name, len(CHAT.encode()), False)
    assert (item["messages"], item["events"], item["new"], item["known"], item["conserved"]) == (8, 1, 9, 0, True)
    assert len(receipt["checkpoint"]["root"]) == 64
    assert receipt["fingerprint"] == empty.ok("status", "--json").json["fingerprint"]


def test_the_receipt_for_people_names_digest_root_and_key_and_no_text(empty: Program, chat: Path) -> None:
    receipt = empty("import", "--yes", "--json", chat).json
    again = empty("import", "--yes", chat)
    assert receipt["items"][0]["sha256"] in again.out
    assert receipt["fingerprint"] in again.out
    assert "the lamp is broken" not in again.out


def test_importing_the_same_again_ends_with_13_and_writes_nothing_twice(program: Program, chat: Path) -> None:
    ran = program("import", "--yes", "--json", chat)
    assert (ran.code, ran.json["items"][0]["already_held"]) == (13, True)
    assert len(program.ok("items", "--json").json["items"]) == 1
    assert (ran.json["items"][0]["messages"], ran.json["items"][0]["new"]) == (8, 0)


def test_a_file_that_nobody_recognises_is_kept_and_ends_with_12(empty: Program, tmp_path: Path) -> None:
    odd = tmp_path / "odd.bin"
    odd.write_bytes(b"\x00\x01\x02 nothing known")
    ran = empty("import", "--yes", "--json", odd)
    assert (ran.code, ran.json["items"][0]["recognised"]) == (12, False)
    item = ran.json["items"][0]["id"]
    empty.ok("extract", item, "--out", tmp_path / "back.bin")
    assert (tmp_path / "back.bin").read_bytes() == odd.read_bytes()


def test_a_folder_is_kept_file_by_file(empty: Program, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "inner").mkdir(parents=True)
    (folder / "WhatsApp Chat with Somebody.txt").write_text(CHAT, encoding="utf-8")
    (folder / "inner" / "picture.bin").write_bytes(b"\x89 no picture")
    ran = empty("import", "--yes", "--json", folder)
    top = [item for item in ran.json["items"] if item["part_of"] is None]
    parts = [item for item in ran.json["items"] if item["part_of"] is not None]
    assert [item["name"] for item in top] == ["export"]
    assert sorted(item["name"] for item in parts) == ["WhatsApp Chat with Somebody.txt", "inner/picture.bin"]
    assert {item["part_of"] for item in parts} == {top[0]["id"]}
    assert "a folder of 2 files" in empty("import", "--yes", folder).out


def test_a_path_that_is_not_there_stops_everything(empty: Program, chat: Path, tmp_path: Path) -> None:
    ran = empty("import", "--yes", chat, tmp_path / "missing.zip")
    assert (ran.code, "[source-unreadable]" in ran.err, "missing" in ran.err) == (15, True, False)
    assert empty.ok("items", "--json").json["items"] == []


def test_dry_run_reads_and_keeps_nothing(empty: Program, chat: Path) -> None:
    ran = empty("import", "--dry-run", "--json", chat)
    assert (ran.code, ran.json["schema"]) == (0, "gawah.inspect/1")
    assert empty.ok("items", "--json").json["items"] == []


def test_an_unknown_zone_is_refused_before_anything_is_kept(empty: Program, chat: Path) -> None:
    assert empty("import", "--yes", "--assume-zone", "Mars/North", chat).code == 19
    assert empty.ok("items", "--json").json["items"] == []


def test_an_assumed_zone_gives_instants_marked_as_assumed(empty: Program, chat: Path) -> None:
    empty("import", "--yes", "--assume-zone", "Asia/Karachi", chat)
    first = empty.ok("list", "--json").json["rows"][0]["sent_at"]
    assert (first["utc"], first["local"], first["zone"]) == ("2023-12-28T16:05:00Z", "2023-12-28T21:05:00", "assumed")
    assert "2023-12-28 16:05 UTC assumed" in empty.ok("list").out


def test_a_note_is_taken_from_standard_input(empty: Program, chat: Path) -> None:
    assert empty("import", "--yes", "--note", chat, typed="From the old phone.\n").code == 0


@pytest.mark.parametrize("answer", ["yes", "y", "YES", "perhaps\nyes"])
def test_what_must_not_be_kept_is_not_kept(empty: Program, chat: Path, answer: str) -> None:
    ran = empty("import", chat, typed=f"{answer}\n", terminal=True)
    assert (ran.code, "[must-not-be-kept]" in ran.err, "police" in ran.err) == (33, True, True)
    assert empty.ok("items", "--json").json["items"] == []


def test_after_a_no_it_is_imported(empty: Program, chat: Path) -> None:
    assert empty("import", chat, typed="no\n", terminal=True).code == 0
    assert len(empty.ok("items", "--json").json["items"]) == 1


def test_a_source_with_something_uncertain_ends_with_3_and_lists_it(empty: Program, tmp_path: Path) -> None:
    ambiguous = tmp_path / "WhatsApp Chat with Nobody.txt"
    ambiguous.write_text("01/02/2024, 08:00 - Rabia Noor: one\n03/04/2024, 08:00 - Imran Vasti: two\n", encoding="utf-8")
    ran = empty("import", "--yes", ambiguous)
    assert (ran.code, "time-ambiguous (" in ran.out, "--date-order" in ran.out) == (3, True, True)
    told = empty("import", "--yes", "--date-order", "dmy", "--json", ambiguous)
    assert (told.code, told.json["items"][0]["first"]) == (0, "2024-02-01T08:00:00")
    assert len(empty.ok("list", "--json").json["rows"]) == 2
