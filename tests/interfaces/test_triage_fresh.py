"""A recent threat is announced at import and at every start, in words and in JSON, without its text, and with whom to call."""

from pathlib import Path

import pytest

from gawah.records.errors import ModelAltered
from gawah.usecases import _assessor, triage_fresh
from tests.interfaces.program import Program

NAME = "WhatsApp Chat with Imran Vasti.txt"
CHAT = """\
30/03/2024, 21:00 - Imran Vasti: I will hurt you tonight
30/03/2024, 21:01 - Rabia Noor: stop writing to me
13/01/2020, 21:02 - Imran Vasti: you fool
"""


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_text(CHAT, encoding="utf-8")
    return path


def test_import_announces_without_text_or_name_and_says_whom_to_call(empty: Program, chat: Path) -> None:
    ran = empty.ok("import", "--yes", chat)
    told = ran.err
    assert "1 recent text with words of a threat" in told
    assert "names a time; 2024-03-30 21:00 local, WhatsApp, en" in told
    assert triage_fresh.NOT_SAFE in told
    assert "in danger, call" in told
    assert "looked up 20" in told
    for word in ("hurt", "tonight", "Vasti", "Rabia"):
        assert word not in told
    assert all(line.startswith("gawah: ") for line in told.splitlines())


def test_json_holds_it_as_a_key_at_import_and_at_every_start(empty: Program, chat: Path) -> None:
    found = empty.ok("import", "--yes", "--json", chat).json["fresh_threats"]
    assert (len(found["threats"]), found["judged"], found["words"]) == (1, True, triage_fresh.NOT_SAFE)
    assert found["threats"][0]["names"] == ["names-a-time"]
    assert any(one["kind"] == "emergency" and one["looked_up"] for one in found["contacts"])
    for command in (("status",), ("list",), ("labels",), ("triage",), ("timeline",)):
        ran = empty.ok(*command, "--json")
        assert ran.json["fresh_threats"]["threats"] == found["threats"], command
        assert "words of a threat" in ran.err


def test_it_is_told_when_the_day_is_spent_and_however_quiet_until_somebody_decided(empty: Program, chat: Path) -> None:
    empty.ok("import", "--yes", chat)
    empty.ok("triage", "budget", "0")
    threat = empty.ok("triage", "--json").json["fresh_threats"]["threats"][0]["id"]
    assert threat[:8] in empty.ok("triage").err
    assert threat[:8] in empty("--quiet", "status").err
    empty.ok("triage", "later", threat)
    assert threat[:8] in empty.ok("status").err
    empty.ok("triage", "accept", threat)
    ran = empty.ok("status", "--json")
    assert "fresh_threats" not in ran.json
    assert ran.err == ""
    empty.ok("triage", "undo")
    assert threat[:8] in empty.ok("status").err


def test_with_a_place_named_its_contacts_stand_there(empty: Program, chat: Path) -> None:
    empty.ok("import", "--yes", chat)
    empty.ok("place", "pk")
    told = empty.ok("status", "--json").json["fresh_threats"]
    assert {one["place"] for one in told["contacts"]} == {"pk"}


def test_where_nothing_was_found_it_is_not_called_safe(empty: Program, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("30/03/2024, 21:01 - Rabia Noor: good morning\n", encoding="utf-8")
    ran = empty.ok("import", "--yes", path)
    assert triage_fresh.NOT_SAFE in ran.err
    ran = empty("import", "--yes", "--json", path)
    assert ran.code == 13


def test_without_its_models_import_says_that_only_rules_looked(empty: Program, chat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ModelAltered("a model file is not as it was published")

    monkeypatch.setattr(_assessor, "load", refuse)
    ran = empty.ok("import", "--yes", chat, "--json")
    assert "only the rules looked for threats" in ran.err
    found = ran.json["fresh_threats"]
    assert (found["rules_alone"], found["judged"], found["words"]) == (True, True, triage_fresh.NOT_SAFE)


def test_status_and_list_tell_what_waits_and_what_is_only_suggested(empty: Program, chat: Path) -> None:
    assert empty.ok("status", "--json").json["sorting"] is None
    empty.ok("import", "--yes", chat)
    empty.ok("triage", "run")
    stands = empty.ok("status", "--json").json
    assert stands["sorting"] == {"suggested": 2, "undecided": 2, "later": 0, "needs_helper": 0, "decided": 0}
    assert stands["budget"]["a_day"] == 30
    assert "no suggestion does not mean that nothing is there" in empty.ok("status").out
    assert empty.ok("list", "--tactic", "threat", "--json").json["total"] == 0  # a label is a person's
    found = empty.ok("list", "--suggested", "threat", "--json").json
    assert found["total"] == len(found["rows"]) == 1
    assert found["rows"][0]["suggestion"]["tactics"] == [{"tactic": "threat", "band": "high"}]
    assert found["rows"][0]["label"] is None
    assert empty.ok("list", "--suggested", "any", "--json").json["total"] == 2
    assert "machine:threat/high" in empty.ok("list", "--suggested", "any").out
    assert "machine" not in empty.ok("list").out
    assert empty("list", "--suggested", "nonsense").code == 19
