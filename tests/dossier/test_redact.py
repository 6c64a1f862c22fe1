"""Whatever field of a dossier names a party, it is replaced and listed; what a person redacted is replaced where it stands."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.dossier import redact, wording
from gawah.dossier.document import Document, HeldBack
from gawah.dossier.redact import NOT_SHOWN, Overlay, redacted, usual
from gawah.dossier.sheet import ContextLine, Fact, Picture, Transcribed
from gawah.dossier.spelling import HELD_BACK, Named
from gawah.dossier.words import Language, Said, load, say
from gawah.records.disclosure import Redaction
from tests.dossier import sample

AMINA = Named(shown="A. N.", spellings=("Amina Noor", "Amina", "امینہ"))
MAY = Named(shown="M.", spellings=("May",))
CLOSED = {"kind", "audience", "period", "precision", "ending", "extent", "part"}
SENTENCE = "x Amina-Noor y"


@pytest.fixture
def document(case: sample.Case) -> Document:
    return case.document


def strings(value: object) -> Iterator[str]:
    """Every string below a value, keys and words of the program included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))


def with_every_string(value: Any, change: Callable[[str, bool], str], *, people: bool = False) -> Any:
    """The same with every string changed but those that hold a word of a closed list; the change hears whether people wrote it."""
    if isinstance(value, str):
        return change(value, people)
    if isinstance(value, tuple):
        return tuple(with_every_string(part, change, people=people) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: with_every_string(getattr(value, one.name), change, people="people" in one.metadata)
            for one in fields(value)
            if one.name not in CLOSED
        }
        return replace(value, **changed)
    return value


def redaction(of: str, *words: str, reason: str = "not theirs to know", active: bool = True) -> Redaction:
    return Redaction(
        id=f"{abs(hash((of, words))):032x}"[:32],
        of=of,
        recorded_at=sample.MADE_AT,
        agent="a0" * 16,
        for_agent=None,
        words=words,
        reason=reason,
        active=active,
    )


def test_a_name_in_any_string_of_the_document_is_replaced(document: Document) -> None:
    named = with_every_string(document, lambda text, _: f"{text} {SENTENCE}")
    shown = redacted(named, Overlay([AMINA]))
    assert not [text for text in strings(shown.document) if "amina" in text.lower()]
    count = sum(SENTENCE in text for text in strings(named))
    assert sum(one.count for one in shown.replaced) == count > 200
    assert shown.document == with_every_string(document, lambda text, _: f"{text} x [A. N.] y")


def test_nothing_else_is_changed(document: Document) -> None:
    assert redacted(document, Overlay([AMINA])) == redact.Redacted(document=document, replaced=(), touched=frozenset())


@pytest.mark.parametrize("language", ["en", "ur", "hi", "ar"])
def test_a_digest_withheld_inside_a_sentence_is_said_in_the_language_of_the_pages(document: Document, language: Language) -> None:
    digest = "5e" * 32
    told = (say("exhibits.member_digest", digest=digest), say("custody.line_about", who="R", act="a", about=("x", digest)))
    sheet = document.exhibits[0]
    sheet = replace(sheet, provenance=replace(sheet.provenance, locator=told))
    shown = redacted(replace(document, exhibits=(sheet,)), Overlay([], hidden=[digest]))
    words, again = load(language), shown.document.exhibits[0].provenance.locator
    assert [str(one) for one in again] == [str(one).replace(digest, NOT_SHOWN) for one in told]
    withheld = words.text("hidden.digest", {})
    assert [words.again(one) for one in again] == [words.again(one).replace(digest, withheld) for one in told]
    assert (withheld == NOT_SHOWN) is (language == "en")


