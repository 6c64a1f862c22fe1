"""`gawah place` and `gawah packs places`: a person says where; whom to call stands there with its day."""

import json

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
