"""A dossier of a case in which protected people are named in every place a name can hide: no byte of the bundle tells who they are.

What is looked for here is looked for by other means than the program's own: plain substrings, `strings`, `pdftotext`, `pdfdetach`.
"""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import msgspec
import pytest

from gawah.dossier import pages, redact
from gawah.dossier.document import Document
from gawah.dossier.words import say
from gawah.records.casework import Unkept
from gawah.records.custody import Agent
from gawah.records.digest import identifier, sha256
from gawah.records.errors import BadInput, LeakFound
from gawah.seal import merkle
from gawah.usecases import _protected, verify
from gawah.usecases._workspace import Workspace
from gawah.usecases.add import add_entry, entry, no_capture, subject, transcript
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.disclose import Care, Disclosed, disclose
from gawah.usecases.protect import add_party, new_party
from gawah.usecases.redact import add_redaction, new_redaction, opened
from gawah.usecases.report import Told, add_report, new_report
from gawah.vault.local import LocalVault
from tests.usecases.invented import written, zipped
from tests.usecases.test_disclose import png
from tests.vault.invented import AT, PASSPHRASE, acting

SISTER = ("Zafira Quill", "Zafira", "زافرہ قلعی", "ज़ाफ़िरा क्विल", "Зафира Квилл", "Ζαφείρα Κουίλ", "+92 300 7654321", "@zq_lights")
MOTHER = ("zubaida.quill@example.org", "Zubaida")
TELLING = (
    *("zafira", "quill", "زافرہ", "قلعی", "ज़ाफ़िरा", "क्विल", "зафира", "квилл", "ζαφείρα", "κουίλ", "zubaida"),
    *("7654321", "zq_lights", "300 765", "zafi", "arifaz", "llیuq"),
)
LINES = (
    ("31/12/2023, 21:04", "Zafira Quill", "it is me"),
    ("31/12/2023, 21:05", "Rabia Noor", "Please stop writing to Zafira."),
    ("31/12/2023, 21:06", "Imran Vasti", "زافرہ قلعی کو سب معلوم ہے"),
    ("31/12/2023, 21:07", "Imran Vasti", "ज़ाफ़िरा क्विल कहाँ है"),
    ("31/12/2023, 21:08", "Imran Vasti", "Зафира Квилл and Ζαφείρα Κουίλ, call 0300-7654321 or @ZQ_lights"),
    ("31/12/2023, 21:09", "Imran Vasti", "https://pics.example/zafira%20quill/1 or Z.a.f.i.r.a"),
    ("31/12/2023, 21:10", "Imran Vasti", "zafira quill.jpg (file attached)"),
    ("31/12/2023, 21:11", "Imran Vasti", "card.vcf (file attached)"),
    ("31/12/2023, 21:12", "Imran Vasti", "lantern words that name nobody"),
)
CARD = b"BEGIN:VCARD\nFN:Zafira Quill\nTEL:+923007654321\nEND:VCARD\n"


def chat(lines: tuple[tuple[str, str, str], ...] = LINES) -> bytes:
    return "".join(f"{time} - {name}: {words}\n" for time, name, words in lines).encode()


def padded() -> bytes:
    """A chat of more than four thousand bytes that names her once: its digest may stand, its message may not."""
    many = tuple((f"{1 + n // 60:02}/02/2024, 10:{n % 60:02}", "Imran Vasti", f"line {n} of what he wrote") for n in range(110))
    return chat((*many, ("20/02/2024, 09:00", "Imran Vasti", "ask Zafira"), ("20/02/2024, 09:01", "Rabia Noor", "No.")))


def instagram() -> dict[str, bytes]:
    folder = "your_instagram_activity/messages/inbox/zafiraquill_17"
    names = [{"name": "Zafira Quill"}, {"name": "Imran Vasti"}, {"name": "Rabia Noor"}]
    messages = [
        {"sender_name": "Imran Vasti", "timestamp_ms": 1_704_100_000_000 + n * 60_000, "content": f"line {n}"} for n in range(40)
    ]
    messages.append({"sender_name": "Zafira Quill", "timestamp_ms": 1_704_200_000_000, "content": "me too"})
    thread = {
        "participants": names,
        "messages": messages,
        "title": "Zafira Quill",
        "thread_path": "inbox/zafiraquill_17",
        "is_still_participant": True,
        "magic_words": [],
    }
    return {f"{folder}/message_1.json": json.dumps(thread).encode()}


