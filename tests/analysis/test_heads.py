"""What the heads that come with the program say: the same alone and in a batch, for any text, with reasons that add up."""

import base64
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis import heads as module
from gawah.analysis.heads import LANGUAGES, LONGEST, MODELS, Head, Heads, Model, one_line, read
from gawah.analysis.model_file import pack, unpack
from gawah.records.errors import ModelAltered
from gawah.records.judgement import Language

HEADS = Heads.load()
ASKED: tuple[Language, ...] = ("en", "ur-Latn", "ar", "mixed")
PLAIN: dict[Language, tuple[str, ...]] = {
    "en": (
        "thanks, see you at the meeting on monday",
        "the article needs a source for its second paragraph",
        "happy birthday to your mother",
    ),
    "ur-Latn": ("aap kaise hain, ghar par sab theek?", "kal subah das baje milte hain", "khana bohat acha tha shukriya"),
    "ar": ("شكرا جزيلا على المساعدة", "موعدنا غدا في الساعة العاشرة", "كيف حالك وحال العائلة"),
}
HOSTILE: dict[Language, tuple[str, ...]] = {
    "en": ("you are a stupid worthless bitch", "shut up you fucking idiot", "you disgusting piece of trash, idiot"),
    "ur-Latn": ("tu kutta hai, chup kar kanjar", "bakwas band kar gandi aurat, kutiya", "teri aukat kya hai haramzade"),
    "ar": ("انت كلب حقير", "اخرس يا حمار يا غبي", "يا كلب يا حقير"),
}
ODD = {
    "nothing": "",
    "space": " \t\n ",
    "one emoji": "😡",
    "many emoji": "🖕🏿👩‍👩‍👧‍👦" * 50,
    "zalgo": "".join(char + "\u0300\u0489\u0334" * 20 for char in "you are late"),
    "bidi": "\u202eyou\u202c \u2067are\u2069 \u200f late \u061c",
    "base64": base64.b64encode(random.Random(6).randbytes(3_000)).decode(),
    "binary": random.Random(6).randbytes(3_000).decode("latin-1"),
    "lone surrogates": "you \ud800 are \udfff late",
    "marks only": "\u064b\u0652",
    "a sign that folds to a space": "late¨ ¨late",
    "a megabyte": "you are late again and so is he. " * 32_000,
    "a megabyte without a space": "x" * 1_000_000,
}


@dataclass(frozen=True)
class Missing:
    """A folder without files."""

    def __truediv__(self, _: str) -> "Missing":
        return self

    def read_bytes(self) -> bytes:
        raise FileNotFoundError


@pytest.mark.parametrize("language", ["en", "ur-Latn", "ar"])
def test_insults_weigh_more_than_plain_talk(language: Language) -> None:
    def abusive(texts: Sequence[str]) -> list[int]:
        return [found["abusive"] for found in HEADS.judge(texts, [language] * len(texts))]

    threshold = HEADS.head(language, "abusive").threshold
    assert min(abusive(HOSTILE[language])) > max(abusive(PLAIN[language]))
    assert max(abusive(PLAIN[language])) < threshold <= sorted(abusive(HOSTILE[language]))[1]


@given(st.lists(st.tuples(st.text(max_size=80) | st.sampled_from(HOSTILE["en"]), st.sampled_from(ASKED)), max_size=6))
def test_a_batch_answers_as_each_text_alone(asked: list[tuple[str, Language]]) -> None:
    together = HEADS.judge([text for text, _ in asked], [language for _, language in asked])
    assert together == [HEADS.judge([text], [language])[0] for text, language in asked]


def test_a_batch_of_many_sizes_answers_as_each_text_alone() -> None:
    draw = random.Random(3)
    texts = [" ".join(draw.choices(" ".join(PLAIN["en"] + HOSTILE["en"]).split(), k=draw.randrange(1, 900))) for _ in range(60)]
    together = HEADS.judge(texts, ["en"] * len(texts))
    assert together == [HEADS.judge([text], ["en"])[0] for text in texts]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("language", ASKED)
def test_any_text_gets_whole_thousandths_and_spans_within_it(odd: str, language: Language) -> None:
    text = ODD[odd]
    found = HEADS.judge([text], [language])[0]
    assert set(found) == HEADS.assessed(language)
    assert all(type(value) is int and 0 <= value <= 1000 for value in found.values())
    if len(text) < 10_000:
        for span in HEADS.spans(text, language, "abusive"):
            assert 0 <= span.start < span.end <= len(text)
            assert not text[span.start : span.end].isspace()


def test_a_text_without_anything_gets_the_answer_of_nothing() -> None:
    assert HEADS.judge(["", " ", "\u200b"], ["en"] * 3) == [HEADS.judge([""], ["en"])[0]] * 3
    assert HEADS.spans("", "en", "abusive") == []


