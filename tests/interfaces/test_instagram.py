"""An Instagram export in a folder, from import to reveal: files, reactions, message requests, problems in members."""

from pathlib import Path

import pytest

from tests.interfaces.program import Program

EXPORT = Path(__file__).parents[1] / "samples" / "instagram" / "folders-2024" / "source"


@pytest.fixture
def case(empty: Program) -> Program:
    assert empty("import", "--yes", EXPORT).code == 3
    return empty


def test_the_folder_is_one_source_of_many_files(case: Program) -> None:
    items = case.ok("items", "--json").json["items"]
    (top,) = [one for one in items if one["part_of"] is None]
    assert len(items) == 1 + len({path.read_bytes() for path in EXPORT.rglob("*") if path.is_file()})
    sheet = case.ok("show", top["id"], "--json").json
    assert (sheet["parts"], sheet["readings"][0]["reader"].split()[0]) == (len(items) - 1, "instagram")
    assert sheet["rows"] == case.ok("status", "--json").json["messages"] + case.ok("status", "--json").json["events"]


def test_revealed_messages_come_with_their_files_and_reactions(case: Program) -> None:
    ids = [row["id"] for row in case.ok("list", "--json", "--kind", "message").json["rows"]]
    shown = case.ok("reveal", *ids, "--json").json["rows"]
    files = [file for row in shown for file in row["files"]]
    assert {file["missing"] for file in files} == {True, False}
    assert all(len(file["sha256"]) == 64 for file in files if not file["missing"])
    assert [reaction["sender"]["name"] for row in shown for reaction in row["reactions"]]
    text = case.ok("reveal", *ids).out
    assert "not in the export" in text
    assert "    reaction " in text


def test_a_message_request_is_told_from_the_inbox(case: Program) -> None:
    rows = case.ok("list", "--json").json["rows"]
    requests = [row for row in rows if row["folder"] == "message_requests"]
    assert requests
    lines = [line for line in case.ok("list").out.splitlines() if line.endswith("message_requests")]
    assert len(lines) == len(requests)


def test_problems_name_the_member_by_the_end_of_its_name(case: Program) -> None:
    found = case.ok("problems", "--json").json["problems"]
    member = next(one["locator"]["member"] for one in found if one["locator"]["member"] and len(one["locator"]["member"]) > 40)
    assert f"…{member[-39:]}" in case.ok("problems").out


def test_both_sides_stand_in_the_context(case: Program) -> None:
    rows = case.ok("list", "--json", "--kind", "direct").json["rows"]
    middle = next(row for row in rows if row["sender"]["name"] == "Mehrunisa Talpur")
    around = case.ok("context", middle["id"], "--json").json["rows"]
    assert len({row["sender"]["name"] for row in around}) > 1
    assert {row["conversation"]["id"] for row in around} == {middle["conversation"]["id"]}
