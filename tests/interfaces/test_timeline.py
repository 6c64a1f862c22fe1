"""`gawah timeline`: counts, gaps in words, markers, counts in equal windows, and a picture."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.interfaces.program import Program


def test_months_gaps_and_totals(program: Program) -> None:
    found = program.ok("timeline", "--json").json
    assert [(one["start"], one["messages"]) for one in found["periods"]] == [
        ("2023-12-01", 3),
        ("2024-01-01", 2),
        ("2024-03-01", 3),
    ]
    assert found["gaps"] == [{"after": "2024-01-02", "before": "2024-03-14", "days": 71, "days_in_no_file": 0}]
    assert (found["messages"], found["undated"], found["lanes"]) == (8, 0, ["WhatsApp"])
    table = program.ok("timeline").out.splitlines()
    assert table[2:4] == [table[2], "    71 days without messages, 3 January to 13 March 2024"]


@pytest.mark.parametrize(
    ("by", "starts"),
    [("day", ["2023-12-28", "2024-01-02", "2024-03-14", "2024-03-15"]), ("week", ["2023-12-25", "2024-01-01", "2024-03-11"])],
)
def test_days_and_weeks(program: Program, by: str, starts: list[str]) -> None:
    assert [one["start"] for one in program.ok("timeline", "--by", by, "--json").json["periods"]] == starts


def test_counts_before_and_after_a_report_over_equal_windows(program: Program) -> None:
    program.ok("report", "add", "--to", "Lighthouse Office", "--at", "2024-01-01", "--reference", "L-7")
    (around,) = program.ok("timeline", "--json", "--window", "80").json["around_reports"]
    assert (around["day"], around["window_days"], around["before_recorded"], around["after_recorded"]) == ("2024-01-01", 80, 4, 74)
    accounts = {
        one["label"]: (one["before"], one["before_days"], one["same_day"], one["after"], one["after_days"])
        for one in around["accounts"]
    }
    assert accounts == {"Imran Vasti (WhatsApp)": (2, 1, 0, 3, 2), "Rabia Noor (WhatsApp)": (1, 1, 0, 2, 2)}
    text = program.ok("timeline", "--window", "80").out
    assert "  * Report to Lighthouse Office, 1 January 2024, reference L-7" in text
    assert "  3 messages in the 80 days before it, 0 on the day, 5 messages in the 80 days after it" in text
    assert "  the records of the case reach over 4 of the days before and 74 of the days after" in text


def test_counts_around_a_report_are_those_that_conduct_gives(program: Program) -> None:
    program.ok("report", "add", "--to", "Office", "--at", "2024-01-02")
    program.ok("report", "add", "--to", "Lighthouse Office", "--at", "2024-03-14")
    told = program.ok("timeline", "--json", "--window", "80").json["around_reports"]
    anchors = program.ok("conduct", "--json", "--days", "80").json["anchors"]
    assert [one["id"] for one in told] == [one["id"] for one in anchors]
    for one, anchor in zip(told, anchors, strict=True):
        parts = anchor["near"]["parts"]
        assert one["messages"] == _figures(parts[0])
        assert (one["before_recorded"], one["after_recorded"]) == (
            parts[0]["before"]["recorded_days"],
            parts[0]["after"]["recorded_days"],
        )
        assert one["accounts"] == [
            {"label": part["label"], "account": part["key"], **_figures(part)} for part in parts if part["kind"] == "sender"
        ]


def _figures(part: dict[str, Any]) -> dict[str, int]:
    """A part of `conduct --json` under the names of `timeline --json`."""
    sides = {side: part[side] for side in ("before", "after")}
    counts = {side: found["count"] for side, found in sides.items()}
    return {**counts, **{f"{side}_days": found["days_with"] for side, found in sides.items()}, "same_day": part["same_day"]}


def test_no_word_says_why(program: Program) -> None:
    program.ok("report", "add", "--to", "Office", "--at", "2024-01-01")
    text = program.ok("timeline").out.lower()
    assert re.findall(r"because|caused|led to|result of|escalat|retaliat|despite|in spite|worse", text) == []


def test_an_own_event_is_a_marker_on_the_day_it_was_stated_for(program: Program) -> None:
    made = program.ok("add", "event", "--at", "2024-01-05 02:00 Asia/Karachi", "--json", typed="A car waited outside.").json
    (marker,) = program.ok("timeline", "--json").json["markers"]
    assert (marker["kind"], marker["id"], marker["stated"], marker["day"]) == ("event", made["id"], "2024-01-05", "2024-01-04")
    assert "Own event" in program.ok("timeline").out
    assert "car waited" not in program.ok("timeline").out


def test_the_picture_is_svg_without_script_or_reference_and_never_overwrites(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    program.ok("timeline", "--svg", out)
    tree = ET.fromstring(out.read_text(encoding="utf-8"))
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert [one.tag for one in tree.iter() if one.tag.endswith(("script", "image", "style"))] == []
    before = out.read_bytes()
    assert program("timeline", "--svg", out).code == 18
    assert out.read_bytes() == before


def test_filters_narrow_it_and_nothing_is_drawn_of_nothing(program: Program, empty_svg: Path) -> None:
    assert program.ok("timeline", "--since", "2024-03", "--json").json["messages"] == 3
    ran = program("timeline", "--until", "2020-01-01", "--svg", empty_svg)
    assert (ran.code, empty_svg.exists()) == (19, False)


@pytest.fixture
def empty_svg(tmp_path: Path) -> Path:
    return tmp_path / "nothing.svg"


@pytest.mark.parametrize("arguments", [["--by", "year"], ["--lanes", "person"], ["--window", "0"], ["--gap", "0"]])
def test_words_and_numbers_that_are_none_of_these(program: Program, arguments: list[str]) -> None:
    assert program("timeline", *arguments).code == 19


def test_messages_without_a_known_day_are_counted_apart(empty: Program, tmp_path: Path) -> None:
    chat = tmp_path / "WhatsApp Chat with Nobody.txt"
    chat.write_text("01/02/2024, 08:00 - Rabia Noor: one\n03/04/2024, 08:00 - Imran Vasti: two\n", encoding="utf-8")
    empty("import", "--yes", chat)
    found = empty.ok("timeline", "--json").json
    assert (found["messages"], found["undated"], found["periods"]) == (2, 2, [])
    assert "2 messages without a known day" in empty.ok("timeline").out


def test_a_lane_for_each_conversation_even_when_titles_are_alike(program: Program, tmp_path: Path) -> None:
    other = tmp_path / "WhatsApp Chat with Sana Mir.txt"
    other.write_text("28/12/2023, 21:05 - Sana Mir: hello\n", encoding="utf-8")
    program("import", "--yes", other)
    found = program.ok("timeline", "--lanes", "conversation", "--json").json
    assert found["lanes"] == ["WhatsApp Imran Vasti", "WhatsApp Sana Mir"]
    assert found["periods"][0]["counts"] == [3, 1]
    assert "WhatsApp Sana Mir" in program.ok("timeline", "--lanes", "conversation").out


def test_own_events_and_reports_stand_there_without_any_message(empty: Program) -> None:
    empty.ok("add", "event", "--at", "2024-01-05", typed="A car waited outside.")
    empty.ok("report", "add", "--to", "Office", "--at", "2024-01-10")
    text = empty.ok("timeline").out
    assert text.index("Own event") < text.index("* Report to Office, 10 January 2024")
    assert "  no message in the 30 days before it, on the day, or in the 30 days after it" in text


def test_an_empty_case(empty: Program) -> None:
    assert empty.ok("timeline").out == "nothing to show\n"


def test_the_lane_of_own_entries_is_the_same_in_table_picture_json_and_words(program: Program, tmp_path: Path) -> None:
    program.ok("report", "add", "--to", "Office", "--at", "2024-02-10")
    program.ok("add", "notice", "--kind", "block", "--at", "2024-02-11", typed="Imran\nBlocked.")
    program.ok("add", "event", "--at", "2024-03-15", typed="A car waited outside.")
    told = program.ok("timeline", "--json").json
    assert told["own"] == [{"start": "2024-02-01", "entries": 2}, {"start": "2024-03-01", "entries": 1}]
    assert [one["kind"] for one in told["markers"]] == ["report", "block", "event"]
    table = {line.split()[0]: line.split()[1:3] for line in program.ok("timeline").out.splitlines() if line.startswith("20")}
    assert table == {"2023-12": ["3", "0"], "2024-01": ["2", "0"], "2024-02": ["0", "2"], "2024-03": ["3", "1"]}
    plain = program.ok("timeline", "--plain").out
    assert "2024-02, 0 messages; 2 reports, notices and own events." in plain.splitlines()
    assert "2024-03, 3 messages; 1 report, notice or own event." in plain.splitlines()
    assert "Block to Imran, 11 February 2024." in plain.splitlines()
    assert "█" not in plain
    program.ok("timeline", "--svg", tmp_path / "line.svg")
    words = ["".join(each.itertext()) for each in ET.parse(tmp_path / "line.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert {"Reports, notices and own events", "3 entries", "8 messages"} <= set(words)


def test_a_day_is_shown_hour_by_hour_without_text(program: Program) -> None:
    program.ok("add", "event", "--at", "2024-03-14 23:30", typed="A car waited outside.")
    told = program.ok("timeline", "--day", "2024-03-14", "--json").json
    assert {one["hour"]: (one["messages"], one["own"]) for one in told["hours"] if one["messages"] or one["own"]} == {23: (2, 1)}
    rows = program.ok("list", "--json", "--since", "2024-03-14", "--until", "2024-03-14").json["rows"]
    assert told["rows"] == rows
    shown = program.ok("timeline", "--day", "2024-03-14").out
    assert all(row["id"][:8] in shown for row in rows)
    assert "रात्रि" not in shown
    assert "car waited" not in shown
    assert "23:00, 2 messages, 1 own entry." in program.ok("timeline", "--day", "2024-03-14", "--plain").out.splitlines()
    assert program.ok("timeline", "--day", "2024-02-01").out == "nothing on 2024-02-01\n"


@pytest.mark.parametrize("more", [["--since", "2024-01"], ["--svg", "x.svg"]])
def test_a_day_goes_with_nothing_that_makes_no_sense_of_it(program: Program, more: list[str]) -> None:
    assert program("timeline", "--day", "2024-03-14", *more).code == 19
    assert program("timeline", "--day", "March").code == 19
