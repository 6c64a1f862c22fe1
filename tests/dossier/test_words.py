import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier import pages, wording, words
from gawah.dossier.words import Said, Words, WordsError, load, say
from gawah.records.casework import EntryKind
from gawah.records.content import CaptureKind, MessageKind
from gawah.records.evidence import Grade
from gawah.records.problems import PROBLEMS
from gawah.records.when import Zone
from tests.dossier import sample
from tests.dossier.test_pages import words_of


def files_of(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, Mapping[str, words.Entry]]) -> None:
    """Let the files of sentences hold what is given, by language."""
    monkeypatch.setattr(words, "read", lambda language: dict(given.get(language, {})))
    load.cache_clear()


@pytest.fixture(autouse=True)
def _forgets() -> None:
    load.cache_clear()


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (wording.GRADES, Grade),
        (wording.ZONES, Zone),
        (wording.KINDS, MessageKind),
        (wording.CAPTURES, CaptureKind),
        (wording.OWN_ENTRIES, EntryKind),
    ],
)
def test_every_kind_of_the_records_has_its_words(table: Mapping[str, str], kinds: object) -> None:
    assert set(table) == set(get_args(kinds))
    assert all(table.values())


def test_a_sentence_reads_as_english_and_can_be_said_again() -> None:
    said = say("custody.line_about", act=wording.OPS["acquire"], about="“رات.zip”", who="Sana K.")
    assert said == "A file was recorded: “رات.zip”, by Sana K.."
    other = Words(language="ur", entries={"custody.line_about": "{who}: {act} ({about})", "ops.acquire": "فائل درج ہوئی"})
    assert other.again(said) == "Sana K.: فائل درج ہوئی (“رات.zip”)"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12_345, "12,345 entries")])
def test_what_counts_has_its_plural_and_commas(count: int, expected: str) -> None:
    assert say("first.entries", count=count) == expected


def test_several_are_listed_in_the_manner_of_the_language() -> None:
    said = wording.listed(["one", say("titles.file"), "three"])
    assert said == "one, File, three"
    assert isinstance(said, Said)
    other = Words(language="ur", entries={"lists.comma": "، ", "lists.line": "{parts}", "titles.file": "فائل"})
    assert other.again(said) == "one، فائل، three"
    assert wording.listed([]) == ""


def test_a_list_of_thousands_can_be_said() -> None:
    assert wording.listed(["a"] * 5_000).count("a") == 5_000


def test_what_is_filled_in_is_never_taken_for_a_hole() -> None:
    assert say("selection.found", query="{query} {count}") == "found by a search for “{query} {count}”, letters folded"


@pytest.mark.parametrize(
    ("key", "holes"),
    [("first.nothing", {}), ("first.entries", {}), ("first.entries", {"count": 1, "more": 2}), ("titles.file", {"count": 1})],
)
def test_a_wrong_key_or_filling_is_a_fault_at_once(key: str, holes: dict[str, words.Hole]) -> None:
    with pytest.raises(WordsError):
        say(key, **holes)


@pytest.mark.parametrize(
    "own",
    [
        {"a.counts": {"one": "one"}},
        {"a.counts": {"few": "{count}", "other": "{count}"}},
        {"a.counts": {"one": "one", "other": "{count} of {name}"}},
    ],
)
def test_a_file_with_plurals_of_another_language_is_refused(monkeypatch: pytest.MonkeyPatch, own: dict[str, words.Entry]) -> None:
    english: dict[str, words.Entry] = {"a.line": "Of {name}", "a.counts": {"one": "{count} thing", "other": "{count} things"}}
    files_of(monkeypatch, {"en": english, "ur": own})
    with pytest.raises(WordsError, match=r"^ur: "):
        load("ur")


@pytest.mark.parametrize(
    "own",
    [
        {"a.more": "x"},
        {"a.line": "without"},
        {"a.line": "{name} {name_two}"},
        {"a.line": {"one": "{name}", "other": "{name}"}},
        {"a.counts": "{count}"},
        {"a.counts": {"other": "{number}"}},
    ],
)
def test_a_translation_that_no_longer_fits_is_not_printed(monkeypatch: pytest.MonkeyPatch, own: dict[str, words.Entry]) -> None:
    english: dict[str, words.Entry] = {"a.line": "Of {name}", "a.counts": {"one": "{count} thing", "other": "{count} things"}}
    files_of(monkeypatch, {"en": english, "ur": own})
    assert load("ur").entries == english
    assert load("ur").missing == ("a.line", "a.counts")


def test_a_form_for_one_number_need_not_repeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    english: dict[str, words.Entry] = {"a.counts": {"one": "{count} thing", "other": "{count} things"}}
    files_of(monkeypatch, {"en": english, "ar": {"a.counts": {"two": "شيئان", "few": "{count} أشياء", "other": "{count} شيء"}}})
    shown = [load("ar").text("a.counts", {"count": count}) for count in (2, 3, 100)]
    assert shown == ["شيئان", "3 أشياء", "100 شيء"]


def test_what_is_not_translated_stands_in_english_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    files_of(monkeypatch, {"en": {"a.one": "First", "a.two": "Second"}, "hi": {"a.two": "दूसरा"}})
    found = load("hi")
    assert found.missing == ("a.one",)
    assert (found.text("a.one", {}), found.text("a.two", {})) == ("First", "दूसरा")


