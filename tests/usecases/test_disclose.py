"""A dossier shows a selection as one, both sides around every exhibit, numbers that stay; it is written whole or not at all."""

import errno
import json
import os
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gawah.dossier import engine, pages
from gawah.dossier.document import Document
from gawah.dossier.volumes import volumes
from gawah.records.errors import AlreadyThere, BadInput, DiskFull, NotFound, NothingSelected
from gawah.seal import ledger, merkle, note
from gawah.usecases import _laid_out as laid
from gawah.usecases import _plates, verify
from gawah.usecases._log_sheets import LogChoice
from gawah.usecases._workspace import Workspace
from gawah.usecases.add import add_entry, entry
from gawah.usecases.agents import add_agent
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.disclose import Disclosed, disclose
from gawah.usecases.report import Told, add_report, new_report
from gawah.usecases.review import Selection
from gawah.vault.local import Acting, LocalVault
from tests.dossier import sample
from tests.usecases.invented import CHAT_NAME, instagram, written, zipped
from tests.vault.invented import AT, PASSPHRASE, acting

EMBEDDING = "\u202etfel ot thgir\u202c"
UNCOVERED = "\U00012000"
LONG = "a word and " * 4000
LINES = (
    (
        "31/12/2023, 21:04",
        "",
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read or listen to them.",
    ),
    ("31/12/2023, 21:05", "Rabia Noor", "Please stop writing to me."),
    ("31/12/2023, 21:06", "Imran Vasti", "I write as often as I like"),
    ("31/12/2023, 21:07", "Imran Vasti", "تم مجھ سے نہیں چھپ سکتیں"),
    ("13/01/2024, 08:00", "Imran Vasti", f"lantern {EMBEDDING}"),
    ("13/01/2024, 08:01", "Rabia Noor", f"lantern {UNCOVERED}"),
    ("13/01/2024, 08:02", "Imran Vasti", f"lantern {LONG}"),
    ("14/01/2024, 09:00", "Imran Vasti", "<Media omitted>"),
    ("14/01/2024, 09:01", "Rabia Noor", "No."),
    ("02/01/2024, 10:00", "Rabia Noor", "lantern I owe you everything"),
    ("14/01/2024, 09:02", "Imran Vasti", "lantern main tumhari gali mein hoon"),
    ("15/01/2024, 09:00", "Rabia Noor", "I have reported this."),
)


def _chat(lines: tuple[tuple[str, str, str], ...] = LINES) -> bytes:
    return "".join(f"{time} - {f'{name}: ' if name else ''}{words}\n" for time, name, words in lines).encode()


