"""Thousands of spellings, endings and orders of a few deeds: what a rule knows it knows in all of them, and guards hold in all."""

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.analysis.rules import rules
from gawah.packs.rule_classes import spelt_out

DEEDS = [
    "m(a|aa)r",
    "(jan|jaan) se m(a|aa)r",
    "k(a|aa)t",
    "t(o|oo)r",
    "t(o|oo)d",
    "pe(e|)t",
    "jal(a|aa)",
    "qat(a|)l kar",
    "kh(a|)tam kar",
    "barb(a|aa)d kar",
]
ENDINGS = ["( |)d(u|oo)(n|)ga", "( |)d(u|oo)ngi", "( |)denge", "( |)d(a|aa)lunga", "( |)d(u|oo)n ga"]
WHOM = ["tujhe", "tuje", "tumhe", "tumhein", "tum ko", "tumko", "aap ko"]
ENGLISH = ["kill", "stab", "strangle", "murder", "beat up", "bury", "slap", "burn"]
START = ["i will", "i'll", "ill", "im gonna", "i'm going to", "we will", "ima", "imma", "I am gonna", "we're gonna"]
ORDERS = ["{whom} {deed}", "main {whom} {deed}", "{deed} {whom}", "sun le {whom} {deed}", "{whom} {deed} yaad rakhna"]
REPORTS = ["usne kaha ke {}", "wo kehta hai {}", "he said {}", "my ex keeps texting me {}", '"{}" he wrote']


def spellings() -> list[str]:
    return [deed + end for deed, end in product((one for entry in DEEDS for one in spelt_out(entry)), _ends())]


def _ends() -> list[str]:
    # A space in front is part of the ending: written apart or together.
    return [end for entry in ENDINGS for gap in ("", " ") for end in (gap + one for one in spelt_out(entry.removeprefix("( |)")))]


def missed(texts: Iterable[str]) -> int:
    return sum(rules().read(text).probability("threat") < 500 for text in texts)


def test_every_spelling_of_every_deed_with_every_ending_is_known() -> None:
    texts = [f"{whom} {deed}" for deed, whom in product(spellings(), WHOM[::3])]
    assert len(texts) > 1_000
    assert missed(texts) == 0


@pytest.mark.parametrize("order", range(len(ORDERS)))
def test_words_of_roman_urdu_stand_in_any_order(order: int) -> None:
    texts = [ORDERS[order].format(whom=whom, deed=deed) for whom, deed in product(WHOM, spellings()[::7])]
    assert missed(texts) == 0


def test_every_way_to_say_will_and_every_deed_in_english() -> None:
    assert missed(f"{start} {deed} {whom}" for start, deed, whom in product(START, ENGLISH, ["you", "u", "ya"])) == 0


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(REPORTS),
    st.sampled_from(spellings()),
    st.sampled_from(WHOM),
    st.sampled_from(["", "!!", " 😡", "..."]),
)
def test_what_is_reported_is_held_in_every_spelling(report: str, deed: str, whom: str, end: str) -> None:
    reading = rules().read(report.format(f"{whom} {deed}") + end)
    assert [one for one in reading.matches if one.stands and one.tactic == "threat"] == []


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(START), st.sampled_from(ENGLISH), st.sampled_from(["never ", "not ever ", "not "]))
def test_a_no_is_heard(start: str, deed: str, no: str) -> None:
    reading = rules().read(f"{start} {no}{deed} you")
    assert reading.probability("threat") < 500


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_and_every_span_lies_inside(text: str) -> None:
    reading = rules().read(text)
    places = [(one.start, one.end) for one in reading.matches]
    places += [(one.start, one.end) for one in reading.guards] + [(one.start, one.end) for one in reading.cues]
    assert all(0 <= start < end <= len(text) for start, end in places)
