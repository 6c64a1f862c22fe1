"""The engine of rules: spans, gaps, parts in any order, guards, several messages, and texts that no rule was made for."""

from typing import Any

import pytest

from gawah.analysis.rules import HELD, PROBABILITY, QUOTE_MARKS, Rules, made, rules
from gawah.packs.rules import pack, parsed


def engine(**more: Any) -> Rules:
    rule = {
        "id": "threat.zap",
        "tactic": "threat",
        "strength": "strong",
        "why": "Says that somebody will be zapped.",
        "any": ["<who=i> ~2 <what=zap> <whom=you>"],
        "yes": ["x"] * 5,
        "no": ["y"] * 5,
    }
    if "all" in more:
        del rule["any"]
    guards = more.pop("guards", [])
    return made(
        parsed(
            {
                "xx/a": {
                    "pack": {"language": "xx", "stops": ["no"], "cues": {"time": ["time"]}},
                    "class": {
                        "i": ["i will"],
                        "zap": ["zap", "zip up"],
                        "you": ["you", "your (dog|cat)"],
                        "no": ["never"],
                        "time": ["tonight"],
                        "say": ["he said"],
                        "pay": ["pay"],
                        "pics": ["pics"],
                        "or": ["or else"],
                    },
                    "rule": [rule | more],
                    "guard": guards,
                }
            }
        )
    )


def guard(reach: str, **more: Any) -> dict[str, Any]:
    return {"id": "guard.said", "stance": "quote_or_report", "reach": reach, "any": ["<say>"], "why": "Told."} | more


def stands(found: Rules, text: str) -> list[bool]:
    return [one.stands for one in found.read(text).matches]


def test_a_span_points_into_the_original() -> None:
    text = "hey 🙂 I w\u200bill, kindly, ZAAAAP  YOUR CAT!"
    (match,) = engine().read(text).matches
    assert text[match.start : match.end] == "I w\u200bill, kindly, ZAAAAP  YOUR CAT"
    assert [(part.role, text[part.start : part.end]) for part in match.parts] == [
        ("who", "I w\u200bill"), ("what", "ZAAAAP"), ("whom", "YOUR CAT"),
    ]  # fmt: skip
    assert (match.probability, match.held, match.tactic) == (PROBABILITY["strong"], (), "threat")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i will zap you", True),
        ("i will one two zap you", True),
        ("i will one two three zap you", False),
        ("i will never zap you", False),
        ("i will. zap you", False),
        ("hey. i will zap you", True),
        ("i will come soon. zap you", False),
        ("i will zip up your dog", True),
        ("i will zip your dog", False),
        ("zap you i will", False),
    ],
)
def test_gaps_stay_in_the_sentence_and_pass_over_no_no(text: str, *, found: bool) -> None:
    assert bool(engine().read(text).matches) is found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^ <zap> <you>", "zap you", True),
        ("^ <zap> <you>", "do zap you", False),
        ("<zap> $", "go and zap", True),
        ("<zap> $", "zap it", False),
        ("<zap> ~1 $", "zap it", True),
        ("<zap> !<you>", "zap it", True),
        ("<zap> !<you>", "zap you", False),
        ("-<no> <zap>", "never zap", False),
        ("<i> ~2* -<no> <zap>", "i will never zap", False),
        ("<i> ~2* <zap>", "i will never zap", True),
        ("<i>? <zap>", "just zap", True),
        ("zap|zop <you>", "zop you", True),
        ("<zap|=zop> <you>", "zop you", True),
    ],
)
def test_steps(pattern: str, text: str, *, found: bool) -> None:
    assert bool(engine(any=[pattern]).read(text).matches) is found


def test_parts_stand_in_any_order_and_never_over_one_another() -> None:
    found = engine(all=[["<pay>"], ["<or>"], ["<pics>"]], within="message")
    assert found.read("pay now. or else the pics go out").matches
    assert found.read("your pics. pay. or else").matches
    assert not found.read("pay for the pics").matches
    twice = engine(all=[["<zap>"], ["zap"]])
    assert not twice.read("zap it").matches
    assert twice.read("zap it zap").matches
    near = engine(all=[["<pay>"], ["<pics>"]], within=3)
    assert near.read("pay for pics").matches
    assert not near.read("pay for one two three pics").matches


def test_a_match_is_void_where_its_sentence_says_so() -> None:
    found = engine(**{"not": ["<pics>"]})
    assert not found.read("i will zap you in the pics").matches
    assert found.read("i will zap you. nice pics there").matches


@pytest.mark.parametrize(
    ("reach", "text", "held"),
    [
        ("after", "he said i will zap you", True),
        ("after", "i will zap you he said", False),
        ("before", "i will zap you he said", True),
        ("before", "he said i will zap you", False),
        ("sentence", "i will zap you he said", True),
        ("sentence", "i will zap you. he said no", False),
        ("message", "i will zap you. he said no", True),
        ("message-after", "he said this. i will zap you", True),
        ("message-after", "i will zap you. he said this", False),
        ("over", "he said i will zap you", False),
    ],
)
def test_where_a_guard_holds(reach: str, text: str, *, held: bool) -> None:
    reading = engine(guards=[guard(reach)]).read(text)
    (match,) = reading.matches
    assert match.held == (("guard.said",) if held else ())
    assert match.probability == (HELD if held else PROBABILITY["strong"])
    assert [(one.guard, one.stance) for one in reading.guards] == [("guard.said", "quote_or_report")]