# The examples of the Unicode CLDR's table of plural rules for whole numbers.
@pytest.mark.parametrize(
    ("language", "category", "numbers"),
    [
        ("en", "one", [1]),
        ("en", "other", [0, 2, 16, 100, 1_000]),
        ("ur", "one", [1]),
        ("ur", "other", [0, 2, 16, 100, 1_000]),
        ("hi", "one", [0, 1]),
        ("hi", "other", [2, 17, 100, 1_000]),
        ("ar", "zero", [0]),
        ("ar", "one", [1]),
        ("ar", "two", [2]),
        ("ar", "few", [3, 10, 103, 110, 1_003]),
        ("ar", "many", [11, 26, 99, 111, 1_011]),
        ("ar", "other", [100, 102, 200, 202, 1_000, 10_000, 1_000_000]),
    ],
)
def test_plurals_are_those_of_the_language(language: words.Language, category: str, numbers: list[int]) -> None:
    table = Words(language=language, entries={}).plurals()
    assert {table[n if n < 100 else 100 + n % 100] for n in numbers} == {category}


@given(text=st.text(max_size=80))
def test_words_of_people_pass_through_unchanged(text: str) -> None:
    assert say("lists.quoted", words=text) == f"“{text}”"


def test_every_problem_code_can_be_translated() -> None:
    assert {f"problems.{code}" for code in PROBLEMS} <= load().entries.keys()
    assert wording.problem("media-missing", 1_234).startswith("media-missing (1,234): the source names a picture or file")
    assert wording.problem("of-a-later-version", 1) == "of-a-later-version (1): a problem that this version has no words for"


def test_no_sentence_reaches_a_page_but_by_its_key(case: sample.Case) -> None:
    def veil(text: str) -> str:
        return re.sub(r"[A-Za-z]+(?![a-z_]*\})", "¤", text)

    english = load().entries
    entries: dict[str, words.Entry] = {
        key: veil(entry) if isinstance(entry, str) else {name: veil(form) for name, form in entry.items()}
        for key, entry in english.items()
    }
    veiled = Words(language="en", entries=entries)
    text = " ".join(words_of(pages.typeset(case.document, sample.attached(case.document), words=veiled).pdf).split())
    sentences = [
        piece
        for entry in english.values()
        for form in ([entry] if isinstance(entry, str) else entry.values())
        for piece in re.split(r"\{[a-z_]+\}", form)
    ]
    long = [piece.strip() for piece in sentences if len(piece.split()) > 2]
    assert len(long) > 200
    assert [piece for piece in long if piece in text] == []
    for short in ("Provenance", "Ledger", "Exhibits", "Custody", "Sources", "March", "bytes", "Page 1", "Subject", "Attachment"):
        assert short not in text


def calls_of_say() -> list[tuple[str, str, set[str]]]:
    """Every call of `say` with a fixed key in the program, and every `w` of the templates: where, key, names of what fills it."""
    found = []
    root = Path(words.__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and len(node.args) == 1:
                key, names = node.args[0], [keyword.arg for keyword in node.keywords]
                if isinstance(key, ast.Constant) and None not in names:
                    found.append((path.name, str(key.value), {str(name) for name in names}))
    return found


def test_every_call_names_a_sentence_and_fills_it() -> None:
    entries = load().entries
    calls = calls_of_say()
    assert len(calls) > 60
    wrong = [(where, key) for where, key, names in calls if key not in entries or words.names_in(entries[key]) != names]
    assert wrong == []


def test_every_template_names_sentences_that_are_there() -> None:
    entries = load().entries
    texts = [path.read_text(encoding="utf-8") for path in (Path(words.__file__).parent / "templates").glob("*.typ")]
    keys = [key for text in texts for key in re.findall(r'\bw\("([a-z_.]+)"[,)]', text)]
    assert len(keys) > 60
    assert [key for key in keys if key not in entries] == []


PHYSICAL = re.compile(r"\balign: *\(?(?:left|right)\b|\((?:left|right): |\balign\((?:left|right), (?!for l in)")
"""A side of the paper where a page of Urdu has the other; commands alone always begin at the left."""


def test_no_section_names_a_side_of_the_paper() -> None:
    templates = Path(words.__file__).parent / "templates"
    sections = [templates / f"{name}.typ" for name in pages.SECTIONS if name != "page"]
    assert len(sections) > 8
    assert [path.name for path in sections if PHYSICAL.search(path.read_text(encoding="utf-8"))] == []


ALIKE = {
    "facts.sha256": ("ur", "hi", "ar"),
    "facts.attachment_digest": ("hi",),
    "certificate.column_sha256": ("ur", "hi", "ar"),
    "exhibits.utc": ("ur", "hi", "ar"),
}
"""Sentences that are the same letters in another language: the name of an algorithm or of a time scale, and what fills it."""


@pytest.mark.parametrize("language", ["ur", "hi", "ar"])
def test_no_sentence_is_missing_or_left_in_english(language: words.Language) -> None:
    own, english = load(language), load()
    assert own.missing == ()
    assert set(words.read(language)) == set(english.entries)
    letters = {key: [re.sub(r"\W+", "", piece) for cut in own.forms(key).values() for piece in cut[::2]] for key in english.entries}
    alike = {key for key in english.entries if own.entries[key] == english.entries[key] and any(letters[key])}
    assert alike == {key for key, tongues in ALIKE.items() if language in tongues}
