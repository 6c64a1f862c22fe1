"""Sources are read in a worker; what comes back is counted; a worker that breaks off loses nothing but what it had not read."""

import os
import struct
import sys
import zipfile
from collections.abc import Generator
from pathlib import Path

import pytest

from gawah.records.content import Message
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.usecases import reading
from gawah.usecases._sandbox import Limits
from gawah.usecases._tally import Summary
from gawah.usecases.reading import Assumptions, Reading

CHAT = (
    "31/12/2021, 21:05 - Rabia: first\n31/12/2021, 21:06 - Imran: second\nand its second line\n02/03/2022, 09:00 - Rabia: third\n"
)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "WhatsApp Chat with Imran.txt"
    path.write_text(CHAT, encoding="utf-8")
    return path


def _summaries(paths: list[Path], assumptions: Assumptions | None = None, limits: Limits | None = None) -> list[Summary]:
    found = []
    for source in Reading(paths, assumptions or Assumptions(), limits or Limits()).sources():
        for _ in source.records():
            pass
        assert source.summary is not None
        found.append(source.summary)
    return found


def test_all_records_arrive_and_the_sum_is_that_of_the_source(chat: Path) -> None:
    [summary] = _summaries([chat])
    assert (summary.reader, summary.messages, summary.records_in_source) == ("whatsapp", 3, 3)
    assert summary.conserved
    assert summary.complete
    assert (summary.first, summary.last) == ("2021-12-31T21:05:00", "2022-03-02T09:00:00")


def test_a_stretch_without_records_is_a_gap(chat: Path) -> None:
    [summary] = _summaries([chat])
    assert [(gap.after, gap.before, gap.days) for gap in summary.gaps] == [("2021-12-31", "2022-03-02", 60)]


def test_a_zone_is_assumed_only_when_a_person_says_so(chat: Path) -> None:
    sources = Reading([chat], Assumptions(zone="Asia/Karachi")).sources()
    source = next(sources)
    times = [record.sent_at for _, _, record in source.records() if isinstance(record, Message)]
    assert [(when.utc, when.zone) for when in times[:1]] == [("2021-12-31T16:05:00Z", "assumed")]


