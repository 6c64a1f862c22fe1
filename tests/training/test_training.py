"""From labelled texts to a model file: the same bytes each time, and the heads say what was fitted."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gawah.analysis.features import Recipe
from gawah.analysis.heads import MODELS, Heads, Model
from gawah.analysis.model_file import unpack
from training.calibration import best_threshold, calibration_error, lifts, macro_f1, quiet_threshold, table
from training.data import Example, digests, examples
from training.fit import UNKNOWN, answers, balance, fit, folds, score, seen, views
from training.pack import squeezed
from training.plan import PLANS, Part, Plan, ViewPlan
from training.train import CARD, FOLDER, few_enough, made, trained

GOOD = ["the", "train", "was", "late", "but", "we", "met", "at", "the", "museum", "and", "had", "tea", "with", "her", "sister"]
BAD = ["fool", "liar", "coward", "clown", "nobody", "wants", "useless"]
PLAN = Plan(
    recipe=Recipe(bits=12),
    sources=("one", "two"),
    views=(ViewPlan("words", often=True), ViewPlan("pieces", often=False)),
    heads={"abusive": (Part(4.0, ratios=True), Part(8.0, ratios=False)), "insult": (Part(4.0, ratios=False, views=(1,)),)},
    benign="one",
)


def invented(number: int = 300) -> list[Example]:
    draw = random.Random(6)
    found = []
    for n in range(number):
        bad = n % 3 == 0
        text = " ".join(draw.choices(GOOD, k=8) + draw.choices(BAD, k=2 * bad))
        labels = {"abusive": int(bad)} | ({"insult": int(bad)} if n % 2 else {})
        found.append(Example(("one", "two")[n % 5 == 0], "en", str(bad), text, text, labels, held_back=False))
    return found


TEXTS = invented()
OF = {"one": "1", "two": "2"}
MADE = made("en", PLAN, TEXTS, OF)


def test_the_same_texts_give_the_same_bytes() -> None:
    assert made("en", PLAN, invented(), OF) == MADE


def test_heads_say_what_was_fitted() -> None:
    counts = seen(TEXTS, PLAN)
    rows = views(counts, np.ones(len(TEXTS), np.bool_), PLAN)
    model = Model(unpack(MADE))
    said = model.scores([text.folded for text in TEXTS])
    for number, (head, parts) in enumerate(PLAN.heads.items()):
        answer = answers(TEXTS, head)
        fitted = score(rows, fit(rows, answer, balance(TEXTS, answer != UNKNOWN), parts))
        assert np.abs(said[:, number] - fitted).max() < 0.05 * np.ptp(fitted)
        assert np.corrcoef(said[:, number], fitted)[0, 1] > 0.999


def test_what_was_fitted_tells_the_two_apart() -> None:
    heads = Heads({"en": Model(unpack(MADE))})
    fresh = heads.judge(["she had tea at the museum", "you useless fool, nobody wants you"], ["en", "en"])
    threshold = heads.head("en", "abusive").threshold
    assert fresh[0]["abusive"] < threshold <= fresh[1]["abusive"]


def test_texts_of_which_a_source_says_nothing_take_no_part() -> None:
    counts = seen(TEXTS, PLAN)
    rows = views(counts, np.ones(len(TEXTS), np.bool_), PLAN)
    answer = answers(TEXTS, "insult")
    other = np.where(answer == UNKNOWN, 1, answer)
    weight = balance(TEXTS, answer != UNKNOWN)
    one, two = (fit(rows, of, weight, PLAN.heads["insult"]) for of in (answer, other))
    assert one.bias == two.bias
    assert all(np.array_equal(a, b) for a, b in zip(one.of, two.of, strict=True))


def test_small_sources_are_not_drowned() -> None:
    weight = balance(TEXTS, np.ones(len(TEXTS), np.bool_))
    by = {name: sum(w for w, text in zip(weight, TEXTS, strict=True) if text.source == name) for name in ("one", "two")}
    assert by["one"] / by["two"] == pytest.approx(2)


def test_of_a_large_source_the_same_few_harmless_texts_are_learnt_from() -> None:
    few = few_enough(TEXTS, {"one": 50})
    assert few == few_enough(invented(), {"one": 50})
    assert [text.folded for text in few] == [text.folded for text in TEXTS]
    assert [text.labels["abusive"] for text in few] == [text.labels["abusive"] for text in TEXTS]
    harmless = [text for text in few if text.source == "one" and not any(text.labels.values())]
    assert sum("insult" in text.labels for text in harmless) <= 50 < len(harmless)
    assert [text for text in few if text.source == "two"] == [text for text in TEXTS if text.source == "two"]


def test_every_label_is_spread_over_all_folds() -> None:
    fold = folds(TEXTS, 5)
    for raw in ("True", "False"):
        sizes = np.bincount(fold[[text.raw == raw and text.source == "one" for text in TEXTS]])
        assert np.ptp(sizes) <= 1


@given(arrays("<f8", (50, 3), elements=st.floats(-100, 100)))
def test_squeezed_weights_keep_their_sign_and_nearly_their_size(weights: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    roots, scale = squeezed(weights)
    back = roots.astype(np.float64) * np.abs(roots) * scale
    assert (back * weights >= 0).all()
    assert (np.abs(back - weights) <= np.abs(weights).max(axis=0) / 120 + 1e-11).all()


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=40, max_size=300))
def test_a_table_never_falls_and_stays_within_bounds(pairs: Sequence[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in pairs] + [-6.0, 6.0])
    yes = np.array([answer for _, answer in pairs] + [False, True]).astype(np.int64)
    found = table(scores, yes)
    assert (np.diff(found.thousandths) >= 0).all()
    assert (np.diff(found.scores) >= 0).all()
    assert found.thousandths.min() >= 1
    assert found.thousandths.max() <= 999


def test_a_table_says_how_often_it_is_so() -> None:
    draw = np.random.default_rng(6)
    scores = draw.normal(0, 2, 40_000)
    yes = (draw.random(40_000) < 1 / (1 + np.exp(-scores))).astype(np.int64)
    found = table(scores[:20_000], yes[:20_000])
    assert calibration_error(found.of(scores[20_000:]), yes[20_000:]) < 0.02


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=400))
def test_a_quiet_threshold_is_the_lowest_that_lets_two_in_a_hundred_through(probabilities: list[int]) -> None:
    found = np.array(probabilities)
    threshold = quiet_threshold(found)
    assert (found >= threshold).mean() <= 0.02
    assert threshold == 1 or (found >= threshold - 1).mean() > 0.02


def test_the_best_threshold_parts_what_can_be_parted() -> None:
    found = np.array([10, 20, 30, 600, 700])
    threshold = best_threshold([(found, np.array([0, 0, 0, 1, 1]))])
    assert 30 < threshold <= 600


@given(arrays("<i8", (60, 4), elements=st.integers(0, 1000)), st.lists(st.integers(0, 3), min_size=60, max_size=60))
def test_lifting_makes_nothing_worse_on_what_it_is_chosen_on(
    found: np.ndarray[tuple[int, int], np.dtype[np.int64]], of: list[int]
) -> None:
    right = np.array(of)
    assert macro_f1(right, (found + lifts(found, right)).argmax(axis=1), 4) >= macro_f1(right, found.argmax(axis=1), 4)


def test_a_head_that_says_too_little_is_lifted() -> None:
    found = np.array([[600, 400]] * 5 + [[900, 100]] * 5)
    assert ((found + lifts(found, np.array([1] * 5 + [0] * 5))).argmax(axis=1) == [1] * 5 + [0] * 5).all()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1))
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    from sklearn.metrics import f1_score

    one, two = np.array(pairs).T
    assert macro_f1(one, two, 5) == pytest.approx(f1_score(one, two, average="macro", labels=range(5), zero_division=0))


def test_the_files_are_small_and_the_card_is_theirs() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.gwm")) < 10_000_000
    assert f"model {Heads.load().digest[:12]}" in CARD.read_text("utf-8")


def test_every_plan_has_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.gwm")} >= set(PLANS) == set(MODELS)
    for name, plan in PLANS.items():
        file = unpack((FOLDER / f"{name}.gwm").read_bytes())
        assert [one["name"] for one in file.facts["heads"]] == list(plan.heads)


@pytest.mark.shared
@pytest.mark.parametrize("language", sorted(PLANS))
def test_the_files_were_learnt_from_the_data_that_is_there(language: str) -> None:
    file = unpack((FOLDER / f"{language}.gwm").read_bytes())
    assert file.facts["data"] == {source: digests()[source] for source in PLANS[language].sources}


@pytest.mark.shared
@pytest.mark.long
def test_training_anew_gives_the_file_that_is_committed() -> None:
    texts = [text for text in examples() if not text.held_back]
    assert trained("ar", texts, digests()) == (FOLDER / "ar.gwm").read_bytes()