def test_it_is_listed_where_what_was_replaced_and_why(document: Document) -> None:
    sheet, *rest = document.exhibits
    sheet = replace(
        sheet,
        text="Amina, amina and امینہ",
        sender="Amina Noor",
        after=(replace(sheet.after[0], text="to Amina"), *sheet.after[1:]),
        facts=(*sheet.facts, Fact(label="Link", value="https://x.example/amina-noor")),
        provenance=replace(sheet.provenance, file_name="Chat with Amina.txt"),
    )
    shown = redacted(replace(document, title="About Amina", exhibits=(sheet, *rest)), Overlay([AMINA]))
    listed = {(one.exhibit, one.part): one for one in shown.replaced}
    assert {where: one.count for where, one in listed.items()} == {
        ("", "title"): 1,
        ("E0001", "text"): 3,
        ("E0001", "sender"): 1,
        ("", "context"): 1,
        ("E0001", "value"): 1,
        ("E0001", "file_name"): 1,
    }
    assert {(one.shown, one.reason) for one in shown.replaced} == {("[A. N.]", wording.PROTECTED)}
    assert shown.touched == {"E0001"}
    assert shown.document.exhibits[0].text == "[A. N.], [A. N.] and [A. N.]"


def test_a_neighbour_alone_does_not_touch_an_exhibit(document: Document) -> None:
    sheet, *rest = document.exhibits
    sheet = replace(sheet, after=(replace(sheet.after[0], text="to Amina"),))
    shown = redacted(replace(document, exhibits=(sheet, *rest)), Overlay([AMINA]))
    assert shown.touched == frozenset()
    assert [(one.exhibit, one.part) for one in shown.replaced] == [("", "context")]


def test_a_name_that_is_a_word_of_the_program_is_replaced_in_words_of_people_alone(document: Document) -> None:
    sheet, *rest = document.exhibits
    named = replace(document, first="1 May 2024", title="About May", exhibits=(replace(sheet, text="May said so"), *rest))
    shown = redacted(named, Overlay([MAY])).document
    assert (shown.first, shown.title, shown.exhibits[0].text) == ("1 May 2024", "About [M.]", "[M.] said so")
    assert shown.chronology.plot is not None
    assert shown.chronology.plot.periods == sample.plot().periods
    assert shown.chronology.plot.marks == sample.plot().marks  # dates are words of the program, in the midst of words of people


def test_a_sentence_of_the_program_stays_one_when_what_fills_it_is_replaced(document: Document) -> None:
    told = say("chronology.report", to="the aunt of May and Amina", day=say("dates.day", day="1", month="May", year="2024"))
    files = say("since.files", count=2, names=("Chat with Amina.txt", say("dates.day", day="1", month="Amina", year="2024"), "x"))
    of_program = say("chronology.report", to="x", day="the exhibits of Amina")
    named = replace(document, since=(told, "Amina", files, of_program))
    shown = redacted(named, Overlay([AMINA, MAY])).document
    first, second, third, _ = shown.since
    assert isinstance(first, Said)
    assert first == "Report to the aunt of [M.] and [A. N.], 1 [M.] 2024"
    assert first.holes["to"] == "the aunt of [M.] and [A. N.]"
    assert second == "[A. N.]"
    assert isinstance(third, Said)
    assert third == "2 files were recorded since: Chat with [A. N.].txt, 1 [A. N.] 2024, x."


def test_a_name_that_two_fillings_of_a_sentence_make_together_is_replaced(document: Document) -> None:
    told = say("since.files", count=2, names=("Zed", "Quo"))
    shown = redacted(replace(document, since=(told,)), Overlay([Named(shown="Z.", spellings=("Zed Quo",))]))
    assert shown.document.since == ("2 files were recorded since: [Z.].",)
    assert [one.count for one in shown.replaced] == [1]


def test_words_of_the_program_are_known() -> None:
    assert [word for word in ("May", "exhibit", "Amina", "Amina Noor", "the ledger", "Ali") if usual(word)] == [
        "May",
        "exhibit",
        "the ledger",
    ]


def test_digests_and_ids_of_what_is_hidden_are_replaced_wherever_they_stand(document: Document) -> None:
    digest, record = document.sources[0].sha256, document.exhibits[1].id
    shown = redacted(document, Overlay([], hidden=[digest, record, ""])).document
    assert shown.sources[0].sha256 == NOT_SHOWN
    assert shown.exhibits[1].id == NOT_SHOWN
    assert not [text for text in strings(shown) if digest in text or record in text]
    lines = [line for sheet in shown.exhibits for line in (*sheet.before, *sheet.after)]
    assert NOT_SHOWN in {line.id for line in lines}
    assert record[:8] not in {line.id for line in lines}
    kept = document.sources[1].sha256
    assert shown.sources[1].sha256 == kept


# --- By hand