def test_a_guard_reaches_as_far_as_it_says_and_spares_what_it_names() -> None:
    assert stands(engine(guards=[guard("after", words=2)]), "he said one two three i will zap you") == [True]
    assert stands(engine(guards=[guard("after", words=3)]), "he said one two three i will zap you") == [False]
    assert stands(engine(guards=[guard("after", spares=["threat.zap"])]), "he said i will zap you") == [True]
    assert stands(engine(guards=[guard("after", tactics=["insult"])]), "he said i will zap you") == [True]
    assert stands(engine(guards=[guard("after")], holds=False), "he said i will zap you") == [True]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ('"i will zap you"', True),
        ("“I will zap you”, it says", True),
        ("'i will zap you' is all there is", True),
        ("> i will zap you\nwhat is this", True),
        ("«i will zap you»", True),
        ('i will "zap" you', False),
        ('i will zap you"', False),
        ("i'm sure i will zap you, it's done", False),
        ("the cats' home i will zap you", False),
    ],
)
def test_quotation_marks_hold_what_stands_between_them(text: str, *, held: bool) -> None:
    (match,) = engine().read(text).matches
    assert match.held == ((QUOTE_MARKS,) if held else ())


def test_cues_are_told_whether_or_not_a_rule_matches() -> None:
    text = "Tonight i will zap you"
    (cue,) = engine().read(text).cues
    assert (cue.role, text[cue.start : cue.end]) == ("time", "Tonight")
    (cue,) = engine().read("tonight we eat").cues
    assert cue.role == "time"
    assert engine().read("canary sings").cues == ()
    (cue,) = engine(guards=[guard("after")]).read("he said i will zap you tonight").cues
    assert cue.role == "time"


def test_what_is_said_over_several_messages() -> None:
    found = engine(all=[["<pay>"], ["<or>"], ["<pics>"]], within="message", across=True)
    texts = ["hello", "you will PAY", "by friday", "or else", "i show the Pics to all"]
    (match,) = found.across(texts)
    assert (match.message, texts[match.message][match.start : match.end]) == (4, "Pics")
    assert found.across(["pay or else the pics"]) == ()
    assert found.across(["pay", *["so"] * 20, "or else", "pics"]) == ()
    assert engine(all=[["<pay>"], ["<pics>"]]).across(["pay", "pics"]) == ()


def test_what_is_reported_in_one_message_is_no_part_of_a_demand_over_several() -> None:
    found = engine(all=[["<pay>"], ["<pics>"]], within="message", across=True, guards=[guard("after")])
    assert found.across(["pay", "the pics"])
    assert found.across(["he said pay", "the pics"]) == ()
    assert found.across(["pay", '"the pics"']) == ()


ODD = {
    "empty": "",
    "spaces": " \n\t ",
    "emoji": "🔪",
    "stops": "?!" * 5_000,
    "zalgo": "".join(letter + "\u0334\u0317\u0360" * 9 for letter in "i will kill you"),
    "bidi": "\u202ei will kill you\u202c \u2067\u05d0\u2069",
    "base64": "aGVsbG8gd29ybGQ" * 4_000,
    "binary": "".join(chr(code) for code in range(1, 512)) * 20,
    "surrogates": "\ud800 i will kill you \udfff",
    "digits": "0300" * 10_000,
    "marks": "' \" > « » " * 5_000,
}


@pytest.mark.parametrize("text", list(ODD.values()), ids=list(ODD))
def test_odd_texts_are_read_and_every_span_is_inside(text: str) -> None:
    reading = rules().read(text)
    for match in reading.matches:
        assert 0 <= match.start < match.end <= len(text)
        assert all(match.start <= part.start < part.end <= match.end for part in match.parts)


@pytest.mark.parametrize("name", ["zalgo", "bidi", "surrogates"])
def test_a_threat_is_found_under_marks(name: str) -> None:
    assert rules().read(ODD[name]).probability("threat") == PROBABILITY["strong"]


@pytest.mark.parametrize("words", ["i will ", "kill ", "you are he said ", "tujhe maar ", "send pics or else ", "a b c d "])
def test_a_text_of_a_megabyte_costs_no_more_than_its_pieces(words: str) -> None:
    """Steps taken, not seconds: places visited grow as the text does."""
    text = words * (1_000_000 // len(words))
    reading = rules().read(text)
    assert len(reading.matches) <= 50 * len(pack().rules)


def test_the_same_text_gives_the_same_reading() -> None:
    text = "i will kill you tonight or else"
    assert rules().read(text) == made_again().read(text)


def made_again() -> Rules:
    return made(pack())
