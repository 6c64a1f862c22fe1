"""What the heads learn from, and what is held back of it."""

from collections import Counter
from functools import cache

import pytest

from training.data import HELD_BACK, LICENCES, SOURCES, Example, digests, examples, labels
from training.plan import PLANS


@cache
def texts() -> list[Example]:
    return examples()


def test_free_of_abuse_is_free_of_every_tactic() -> None:
    found = labels("cat_large", {"raw": "0", "abusive": 0})
    assert found == dict.fromkeys(("abusive", "insult", "sexual", "identity", "threat", "sexist"), 0)


def test_posts_free_of_abuse_say_nothing_of_what_only_others_label() -> None:
    assert labels("davidson", {"raw": "neither", "abusive": 0, "identity": 0}) == {"abusive": 0, "identity": 0, "insult": 0}


def test_not_sexist_is_taken_as_not_abusive_but_where_the_source_says_it_attacks_somebody() -> None:
    clean = {"sexist": 0, "abusive": 0, "insult": 0, "identity": 0}
    assert labels("edos", {"raw": "none", "sexist": 0, "abusive": None}) == clean | {"sexual": 0, "threat": 0}
    assert labels("eacl_misogyny", {"raw": "None_of_the_categories", "sexist": 0}) == clean
    attack = "Nonmisogynistic_personal_attack/Gender_of_recipient_is_Male"
    assert labels("eacl_misogyny", {"raw": attack, "sexist": 0}) == {"sexist": 0, "abusive": 1}


def test_what_a_source_does_not_say_is_not_known() -> None:
    assert labels("davidson", {"raw": "hate", "abusive": 1, "identity": 1, "insult": None}) == {"abusive": 1, "identity": 1}


def test_weak_labels_are_taken_where_they_help() -> None:
    assert labels("toxic_spans", {"raw": "x", "abusive": 1})["insult"] == 1
    assert "insult" not in labels("mlma", {"raw": "offensive", "lang": "en", "abusive": 1, "insult": 1})
    assert labels("mlma", {"raw": "offensive", "lang": "ar", "abusive": 1, "insult": 1})["insult"] == 1


def test_every_class_of_ruhsold_has_one_head() -> None:
    heads = []
    for raw in ("normal", "abusive_offensive", "religious_hate", "sexism", "profane_untargeted"):
        found = labels("ruhsold", {"raw": raw, "abusive": int(raw != "normal")})
        heads += [name for name in PLANS["ur-Latn"].kinds if found[name]]
        assert found["abusive"] == (raw != "normal")
    assert sorted(heads) == sorted(PLANS["ur-Latn"].kinds)


def test_only_sources_with_a_licence_that_lets_weights_be_given_away() -> None:
    assert set(SOURCES) == set(LICENCES) == {source for plan in PLANS.values() for source in plan.sources}
    assert set(LICENCES.values()) <= {"MIT", "Apache-2.0", "CC0-1.0"}
    assert "stormfront" not in SOURCES


@pytest.mark.shared
def test_the_same_texts_are_held_back_every_time_and_none_is_learnt_from() -> None:
    again = examples()
    assert [text.held_back for text in again] == [text.held_back for text in texts()]
    held = {"".join(filter(str.isalnum, text.folded)) for text in texts() if text.held_back}
    assert not held & {"".join(filter(str.isalnum, text.folded)) for text in texts() if not text.held_back}


@pytest.mark.shared
def test_the_same_share_of_every_label_is_held_back() -> None:
    whole = Counter((text.source, text.language, text.raw) for text in texts())
    held = Counter((text.source, text.language, text.raw) for text in texts() if text.held_back)
    for stratum, number in whole.items():
        assert abs(held[stratum] - HELD_BACK * number) <= 0.5 + 0.03 * number


@pytest.mark.shared
def test_no_text_stands_in_a_repr() -> None:
    assert texts()[0].text not in repr(texts()[0])


@pytest.mark.shared
def test_every_file_has_its_digest() -> None:
    assert all(len(digest) == 64 for digest in digests().values())
