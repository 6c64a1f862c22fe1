"""`gawah triage` from the command line: the queue without text, decisions, the pause, the audit, and a case without a model."""

import json
from pathlib import Path

import pytest

from gawah.records.errors import ModelAltered
from gawah.usecases import _assessor
from tests.interfaces.program import Program
from tests.usecases.doubled import MODEL

NAME = "WhatsApp Chat with Imran Vasti.txt"
CHAT = """\
30/03/2024, 21:00 - Imran Vasti: I will hurt you
30/03/2024, 21:01 - Rabia Noor: stop writing to me
30/03/2024, 21:02 - Imran Vasti: you fool
30/03/2024, 21:03 - Imran Vasti: I will hurt you
30/03/2024, 21:04 - Imran Vasti: pay me or else
30/03/2024, 21:05 - Imran Vasti: good morning
"""


@pytest.fixture
def program(empty: Program, tmp_path: Path) -> Program:
    path = tmp_path / NAME
    path.write_text(CHAT, encoding="utf-8")
    empty.ok("import", "--yes", path)
    empty.ok("triage", "run")
    return empty


def rows(program: Program, *more: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = program.ok("triage", "--json", *more).json["rows"]
    return found


def test_the_queue_shows_no_text_and_its_json_has_its_shape(program: Program) -> None:
    ran = program.ok("triage")
    for word in ("hurt", "fool", "pay me"):
        assert word not in ran.out + ran.err
    assert "threat/high" in ran.out
    assert "not said to be harmless" in ran.out
    found = program.ok("triage", "--json").json
    assert found["schema"] == "gawah.triage/1"
    assert found["counts"] == {"suggested": 4, "undecided": 4, "later": 0, "needs_helper": 0, "decided": 0}
    assert found["rows"][0]["suggestion"]["tactics"] == [{"tactic": "threat", "band": "high"}]
    assert found["rows"][0]["near_copies"] == 2
    assert found["model"] == MODEL
    assert "text" not in found["rows"][0]


def test_run_says_what_it_did_and_does_nothing_twice(program: Program) -> None:
    found = program.ok("triage", "run", "--json").json
    assert (found["judged"], found["left"], found["ledger_entries"]) == (0, 0, [])
    assert program.ok("triage", "run", "--dry-run", "--json").json["dry_run"] is True


def test_decide_and_take_back(program: Program) -> None:
    first = str(rows(program)[0]["id"])
    made = program.ok("triage", "accept", first[:8], "--severity", "3", "--json").json
    assert made["schema"] == "gawah.triage-accept/1"
    assert [one["by_likeness_with"] for one in made["labels"]].count(None) == 1
    assert len(made["labels"]) == 2
    assert "near copy" in program.ok("triage", "undo").out
    assert program.ok("labels", "--json").json["labels"] == []
    assert "by likeness with" not in program.ok("labels").out
    program.ok("triage", "change", first, "--tactic", "threat,doxxing")
    assert f"by likeness with {first[:8]}" in program.ok("labels").out
    listed = program.ok("triage", "activity", "--json").json["decisions"]
    assert [(one["act"], one["active"], one["by"]) for one in listed] == [("change", True, "me"), ("accept", False, "me")]
    assert "accept, taken back" in program.ok("triage", "activity").out


@pytest.mark.parametrize(("act", "word"), [("later", "behind"), ("needs-helper", "helper"), ("not-abuse", "none of the tactics")])
def test_the_other_acts(program: Program, act: str, word: str) -> None:
    first = str(rows(program)[0]["id"])
    assert "nothing was written" in program.ok("triage", act, first, "--dry-run").out
    assert word in program.ok("triage", act, first).out
    assert program.ok("list", "--json").json["total"] == 6  # nothing is hidden


def test_the_pause_is_calm_and_can_be_passed(program: Program) -> None:
    assert "0 of 30 texts" in program.ok("triage", "budget").out
    program.ok("triage", "budget", "1")
    first = str(rows(program)[0]["id"])
    program.ok("reveal", first)
    ran = program.ok("triage")
    assert "gawah triage --go-on" in ran.out
    assert first[:8] not in ran.out
    assert program.ok("triage", "--json").json["paused"] is True
    assert len(rows(program, "--go-on")) == 3
    assert program.ok("triage", "explain", first, "--show-text", "--json").json["words"] == []
    assert program.ok("triage", "budget", "none", "--json").json["a_day"] is None
    for wrong in ("-1", "x", "9999999999"):
        assert program("triage", "budget", "--", wrong).code in (2, 19)


def test_explain_shows_rules_and_places_and_words_only_on_request(program: Program) -> None:
    first = str(rows(program)[0]["id"])
    ran = program.ok("triage", "--explain", first)
    assert "threat.word" in ran.out
    assert "hurt" not in ran.out
    seen = program.ok("status", "--json").json["revealed"]
    shown = program.ok("triage", "explain", first, "--show-text", "--json").json
    assert shown["words"] == ["hurt"]
    assert shown["spans"] == [[7, 11, "threat.word"]]
    assert program.ok("status", "--json").json["revealed"] == seen + 1


def test_the_audit_says_between_which_numbers(program: Program) -> None:
    found = program.ok("triage", "audit", "--json").json
    assert (found["population"], found["judged"], found["missed_low"]) == (2, 0, None)
    assert program.ok("triage", "audit", "--json").json["seed"] == found["seed"]
    assert program.ok("triage", "audit", "--again", "--json").json["seed"] != found["seed"]


def test_reset_leaves_decisions(program: Program) -> None:
    first = str(rows(program)[0]["id"])
    program.ok("triage", "accept", first)
    assert program.ok("triage", "--json").json["learnt_from"] == 1
    program.ok("triage", "reset", "--dry-run")
    assert program.ok("triage", "--json").json["learnt_from"] == 1
    program.ok("triage", "reset")
    assert program.ok("triage", "--json").json["learnt_from"] == 0
    assert program.ok("labels", "--json").json["labels"] != []


def refuse() -> None:
    """What the program meets where a model file was altered."""
    raise ModelAltered("a model file is not as it was published")


def test_without_a_model_suggestions_are_off_and_sorting_goes_on(
    empty: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_assessor, "load", refuse)
    path = tmp_path / NAME
    path.write_text(CHAT.replace("2024", "2020"), encoding="utf-8")
    empty.ok("import", "--yes", path)
    ran = empty("triage", "run")
    assert (ran.code, "model-altered" in ran.err, "sorting by hand" in ran.err) == (26, True, True)
    listed = empty.ok("triage", "--by-hand", "--json", "--limit", "3").json
    assert (len(listed["rows"]), listed["schema"]) == (3, "gawah.triage-by-hand/1")
    rest = empty.ok("triage", "--by-hand", "--json", "--after", listed["after"]).json["rows"]
    suggested = empty.ok("list", "--suggested", "any", "--json").json["total"]
    assert len(rest) + suggested == 3
    empty.ok("triage", "change", listed["rows"][0]["id"], "--tactic", "threat")
    assert empty.ok("labels", "--json").json["labels"][0]["tactics"] == ["threat"]


def test_a_case_in_which_nothing_was_judged_says_how_to_go_on(empty: Program) -> None:
    assert "--by-hand" in empty.ok("triage").out
    assert empty.ok("triage", "--by-hand").out == "Nothing waiting.\n"
    assert empty("triage", "audit").code == 19


def test_bad_input(program: Program) -> None:
    first = str(rows(program)[0]["id"])
    for wrong in (
        ("change", first),
        ("change", first, "--tactic", "nonsense"),
        ("accept", first, "--severity", "9"),
        ("same", first),
        ("undo",),
        ("queue", "--limit", "0"),
        ("--by-hand", "--limit", "99999"),
    ):
        assert program("triage", *wrong).code == 19, wrong
    assert program("triage", "accept", "ffffffff").code == 16
    assert program("triage", "nonsense").code == 2


def test_a_suggestion_reaches_no_dossier(empty: Program, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(CHAT, encoding="utf-8")
    empty.ok("import", "--yes", path)
    empty.ok("dossier", "--out", tmp_path / "before")
    empty.ok("triage", "run")
    empty.ok("triage", "later", str(rows(empty)[0]["id"]))
    empty.ok("dossier", "--out", tmp_path / "after")

    def exhibits(folder: str) -> object:
        (found,) = (tmp_path / folder).rglob("exhibits.json")
        return json.loads(found.read_text("utf-8"))["exhibits"]

    assert exhibits("after") == exhibits("before")
    threat = str(rows(empty, "--go-on")[-1]["id"])
    empty.ok("triage", "accept", threat)
    empty.ok("dossier", "--out", tmp_path / "decided")
    told = json.dumps(exhibits("decided"))
    assert told.count(f"decided on a near copy, record {threat}") == 1
