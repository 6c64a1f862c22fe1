import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.analysis.assessment import Asked, Assessor
from gawah.analysis.rules import rules
from gawah.records.judgement import Judgement

ASSESSOR = Assessor.load()


def judge(text: str, **told: object) -> Judgement:
    (found,) = ASSESSOR.assess([Asked(id="canary", text=text, **told)])  # type: ignore[arg-type]
    return found


def tactics(text: str, **told: object) -> set[str]:
    return {one.tactic for one in judge(text, **told).tactics if one.assessed}


@pytest.mark.parametrize(
    ("text", "tactic"),
    [
        ("I will kill you, canary, tomorrow behind your school", "threat"),
        ("main tujhe jaan se maar dunga canary", "threat"),
        ("send me money or i will post your photos everywhere", "blackmail"),
        ("paise bhejo warna teri tasveerein sab ko bhej dunga", "blackmail"),
    ],
)
def test_what_is_said_plainly_is_suggested(text: str, tactic: str) -> None:
    found = judge(text)
    assert tactic in tactics(text)
    assert found.abusive
    assert found.stance == "attack"
    assert found.severity >= 3


@pytest.mark.parametrize(
    "text",
    [
        "canary, shall we meet at the library at five?",
        "kal ammi ke saath bazaar jana hai, tum bhi chalo",
        "کل ہم سب کھانے پر ملیں گے",
        "आज शाम को घर जल्दी आना",
        "سنلتقي غدا بعد العمل إن شاء الله",
        "",
        "👍",
    ],
)
def test_everyday_talk_is_left_alone(text: str) -> None:
    found = judge(text)
    assert not tactics(text)
    assert not found.abusive
    assert (found.target, found.severity) == ("none", 0)
    assert found.stance != "attack"


def test_words_told_are_nobodys_attack() -> None:
    assert "threat" not in tactics(found_text := 'He wrote "I will kill you" and I saved it for the police')
    assert judge(found_text).stance == "quote_or_report"


def test_a_time_and_a_place_make_a_threat_more_urgent_and_are_named() -> None:
    found = judge("I will kill you tomorrow at your school")
    assert {"names-a-time", "names-a-place"} <= set(found.reasons)
    assert found.severity == 4


def test_spans_lie_in_the_original() -> None:
    text = "so, canary: I w1ll k1lllll you\u200b tomorrow"
    found = judge(text)
    assert found.spans
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans)
    assert any("k1l" in text[span.start : span.end] for span in found.spans)


def test_who_sent_a_text_changes_nothing() -> None:
    text = "I will kill you"
    assert judge(text, sender_is_owner=True) == judge(text, sender_is_owner=False) == judge(text)


def test_what_nobody_can_judge_is_said_to_be_not_assessed() -> None:
    found = judge("je vais te retrouver et tu vas le regretter")
    assert found.language == "other"
    assert all(not one.assessed for one in found.tactics)
    assert len(found.tactics) == 11


def test_the_judgement_names_what_judged() -> None:
    name, _, digest = judge("canary").model.partition("@")
    assert name == "gawah-triage-1"
    assert len(digest) == 12


def test_rules_alone_judge_where_there_is_no_model() -> None:
    alone = Assessor.by_rules_alone()
    (found,) = alone.assess([Asked(id="canary", text="I will kill you")])
    assert [one.tactic for one in found.tactics if one.assessed] == ["threat"]
    assert found.model != ASSESSOR.model
    assert rules().version


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=5))
def test_a_text_is_judged_the_same_alone_and_among_others(texts: list[str]) -> None:
    together = ASSESSOR.assess([Asked(id=str(n), text=text) for n, text in enumerate(texts)])
    assert together == [ASSESSOR.assess([Asked(id=str(n), text=text)])[0] for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "text",
    [
        "canary " * 150_000,
        "k" * 1_000_000,
        "z" + "\u0336" * 5000,
        "\u202e\u2066canary\u2069",
        "aGVsbG8gd29ybGQ" * 500,
        "\x00\x01\udc80\ufffd" * 100,
    ],
)
def test_odd_texts_are_judged(text: str) -> None:
    assert judge(text).of == "canary"


def test_a_warning_that_tells_of_a_threat_says_what_it_names() -> None:
    found = judge("Be careful, he said he will kill you tomorrow at your school")
    assert not found.abusive
    assert found.stance == "quote_or_report"
    assert {"names-a-time", "names-a-place"} <= set(found.reasons)
    assert any(span.cue.startswith("threat.") for span in found.spans)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "no",
        "lol",
        "x",
        "I am at home",
        "come home",
        "see you tomorrow",
        "where are you",
        "kal milte hain",
        "ammi bula rahi hain",
        "میں گھر پر ہوں",
        "मैं घर पर हूं",
        "انا في البيت",
    ],
)
def test_the_shortest_everyday_words_are_nobodys_attack(text: str) -> None:
    assert not tactics(text)