def test_words_redacted_by_hand_go_where_that_record_stands_and_only_there(document: Document) -> None:
    first, second = document.exhibits[:2]
    exhibits = (replace(first, text="the lamp is mine"), replace(second, text="the lamp is mine"), *document.exhibits[2:])
    exhibits = (
        exhibits[0],
        replace(exhibits[1], before=(replace(second.before[0], id=first.id[:8], text="The  LAMP is mine"),)),
        *exhibits[2:],
    )
    shown = redacted(replace(document, exhibits=exhibits), Overlay([], [redaction(first.id, "the lamp")]))
    one, two = shown.document.exhibits[:2]
    assert (one.text, two.text, two.before[0].text) == (f"{HELD_BACK} is mine", "the lamp is mine", f"{HELD_BACK} is mine")
    assert set(shown.replaced) == {
        HeldBack(exhibit="E0001", part="text", shown=HELD_BACK, count=1, reason="not theirs to know"),
        HeldBack(exhibit="", part="context", shown=HELD_BACK, count=1, reason="not theirs to know"),
    }
    assert shown.touched == {"E0001"}


def test_a_whole_text_goes_with_all_that_is_said_of_it_and_its_place_stays(document: Document) -> None:
    sheet = document.exhibits[0]
    written = Transcribed(
        id="d0" * 16, by="A. Helper", recorded_at=sample.MADE_AT, ledger_entry=3, confirms=False, text="it says so"
    )
    said = replace(
        sheet,
        facts=(Fact(label="Subject", value="about it"),),
        transcripts=(written,),
        picture=Picture(data=b"", ending="png", alt="a"),
    )
    line = ContextLine(id=sheet.id[:8], sender="Rafiq Mir", time="9 PM", text=sheet.text or "")
    other = replace(document.exhibits[1], before=(line,))
    shown = redacted(replace(document, exhibits=(said, other)), Overlay([], [redaction(sheet.id)])).document
    one = shown.exhibits[0]
    assert (one.text, one.facts[0].value, one.transcripts[0].text) == (HELD_BACK, HELD_BACK, HELD_BACK)
    assert shown.exhibits[1].before[0] == replace(line, text=HELD_BACK)
    assert (one.sender, one.time, one.provenance) == (sheet.sender, sheet.time, sheet.provenance)


def test_what_was_taken_back_is_shown(document: Document) -> None:
    overlay = Overlay([], [redaction(document.exhibits[0].id, active=False)])
    assert redacted(document, overlay).document == document
    assert overlay.of(document.exhibits[0].id) == []
    assert overlay.of("") == []


def test_a_text_alone_is_shown_as_it_is_in_the_document(document: Document) -> None:
    record = document.exhibits[0].id
    overlay = Overlay([AMINA], [redaction(record, "secret")])
    assert overlay.text("Amina's secret", record) == f"[A. N.]'s {HELD_BACK}"
    assert overlay.text("Amina's secret") == "[A. N.]'s secret"


def test_fields_of_other_shapes_are_walked_too(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """A section that is added later may hold mappings and lists."""
    rule: Any = {"Amina": ["to Amina", 3, None]}
    named = replace(document, selection=replace(document.selection, rule=rule))
    shown: Any = redacted(named, Overlay([AMINA])).document.selection.rule
    assert shown == {"[A. N.]": ["to [A. N.]", 3, None]}
    monkeypatch.setattr(wording, "AUDIENCES", {"zafira": ("quixote", ["zephyr"], 3)})
    redact.own_words.cache_clear()
    try:
        assert [usual(word) for word in ("zafira", "quixote", "zephyr")] == [True, True, True]
    finally:
        monkeypatch.undo()
        redact.own_words.cache_clear()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["Amina", "amina noor", "May", "said", "the", "امینہ", "[A. N.]", "x"]), min_size=1, max_size=6))
def test_redacting_twice_is_redacting_once(parts: list[str]) -> None:
    document = sample.case().document
    text = " ".join(parts)
    named = with_every_string(document, lambda old, people: f"{old} {text}" if people else old)
    overlay = Overlay([AMINA, MAY])
    once = redacted(named, overlay)
    again = redacted(once.document, overlay)
    assert again.document == once.document
    assert again.replaced == ()