@pytest.mark.parametrize("assumptions", [Assumptions(zone="Mars/Olympus"), Assumptions(date_order="ydm")])
def test_an_assumption_that_cannot_be_is_refused(chat: Path, assumptions: Assumptions) -> None:
    with pytest.raises(BadInput):
        _summaries([chat], assumptions)


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(chat: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        _summaries([chat, tmp_path / "nothing"])


def test_a_file_that_nobody_can_read_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "odd.bin"
    path.write_bytes(os.urandom(999))
    [summary] = _summaries([path])
    assert (summary.recognised, summary.messages, summary.codes) == (False, 0, {"not-recognised": 1})


def test_a_folder_that_no_reader_claims_is_opened_up(chat: Path, tmp_path: Path) -> None:
    inner = tmp_path / "mixed" / "deeper"
    inner.mkdir(parents=True)
    chat.rename(inner / chat.name)
    with zipfile.ZipFile(tmp_path / "mixed" / "other.zip", "w") as archive:
        archive.writestr("data/data.json", "{}")
    (tmp_path / "mixed" / "odd.json").write_text('{"neither": "this nor that"}')
    found = {summary.name: summary.reader for summary in _summaries([tmp_path / "mixed"])}
    assert found == {"deeper": "whatsapp", "other.zip": None, "odd.json": None}


def test_members_that_nobody_reads_are_listed_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Imran.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("WhatsApp Chat with Imran.txt", CHAT)
        archive.writestr("IMG-20211231-WA0001.jpg", b"\xff\xd8\xff")
    [summary] = _summaries([path])
    assert (summary.members, summary.codes["member-unread"]) == ({"total": 2, "read": 1, "unread": 1}, 1)
    assert summary.conserved


def test_a_worker_stopped_by_its_limit_is_reported_and_the_next_source_is_read(
    chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub = tmp_path / "worker.py"
    stub.write_text(
        "import json, os, signal, sys, io\n"
        "task = json.loads(sys.stdin.buffer.read())\n"
        "import gawah.usecases._worker as worker\n"
        "def read(source, *rest, inner=worker._read, **named):\n"
        "    if source.name == 'dies.txt':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return inner(source, *rest, **named)\n"
        "worker._read = read\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(task).encode()))\n"
        "worker.main()\n"
    )
    monkeypatch.setattr(reading, "WORKER", (sys.executable, str(stub)))
    dies = tmp_path / "dies.txt"
    dies.write_text(CHAT)
    first, second = _summaries([dies, chat])
    assert (first.complete, first.conserved, first.problems["loss"]) == (False, False, 1)
    assert (second.complete, second.conserved, second.messages) == (True, True, 3)


@pytest.mark.parametrize(
    "frame",
    [
        struct.pack(">cI", b"R", 1 << 31),
        struct.pack(">cI", b"R", 3) + b"m{}",
        struct.pack(">cI", b"R", 3) + b"z{}",
        struct.pack(">cI", b"Q", 0),
        b"\x80\x04pickle",
        b"",
    ],
)
def test_a_worker_taken_over_by_its_input_cannot_make_the_parent_believe_it(
    chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frame: bytes
) -> None:
    listing = b'[{"path":"L3g=","inside":[],"name":"x","kind":"file","reader":"whatsapp","opened":false,"locked":false}]'
    begin = b'{"sha256":"","bytes":0}'
    stub = tmp_path / "worker.py"
    first = struct.pack(">cI", b"L", len(listing)) + listing + struct.pack(">cI", b"B", len(begin)) + begin
    stub.write_text(f"import sys\nsys.stdin.read()\nsys.stdout.buffer.write({first + frame!r})\n")
    monkeypatch.setattr(reading, "WORKER", (sys.executable, str(stub)))
    [summary] = _summaries([chat])
    assert (summary.complete, summary.conserved, summary.messages) == (False, False, 0)


def test_the_worker_is_told_nothing_of_the_passphrase(chat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAWAH_PASSPHRASE_FILE", "/secret/place")
    stub = tmp_path / "worker.py"
    stub.write_text(
        f"import os, sys\nsys.stdin.read()\nopen({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)) + repr(sys.argv))\n"
    )
    monkeypatch.setattr(reading, "WORKER", (sys.executable, str(stub)))
    with pytest.raises(SourceUnreadable):
        _summaries([chat])
    seen = (tmp_path / "seen").read_text()
    assert "secret" not in seen
    assert "Imran" not in seen


def test_a_parent_that_goes_away_leaves_no_worker_behind(chat: Path) -> None:
    sources = Reading([chat]).sources()
    assert isinstance(sources, Generator)
    next(sources)
    sources.close()
    assert not _children()


def _children() -> list[str]:
    folder = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return folder.read_text().split() if folder.exists() else []


def test_a_file_written_to_while_it_is_read_is_not_said_to_be_conserved(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Imran.txt"
    path.write_text("31/12/2021, 21:05 - Rabia: a line of some length to fill the pipe with\n" * 30_000, encoding="utf-8")
    source = next(sources := Reading([path]).sources())
    records = source.records()
    next(records)
    path.write_text(path.read_text(encoding="utf-8") + "31/12/2021, 21:06 - Imran: later\n", encoding="utf-8")
    assert sum(kind == "message" for kind, _, _ in records) in (30_000, 30_001)
    assert source.summary is not None
    assert (source.summary.complete, source.summary.conserved) == (True, False)
    assert source.summary.bytes == path.stat().st_size
    assert next(sources, None) is None


def test_a_file_over_the_reach_of_one_frame_arrives_whole(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Imran.txt"
    path.write_text("31/12/2021, 21:05 - Rabia: a line of some length to fill frames with\n" * 5_000, encoding="utf-8")
    [summary] = _summaries([path])
    assert (summary.messages, summary.conserved) == (5_000, True)
