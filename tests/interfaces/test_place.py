"""`gawah place` and `gawah packs places`: a person says where; whom to call stands there with its day."""

import json
from pathlib import Path

from tests.interfaces.program import Program, bare


def test_all_places_are_listed_without_a_vault_and_one_is_told_in_full() -> None:
    listed = bare("packs", "places")
    assert listed.code == 0
    assert {"pk", "in", "uk-ew", "us"} <= {line.split()[0] for line in listed.out.splitlines()}
    one = bare("packs", "places", "pk").out
    for part in ("Not reviewed by a lawyer", "0800-39393", "2026-11-22", "NCCIA", "365 days", "section 32", "90 days"):
        assert part in one
    [told] = json.loads(bare("packs", "places", "in", "--json").out)["places"]
    assert told["code"] == "in"
    facts = [fact for group in ("helplines", "channels", "retention", "evidence_rules") for fact in told[group]]
    assert all(fact["sources"] and fact["seen"] and fact["confidence"] for fact in facts)
    wrong = bare("packs", "places", "zz")
    assert wrong.code == 19
    assert "uk-ew" in wrong.err


def test_nothing_is_chosen_until_a_person_says_so(program: Program) -> None:
    before = program.ok("place", "--json").json
    assert before["places"] == []
    assert {one["place"] for one in before["contacts"]} >= {"pk", "in"}
    assert "No place is set" in program.ok("place").out
    planned = program.ok("place", "in", "--dry-run")
    assert "would be kept" in planned.out
    assert "nothing was written" in planned.err
    assert program.ok("place", "--json").json["places"] == []
    kept = program.ok("place", "in", "pk", "--json").json
    assert (kept["places"], kept["dry_run"]) == (["in", "pk"], False)
    assert isinstance(kept["ledger_entry"], int)
    shown = program.ok("place").out
    assert "India, Pakistan" in shown
    assert "England" not in shown
    assert "112" in shown
    assert "taken back" not in program.ok("place", "--none").out
    assert program.ok("place", "--json").json["places"] == []
    assert program("place", "--none").code == 19
    assert program("place", "--none", "pk").code == 19
    assert program("place", "zz").code == 19
    program.ok("check", "--full")


def test_before_a_report_numbers_stand_at_once_even_when_the_vault_does_not_open(program: Program) -> None:
    ran = program("report", "before", "ffffffff")
    assert ran.code != 0
    assert "999" in ran.out
    assert "112" in ran.out
    assert "0800-39393" not in ran.out
    locked = bare("--vault", program.vault / "nowhere", "report", "before", "ffffffff")
    assert locked.code != 0
    assert "999" in locked.out


def test_whom_to_call_stands_beside_what_a_person_does(program: Program) -> None:
    program.ok("place", "pk")
    message = program.ok("list", "--json", "--kind", "message").json["rows"][0]["id"]
    printed = program.ok("report", "before", message).out
    assert "0800-39393" in printed
    assert printed.index("0800-39393") < printed.index(message[:8])
    told = program.ok("report", "before", message, "--json").json["helplines"]
    assert told["places"] == ["pk"]
    drf = next(one for one in told["contacts"] if one["id"] == "pk-drf")
    assert (drf["value"], drf["looked_up"], drf["confidence"]) == ("0800-39393", "2026-11-22", "secondary")
    complaint = program.ok("report", "add", "--to", "Cyber Office", "--at", "2024-02-01")
    assert "0800-39393" in complaint.out
    assert "gawah packs places pk" in complaint.out
    more = program.ok("report", "add", "--to", "Cyber Office", "--at", "2024-02-02", "--json").json
    assert more["helplines"]["places"] == ["pk"]


def test_the_starter_asks_for_the_place_last_and_a_slip_costs_nothing(program: Program, tmp_path: Path) -> None:
    slip = program.ok("starter", "--out", tmp_path / "one", typed="\n\n\n\n\nExamplia\n")
    assert "999" in slip.out
    assert "nothing is held of one of these places" in slip.err
    assert program.ok("place", "--json").json["places"] == []
    made = program.ok("starter", "--out", tmp_path / "two", "--json", typed="\n\n\n\n\nin, PK\n").json
    assert made["helplines"]["places"] == ["in", "pk"]
    again = program.ok("starter", "--out", tmp_path / "three", typed="\n\n\n\n\nus\n")
    assert "0800-39393" in again.out
    assert program.ok("place", "--json").json["places"] == ["in", "pk"]
