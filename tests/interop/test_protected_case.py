"""The invented case with her sister protected, who stands in chats, mails, files and titles of it: a stranger who looks at every
byte of the dossier with programs of their own finds no spelling of hers, and finds the dossier whole.

What hides names is held to its rules in tests/usecases/test_protected.py; here it is a case as people have them.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gawah.records.digest import sha256
from gawah.seal import merkle
from gawah.usecases import verify
from gawah.usecases._log_sheets import LogChoice
from gawah.usecases._workspace import Workspace
from gawah.usecases.add import add_entry, entry, subject, transcript
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.disclose import Disclosed, disclose
from gawah.usecases.protect import add_party, new_party
from gawah.vault.rows import Row
from tests.interop import stranger
from tests.interop.stranger import Stranger
from tests.usecases.test_protected import digests, read_by_others
from tests.vault.invented import AT, acting, make
from tools import named
from tools.sample_case import mail
from tools.sample_case.whole import write

pytestmark = pytest.mark.skipif(
    bool(stranger.missing() or named.missing()), reason=f"not installed: {', '.join((*stranger.missing(), *named.missing()))}"
)
WORDS = ("areeba", "عریبہ", "अरीबा")
"""One of these stands in every spelling of hers."""
READ = "Screenshot_2025-06-28-19-02-33.png"
"""A picture in which a machine read other words, as she did in the two that she wrote down: it may stand."""
TITLE = "What was written to and about Areeba Talwarvi"


@dataclass(frozen=True, slots=True)
class Case:
    """The dossier with her protected, one of the same choice from before, case.json, and the rows in which she is named."""

    made: Disclosed
    bare: Disclosed
    case: dict[str, Any]
    naming: tuple[Row, ...]

    @property
    def spellings(self) -> list[str]:
        spellings: list[str] = self.case["protected"]["spellings"]
        return spellings


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("protected")
    write(place, daily=False)
    case = json.loads((place / "case.json").read_text(encoding="utf-8"))
    vault, _ = make(place / "vault")
    with vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        left_out = {"WhatsApp Chat with Sadaf Bakery Wali.zip", "WhatsApp Chat with +00 300 0000017.zip"}
        collect(work, [path for path in sorted((place / "evidence").iterdir()) if path.name not in left_out])
        items = {item.name: item.id for item in vault.items()}
        for one in case["transcripts"]:
            add_entry(work, transcript(work, subject(work, items[one["file"]]), one["text"]))
        add_entry(work, entry(work, "event", "A boy asked for Areeba at the bus stop.", at="2025-06-09", place="Areeba's bus stop"))
        rows = [row for row in vault.page(limit=20_000) if row.type in ("message", "event")]
        naming = tuple(row for row in rows if any(word in row.json.decode().casefold() for word in WORDS))
        posted = [row.id for row in rows if row.item == items[mail.NAME]]
        said = [row.id for row in naming if row.item != items[mail.NAME]][::16]
        about = [row.id for row in vault.search("9 march", limit=12)]
        files = [items[one["file"]] for one in case["transcripts"]] + [items[READ]]
        choice = Choice(
            ids=(*dict.fromkeys((*posted, *said, *about)), *files, *(one.id for one in vault.entries())),
            log=LogChoice(recipient="the office that Areeba went to"),
        )
        bare = disclose(work, place / "before", choice, title=TITLE)
        add_party(work, new_party(work, case["protected"]["spellings"], shown=case["protected"]["shown"]))
        made = disclose(work, place / "out", choice, title=TITLE)
    return Case(made, bare, case, naming)


def test_without_protection_she_stands_wherever_a_stranger_looks(told: Case) -> None:
    """So that finding nothing means something."""
    found = named.times(told.bare.folder, told.spellings)
    assert len(told.naming) > 100
    assert {where: count > 0 for where, count in found.items()} == {
        "every byte of its files": True,
        "their names": False,
        "the text of the PDF": True,
        "the files inside it": True,
        "its metadata": False,
    }


def test_no_spelling_of_hers_stands_in_any_byte(told: Case, tmp_path: Path) -> None:
    assert set(named.times(told.made.folder, told.spellings).values()) == {0}
    texts = read_by_others(told.made.folder, tmp_path)
    pdf = tmp_path / "open.pdf"
    subprocess.run(
        ("qpdf", "--qdf", "--object-streams=disable", told.made.folder / "data/dossier.pdf", pdf), check=False, capture_output=True
    )
    data = pdf.read_bytes()
    texts["streams"] = "\n".join(
        (data.decode("utf-8", "replace"), data.decode("utf-16-be", "replace"), data[1:].decode("utf-16-be", "replace"))
    )
    assert len(data) > 1_000_000
    for name, text in texts.items():
        low = text.casefold()
        for word in WORDS:
            assert word not in low, f"{word!a} in {name}"
            for form in (word, word.title()):
                assert form.encode("utf-16-be").hex() not in low, f"{word!a} in hexadecimal digits in {name}"


def test_what_replaces_her_name_is_said_and_counted(told: Case) -> None:
    tree = json.loads((told.made.folder / "data/exhibits.json").read_bytes())
    assert sum(one["count"] for one in tree["held_back"] if one["shown"] == "[A. T.]") > 50
    mails = [one for one in tree["exhibits"] if one.get("platform") == "E-mail"]
    assert len(mails) > 36
    hers = [one for one in mails if one["sender"] == "[A. T.]"]
    assert len(hers) == 1
    assert hers[0]["shown"] == "part"
    assert "[A. T.]" in hers[0]["text"]
    assert "[A. T.]-bus-stop.jpg" in json.dumps(hers[0], ensure_ascii=False)
    pictures = {one["source"]["name"]: one.get("shown") for one in tree["exhibits"] if one["kind"] == "item"}
    assert pictures == {READ: None, **{one["file"]: None for one in told.case["transcripts"]}}
    pages = subprocess.run(
        ("pdftotext", told.made.folder / "data/dossier.pdf", "-"), check=True, capture_output=True
    ).stdout.decode()
    assert pages.count("[A. T.]") > 50


def test_a_stranger_and_gawah_find_it_whole(told: Case, tmp_path: Path) -> None:
    looking = Stranger(stranger.workplace(tmp_path / "bin"), told.made.folder)
    assert looking.finds_all_well()
    assert looking.lists_hold() == (True, True)
    found = verify.verify(told.made.folder, key=told.made.fingerprint)
    assert found.differences == ()
    assert (found.intact.state, found.signed.state, found.exhibits) == ("yes", "yes", len(told.made.dossier.exhibits))
    assert found.hidden == len(told.made.in_part) + len(told.made.withheld) > 10


def test_no_unsalted_digest_of_anything_hidden_stands_in_it(told: Case) -> None:
    there = digests(told.made.folder)
    hidden = {sha256(form.encode()) for one in (*told.spellings, TITLE) for form in (one, one.lower(), one.upper(), one.casefold())}
    for row in told.naming:
        record = json.loads(row.json)
        hidden |= {sha256(row.json), merkle.leaf_hash(row.json).hex()}
        for words in (record.get("body"), record.get("subject"), (record.get("sender") or {}).get("name")):
            if words and any(word in words.casefold() for word in WORDS):
                hidden |= {sha256(words.encode()), sha256(words.strip().encode())}
        hidden |= {
            sha256(one["name"].encode())
            for one in record.get("attachments", ())
            if one.get("name") and "areeba" in one["name"].lower()
        }
    assert len(hidden) > 200
    assert not hidden & there
    before = digests(told.bare.folder)
    assert hidden & before
