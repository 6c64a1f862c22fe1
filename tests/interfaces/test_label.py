"""Labels set by hand: what is said is kept, chosen by, printed as a person's statement, and never hides anything."""

import json
from pathlib import Path

import pytest

from tests.interfaces.program import Program


def ids(program: Program) -> list[str]:
    return [row["id"] for row in program.ok("list", "--json", "--kind", "message").json["rows"]]


def test_a_label_stands_beside_the_row_and_a_later_one_replaces_it(program: Program) -> None:
    first, *_ = ids(program)
    made = program.ok(
        "label", first[:8], "--tactic", "insult,threat", "--severity", "3", "--note", "--json", typed="a canary note"
    ).json
    assert made["labels"][0] | {"agent": "", "recorded_at": ""} == {
        "of": first,
        "tactics": ["threat", "insult"],
        "severity": 3,
        "recorded_at": "",
        "agent": "",
        "for_agent": None,
        "note_characters": 13,
        "decision": None,
        "by_likeness_with": None,
        "taken_back": False,
    }
    rows = {row["id"]: row["label"] for row in program.ok("list", "--json").json["rows"]}
    assert rows[first] == {"tactics": ["threat", "insult"], "severity": 3}
    assert [one for one in rows.values() if one] == [rows[first]]
    assert "threat+insult/3" in program.ok("list").out
    assert "threat, insult; severity 3 of 4" in program.ok("show", first[:8]).out
    program.ok("label", first[:8], "--none")
    assert program.ok("labels", "--json").json["labels"][0]["tactics"] == []
    assert "canary" not in program.ok("labels").out + program.ok("list").out


def test_rows_are_found_by_what_was_said_of_them(program: Program) -> None:
    some = ids(program)
    program.ok("label", some[0], some[1], "--tactic", "threat", "--severity", "2")
    program.ok("label", some[2], "--tactic", "doxxing", "--severity", "4")
    assert [row["id"] for row in program.ok("list", "--json", "--tactic", "threat").json["rows"]] == some[:2]
    assert [row["id"] for row in program.ok("list", "--json", "--severity", "3").json["rows"]] == [some[2]]
    assert program.ok("list", "--json", "--tactic", "sexual").json["rows"] == []
    assert len(ids(program)) == 8


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 19),
        (["--tactic", "cruelty"], 19),
        (["--severity", "5"], 19),
        (["--none", "--tactic", "threat"], 19),
    ],
    ids=["nothing said", "no such tactic", "no such severity", "none and one"],
)
def test_what_cannot_be_said_is_refused(program: Program, arguments: list[str], code: int) -> None:
    assert program("label", ids(program)[0], *arguments).code == code
    assert program("label", "ffffffff", "--none").code == 16
    assert program.ok("labels", "--json").json["labels"] == []


def test_a_dry_run_keeps_nothing(program: Program) -> None:
    assert program.ok("label", ids(program)[0], "--tactic", "threat", "--dry-run", "--json").json["ledger_entry"] is None
    assert program.ok("labels", "--json").json["labels"] == []


def exhibits(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / "data" / "exhibits.json").read_text("utf-8"))["exhibits"]
    return found


def test_the_short_form_takes_the_first_the_gravest_and_the_latest_of_what_was_marked(program: Program, tmp_path: Path) -> None:
    some = ids(program)
    for index, severity in enumerate([1, 4, 1, 1, 3, 2, 1, 1]):
        program.ok("label", some[index], "--tactic", "threat", "--severity", str(severity))
    program.ok("dossier", "--first-three-worst", "--out", tmp_path / "short")
    shown = exhibits(tmp_path / "short")
    # The first; those of severity 4, 3 and 2; the latest three of the others. One of severity 1 in the middle is left out.
    assert [one["id"] for one in shown] == [*some[:2], *some[3:]]
    assert any(fact == {"label": "Marked by a person", "value": "threat"} for fact in shown[1]["facts"])  # type: ignore[attr-defined]
    assert not any("severity" in str(one["facts"]) for one in shown)


def test_without_labels_the_short_form_takes_the_first_and_the_latest(program: Program, tmp_path: Path) -> None:
    rows = [row["id"] for row in program.ok("list", "--json").json["rows"]]
    program.ok("dossier", "--first-three-worst", "--out", tmp_path / "short")
    shown = exhibits(tmp_path / "short")
    assert [one["id"] for one in shown] == [rows[0], *rows[-3:]]
    assert len(shown[0]["context"]["after"]) == 3  # type: ignore[index]
    assert program("dossier", "--first-three-worst", "--items", rows[0], "--out", tmp_path / "both").code == 19


def test_the_latest_keep_to_the_time_that_was_named(program: Program, tmp_path: Path) -> None:
    program.ok("dossier", "--first-three-worst", "--until", "2023-12-28 21:06", "--out", tmp_path / "short")
    rows = program.ok("list", "--until", "2023-12-28 21:06", "--json").json["rows"]
    assert [one["id"] for one in exhibits(tmp_path / "short")] == [row["id"] for row in rows]
