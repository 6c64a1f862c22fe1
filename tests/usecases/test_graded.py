"""How an item came into being (decision 17): the grade shown follows from what was read in it, not from its first bytes."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.dossier import pages
from gawah.dossier.document import Document
from gawah.dossier.words import Words
from gawah.records.evidence import Grade, weakest
from gawah.usecases import disclose
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.items import items
from gawah.usecases.reading import Assumptions
from gawah.usecases.show import ItemSheet, RecordSheet, show
from gawah.vault.rows import Filters
from tests.usecases.captures import PAGE, enter, page
from tests.usecases.case import opened_case

SAMPLES = Path("tests/samples").resolve()
MAPPING = 'time = "Date"\ntime_format = "%d/%m/%Y %H:%M"\nsender = "From"\ntext = "Message"\n'
GRADES: dict[str, Grade] = {
    "whatsapp/german/source/WhatsApp Chat mit Canary Verein.txt": "platform-export",
    "instagram/lone-thread/source/message_1.json": "platform-export",
    "email/lone-mail/source/threat.eml": "platform-export",
    "web_page/mhtml-chrome/source/post.mhtml": "own-capture",
    "web_page/html-alone/source/page.html": "own-capture",
    "web_archive/warc-gzip/source/export.bin": "own-capture",
    "document/pdf-printed/source/post.pdf": "own-capture",
    "document/broken/pdf-cut/source/cut.pdf": "third-party-capture",
    "document/text-utf8/source/notes.txt": "hearsay",
    "image/png-screenshot/source/canary.png": "screenshot",
    "image/heic-chat/source/canary.heic": "screenshot",
    "image/jpeg-camera/source/canary.jpg": "own-capture",
    "recording/ogg-voice/source/canary.opus": "own-capture",
}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Workspace]:
    with opened_case(tmp_path) as work:
        yield work


def shown(work: Workspace) -> dict[str, Grade]:
    """The grade of each item by its name, as `gawah items` and `gawah show` state it."""
    found = {one.item.name: one.item.grade for one in items(work)}
    for one in work.vault.items():
        sheet = show(work, one.id)
        assert isinstance(sheet, ItemSheet)
        assert sheet.origin.item.grade == found[one.name]
    return found


def sources(work: Workspace, out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The first words of the grade of each item, as a dossier's page of sources states it."""
    printed: list[Document] = []
    typeset = pages.typeset

    def watched(document: Document, files: tuple[pages.Attached, ...], words: Words | None = None) -> pages.Pages:
        printed.append(document)
        return typeset(document, files, words=words)

    monkeypatch.setattr(pages, "typeset", watched)
    disclose.disclose(work, out, Choice())
    return {one.name: one.grade.partition(":")[0] for one in printed[-1].sources}


def test_the_grade_follows_from_the_reader_and_its_captures(
    case: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect(case, [SAMPLES / path for path in GRADES])
    wanted = {path.rpartition("/")[2]: grade for path, grade in GRADES.items()}
    assert shown(case) == wanted
    told = sources(case, tmp_path / "out", monkeypatch)
    words = {"hearsay": "account of a person"}
    assert {name: said.casefold() for name, said in told.items()} == {
        name: words.get(grade, grade.replace("-", " ").replace("third party", "third-party")) for name, grade in wanted.items()
    }
    listed = json.loads((tmp_path / "out" / "data" / "exhibits.json").read_text("utf-8"))["exhibits"]
    of = {one["source"]["name"]: one["source"]["grade"].partition(":")[0] for one in listed}
    assert of == {name: said for name, said in told.items() if name in of}
    assert len(of) == len(wanted) - 1  # nothing could be read in the cut PDF


def test_a_table_is_somebodys_and_is_not_a_platforms_before_it_is_read(case: Workspace) -> None:
    table = SAMPLES / "table/chat/source/chat.csv"
    collect(case, [table])
    assert shown(case) == {"chat.csv": "third-party-capture"}
    collect(case, [table], assumptions=Assumptions(mapping=MAPPING))
    assert case.vault.page(Filters(), after=None, limit=1)
    assert shown(case) == {"chat.csv": "third-party-capture"}


def test_a_message_states_the_grade_of_its_item(case: Workspace) -> None:
    collect(case, [SAMPLES / "table/chat/source/chat.csv"], assumptions=Assumptions(mapping=MAPPING))
    (row, *_) = case.vault.page(Filters(), after=None, limit=1)
    sheet = show(case, row.id)
    assert isinstance(sheet, RecordSheet)
    assert sheet.origin.grade.startswith("Third-party capture")


def test_files_of_an_export_are_the_export_and_what_lies_beside_it_is_not(case: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(SAMPLES / "instagram/folders-2024/source", folder)
    shutil.copy(SAMPLES / "image/png-screenshot/source/canary.png", folder / "seen.png")
    collect(case, [folder])
    grades = shown(case)
    assert grades.pop("seen.png") == "screenshot"
    assert set(grades.values()) == {"platform-export"}
    assert {"mine", "media/posts/202311/1.jpg"} <= set(grades)


def test_what_nobody_recognises_is_not_said_to_be_a_platforms(case: Workspace, tmp_path: Path) -> None:
    (tmp_path / "canary.bin").write_bytes(b"\x00canary" * 9)
    collect(case, [tmp_path / "canary.bin"])
    assert shown(case) == {"canary.bin": "third-party-capture"}


def test_a_reading_of_before_says_what_its_reader_is(case: Workspace) -> None:
    enter(case, PAGE, "canary.html", "text/html", [page()])
    assert "grade" not in case.vault.readings()[-1].summary
    assert shown(case) == {"canary.html": "screenshot"}  # the fixture names the reader of pictures


def test_the_weakest_is_the_last_of_the_list() -> None:
    assert weakest({"own-capture", "hearsay", "platform-export"}) == "hearsay"
    assert weakest({"own-capture", "platform-export"}) == "own-capture"
    assert weakest(()) is None
