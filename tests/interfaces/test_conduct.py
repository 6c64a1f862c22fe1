"""`gawah conduct` at the command line: the page and its JSON say the same, and nothing is said where nothing is known."""

import re
from typing import Any

import pytest

from gawah.analysis.interval import figure
from tests.interfaces.program import Program


def _case(program: Program) -> dict[str, str]:
    """A complaint and two notices around the messages of the program's chat, two labels, one log entry; their ids."""
    program.ok("report", "add", "--to", "Office", "--at", "2024-01-10", "--reference", "R-1")
    made = {"report": program.ok("report", "list", "--json").json["reports"][0]["id"]}
    for kind, day in (("stop-request", "2023-12-28 21:05"), ("order", "2030-01-01")):
        told = program.ok("add", "notice", "--kind", kind, "--at", day, "--json", typed="Imran Vasti\nNo more.")
        made[kind] = told.json["id"]
    rows = program.ok("list", "--json", "--kind", "message").json["rows"]
    program.ok("label", rows[1]["id"], "--tactic", "threat", "--severity", "2")
    program.ok("label", rows[3]["id"], "--tactic", "threat,doxxing")
    form = 'occurred_at = "2024-01-05"\nplatform = "phone"\nrecipient = "parent"\nwhat_happened = "It rang."\n'
    program.ok("log", "add", "-", typed=form)
    return made


def test_the_page_has_the_figures_of_the_json(program: Program) -> None:
    made = _case(program)
    told = program.ok("conduct", "--days", "80", "--json").json
    page = program.ok("conduct", "--days", "80").out
    assert [one["kind"] for one in told["anchors"]] == ["stop-request", "report", "order"]
    block = page[page.index(f"[{made['report'][:8]}]") : page.index(f"[{made['order'][:8]}]")]
    report = next(one for one in told["anchors"] if one["id"] == made["report"])
    lines = iter(block.splitlines())  # the parts stand in one order in both
    for part in report["near"]["parts"]:
        label = part["label"] or "all messages"
        line = next(line for line in lines if line.strip().startswith(label))
        figures = line.split(label, 1)[1]
        before = part["before"]
        expected = [str(before["count"]), f"{before['days_with']}/{before['recorded_days']}"]
        assert figures.split()[:2] == expected
        rate = part["after"]["per_30_days"]
        interval = part["after"]["per_day_interval"]
        assert f"{figure(rate)} ({figure(interval['low'] * 30)} to {figure(interval['high'] * 30)})" in figures
        if part["ratio"] is not None and part["ratio"]["value"] is not None and part["ratio"]["high"] is not None:
            limits = part["ratio"]
            assert f"{figure(limits['value'])} ({figure(limits['low'])} to {figure(limits['high'])})" in figures
    assert "Garwood 1936" in page
    assert "Clopper and Pearson 1934" in page


def test_an_anchor_outside_the_records_is_said_to_be(program: Program) -> None:
    _case(program)
    page = program.ok("conduct").out
    assert "the records of the case reach no day before: 2029-12-02 to 2029-12-31, after: 2030-01-02 to 2030-01-31" in page


def test_labels_stand_month_by_month_as_they_were_given(program: Program) -> None:
    _case(program)
    told = program.ok("conduct", "--json").json
    assert [(one["month"], one["labelled"], one["severity_not_stated"]) for one in told["labelled_by_month"]] == [
        ("2023-12", 1, 0),
        ("2024-01", 1, 1),
    ]
    assert told["labelled_by_month"][0]["severities"] == [0, 0, 1, 0, 0]
    assert [one["severity"] for one in told["labelled_in_order"]] == [2, None]
    lines = program.ok("conduct").out.splitlines()
    row = next(line for line in lines if line.startswith("  2024-01 "))
    assert row.split() == ["2024-01", "2", "1", "1", "1", "0", "0", "0", "0", "0", "1"]


def test_nothing_causal_and_no_verdict_is_said(program: Program) -> None:
    _case(program)
    page = program.ok("conduct", "--retention", "--whole").out.lower()
    for word in (
        "because",
        "caused",
        "led to",
        "result of",
        "escalat",
        "trend",
        "risk",
        "score",
        "harass",
        "therefore",
        "increase",
    ):
        assert word not in page, word


def test_a_case_without_anchors_says_how_to_enter_one(program: Program) -> None:
    ran = program.ok("conduct")
    assert ran.out.startswith("no complaint and no notice yet: gawah report add, gawah add notice")
    told = program.ok("conduct", "--json").json
    assert (told["anchors"], told["labelled_by_month"], told["messages"]) == ([], [], 8)
    assert told["gaps"][0] == {"first": "2024-01-03", "last": "2024-03-13", "days": 71, "recorded_days": 71}


def test_an_anchor_is_chosen_and_bad_input_refused(program: Program) -> None:
    made = _case(program)
    chosen: Any = program.ok("conduct", "--anchor", made["stop-request"][:8], "--json").json
    assert [one["id"] for one in chosen["anchors"]] == [made["stop-request"]]
    assert program("conduct", "--anchor", "ffffffff").code == 16
    assert program("conduct", "--days", "0").code == 19
    assert program("conduct", "--gaps", "-1").code == 19


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.00849, "0.0085"), (0.1234, "0.123"), (1.0, "1.00"), (12.345, "12.3"), (123.4, "123"), (12345.0, "12,345")],
)
def test_figures_have_three_digits_and_no_exponent(value: float, shown: str) -> None:
    assert figure(value) == shown
    assert not re.search("[eE]", figure(value))
