"""`gawah log import` at the command line: what the columns hold is asked first, every row is told of, a mapping can be mended."""

from pathlib import Path

import pytest

from tests.interfaces.program import Program

TABLE = """\
Date;Time;Platform;Who;What happened;Mood
25/03/2024;9pm;Instagram;An account;A quiet message;bad
26/03/2024;;WhatsApp;An account;A quiet call;bad
;;X;An account;Nobody knows when;bad
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "log.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_what_the_columns_hold_is_asked_first(program: Program, table: Path) -> None:
    refused = program("log", "import", table)
    assert (refused.code, "prints a mapping to mend" in refused.err) == (19, True)
    assert 'occurred_at = "Date"' in refused.err
    assert "nothing is read from: Mood" in refused.err
    assert "quiet" not in refused.err
    assert len(program.ok("items", "--json").json["items"]) == 1
    agreed = program("log", "import", table, typed="yes\n", terminal=True)
    assert agreed.code == 3
    assert "3 below the headings, all accounted for" in agreed.out
    assert "row 4: not entered, field-missing" in agreed.out
    assert "quiet" not in agreed.out + program.ok("log", "list").out


def test_every_figure_in_json_and_again_nothing_new(program: Program, table: Path) -> None:
    made = program("log", "import", table, "--yes", "--json", "--assume-zone", "Asia/Karachi", "--reader", "authority")
    body = made.json
    assert (made.code, body["rows"], len(body["entries"]), body["known"], body["unread"]) == (3, 3, 2, 0, 1)
    assert (body["conserved"], body["listed"]) == (True, [{"row": 4, "code": "field-missing", "entered": False}])
    rows = program.ok("log", "list", "--json").json["entries"]
    assert [row["visibility"] for row in rows] == ["authority"] * 2
    assert rows[0]["occurred_at"]["utc"] == "2024-03-25T16:00:00Z"
    assert rows[0]["source"] == f"{body['item']}:2"
    again = program("log", "import", table, "--yes", "--json", "--assume-zone", "Asia/Karachi").json
    assert (again["entries"], again["known"], again["already_held"]) == ([], 2, True)
    assert program("problems", "--json").json["problems"][0]["code"]
    assert program("check", "--full").code == 0


def test_a_mapping_is_proposed_mended_and_used(program: Program, table: Path, tmp_path: Path) -> None:
    proposed = program.ok("log", "import", table, "--propose").out
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(proposed.replace("[columns]", '[columns]\nimpact = "Mood"'), encoding="utf-8")
    dry = program("log", "import", table, "--mapping", mapping, "--dry-run")
    assert ("would be kept" in dry.out, "nothing was kept" in dry.err) == (True, True)
    assert program.ok("log", "list", "--json").json["entries"] == []
    made = program("log", "import", table, "--mapping", mapping, "--json").json
    assert made["diary_entries"] == 2
    assert program.ok("diary", "list", "--json").json["entries"][0]["incidents"] == [made["entries"][0]]
    mapping.write_text("[columns]\n", encoding="utf-8")
    assert program("log", "import", table, "--mapping", mapping).code == 19
    assert program("log", "import", table, "--mapping", tmp_path / "none").code == 15


def test_a_row_all_right_ends_with_nothing_to_say(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Date,What happened\n2024-03-05,A post\n2024-03-06,A post\n", encoding="utf-8")
    assert program.ok("log", "import", path, "--yes").out.splitlines()[1:] == [
        "rows           2 below the headings, all accounted for",
        "new entries    2",
        "there already  0",
        "not entered    0",
    ]


def test_dates_that_can_be_read_both_ways_ask_for_their_order(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Date,What happened\n5/3/2024,A post\n6/3/2024,A post\n", encoding="utf-8")
    refused = program("log", "import", path, "--yes")
    assert (refused.code, "--date-order dmy, mdy or ymd" in refused.err) == (19, True)
    assert program.ok("log", "import", path, "--yes", "--date-order", "dmy").code == 0
    assert program("log", "import", path, "--yes", "--assume-zone", "Mars").code == 19
    assert program("log", "import", path, "--yes", "--reader", "everybody").code == 19
