"""What came in a folder and is brought again alone: told on the receipt, and read where that says something new."""

import zipfile
from pathlib import Path

from gawah.interfaces.cli import collect
from gawah.records.evidence import EvidenceItem
from gawah.usecases.keep import Kept
from tests.interfaces.program import CHAT, CHAT_NAME, Program

AMBIGUOUS = "01/02/2024, 09:00 - Rabia Noor: one\n01/02/2024, 09:05 - Imran Vasti: two\n"
OTHER = "WhatsApp Chat with Sana Noor.txt"


def _folder(tmp_path: Path, files: dict[str, str]) -> Path:
    folder = tmp_path / "brought"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_file_that_came_in_a_folder_stands_on_the_receipt_when_brought_alone(empty: Program, tmp_path: Path) -> None:
    folder = _folder(tmp_path, {CHAT_NAME: CHAT, OTHER: AMBIGUOUS})
    empty("import", "--yes", folder)
    before = empty.ok("status", "--json").json["messages"]
    ran = empty("import", "--yes", folder / CHAT_NAME)
    assert (ran.code, CHAT_NAME in ran.out, "held already" in ran.out) == (13, True, True)
    assert empty.ok("status", "--json").json["messages"] == before


def test_a_file_that_was_a_source_of_its_own_is_read_again_under_what_is_said_of_it_now(empty: Program, tmp_path: Path) -> None:
    folder = _folder(tmp_path, {"a.bin": "\0"})
    with zipfile.ZipFile(folder / "chat.zip", "w") as archive:
        archive.writestr(OTHER, AMBIGUOUS)
    empty("import", "--yes", folder)
    assert empty.ok("status", "--json").json["first"] is None
    ran = empty("import", "--yes", "--date-order", "dmy", folder / "chat.zip", "--json")
    assert (ran.code, ran.json["items"][0]["messages"], ran.json["items"][0]["already_held"]) == (0, 2, True)
    assert empty.ok("status", "--json").json["first"] == "2024-02-01"


def test_what_is_not_read_is_said_not_to_be() -> None:
    item = EvidenceItem(id="0" * 32, name="a", sha256="0" * 64, size=1, media_type="text/plain", grade="platform-export")
    [line] = collect._remarks(Kept(item=item, ledger_entry=1, already_held=False), 0)
    assert line.startswith("not read")
