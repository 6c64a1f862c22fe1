"""What is learnt from decisions: it helps, it is the same each time, it forgets, and it says nothing before it knows anything."""

import random

from gawah.analysis.overlay import Example, Overlay, learnt
from gawah.records.casework import Tactic
from gawah.records.judgement import Judgement, Span, TacticJudgement


def judgement(cue: str, probability: int = 700, tactic: Tactic = "insult") -> Judgement:
    return Judgement(
        of="",
        language="en",
        script="Latin",
        abusive=True,
        probability=probability,
        tactics=(TacticJudgement(tactic=tactic, probability=probability, band="high"),),
        stance="attack",
        spans=(Span(start=0, end=1, cue=cue),),
        model="invented-1@0123456789ab",
    )


def example(cue: str, *tactics: Tactic, probability: int = 700) -> Example:
    return Example(judgement=judgement(cue, probability), tactics=frozenset(tactics))


def test_without_decisions_the_machine_is_taken_at_its_word() -> None:
    overlay = learnt([])
    for said in (50, 300, 700, 950):
        assert abs(overlay.probability(judgement("a", said), "insult") - said / 1000) < 0.001
    assert overlay.examples == 0


def test_a_cue_that_a_person_keeps_calling_no_abuse_sinks_and_others_do_not_follow_far() -> None:
    overlay = learnt([example("banter") for _ in range(12)] + [example("slur", "insult") for _ in range(12)])
    assert overlay.probability(judgement("banter"), "insult") < 0.4
    assert overlay.probability(judgement("slur"), "insult") > 0.6


def test_one_decision_moves_little() -> None:
    moved = learnt([example("banter")]).probability(judgement("banter"), "insult")
    assert 0.4 < moved < 0.7


def test_a_tactic_is_learnt_apart_from_others() -> None:
    overlay = learnt([example("banter") for _ in range(30)])
    assert abs(overlay.probability(judgement("banter", tactic="threat"), "threat") - 0.7) < 0.001


def test_the_same_decisions_give_the_same_weights_in_any_order() -> None:
    made = [example(f"cue {n % 5}", "insult") if n % 3 else example(f"cue {n % 5}") for n in range(60)]
    asked = [judgement(f"cue {n}") for n in range(5)]
    assert [learnt(made).best(one) for one in asked] == [learnt(made[::-1]).best(one) for one in asked]


def test_it_helps_on_decisions_that_it_has_not_seen() -> None:
    chance = random.Random(20240401)
    kinds = {"banter": 0.1, "nickname": 0.2, "slur": 0.9, "shout": 0.8}

    def drawn(count: int) -> list[Example]:
        found = []
        for _ in range(count):
            cue = chance.choice(sorted(kinds))
            named: tuple[Tactic, ...] = ("insult",) if chance.random() < kinds[cue] else ()
            found.append(example(cue, *named, probability=chance.randrange(300, 900)))
        return found

    taught, unseen = learnt(drawn(80)), drawn(400)
    plain = learnt([])

    def missed(overlay: Overlay) -> float:
        return sum((overlay.probability(one.judgement, "insult") - ("insult" in one.tactics)) ** 2 for one in unseen) / len(unseen)

    assert missed(taught) < 0.75 * missed(plain)


def test_what_names_no_tactic_is_left_as_the_machine_has_it() -> None:
    bare = Judgement(of="", language="en", script="Latin", abusive=True, probability=610, model="x")
    assert learnt([example("banter")] * 9).best(bare) == 0.61
