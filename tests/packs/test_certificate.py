"""The forms of certificates: every line rests on a source that says how well it is known, or the file is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gawah.packs.certificate import FormInvalid, form, form_names, parsed

Tables = dict[str, Any]


def tables() -> Tables:
    return {
        "certificate": {"id": "xx", "title": "A certificate", "jurisdiction": "Examplia", "review": "draft"},
        "source": [
            {"id": "act", "title": "An act", "type": "statute", "confidence": "verified", "as_at": date(2026, 11, 20)},
            {"id": "page", "title": "A page", "type": "memory", "confidence": "unverified", "as_at": date(2026, 11, 20)},
        ],
        "part": [{"id": "A", "title": "Party", "signer": "user"}, {"id": "B", "title": "Expert", "signer": "expert"}],
        "line": [
            {"id": "name", "part": "A", "en": "Name", "from": "blank", "source": ["act"], "lines": 2},
            {"id": "hash", "part": "A", "en": "Hash", "from": "ledger.exhibits", "source": ["act", "page"]},
            {"id": "control", "part": "B", "en": "Control", "from": "ask", "options": ["yes", "no"], "source": ["act"]},
        ],
        "note": [{"en": "A note.", "source": ["page"]}],
    }


def test_a_file_becomes_parts_with_their_lines() -> None:
    found = parsed("xx", tables())
    assert [(part.id, [line.id for line in part.lines]) for part in found.parts] == [("A", ["name", "hash"]), ("B", ["control"])]
    name, hashes = found.parts[0].lines
    assert (name.fact, name.asked, name.lines, name.confidence) == (None, False, 2, "verified")
    assert (hashes.fact, hashes.sources, hashes.confidence) == ("exhibits", ("act", "page"), "unverified")
    assert found.parts[1].lines[0].asked
    assert (found.reviewed, found.notes[0].confidence, found.sources[0].as_at) == (False, "unverified", "2026-11-20")


BROKEN: dict[str, Callable[[Tables], object]] = {
    "a line without a source": lambda one: one["line"][0].pop("source"),
    "a line with no sources": lambda one: one["line"][0].update(source=[]),
    "a line with an unknown source": lambda one: one["line"][1].update(source=["act", "nobody"]),
    "a note without a source": lambda one: one["note"][0].pop("source"),
    "a line filled from nothing known": lambda one: one["line"][1].update({"from": "ledger.guess"}),
    "a line in no part": lambda one: one["line"][0].update(part="C"),
    "a line filled in for an expert": lambda one: one["line"][1].update(part="B"),
    "a question without boxes": lambda one: one["line"][2].pop("options"),
    "boxes without a question": lambda one: one["line"][0].update(options=["yes"]),
    "no height": lambda one: one["line"][0].update(lines=0),
    "two lines of one id": lambda one: one["line"][1].update(id="name"),
    "a field that nobody knows": lambda one: one["line"][0].update(verdict="met"),
    "a table that nobody knows": lambda one: one.update(score=[{}]),
    "a source without a day": lambda one: one["source"][0].update(as_at="2026-11-20"),
    "a source without confidence": lambda one: one["source"][0].pop("confidence"),
    "a source of another confidence": lambda one: one["source"][0].update(confidence="certain"),
    "verified and not read": lambda one: one["source"][1].update(confidence="verified"),
    "two sources of one id": lambda one: one["source"][1].update(id="act"),
    "another id than the file": lambda one: one["certificate"].update(id="yy"),
    "a signer that nobody is": lambda one: one["part"][0].update(signer="program"),
    "no parts": lambda one: one.update(part=[], line=[]),
    "an empty text": lambda one: one["line"][0].update(en=""),
    "no head": lambda one: one.pop("certificate"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_not_of_the_shape_is_refused(change: Callable[[Tables], object]) -> None:
    broken = tables()
    change(broken)
    with pytest.raises(FormInvalid, match=r"^xx: "):
        parsed("xx", broken)


@pytest.mark.parametrize("name", form_names())
def test_every_form_of_the_package_is_of_the_shape(name: str) -> None:
    found = form(name)
    lines = [line for part in found.parts for line in part.lines]
    assert {source.id for source in found.sources} == {one for line in lines for one in line.sources} | {
        one for note in found.notes for one in note.sources
    }
    assert not found.reviewed
    assert any("signature" in line.id for line in lines if line.fact is None)
    assert {"acquired", "made", "head"} <= {line.fact for line in lines}


def test_the_four_forms_are_there() -> None:
    assert form_names() == ["in-bsa-63", "pk-procedure", "uk-statement", "us-fre-902"]
    party, expert = form("in-bsa-63").parts
    assert (party.signer, expert.signer) == ("user", "expert")
    assert all(line.fact is None for line in expert.lines)
    assert [line.options for line in expert.lines if line.id == "expert-algorithm"] == [("SHA1", "SHA256", "MD5", "other")]
