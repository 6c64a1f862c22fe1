"""A Facebook export in a folder, from import to reveal: boxes, events, the half that is elsewhere, words of others under photos."""

from pathlib import Path

import pytest

from tests.interfaces.program import Program

SAMPLES = Path(__file__).parents[1] / "samples" / "facebook"


@pytest.fixture
def case(empty: Program) -> Program:
    assert empty("import", "--yes", SAMPLES / "folders-2024" / "source").code == 3
    return empty


def test_every_row_of_the_export_is_in_the_case(case: Program) -> None:
    items = case.ok("items", "--json").json["items"]
    (top,) = [one for one in items if one["part_of"] is None]
    sheet = case.ok("show", top["id"], "--json").json
    status = case.ok("status", "--json").json
    assert sheet["readings"][0]["reader"].split()[0] == "facebook"
    assert sheet["rows"] == status["messages"] + status["events"] > 30


def test_requests_and_filtered_chats_are_told_from_the_inbox(case: Program) -> None:
    rows = case.ok("list", "--json").json["rows"]
    assert {row["folder"] for row in rows} == {"inbox", "message_requests", "filtered", "archived", None}


def test_the_half_that_is_elsewhere_is_among_the_problems(case: Program) -> None:
    found = case.ok("problems", "--json").json["problems"]
    missing = [one for one in found if one["code"] == "part-missing"]
    assert [one["severity"] for one in missing] == ["warning"]
    assert "e2ee_cutover" in missing[0]["locator"]["member"]


def test_what_others_wrote_under_photos_stands_beside_the_holders_words(empty: Program) -> None:
    assert empty("import", "--yes", SAMPLES / "top-level-2019" / "source").code == 3
    rows = empty.ok("list", "--json", "--kind", "comment").json["rows"]
    assert {row["sender"]["name"] for row in rows} == {"Zarak Khoso", "Noor Jahan Bux", "Mehrunisa Talpur"}
