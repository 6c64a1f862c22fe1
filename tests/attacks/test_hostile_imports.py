"""Hostile files (B1-B12): the original is kept byte for byte, the program goes on, and what was brought beside them is read."""

import io
import sys
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.usecases import reading
from gawah.usecases._sandbox import Limits
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.reading import Assumptions, Reading
from tests.attacks.hostile_files import CHAT, FILES
from tests.vault.invented import AT, acting, make
from tools.fuzz.__main__ import MOST_KIB, Child

GOOD = "WhatsApp Chat with Rabia.txt"
each = pytest.mark.parametrize("name", FILES)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every hostile file in a folder of its own."""
    found = {}
    for name, (called, bytes_of) in FILES.items():
        folder = tmp_path_factory.mktemp(name)
        found[name] = folder / called
        found[name].write_bytes(bytes_of())
    return found


@each
def test_it_is_kept_and_the_next_file_is_read(name: str, made: dict[str, Path], tmp_path: Path) -> None:
    good = tmp_path / GOOD
    good.write_text(CHAT, encoding="utf-8")
    before = sorted(path for path in made[name].parent.parent.rglob("*") if name in str(path))
    with make(tmp_path / "vault")[0] as vault:
        work = Workspace(vault, acting(vault), lambda: AT)
        receipt = collect(work, [made[name], good])
        kept = {one.item.name: one for one in receipt.items}
        sink = io.BytesIO()
        vault.read_blob(kept[made[name].name].item.id, sink)
        assert sha256(sink.getvalue()) == sha256(made[name].read_bytes())
        assert kept[GOOD].new + kept[GOOD].known == 2
        assert vault.check(full=True).problems == ()
    assert sorted(path for path in made[name].parent.parent.rglob("*") if name in str(path)) == before


@each
def test_it_is_read_within_the_limits_or_refused(name: str, made: dict[str, Path]) -> None:
    child = Child()
    told = child.ask(made[name])
    child.stop()
    assert "fault" not in told, told
    assert told["peak_kib"] < MOST_KIB
    assert told["whole"]


def test_nothing_of_a_hostile_archive_is_written_anywhere(made: dict[str, Path], tmp_path: Path) -> None:
    for source in Reading([made["b1-names"]]).sources():
        for _ in source.records():
            pass
    assert list(tmp_path.iterdir()) == []
    assert not (made["b1-names"].parent / "climb.txt").exists()
    assert not Path("/etc/absolute.txt").exists()


@pytest.mark.parametrize(
    "act", ["while True: pass", "bytes(50 << 30)", "import os\nwhile True: os.fork()"], ids=["hangs", "50 GB", "forks without end"]
)
def test_b12_a_reader_that_runs_wild_is_stopped_and_the_next_import_works(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "worker.py"
    lines = "".join(f"        {line}\n" for line in act.split("\n"))
    stub.write_text(
        "import io, json, sys\n"
        "task = json.loads(sys.stdin.buffer.read())\n"
        "import gawah.usecases._worker as worker\n"
        "def read(source, *rest, inner=worker._read, **named):\n"
        f"    if source.name == 'wild.txt':\n{lines}"
        "    return inner(source, *rest, **named)\n"
        "worker._read = read\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(task).encode()))\n"
        "worker.main()\n"
    )
    monkeypatch.setattr(reading, "WORKER", (sys.executable, str(stub)))
    wild, good = tmp_path / "wild.txt", tmp_path / GOOD
    for path in (wild, good):
        path.write_text(CHAT, encoding="utf-8")
    found = []
    for source in Reading([wild, good], Assumptions(), Limits(cpu_seconds=10)).sources():
        for _ in source.records():
            pass
        found.append(source.summary)
    first, second = found
    assert first is not None
    assert second is not None
    assert (first.complete, first.conserved) == (False, False)
    assert (second.complete, second.messages) == (True, 2)
