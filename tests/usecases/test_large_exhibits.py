"""What is very large is handed over whole, and the page says what it does not print: a picture of 300 MB, 5,000 messages of one
conversation.
"""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gawah.records.digest import sha256_stream
from gawah.usecases import verify
from gawah.usecases._plates import LARGEST
from gawah.usecases._workspace import Workspace
from gawah.usecases.choose import Choice
from gawah.usecases.collect import collect
from gawah.usecases.disclose import disclose
from tests.usecases.invented import CHAT_NAME, written
from tests.vault.invented import PASSPHRASE

SIDE = 10_000
PICTURE = 54 + 3 * SIDE * SIDE
"""Bytes of a picture of ten thousand by ten thousand points that nothing compresses (BMP: its head, three bytes a point)."""
MOST_KB = 480_000
"""Of memory for a process that reads, discloses or verifies it. One that held the picture once would take some 600,000: opening a
vault alone takes 256 MiB for a moment."""
MANY = 5_000


def bitmap(path: Path) -> None:
    """A picture as an old scanner writes it, row by row."""
    with path.open("wb") as stream:
        stream.write(b"BM" + struct.pack("<IHHI", PICTURE, 0, 0, 54))
        stream.write(struct.pack("<IiiHHIIiiII", 40, SIDE, SIDE, 1, 24, 0, PICTURE - 54, 2835, 2835, 0, 0))
        shade = bytes(range(256)) * (3 * SIDE // 256 + 2)
        for row in range(SIDE):
            stream.write(shade[row % 256 : row % 256 + 3 * SIDE])


def gawah(place: Path, *arguments: str | Path) -> tuple[dict[str, Any], int]:
    """What one command answers, run in a process of its own, and the most memory that took, in KB."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GAWAH_")},
        "GAWAH_VAULT": str(place / "vault"),
        "GAWAH_PASSPHRASE_FILE": str(place / "passphrase"),
        "XDG_STATE_HOME": str(place / "state"),
    }
    told = place / "told"
    with told.open("wb") as out:
        started = subprocess.Popen([sys.executable, "-m", "gawah", *arguments, "--json"], stdout=out, env=environment)
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode in (0, 3)
    answer: dict[str, Any] = json.loads(told.read_bytes())
    return answer, usage.ru_maxrss


@pytest.mark.long
def test_a_picture_of_300_mb_is_handed_over_whole_and_not_printed(empty_vault: Path, tmp_path: Path) -> None:
    shutil.copytree(empty_vault, tmp_path / "vault")
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    (tmp_path / "passphrase").chmod(0o600)
    bitmap(tmp_path / "wall.bmp")
    assert (tmp_path / "wall.bmp").stat().st_size == PICTURE > 299_000_000 > LARGEST
    receipt, first = gawah(tmp_path, "import", "--yes", tmp_path / "wall.bmp")
    with (tmp_path / "wall.bmp").open("rb") as stream:
        digest, _ = sha256_stream(stream)
    (tmp_path / "wall.bmp").unlink()
    assert "limit-reached" in json.dumps(receipt)
    items, _ = gawah(tmp_path, "items")
    [item] = items["items"]
    made, second = gawah(tmp_path, "dossier", "--out", tmp_path / "out", "--items", item["id"])
    assert made["exhibits"] == ["E0001"]
    found, third = gawah(tmp_path, "verify", tmp_path / "out")
    assert (found["intact"]["state"], found["exhibits"], found["differences"]) == ("yes", 1, [])
    assert max(first, second, third) < MOST_KB
    [listed] = json.loads((tmp_path / "out/data/exhibits.json").read_bytes())["exhibits"]
    with (tmp_path / "out/data/exhibits/E0001.bmp").open("rb") as stream:
        assert sha256_stream(stream) == (digest, PICTURE)
    assert listed["file"] == {"name": "E0001.bmp", "bytes": PICTURE, "sha256": digest}
    assert any("too large to be printed" in caution for caution in listed["cautions"])
    words = subprocess.run(("pdftotext", tmp_path / "out/data/dossier.pdf", "-"), capture_output=True, check=True).stdout.decode()
    joined = " ".join(words.split())
    assert "It is a picture too large to be printed here. The exhibit file is the picture as it was received." in joined
    assert "300,000,054 bytes" in joined
    assert digest in joined.replace(" ", "")
    assert (tmp_path / "out/data/dossier.pdf").stat().st_size < 5_000_000


@pytest.mark.long
def test_five_thousand_messages_of_one_conversation_are_lines_and_all_there(work: Workspace, tmp_path: Path) -> None:
    times = [f"{1 + n // 300 % 28:02}/{1 + n // 8400:02}/2024, {n // 60 % 24:02}:{n % 60:02}" for n in range(MANY)]
    lines = [f"{at} - {('Rabia Noor', 'Imran Vasti')[n % 3 > 0]}: line {n}" for n, at in enumerate(times)]
    collect(work, [written(tmp_path / CHAT_NAME, "\n".join((*lines, "")).encode())])
    made = disclose(work, tmp_path / "out", Choice())
    assert len(made.dossier.exhibits) == MANY
    listed = json.loads((made.folder / "data/exhibits.json").read_bytes())["exhibits"]
    assert sorted(int(one["text"].removeprefix("line ")) for one in listed) == list(range(MANY))
    assert len(list((made.folder / "data/exhibits").iterdir())) == MANY
    found = verify.verify(made.folder, key=made.fingerprint)
    assert (found.intact.state, found.signed.state, found.exhibits, found.differences) == ("yes", "yes", MANY, ())
    pages = "\n".join(
        subprocess.run(("pdftotext", path, "-"), capture_output=True, check=True).stdout.decode()
        for path in sorted((made.folder / "data").glob("*.pdf"))
    )
    words = " ".join(pages.split())
    assert not set(made.dossier.exhibits) - set(words.split())
    lined = re.findall(r"([\d,]+) exhibits of long conversations stand as lines in the annex", words)
    assert sum(int(count.replace(",", "")) for count in lined) == MANY
    counted = re.findall(r"([\d,]+) exhibits?; the conversation holds ([\d,]+) messages, events and captures", words)
    assert sum(int(count.replace(",", "")) for count, _ in counted) == MANY
    assert {held for _, held in counted} == {f"{MANY:,}"}
    assert f"line {MANY - 1}" in pages
