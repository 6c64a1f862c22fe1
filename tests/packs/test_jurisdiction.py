"""What is known of places: every fact has sources of its file, a day and a confidence, or the file is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gawah.packs.jurisdiction import Basis, Jurisdiction, PackInvalid, codes, every, parsed

Tables = dict[str, Any]
SEEN, LATER = date(2026, 11, 20), date(2027, 2, 20)


def tables() -> Tables:
    fact = {"seen": SEEN, "source": ["page"], "conf": "secondary"}
    return {
        "pack": {
            "id": "xx",
            "schema": "jp/1",
            "kind": "criminal",
            "title": "Examplia",
            "territory": "Examplia",
            "languages": ["en"],
            "review": {"state": "draft", "expires": LATER},
        },
        "source": [
            {"id": "act", "title": "An act", "type": "statute", "as_at": "2020", "seen": SEEN, "conf": "verified"},
            {"id": "page", "title": "A page", "type": "secondary", "as_at": "2020", "seen": SEEN, "conf": "secondary"},
        ],
        "helpline": [{**fact, "id": "call", "kind": "emergency", "name": "Help", "value": "000", "stale_after": LATER}],
        "channel": [
            {**fact, "id": "office", "body": "Office", "kind": "form", "value": "", "stale_after": LATER, "asks": ["name"]}
        ],
        "retention": [
            {
                **fact,
                "id": "logs",
                "holder": "a provider",
                "data": "logs",
                "days": 30,
                "cite": "section 1",
                "preserve": {**fact, "by": "an officer", "days": 90, "longer": "never"},
            }
        ],
        "evidence_rule": [{**fact, "id": "keep", "text": "Keep it.", "requires": ["originals_kept"], "source": ["act", "page"]}],
    }


def test_a_file_becomes_a_place_with_its_facts() -> None:
    found = parsed("xx", tables())
    assert (found.code, found.title, found.reviewed, found.expires) == ("xx", "Examplia", False, LATER)
    [call], [office], [kept], [rule] = found.helplines, found.channels, found.retention, found.rules
    assert (call.kind, call.value, call.stale_after, call.basis.seen) == ("emergency", "000", LATER, SEEN)
    assert (office.body, office.asks, office.value) == ("Office", ("name",), "")
    assert kept.preserve is not None
    assert (kept.days, kept.preserve.days, kept.preserve.by) == (30, 90, "an officer")
    assert (rule.requires, [one.id for one in rule.basis.sources]) == (("originals_kept",), ["act", "page"])


BROKEN: dict[str, Callable[[Tables], object]] = {
    "a helpline without a source": lambda one: one["helpline"][0].update(source=[]),
    "a channel whose source is not there": lambda one: one["channel"][0].update(source=["nobody"]),
    "retention without confidence": lambda one: one["retention"][0].pop("conf"),
    "preserving without a source": lambda one: one["retention"][0]["preserve"].pop("source"),
    "a rule without a day": lambda one: one["evidence_rule"][0].pop("seen"),
    "a day that is text": lambda one: one["helpline"][0].update(seen="2026-11-20"),
    "better known than its source": lambda one: one["helpline"][0].update(conf="verified"),
    "verified by a copy of a Bill": lambda one: one["source"][0].update(type="bill"),
    "an emergency without a number": lambda one: one["helpline"][0].update(value=""),
    "stale when it was looked up": lambda one: one["channel"][0].update(stale_after=SEEN),
    "no days": lambda one: one["retention"][0].update(days=0),
    "days that are a truth value": lambda one: one["retention"][0].update(days=True),
    "a kind of channel that nobody knows": lambda one: one["channel"][0].update(kind="pigeon"),
    "a requirement that nobody knows": lambda one: one["evidence_rule"][0].update(requires=["oath"]),
    "two facts of one id": lambda one: one["channel"][0].update(id="call"),
    "two sources of one id": lambda one: one["source"][1].update(id="act"),
    "a field that nobody knows": lambda one: one["helpline"][0].update(score=3),
    "a table that nobody knows": lambda one: one.update(verdict=[{}]),
    "another id than the file": lambda one: one["pack"].update(id="yy"),
    "another schema": lambda one: one["pack"].update(schema="jp/2"),
    "reviewed by nobody": lambda one: one["pack"].update(review={"state": "lawyer_reviewed", "expires": LATER}),
    "no name": lambda one: one["helpline"][0].update(name=" "),
    "no table of the place": lambda one: one.pop("pack"),
}


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_file_that_is_not_of_its_shape_is_refused(wrong: str) -> None:
    broken = tables()
    BROKEN[wrong](broken)
    with pytest.raises(PackInvalid, match="xx"):
        parsed("xx", broken)


def _bases(place: Jurisdiction) -> list[Basis]:
    return [
        *(one.basis for one in place.helplines),
        *(one.basis for one in place.channels),
        *(one.basis for one in place.retention),
        *(one.basis for one in place.rules),
        *(one.preserve.basis for one in place.retention if one.preserve is not None),
    ]


def _ids(place: Jurisdiction) -> list[str]:
    return [
        *(one.id for one in place.helplines),
        *(one.id for one in place.channels),
        *(one.id for one in place.retention),
        *(one.id for one in place.rules),
    ]


def test_every_file_is_read_and_every_fact_of_it_has_source_day_and_confidence() -> None:
    assert {"pk", "in", "uk-ew", "us", "eu", "ca", "au"} <= set(codes())
    for place in every():
        assert _bases(place), place.code
        for basis in _bases(place):
            assert basis.sources
            assert basis.seen <= place.expires
            assert basis.conf
            assert all(source.title and source.as_at for source in basis.sources)
        used = {source.id for basis in _bases(place) for source in basis.sources}
        assert used == {source.id for source in place.sources}, place.code


def test_no_place_calls_itself_reviewed_by_a_lawyer_and_none_has_the_facts_of_another() -> None:
    places = every()
    assert not any(place.reviewed for place in places)
    ids = [fact for place in places for fact in _ids(place)]
    assert len(set(ids)) == len(ids)
    for place in places:
        assert all(fact.startswith(f"{place.code}-") for fact in _ids(place))


def test_what_is_known_from_memory_alone_is_never_called_more_than_unverified() -> None:
    for place in every():
        for basis in _bases(place):
            if any(source.type == "memory" for source in basis.sources):
                assert basis.conf == "unverified"
