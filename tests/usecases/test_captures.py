"""Captures are rows like messages; what a machine read in them is found, marked, never counted and never quoted until a person
confirms it.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.dossier import pages
from gawah.dossier.document import Document
from gawah.dossier.words import Words
from gawah.records.errors import BadInput, NotFound, NothingSelected
from gawah.records.evidence import EvidenceItem
from gawah.usecases import add, disclose, review, status, verify
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.review import Selection
from gawah.usecases.show import ItemSheet, RecordSheet, show
from gawah.usecases.timeline import timeline
from gawah.vault.rows import Filters
from tests.usecases.captures import FAR, NEAR, PAGE, PICTURE, READ, enter, page, picture, reading
from tests.usecases.case import opened_case

CHAT = (("Imran Vasti", "31/12/2023, 21:05 - Rabia Noor: lantern of a chat\n31/12/2023, 21:06 - Imran Vasti: No.\n"),)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Workspace]:
    with opened_case(tmp_path, *CHAT) as work:
        yield work


@pytest.fixture
def item(case: Workspace) -> EvidenceItem:
    enter(case, PAGE, "page.html", "text/html", [page()])
    return enter(case, PICTURE, "canary.png", "image/png", [picture(), reading(picture())])


@pytest.mark.usefixtures("item")
def test_a_capture_is_listed_counted_and_found_by_title_address_and_text(case: Workspace) -> None:
    listed = review.list_rows(case, Selection(), limit=50)
    assert [row.type for row in listed.rows] == ["capture", "capture", "message", "message"]
    assert listed.total == 4
    assert review.list_rows(case, Selection(kind="page"), limit=50).total == 1
    assert review.list_rows(case, Selection(kind="capture", platform="web"), limit=50).total == 2
    for words in ("canary title", "lantern-post", "words of a page"):
        assert [row.kind for row in review.search(case, words, Selection(), limit=50).rows] == ["page"]
    stands = status.status(case)
    assert (stands.messages, stands.events, stands.captures) == (2, 0, 2)
    assert {one.platform: one.captures for one in review.conversations(case)} == {"web": 2, "WhatsApp": 0}


@pytest.mark.usefixtures("item")
def test_what_a_machine_read_is_found_and_says_so_and_counts_nowhere(case: Workspace) -> None:
    found = review.search(case, "brennt", Selection(), limit=50)
    assert found.total == 1
    told = found.rows[0].reading
    assert told is not None
    assert (told.of, told.words) == (picture().id, "machine-read, not checked, confidence 63 %")
    assert review.search(case, "lantern", Selection(), limit=50).total == 3
    assert [row.type for row in review.list_rows(case, Selection(kind="transcript"), limit=9).rows] == ["transcript"]
    assert timeline(case, Selection()).total == 2
    assert [week.messages for week in case.vault.weeks()] == [2]
    assert sum(day.messages + day.events for day in case.vault.days(Filters())) == 2
    around = review.context(case, page().id, before=5, after=5)
    assert [row.type for row in around.rows] == ["capture", "capture"]


@pytest.mark.usefixtures("item")
def test_the_vault_checks_captures_and_readings(case: Workspace) -> None:
    assert case.vault.check(full=True).problems == ()


def test_the_same_page_in_a_second_item_is_shown_once_and_another_picture_is_not_taken_for_it(case: Workspace) -> None:
    other = replace(page(), locator=replace(page().locator, file_sha256="1" * 64))
    enter(case, b"first", "a.warc", "application/warc", [page()])
    enter(case, b"second", "b.warc", "application/warc", [other])
    one = picture()
    two = replace(one, locator=replace(one.locator, file_sha256="2" * 64))
    enter(case, b"p1", "a.png", "image/png", [one])
    enter(case, b"p2", "b.png", "image/png", [two])
    assert case.vault.total(Filters(kind="page")) == 1
    assert case.vault.total(Filters(kind="picture")) == 2


@pytest.mark.usefixtures("item")
def test_show_names_grade_facts_readings_and_look_alikes(case: Workspace) -> None:
    enter(case, b"near", "near.png", "image/png", [picture(b"near", NEAR)])
    enter(case, b"far", "far.png", "image/png", [picture(b"far", FAR)])
    enter(case, b"none", "none.png", "image/png", [picture(b"none", None)])
    sheet = show(case, picture().id)
    assert isinstance(sheet, RecordSheet)
    assert sheet.capture is not None
    assert sheet.capture.grade.startswith("Screenshot")
    assert [(fact.name, fact.value) for fact in sheet.capture.facts] == [("exif:Software", "canary camera")]
    assert [(one.id, one.bits) for one in sheet.capture.near] == [(picture(b"near").id, 1)]
    assert [told.confidence for _, told in sheet.capture.readings] == [63]


def _add(case: Workspace, about: str, body: str | None) -> str:
    made = add.transcript(case, add.subject(case, about), body)
    add.add_entry(case, made)
    return made.id


def test_a_persons_transcript_stands_beside_the_picture_and_is_found(case: Workspace, item: EvidenceItem) -> None:
    _add(case, item.id, "I hear: the canary burns")
    found = review.search(case, "burns", Selection(), limit=50)
    assert (found.rows, [entry.kind for entry in found.own]) == ((), ["transcript"])
    assert review.search(case, "burns", Selection(kind="message"), limit=50).own == ()
    for prefix in (item.id, picture().id):
        sheet = show(case, prefix)
        assert isinstance(sheet, RecordSheet | ItemSheet)
        assert [(one.by, one.confirms) for one in sheet.transcripts] == [("me", False)]
    assert status.status(case).transcripts == 1


@pytest.mark.parametrize("named", ["item", "capture", "reading"])
def test_confirming_makes_the_machines_words_the_persons(case: Workspace, item: EvidenceItem, named: str) -> None:
    about = {"item": item.id, "capture": picture().id, "reading": reading(picture()).id}[named]
    _add(case, about, None)
    entry = case.vault.entries()[-1]
    assert (entry.body, entry.about[1]) == (READ, reading(picture()).id)
    told = review.search(case, "brennt", Selection(), limit=50).rows[0].reading
    assert told is not None
    assert told.words == "machine-read, confirmed by a person, confidence 63 %"


def test_there_is_nothing_to_confirm_or_to_transcribe(case: Workspace, item: EvidenceItem) -> None:
    with pytest.raises(NotFound):
        _add(case, page().id, None)
    with pytest.raises(BadInput):
        _add(case, item.id, " \n")
    message = review.search(case, "chat", Selection(), limit=1).rows[0].id
    with pytest.raises(BadInput):
        _add(case, message, "what a message without a picture says")
    with pytest.raises(BadInput):
        _add(case, _add(case, item.id, "own words"), "a transcript of a transcript")


def test_a_dossier_prints_captures_and_confirmed_words_and_never_a_machines(
    case: Workspace, item: EvidenceItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Document] = []
    typeset = pages.typeset

    def watched(document: Document, files: tuple[pages.Attached, ...], words: Words | None = None) -> pages.Pages:
        printed.append(document)
        return typeset(document, files, words=words)

    monkeypatch.setattr(pages, "typeset", watched)
    disclose.disclose(case, tmp_path / "before", Choice())
    assert "brennt" not in repr([sheet.text for sheet in printed[0].exhibits])
    assert "brennt" not in (tmp_path / "before" / "data" / "exhibits.json").read_text("utf-8")
    _add(case, item.id, None)
    disclose.disclose(case, tmp_path / "out", Choice(ids=(picture().id, page().id, item.id)))
    by_kind = {(sheet.kind, sheet.title): sheet for sheet in printed[1].exhibits}
    shown = by_kind["capture", "Picture"]
    assert shown.picture is not None
    assert shown.picture.data == PICTURE
    assert [(one.text, one.by, one.confirms) for one in shown.transcripts] == [(READ, "me", True)]
    assert [one.text for one in by_kind["item", "Picture"].transcripts] == [READ]
    of_page = by_kind["capture", "Capture of a page"]
    assert of_page.provenance.grade.startswith("Third-party capture")
    assert ("Address, as stated", "https://canary.example/lantern-post") in [(fact.label, fact.value) for fact in of_page.facts]
    answer = verify.verify(tmp_path / "out")
    assert (answer.intact.state, answer.exhibits) == ("yes", 3)
    listed = json.loads((tmp_path / "out" / "data" / "exhibits.json").read_text("utf-8"))
    assert {one["kind"] for one in listed["exhibits"]} == {"capture", "item"}


@pytest.mark.usefixtures("item")
def test_a_machines_reading_cannot_be_chosen_for_a_dossier(case: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        disclose.disclose(case, tmp_path / "out", Choice(ids=(reading(picture()).id,)))
    with pytest.raises(NothingSelected):
        disclose.disclose(case, tmp_path / "out", Choice(query="brennt"))
    with pytest.raises(NothingSelected):
        disclose.disclose(case, tmp_path / "out", Choice(where=Selection(kind="transcript"), entries=False))


def test_erasing_the_picture_takes_what_was_read_in_it_along(case: Workspace, item: EvidenceItem) -> None:
    case.vault.erase(item.id, case.clock(), case.acting)
    assert review.search(case, "brennt", Selection(), limit=50).total == 0
    assert case.vault.total(Filters(kind="capture")) == 1
    assert case.vault.check(full=True).problems == ()