def png(width: int = 40, height: int = 30) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\x00" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.fixture(scope="session")
def filled_vault(empty_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a chat, an Instagram export, a picture, a file nobody reads, a note and a complaint."""
    place = tmp_path_factory.mktemp("filled")
    shutil.copytree(empty_vault, place / "vault")
    with LocalVault.open(place / "vault", PASSPHRASE) as vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        paths = [
            written(place / CHAT_NAME, _chat()),
            zipped(place / "instagram.zip", instagram()),
            written(place / "shot.png", png()),
            written(place / "paper.bin", b"\x00\x01 a paper"),
        ]
        collect(work, paths)
        add_entry(work, entry(work, "event", "A motorbike stood across the gate.", at="2024-01-16 19:10", place="at the gate"))
        told = Told(to="Digital Safety Office (invented)", made_at="2024-01-10", reference="INV-7", to_kind="authority")
        add_report(work, new_report(work, told, vault.checkpoint()))
    return place / "vault"


@pytest.fixture
def case(filled_vault: Path, tmp_path: Path) -> Iterator[Workspace]:
    """That case, of this test's own."""
    shutil.copytree(filled_vault, tmp_path / "vault")
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        yield Workspace(vault, acting(vault), lambda: AT)


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that would be set; the page engine, which takes a second, is left out."""
    seen: list[Document] = []

    def typeset(document: Document, _attached: object = (), **_more: object) -> pages.Pages:
        seen.append(document)
        return pages.Pages(pdf=sample.blank_pdf(), standards=engine.STANDARDS[0], undrawable=())

    monkeypatch.setattr(pages, "typeset", typeset)
    return seen


def listed(folder: Path) -> list[dict[str, Any]]:
    """The exhibits of exhibits.json."""
    found: list[dict[str, Any]] = json.loads((folder / "data/exhibits.json").read_bytes())["exhibits"]
    return found


def text(folder: Path, *options: str) -> str:
    """The words of the PDF, in one line."""
    ran = subprocess.run(["pdftotext", *options, folder / "data/dossier.pdf", "-"], capture_output=True, check=True)
    return " ".join(ran.stdout.decode("utf-8").split())


def message_id(work: Workspace, words: str) -> str:
    [row] = work.vault.search(words, limit=2)
    return row.id


def intact(made: Disclosed) -> None:
    found = verify.verify(made.folder, key=made.fingerprint)
    assert found.differences == ()
    assert (found.intact.state, found.signed.state, found.exhibits) == ("yes", "yes", len(made.dossier.exhibits))


# --- A selection, and both sides


def test_a_selection_is_shown_as_a_selection(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    disclose(case, tmp_path / "out", Choice(query="lantern"))
    [document] = documents
    assert document.selection.rule == "found by a search for “lantern”, letters folded."
    counts = {count.what: (count.included, count.held) for count in document.selection.counts}
    assert counts == {
        "messages": (5, 15),
        "events stated by a platform": (0, 1),
        "captures of pages, documents and pictures": (0, 1),
        "conversations": (1, 3),
        "files as received": (0, 4),
        "own notes and events": (0, 1),
    }
    assert sum(sum(row.counts) for row in document.chronology.rows) == 15  # the chronology counts all, chosen or not
    assert {source.name: source.exhibits for source in document.sources} == {
        CHAT_NAME: 5,
        "instagram.zip": 0,
        "shot.png": 0,
        "paper.bin": 0,
    }
    assert [one.title.rpartition(", ")[2] for one in document.conduct.anchors] == ["reference INV-7"]


def test_both_sides_stand_around_every_exhibit(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    chosen = message_id(case, "often")
    disclose(case, tmp_path / "out", Choice(ids=(chosen[:10], message_id(case, '"I owe you everything"'))))
    [sheet] = [sheet for sheet in documents[0].exhibits if sheet.id == chosen]
    assert [line.text for line in sheet.before][-1] == "Please stop writing to me."
    assert len(sheet.after) == laid.AROUND
    assert {line.sender for line in (*sheet.before, *sheet.after)} == {"platform", "Rabia Noor", "Imran Vasti"}
    other = next(each for each in documents[0].exhibits if each.id != chosen)
    assert [line.exhibit for line in sheet.after if line.exhibit] == [other.number]
    assert listed(tmp_path / "out")[0]["context"]["before"][-1]["text"] == "Please stop writing to me."


def test_in_a_dossier_of_everything_nothing_is_printed_twice(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    made = disclose(case, tmp_path / "out", Choice())
    assert len(made.dossier.exhibits) == 18  # fifteen messages, an event, a picture and a note
    assert {(sheet.before, sheet.after) for sheet in documents[0].exhibits} == {((), ())}
    times = [sheet.time for sheet in documents[0].exhibits if sheet.time]
    positions = [time.local or time.utc for time in times if time.local or time.utc]
    assert positions == sorted(positions, key=lambda at: (at or "")[:16])
    intact(made)


def test_a_dossier_of_one_side_shows_the_other_side_too(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    [him] = [one for one in case.vault.accounts() if one.account.name == "Imran Vasti" and one.platform == "WhatsApp"]
    disclose(case, tmp_path / "out", Choice(where=Selection(sender=him.id), entries=False))
    sheets = documents[0].exhibits
    assert {sheet.sender for sheet in sheets} == {"Imran Vasti"}
    lines = [line for sheet in sheets for line in (*sheet.before, *sheet.after)]
    assert {line.sender for line in lines} == {"Rabia Noor", "platform"}
    assert {line.exhibit for line in lines} == {""}
    assert "Please stop writing to me." in [line.text for line in sheets[0].before]


def test_conditions_narrow_the_choice_and_are_told(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    disclose(case, tmp_path / "out", Choice(where=Selection(platform="instagram", kind="message"), entries=False))
    assert documents[0].selection.rule == "all messages, events and captures (platform instagram, kind message)."
    assert {sheet.platform for sheet in documents[0].exhibits} == {"Instagram"}
    assert len(documents[0].exhibits) == 4


# --- Numbers


def test_numbers_never_move(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    first = disclose(case, tmp_path / "first", Choice(query="lantern"))
    again = (*LINES, ("20/12/2023, 20:00", "Imran Vasti", "lantern earlier"), ("16/01/2024, 20:00", "Imran Vasti", "lantern later"))
    collect(case, [written(tmp_path / "newer" / CHAT_NAME, _chat(again))])
    second = disclose(case, tmp_path / "second", Choice(query="lantern"))
    third = disclose(case, tmp_path / "third", Choice())
    assert first.dossier.exhibits == ("E0001", "E0002", "E0003", "E0004", "E0005")
    before = {one["number"]: one["id"] for one in listed(tmp_path / "first")}
    after = {one["number"]: one["id"] for one in listed(tmp_path / "second")}
    whole = {one["number"]: one["id"] for one in listed(tmp_path / "third")}
    assert after.items() > before.items()
    assert set(after) - set(before) == {"E0006", "E0007"}
    assert whole.items() > after.items()
    assert sorted(whole) == [f"E{n:04}" for n in range(1, len(whole) + 1)]
    assert {exhibit.number: exhibit.target for exhibit in case.vault.exhibits()} == whole
    for made in (first, second, third):
        intact(made)
    assert len(documents) == 3


def test_a_later_dossier_for_the_same_reader_says_what_changed(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    first = disclose(case, tmp_path / "first", Choice(query="lantern"))
    again = (*LINES, ("16/01/2024, 20:00", "Imran Vasti", "lantern later"))
    collect(case, [written(tmp_path / "newer" / CHAT_NAME, _chat(again))])
    told = Told(to="Canary Office", made_at="2024-02-01")
    add_report(case, new_report(case, told, case.vault.checkpoint()))
    disclose(case, tmp_path / "second", Choice(query="lantern", where=Selection(since="2024-01-16")))
    disclose(case, tmp_path / "other", Choice(query="lantern"), audience="lawyer")
    disclose(case, tmp_path / "alone", Choice(query="lantern", extends="none"))
    since, *others = [document.since for document in documents[1:]]
    assert since[0].startswith(f"This dossier extends the dossier {first.dossier.id}")
    assert "5 exhibits: E0001–E0005" in since[0]
    assert since[1] == "1 exhibit is new here: E0006."
    assert since[2] == "5 exhibits of that dossier are not in this selection: E0001–E0005. They keep their numbers."
    assert any(CHAT_NAME in line for line in since)
    assert "1 complaint was entered or brought up to date since." in since
    assert others == [(), ()]
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "wrong", Choice(extends=first.dossier.id), audience="lawyer")


def test_an_exhibit_that_was_erased_since_is_named(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    (picture,) = [item.id for item in case.vault.items() if item.name == "shot.png"]
    disclose(case, tmp_path / "first", Choice(ids=(picture,)))
    case.vault.erase(picture, AT, case.acting)
    disclose(case, tmp_path / "second", Choice(query="lantern"))
    assert any("The original of 1 exhibit of that dossier was erased since" in line for line in documents[1].since)


def test_the_case_says_what_is_complete_in_it_and_what_is_not(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    disclose(case, tmp_path / "out", Choice(query="lantern"))
    said = documents[0].completeness
    read = [reading for reading in case.vault.readings() if reading.reader]
    assert said[0].startswith(f"{len(read)} file")
    assert any(line.startswith(f"{CHAT_NAME} holds records from ") for line in said)
    assert said[-1].startswith("What was never exported")


def test_each_exhibit_says_how_much_of_its_conversation_stands_here(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    disclose(case, tmp_path / "out", Choice(query="lantern"))
    held = {one.id: one.messages + one.events + one.captures for one in case.vault.conversations()}
    for sheet in documents[0].exhibits:
        (counted,) = [fact.value for fact in sheet.facts if fact.label == "In this conversation"]
        inside = [one for one in documents[0].exhibits if one.conversation == sheet.conversation]
        assert counted.startswith(f"{held[case.vault.get(sheet.id).conversation]} messages, events and captures; {len(inside)} of")


# --- Every kind


def everything(work: Workspace) -> Choice:
    """One of each kind."""
    items = [item.id for item in work.vault.items() if item.name in ("shot.png", "paper.bin")]
    event = next(row.id for row in work.vault.page() if row.type == "event")
    return Choice(ids=(message_id(work, "often"), event, *items, work.vault.entries()[0].id))


def test_every_kind_of_exhibit_has_its_sheet_its_bytes_and_its_proof(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    made = disclose(case, tmp_path / "out", everything(case))
    by_kind = {(sheet.kind, sheet.picture is not None): sheet for sheet in documents[0].exhibits}
    assert set(by_kind) == {("message", False), ("event", False), ("item", True), ("item", False), ("entry", False)}
    files = {kind: (made.folder / "data/exhibits" / sheet.file).read_bytes() for kind, sheet in by_kind.items()}
    assert files["item", True] == png()
    assert files["item", False] == b"\x00\x01 a paper"
    assert files["message", False].decode() == "I write as often as I like"
    assert files["event", False].decode() == LINES[0][2]
    assert files["entry", False].decode() == "A motorbike stood across the gate."
    assert {Path(sheet.file).suffix for sheet in by_kind.values()} == {".txt", ".png", ".bin"}
    intact(made)


def test_what_is_printed_is_what_the_rows_state(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    made = disclose(case, tmp_path / "out", Choice())
    assert len(documents) == 1
    for exhibit in listed(made.folder):
        row = json.loads((made.folder / f"ledger/rows/{exhibit['number']}.json").read_bytes())
        record, data = row["record"], (made.folder / "data/exhibits" / exhibit["file"]["name"]).read_bytes()
        assert exhibit["text"] == record["body"] == data.decode()
        when = record.get("sent_at") or record["happened_at"]
        assert {key: exhibit["time"][key] for key in ("stated", "local", "utc", "precision")} == {
            key: when[key] for key in ("stated", "local", "utc", "precision")
        }
        if exhibit["kind"] != "entry":
            assert exhibit["sender"] == (record["sender"]["name"] if record.get("sender") else None)
            assert exhibit["source"]["sha256"] in {item.sha256 for item in case.vault.items()}
        leaf = (made.folder / f"ledger/leaves/{exhibit['number']}.json").read_bytes()
        batch = ledger.read_entry(leaf)["batch"]
        proof = note.read_row_proof((made.folder / f"ledger/proofs/{exhibit['number']}.row-proof").read_bytes())
        assert isinstance(batch, dict)
        bytes_of_row = (made.folder / f"ledger/rows/{exhibit['number']}.json").read_bytes()
        merkle.verify_inclusion(proof.index, proof.size, merkle.leaf_hash(bytes_of_row), proof.path, bytes.fromhex(batch["root"]))


def test_the_pages_hold_what_cannot_be_printed_as_it_is(case: Workspace, tmp_path: Path) -> None:
    made = disclose(case, tmp_path / "out", replace(everything(case), query="lantern"), title="A case of lanterns")
    intact(made)
    words = text(made.folder)
    for number in made.dossier.exhibits:
        assert number in words
    assert len(made.dossier.exhibits) == 10
    assert made.undrawable == ("[U+12000]",)
    assert "[U+12000]" in words
    assert "U+202E" in words
    assert EMBEDDING.strip("\u202e\u202c") in words
    assert words.count("a word and") >= 4000
    assert "Not to be quoted as certain" in words
    exact = {one["text"] for one in listed(made.folder)}
    assert {f"lantern {EMBEDDING}", f"lantern {UNCOVERED}", f"lantern {LONG}".rstrip("\n")} <= exact


def test_page_one_holds_the_fingerprint_and_what_was_left_out(case: Workspace, tmp_path: Path) -> None:
    made = disclose(case, tmp_path / "out", Choice(query="often"), title="A case of lanterns")
    first = text(made.folder, "-f", "1", "-l", "1", "-layout")
    assert made.fingerprint.replace(" ", "") in first.replace(" ", "")
    assert "A case of lanterns" in first
    assert made.head.root in first.replace(" ", "")
    assert "messages 15 1 14" in first  # held, here, left out


def test_a_message_without_text_whose_picture_is_missing_says_both(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    [row] = [row for row in case.vault.page() if b'"missing":true' in row.json and row.platform == "WhatsApp"]
    made = disclose(case, tmp_path / "out", Choice(ids=(row.id,)))
    [sheet] = documents[0].exhibits
    assert sheet.text == ""
    assert any("named by the source and not in it" in fact.value for fact in sheet.facts)
    assert "The source holds no text for this message." in sheet.cautions
    assert (made.folder / "data/exhibits/E0001.txt").read_bytes() == b""
    intact(made)


def test_a_line_that_may_be_forged_carries_its_caution(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    disclose(case, tmp_path / "out", Choice(query='"owe you everything"'))
    [sheet] = documents[0].exhibits
    assert any(caution.startswith("Not to be quoted as certain") for caution in sheet.cautions)


def test_a_picture_that_is_none_is_handed_over_as_a_file(case: Workspace, tmp_path: Path) -> None:
    for name, data in (("cut.png", png()[:40]), ("none.jpg", b"\xff\xd8\xff\xe0 no picture at all")):
        collect(case, [written(tmp_path / name, data)])
    ids = tuple(item.id for item in case.vault.items() if item.name in ("cut.png", "none.jpg", "shot.png"))
    made = disclose(case, tmp_path / "out", Choice(ids=ids))
    intact(made)
    assert {one["title"] for one in listed(made.folder)} == {"Picture", "File"}
    assert (made.folder / "data/exhibits/E0002.png").read_bytes() == png()[:40]


# --- Who


def test_a_picture_too_large_to_print_says_so_and_is_handed_over_whole(
    case: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: list[Document]
) -> None:
    (shot,) = [item for item in case.vault.items() if item.name == "shot.png"]
    monkeypatch.setattr(_plates, "LARGEST", shot.size - 1)
    disclose(case, tmp_path / "out", Choice(ids=(shot.id,)))
    (sheet,) = documents[0].exhibits
    assert sheet.picture is None
    assert any("too large to be printed" in caution for caution in sheet.cautions)
    assert len((tmp_path / "out" / "data" / "exhibits" / sheet.file).read_bytes()) == shot.size


def test_a_dossier_by_a_helper_says_on_whose_behalf(case: Workspace, tmp_path: Path) -> None:
    helper = add_agent(case, "helper", role="helper", name="A. Helper", acts_for="me")
    helping = Workspace(case.vault, Acting(agent=helper.id, for_agent=helper.acts_for, tool=case.acting.tool), case.clock)
    made = disclose(helping, tmp_path / "out", Choice(query="often"))
    assert (made.dossier.agent, made.dossier.for_agent) == (helper.id, case.acting.agent)
    export = case.vault.event(made.ledger_entry)
    assert (export.op, export.agent, export.for_agent) == ("export", helper.id, case.acting.agent)
    first = text(made.folder, "-f", "1", "-l", "1", "-layout")
    assert "Made by A. Helper On behalf of Canary Name" in first
    intact(made)


def test_an_entry_by_a_helper_says_on_whose_behalf(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    helper = add_agent(case, "helper", role="helper", name="A. Helper", acts_for="me")
    helping = Workspace(case.vault, Acting(agent=helper.id, for_agent=helper.acts_for, tool=case.acting.tool), case.clock)
    made = entry(helping, "note", "She told me at the desk.")
    add_entry(helping, made)
    disclose(case, tmp_path / "out", Choice(ids=(made.id,)))
    assert documents[0].exhibits[0].sender == "A. Helper, on behalf of Canary Name"


def test_the_export_is_entered_with_the_digest_of_the_sealed_list(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    made = disclose(case, tmp_path / "out", Choice(query="often"), audience="lawyer")
    digest = subprocess.run(["sha256sum", made.folder / "tagmanifest-sha256.txt"], capture_output=True, check=True).stdout[:64]
    leaf = ledger.read_entry(case.vault.leaf(made.ledger_entry))
    assert leaf["blob"] == f"sha256:{digest.decode()}"
    assert case.vault.dossiers() == [made.dossier]
    assert (made.dossier.audience, documents[0].audience, made.dossier.bundle_sha256) == ("lawyer", "lawyer", digest.decode())
    assert made.head.size <= made.ledger_entry


# --- What is refused, and what fails


@pytest.mark.parametrize("choice", [Choice(query="nothing says this"), Choice(where=Selection(since="2030-01-01"), entries=False)])
def test_a_choice_of_nothing_is_refused_and_leaves_no_trace(case: Workspace, tmp_path: Path, choice: Choice) -> None:
    before = case.vault.size()
    with pytest.raises(NothingSelected) as refused:
        disclose(case, tmp_path / "out", choice)
    assert refused.value.exit_code == 31
    assert case.vault.size() == before
    assert case.vault.exhibits() == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("choice", "expected"), [(Choice(ids=("ffffffffffff",)), NotFound), (Choice(ids=("xyz",)), BadInput)])
def test_an_id_that_names_nothing_is_refused(case: Workspace, tmp_path: Path, choice: Choice, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        disclose(case, tmp_path / "out", choice)
    assert case.vault.exhibits() == []


def test_a_complaint_is_no_exhibit_and_an_audience_is_a_known_word(case: Workspace, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "out", Choice(ids=(case.vault.reports()[0].id,)))
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "out", Choice(), audience="everybody")


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_nothing_is_overwritten(case: Workspace, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "out")
    with pytest.raises(AlreadyThere) as refused:
        disclose(case, tmp_path / "out", Choice(query="often"))
    assert refused.value.exit_code == 18
    assert case.vault.exhibits() == []


def test_a_folder_that_is_not_there_is_not_made(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "no" / "out", Choice(query="often"))
    assert not (tmp_path / "no").exists()
    assert case.vault.dossiers() == []
    assert len(documents) <= 1


@pytest.mark.parametrize("left", [0, 1, 2])
def test_a_drive_that_fills_up_while_writing_leaves_nothing(
    case: Workspace, tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch, left: int
) -> None:
    from gawah.dossier import bundle
    from gawah.vault import durable

    place = tmp_path / "handed over"
    place.mkdir()
    # The files, the folders, and the folder around them, in this order.
    calls = iter(range(left))

    def filling_up(_descriptor: int) -> None:
        if next(calls, None) is None:
            raise OSError(errno.ENOSPC, "canary")

    drive = SimpleNamespace(O_RDONLY=os.O_RDONLY, open=os.open, close=os.close, fsync=filling_up)
    monkeypatch.setattr(bundle, "os", drive)
    monkeypatch.setattr(durable, "_can_sync_whole", lambda _folder: True)
    monkeypatch.setattr(durable, "_syncfs", filling_up)
    with pytest.raises(DiskFull) as refused:
        disclose(case, place / "out", Choice(query="often"))
    assert refused.value.exit_code == 41
    assert list(place.iterdir()) == []
    assert "export" not in {event.op for event in case.vault.events()}
    assert case.vault.dossiers() == []
    monkeypatch.undo()
    assert len(documents) == 1


def test_a_dossier_that_the_ledger_does_not_know_is_not_left_lying(
    case: Workspace, tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        assert (tmp_path / "out").is_dir()
        raise DiskFull("the drive is full")

    monkeypatch.setattr(LocalVault, "add_dossier", full)
    with pytest.raises(DiskFull):
        disclose(case, tmp_path / "out", Choice(query="often"))
    assert not (tmp_path / "out").exists()
    assert case.vault.dossiers() == []
    assert len(documents) == 1


def test_a_later_dossier_proves_that_the_ledger_only_grew(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    held = written(tmp_path / "a checkpoint in a letter.txt", case.vault.checkpoint().note)
    disclose(case, tmp_path / "first", Choice(query="often"))
    made = disclose(case, tmp_path / "second", Choice(query="lantern"))
    intact(made)
    grown = sorted(path.name for path in (made.folder / "ledger").glob("consistency-*.txt"))
    assert len(grown) == 2
    found = verify.verify(made.folder, against=held)
    assert found.against is not None
    assert found.against.state in ("yes", "unconfirmed")
    assert len(documents) == 2


def test_every_page_names_the_reader_the_dossier_and_its_place(case: Workspace, tmp_path: Path) -> None:
    choice = Choice(query="lantern", log=LogChoice(recipient="Canary Office"))
    made = disclose(case, tmp_path / "out", choice)
    ran = subprocess.run(["pdftotext", "-layout", made.folder / "data/dossier.pdf", "-"], capture_output=True, check=True)
    pages_of = ran.stdout.decode("utf-8").split("\f")[:-1]
    grouped = " ".join(made.dossier.id[start : start + 4] for start in range(0, 32, 4))
    for number, page in enumerate(pages_of, 1):
        head = " ".join(page.split())[:200]
        assert f"Dossier {grouped} · For an authority: Canary Office" in head
        assert f"Page {number} of {len(pages_of)}" in head


def test_a_dossier_too_long_for_one_file_goes_on_in_volumes(
    case: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gawah.usecases.disclose.volumes", partial(volumes, most=0.5))
    made = disclose(case, tmp_path / "out", Choice(query="lantern"))
    pdfs = sorted(path.name for path in (made.folder / "data").glob("*.pdf"))
    assert pdfs[0] == "dossier-2.pdf"
    assert pdfs[-1] == "dossier.pdf"
    intact(made)
    second = made.folder / "data" / "dossier-2.pdf"
    changed = second.read_bytes()
    second.write_bytes(changed[:2000] + bytes([changed[2000] ^ 1]) + changed[2001:])
    found = verify.verify(made.folder)
    assert {one.file for one in found.differences} == {"data/dossier-2.pdf"}
    assert {one.state for one in found.differences} == {"changed", "invalid"}