@given(st.text(max_size=120) | st.sampled_from([*HOSTILE["en"], *PLAIN["en"]]), st.sampled_from(sorted(HEADS.assessed("en"))))
def test_reasons_and_bias_make_the_score(text: str, name: str) -> None:
    model = Model(read("en"))
    number = model.index[name]
    score = model.scores([one_line(text)])[0, number]
    assert sum(span.weight for span in HEADS.spans(text, "en", name)) + model.scores([""])[0, number] == pytest.approx(
        score, abs=1e-9
    )


def test_reasons_point_at_the_words_that_hurt() -> None:
    text = "Good morning everyone, what a STUPID\u200b B1tch idiot you are!"
    heaviest = max(HEADS.spans(text, "en", "abusive"), key=lambda span: span.weight)
    assert text[heaviest.start : heaviest.end] in {"STUPID\u200b", "idiot", "B1tch"}


def test_the_stretch_that_weighs_most_stands_for_a_long_text() -> None:
    calm = "the article needs a source for its second paragraph. " * 200
    loud = calm + HOSTILE["en"][0] + " " + calm
    said, quiet = HEADS.judge([loud, calm], ["en", "en"])
    assert said["abusive"] >= quiet["abusive"]
    spans = HEADS.spans(loud, "en", "abusive")
    assert spans[-1].end - spans[0].start <= LONGEST


@pytest.mark.parametrize("language", ["ur", "hi", "other", "none"])
def test_nothing_is_said_where_nothing_was_learnt(language: Language) -> None:
    assert HEADS.assessed(language) == frozenset()
    assert HEADS.judge(["you are late", ""], [language] * 2) == [{}, {}]
    assert HEADS.spans("you are late", language, "abusive") == []
    with pytest.raises(KeyError):
        HEADS.head(language, "abusive")


def test_mixed_text_is_asked_of_both_and_the_higher_answer_stands() -> None:
    text = "yaar you are such an idiot, chup kar"
    mixed, english, roman = HEADS.judge([text] * 3, ["mixed", "en", "ur-Latn"])
    assert mixed["abusive"] == max(english["abusive"], roman["abusive"])
    assert HEADS.assessed("mixed") == HEADS.assessed("en") | HEADS.assessed("ur-Latn")
    assert HEADS.head("mixed", "abusive").threshold >= HEADS.head("en", "abusive").threshold


def test_one_of_the_kinds_of_roman_urdu_stands() -> None:
    said = HEADS.judge([PLAIN["ur-Latn"][1]], ["ur-Latn"])[0]
    assert HEADS.kind("ur-Latn", said) == "normal"
    assert HEADS.kind("ur-Latn", said | {"abusive": 1000, "sexual": 1000}) == "sexual"
    assert HEADS.kind("en", said) is None


def test_bands_follow_the_threshold() -> None:
    head = Head("insult", 400, 800)
    assert [head.band(value) for value in (0, 399, 400, 799, 800, 1000)] == ["low", "low", "middle", "middle", "high", "high"]


@pytest.mark.parametrize("name", MODELS)
def test_every_file_can_be_used(name: str) -> None:
    model = Model(read(name))
    for head in model.heads:
        assert 0 < head.threshold <= head.high <= 1000
    steps = model.thousandths(np.tile(np.linspace(-20, 20, 400)[:, None], len(model.heads)))
    assert (np.diff(steps, axis=0) >= 0).all()


def test_every_language_of_a_judgement_has_its_models() -> None:
    assert {name for names in LANGUAGES.values() for name in names} == set(MODELS)


def test_the_digest_names_all_files() -> None:
    changed = {name: Model(read(name)) for name in MODELS}
    changed["ar"].sha256 = "0" * 64
    assert len(HEADS.digest) == 64
    assert Heads(changed).digest != HEADS.digest


def test_a_missing_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gawah.analysis.heads.resources.files", lambda _: Missing())
    with pytest.raises(ModelAltered, match="missing"):
        Heads.load()


def test_an_altered_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = Path(module.__file__).parent / "models"
    (tmp_path / "models").mkdir()
    for name in MODELS:
        data = bytearray((folder / f"{name}.gwm").read_bytes())
        data[len(data) // 2] ^= name == "en"
        (tmp_path / "models" / f"{name}.gwm").write_bytes(data)
    monkeypatch.setattr("gawah.analysis.heads.resources.files", lambda _: tmp_path)
    with pytest.raises(ModelAltered, match="digest"):
        Heads.load()


@pytest.mark.parametrize("lost", ["bias", "knots", "thousandths", "value-0", "weight-0", "scale-0"])
def test_a_file_that_lacks_a_part_is_refused(lost: str) -> None:
    file = read("ar")
    kept = {name: array for name, array in file.arrays.items() if name != lost}
    with pytest.raises(ModelAltered):
        Model(unpack(pack("ar", 1, file.facts, kept)))