def mail() -> bytes:
    made = EmailMessage()
    made["From"] = "Zubaida Quill <zubaida.quill@example.org>"
    made["To"] = "Rabia Noor <rabia@example.org>"
    made["Subject"] = "about زافرہ قلعی"
    made["Date"] = "Fri, 02 Feb 2024 10:00:00 +0000"
    made["Message-ID"] = "<zafira.1@example.org>"
    made.set_content("He wrote to Zafira Quill again.\n" + "x" * 5000)
    made.add_attachment(CARD, maintype="text", subtype="vcard", filename="Zafira Quill.vcf")
    return made.as_bytes()


@pytest.fixture(scope="session")
def named_vault(empty_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that names her wherever a name can stand."""
    place = tmp_path_factory.mktemp("named")
    shutil.copytree(empty_vault, place / "vault")
    with LocalVault.open(place / "vault", PASSPHRASE) as vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        name = "WhatsApp Chat with Zafira Quill"
        collect(
            work,
            [
                zipped(
                    place / f"{name}.zip", {f"{name}.txt": chat(), "zafira quill.jpg": b"\xff\xd8\xff\xe0 no", "card.vcf": CARD}
                ),
                zipped(place / "instagram.zip", instagram()),
                written(place / "WhatsApp Chat with Imran Vasti.txt", padded()),
                written(place / "letter.eml", mail()),
                written(place / "Zafira.png", png(41, 31)),
                written(place / "gate.png", png(42, 32)),
                written(place / "seen.png", png(43, 33)),
                written(place / "paper.bin", b"\x00\x01 a paper of Zafira Quill" + bytes(6000)),
                written(place / "plain.txt", b"a list of lamps\n" * 400),
            ],
        )
        add_entry(work, entry(work, "event", "He stood at Zafira's gate.", at="2024-01-16 19:10", place="Zafira's school"))
        unkept = Unkept(link="https://x.example/zafira-quill", reported_by="Zubaida", reference="ZQ_lights-7")
        add_entry(work, no_capture(work, unkept, "a page on Zafira", at="2024-01-17", place="at Zubaida's"))
        [seen] = [item for item in vault.items() if item.name == "seen.png"]
        add_entry(work, transcript(work, subject(work, seen.id), "Zafira Quill, 300 7654321"))
        told = Told(
            to="School of Zafira", made_at="2024-01-10", reference="for زافرہ قلعی", to_kind="school", note="Zubaida gave it"
        )
        add_report(work, new_report(work, told, vault.checkpoint()))
        vault.add_agent(Agent(id="ab" * 16, label="aunt", role="helper", name="Zafira Quill", acts_for=None), AT, work.acting)
        for spellings, shown in ((SISTER, "Z. Q."), (MOTHER, "the mother")):
            add_party(work, new_party(work, spellings, shown=shown))
    return place / "vault"


@pytest.fixture
def case(named_vault: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(named_vault, tmp_path / "vault")
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        yield Workspace(vault, replace(acting(vault), agent="ab" * 16), lambda: AT)


@pytest.fixture
def documents(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The documents that would be set; only the first exhibit really is, without attachments."""
    seen: list[Document] = []

    def typeset(document: Document, _attached: object = (), **_more: object) -> pages.Pages:
        seen.append(document)
        return real(replace(document, exhibits=document.exhibits[:1]))

    real = pages.typeset
    monkeypatch.setattr(pages, "typeset", typeset)
    return seen


def everything(work: Workspace) -> Choice:
    """All that can be an exhibit, files too."""
    rows = [row.id for row in work.vault.page(limit=2000) if row.type != "transcript"]
    files = [item.id for item in work.vault.items() if item.name != "WhatsApp Chat with Imran Vasti.txt"]
    return Choice(ids=(*rows, *files, *(one.id for one in work.vault.entries())))


def ran(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def read_by_others(folder: Path, place: Path) -> dict[str, str]:
    """What other programs find in each file of the bundle."""
    texts = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        texts[name] = "\n".join(
            (name, data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"), data[1:].decode("utf-16-le", "replace"))
        )
        texts[f"{name}, strings"] = ran("strings", "-a", path)
    pdf = folder / "data/dossier.pdf"
    texts["pdftotext"] = ran("pdftotext", pdf, "-") + ran("pdftotext", "-layout", pdf, "-") + ran("pdfinfo", pdf)
    ran("pdfdetach", "-saveall", "-o", place, pdf)
    texts |= {f"attached {one.name}": one.read_text("utf-8") for one in place.iterdir()}
    return texts


def nothing_tells(made: Disclosed, place: Path) -> None:
    place.mkdir()
    for name, text in read_by_others(made.folder, place).items():
        low = text.lower()
        for word in TELLING:
            assert word not in low, f"{word!a} in {name}"
            for offset in range(3):
                core = base64.b64encode(bytes(offset) + word.encode())[4:-4].decode()
                assert len(core) < 8 or core not in text, f"base64 of {word!a} in {name}"


def digests(folder: Path) -> set[str]:
    """Every digest or id that stands anywhere in the bundle, in hexadecimal digits or base64."""
    found: set[str] = set()
    for path in (one for one in folder.rglob("*") if one.is_file()):
        text = path.read_bytes().decode("utf-8", "replace")
        found |= {match.lower() for match in re.findall(r"(?=([0-9a-fA-F]{64}))", text)}
        found |= {match.lower() for match in re.findall(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", text)}
        found |= {base64.b64decode(match).hex() for match in re.findall(r"(?m)^[A-Za-z0-9+/]{43}=$", text)}
    return found


def intact(made: Disclosed) -> None:
    found = verify.verify(made.folder, key=made.fingerprint)
    assert found.differences == ()
    assert (found.intact.state, found.signed.state, found.exhibits) == ("yes", "yes", len(made.dossier.exhibits))


# --- The whole case


@pytest.fixture(scope="session")
def whole(named_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Disclosed, Path]:
    """The dossier of everything, and a place."""
    place = tmp_path_factory.mktemp("whole")
    shutil.copytree(named_vault, place / "vault")
    with LocalVault.open(place / "vault", PASSPHRASE) as vault:
        work = Workspace(vault, replace(acting(vault), agent="ab" * 16), lambda: AT)
        made = disclose(work, place / "out", everything(work), title="What was done to Zafira Quill and زافرہ قلعی")
    return made, place


def test_no_byte_of_the_bundle_names_them(whole: tuple[Disclosed, Path]) -> None:
    made, place = whole
    nothing_tells(made, place / "attached")
    intact(made)


def test_the_bundle_says_what_it_does_not_show(whole: tuple[Disclosed, Path]) -> None:
    made, _ = whole
    tree = json.loads((made.folder / "data/exhibits.json").read_bytes())
    by_text = {one["text"]: one for one in tree["exhibits"] if one["text"]}
    assert by_text["Please stop writing to [Z. Q.]."]["shown"] == "part"
    assert by_text["ask [Z. Q.]"]["shown"] == "part"
    assert by_text["[Z. Q.] and [Z. Q.], call [Z. Q.] or [Z. Q.]"]["commitment"]["row_leaf_hash"]
    assert "shown" not in by_text["line 7 of what he wrote"]
    assert by_text["me too"]["sender"] == "[Z. Q.]"
    assert any(one["shown"] == "[the mother]" for one in tree["held_back"])
    assert sum(one["count"] for one in tree["held_back"]) > 40
    items = {one["source"]["name"]: one for one in tree["exhibits"] if one["kind"] == "item"}
    assert {name for name, one in items.items() if one.get("shown") == "withheld"} == {
        "WhatsApp Chat with [Z. Q.].zip",
        "instagram.zip",
        "letter.eml",
        "[Z. Q.].png",
        "gate.png",
        "seen.png",
        "paper.bin",
    }
    assert items["plain.txt"]["file"]["sha256"] == sha256(b"a list of lamps\n" * 400)
    assert set(made.withheld) >= {one["number"] for one in items.values() if one.get("shown")}
    found = verify.verify(made.folder)
    assert found.hidden == sum("shown" in one for one in tree["exhibits"]) > 30
    assert "something is hidden" in found.intact.words


def test_no_unsalted_digest_of_anything_hidden_stands_in_the_bundle(whole: tuple[Disclosed, Path], case: Workspace) -> None:
    made, _ = whole
    there = digests(made.folder)
    hidden: dict[str, str] = {}
    for row in case.vault.page(limit=2000):
        record = json.loads(row.json)
        place = record["locator"]
        if any(word in row.json.decode().lower() for word in TELLING):
            body = record["body"]
            if any(word in body.lower() for word in TELLING):
                hidden[sha256(body.encode())] = "a text"
            hidden[sha256(row.json)] = "a record"
        if "zafira" in str(place["member"]).lower():
            hidden[row.id] = "the id of a record in a file that is named after her"
        if "zafira" in str(row.conversation_title).lower():
            hidden[row.conversation] = "the id of a conversation that is named after her"
    for reading in case.vault.readings():
        told = msgspec.json.encode(reading.summary, order="sorted")
        if "zafira" in told.decode().lower():
            hidden[sha256(told)] = "what was said of a file that is named after her"
    for item in case.vault.items():
        hidden[sha256(item.name.encode())] = "the name of a file"
        if item.name not in ("instagram.zip", "WhatsApp Chat with Imran Vasti.txt", "letter.eml", "plain.txt"):
            hidden[item.sha256] = f"a withheld file: {item.name}"
    hidden |= {sha256(form.encode()): "a name" for name in (*SISTER, *MOTHER) for form in (name, name.lower(), name.upper())}
    hidden |= {identifier("WhatsApp", "Zafira Quill"): "a title", sha256(CARD): "a card that names her"}
    assert len(hidden) > 40
    assert not [what for digest, what in hidden.items() if digest in there]


def test_the_exhibits_that_name_nobody_are_proved_as_ever(whole: tuple[Disclosed, Path]) -> None:
    made, _ = whole
    rows = sorted(path.name for path in (made.folder / "ledger/rows").glob("*.json"))
    assert len(rows) > 100
    assert all("leaf-hash" in path.name for path in (made.folder / "ledger/rows").iterdir() if path.suffix != ".json")
    assert ran("sh", made.folder / "verify-all.sh").count("FAILED") == 0
    assert "shown in part; the hidden row" in ran("sh", made.folder / "verify-all.sh")
    assert "the file is withheld" in ran("sh", made.folder / "verify-all.sh")


def test_whoever_is_shown_the_row_can_check_it(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    [row] = case.vault.search("ask", limit=2)
    [picture] = [item for item in case.vault.items() if item.name == "gate.png"]
    made = disclose(case, tmp_path / "out", Choice(ids=(row.id, picture.id)))
    assert (made.in_part, made.withheld) == (("E0001",), ("E0002",))
    first, second = opened(case, "e0001", tmp_path / "row"), opened(case, "E0002", tmp_path / "entry")
    stated = (made.folder / "ledger/rows/E0001.leaf-hash").read_text().strip()
    assert first.leaf_hash == stated == merkle.leaf_hash((tmp_path / "row").read_bytes()).hex()
    assert json.loads((tmp_path / "row").read_bytes())["record"]["body"] == "ask Zafira"
    assert second.leaf_hash == (made.folder / "ledger/leaves/E0002.leaf-hash").read_text().strip()
    assert picture.sha256 in (tmp_path / "entry").read_text()
    told = ran("sh", "-c", f"(printf '\\0'; cat {tmp_path / 'row'}) | sha256sum")
    assert told.split()[0] == stated
    with pytest.raises(BadInput):
        opened(case, "E0077", None)
    assert len(documents) == 1


# --- Files and pictures


def test_a_file_is_shown_when_the_person_has_looked_at_it(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    by_name = {item.name: item for item in case.vault.items()}
    choice = Choice(ids=(by_name["gate.png"].id, by_name["plain.txt"].id))
    made = disclose(case, tmp_path / "first", choice)
    assert made.withheld == ("E0001",)
    sheet = documents[0].exhibits[0]
    assert (sheet.picture, sheet.facts, sheet.extent, sheet.file) == (None, (), "withheld", "E0001.txt")
    assert "withheld" in (made.folder / "data/exhibits/E0001.txt").read_text()
    again = disclose(case, tmp_path / "second", choice, care=Care(looked_at=("e0001 ",)))
    assert again.withheld == ()
    assert (again.folder / "data/exhibits/E0001.png").read_bytes() == png(42, 32)
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "third", choice, care=Care(looked_at=("E0009",)))
    intact(made)
    intact(again)


def test_a_picture_that_somebody_read_may_stand(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    [gate] = [item for item in case.vault.items() if item.name == "gate.png"]
    add_entry(case, transcript(case, subject(case, gate.id), "a lamp over the door"))
    made = disclose(case, tmp_path / "out", Choice(ids=(gate.id,)))
    assert made.withheld == ()
    assert documents[0].exhibits[0].picture is not None


def test_a_name_in_a_file_stops_it_even_when_the_person_has_looked(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    [paper] = [item for item in case.vault.items() if item.name == "paper.bin"]
    with pytest.raises(LeakFound) as told:
        disclose(case, tmp_path / "out", Choice(ids=(paper.id,)), care=Care(looked_at=("E0001",)))
    assert str(told.value).endswith("data/exhibits/E0001.bin: [Z. Q.]")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    assert len(documents) == 1


def test_the_picture_of_a_capture_is_withheld_with_its_digest(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    captures = [row for row in case.vault.page(limit=2000) if row.type == "capture" and b"picture" in row.json]
    by_item = {case.vault.item(row.item).name: row for row in captures}
    made = disclose(case, tmp_path / "out", Choice(ids=(by_item["gate.png"].id,)))
    [sheet] = documents[0].exhibits
    assert (made.withheld, sheet.picture, sheet.extent) == (("E0001",), None, "part")
    assert sha256(png(42, 32)) not in digests(made.folder)
    again = disclose(case, tmp_path / "again", Choice(ids=(by_item["gate.png"].id,)), care=Care(looked_at=("E0001",)))
    assert documents[1].exhibits[0].picture is not None
    assert again.withheld == ()
    intact(made)
    intact(again)


# --- By hand


def test_words_redacted_by_hand_are_not_shown_and_not_provable_by_guessing(case: Workspace, tmp_path: Path) -> None:
    [row] = case.vault.search("lantern", limit=2)
    add_redaction(case, new_redaction(case, row.id, ["words that name nobody"], reason="my own"))
    made = disclose(case, tmp_path / "out", Choice(ids=(row.id,)))
    data = (made.folder / "data/exhibits/E0001.txt").read_text()
    assert data == "lantern [redacted]"
    assert sha256(b"lantern words that name nobody") not in digests(made.folder)
    assert not (made.folder / "ledger/rows/E0001.json").exists()
    tree = json.loads((made.folder / "data/exhibits.json").read_bytes())
    assert {"exhibit": "E0001", "part": "text", "shown": "[redacted]", "count": 1, "reason": "my own"} in tree["held_back"]
    intact(made)


def test_what_was_redacted_in_one_place_and_stands_in_another_stops_it(case: Workspace, tmp_path: Path) -> None:
    [row] = case.vault.search("lantern", limit=2)
    add_redaction(case, new_redaction(case, row.id, ["words that name nobody"]))
    add_entry(case, entry(case, "note", "he wrote: words that name nobody"))
    note = case.vault.entries()[-1]
    with pytest.raises(LeakFound, match="redacted by hand"):
        disclose(case, tmp_path / "out", Choice(ids=(row.id, note.id)))
    assert not (tmp_path / "out").exists()


def test_a_whole_text_and_a_whole_file_by_hand(case: Workspace, tmp_path: Path, documents: list[Document]) -> None:
    [row] = case.vault.search("lantern", limit=2)
    [plain] = [item for item in case.vault.items() if item.name == "plain.txt"]
    for thing in (row.id, plain.id):
        add_redaction(case, new_redaction(case, thing, [], whole=True))
    made = disclose(case, tmp_path / "out", Choice(ids=(row.id, plain.id)))
    assert [sheet.text for sheet in documents[0].exhibits] == ["[redacted]", None]
    assert made.withheld == ("E0002",)
    assert plain.sha256 not in digests(made.folder)
    intact(made)


# --- Audiences


@pytest.mark.parametrize(
    ("audience", "options", "lines"),
    [
        ("platform", {}, False),
        ("employer", {}, False),
        ("employer", {"with_context": True}, True),
        ("lawyer", {}, True),
        ("person", {}, True),
    ],
)
def test_context_goes_to_a_platform_or_an_employer_by_choice_only(
    audience: str, options: dict[str, bool], lines: object, case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    [row] = case.vault.search("ask", limit=2)
    disclose(case, tmp_path / "out", Choice(ids=(row.id,)), audience=audience, care=Care(with_context="with_context" in options))
    [sheet] = documents[0].exhibits
    assert bool(sheet.before or sheet.after) is lines


def test_an_employer_is_not_told_where_material_lies_that_must_not_be_kept(
    case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    [unkept] = [one for one in case.vault.entries() if one.unkept]
    with pytest.raises(BadInput):
        disclose(case, tmp_path / "out", Choice(ids=(unkept.id,)), audience="employer")
    disclose(case, tmp_path / "out", Choice(ids=(unkept.id,)), audience="person")
    assert "zafira" not in repr(documents[0].exhibits[0].facts).lower()


# --- The net


def test_a_replacement_that_is_missed_stops_the_bundle(case: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the overlay to forget a field, the check of the finished bundle finds what it left."""
    real = redact._Walk._text

    def forgetful(walk: redact._Walk, text: str, here: redact._Here) -> str:
        return text if here.name == "custody" else real(walk, text, here)

    monkeypatch.setattr(redact._Walk, "_text", forgetful)
    [row] = case.vault.search("lantern", limit=2)
    with pytest.raises(LeakFound) as told:
        disclose(case, tmp_path / "out", Choice(ids=(row.id,)))
    assert "data/dossier.pdf: [Z. Q.]" in str(told.value)
    assert not (tmp_path / "out").exists()


def test_a_row_that_is_not_hidden_stops_the_bundle(
    case: Workspace, tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = _protected._in_part
    monkeypatch.setattr(_protected, "_in_part", lambda sheet, own, *, leaf: (real(sheet, own, leaf=leaf)[0], own))
    [row] = case.vault.search("ask", limit=2)
    with pytest.raises(LeakFound, match=r"ledger/rows/E0001\.json: \[Z\. Q\.\]"):
        disclose(case, tmp_path / "out", Choice(ids=(row.id,)))
    assert len(documents) == 1


def test_without_parties_and_redactions_nothing_changes(work: Workspace, tmp_path: Path) -> None:
    collect(work, [written(tmp_path / "WhatsApp Chat with Imran Vasti.txt", padded())])
    made = disclose(work, tmp_path / "out", Choice())
    assert (made.in_part, made.withheld) == ((), ())
    assert not list(made.folder.rglob("*.leaf-hash"))


# --- A forger


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ledger/rows/E0001.leaf-hash", lambda data: data[:-2] + b"0\n" if data[-2:-1] != b"0" else data[:-2] + b"1\n"),
        ("ledger/rows/E0001.leaf-hash", lambda _: b"nothing\n"),
        ("data/exhibits.json", lambda data: data.replace(b'"shown": "part"', b'"shown": "whole"')),
        ("data/exhibits.json", lambda data: data.replace(b'"row_leaf_hash": "', b'"row_leaf_hash": "0')),
        ("data/exhibits/E0001.txt", lambda data: data + b"!"),
    ],
)
def test_what_stands_for_a_hidden_row_cannot_be_changed(
    name: str, change: object, case: Workspace, tmp_path: Path, documents: list[Document]
) -> None:
    [row] = case.vault.search("ask", limit=2)
    made = disclose(case, tmp_path / "out", Choice(ids=(row.id,)))
    path = made.folder / name
    assert callable(change)
    path.write_bytes(change(path.read_bytes()))
    found = verify.verify(made.folder)
    steps = [one for one in found.differences if one.state in ("invalid", "malformed")]
    assert found.exhibits == 0
    assert steps
    assert len(documents) == 1


def test_a_place_in_a_file_loses_its_bytes_and_stays_a_sentence() -> None:
    span = say("exhibits.span", place="line 7", first=530, last=636)
    member = say("exhibits.member", name="_chat.txt")
    assert _protected._without_span(span) == "line 7"
    assert _protected._without_span(str(span)) == "line 7"
    assert _protected._without_span(member) is member
