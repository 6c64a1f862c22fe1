"""What cannot be opened is listed, what is damaged is said to be, and many files are as good as one."""

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gawah.readers._source import Source
from gawah.records.errors import SourceUnreadable
from gawah.usecases import _finding, reading
from gawah.usecases._sandbox import Limits
from gawah.usecases._tally import Summary
from gawah.usecases.reading import Assumptions, Reading

LINE = "31/12/2021, 21:05 - Rabia: number {}\n"


def _summaries(*paths: Path) -> list[Summary]:
    found = []
    for source in Reading(paths).sources():
        for _ in source.records():
            pass
        assert source.summary is not None
        found.append(source.summary)
    return found


def _chat(path: Path, number: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WhatsApp Chat with Imran.txt", LINE.format(number))
    return path


def test_more_exports_than_files_may_be_open_are_all_read(tmp_path: Path) -> None:
    for number in range(140):
        _chat(tmp_path / f"{number}.zip", number)
    found = _summaries(tmp_path)
    assert [(one.reader, one.messages, one.conserved) for one in found] == [("whatsapp", 1, True)] * 140


def test_a_member_whose_first_bytes_are_damaged_is_said_to_be(tmp_path: Path) -> None:
    path = _chat(tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    data[30 + len("WhatsApp Chat with Imran.txt")] ^= 0xFF
    path.write_bytes(data)
    [summary] = _summaries(path)
    assert summary.codes == {"not-recognised": 1, "member-unreadable": 1}
    assert summary.problems["loss"] == 1


def test_a_file_that_cannot_be_opened_is_listed_with_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(Source):
        def __init__(self, path: Path, *rest: Any) -> None:
            if path.name == "b.txt":
                raise SourceUnreadable("no")
            super().__init__(path, *rest)

    (tmp_path / "a.bin").write_bytes(b"\0")
    (tmp_path / "b.txt").write_bytes(b"\0")
    (tmp_path / "c.bin").write_bytes(b"\0")
    monkeypatch.setattr(_finding, "Source", Refusing)
    assert [(one.source.name, one.reader) for one in _finding.sources(tmp_path)] == [
        ("a.bin", None),
        ("b.txt", None),
        ("c.bin", None),
    ]


def test_a_file_that_cannot_be_opened_is_a_loss_and_the_next_is_read(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.bin", "b.bin", "c.bin")]
    for path in paths:
        path.write_bytes(b"\0")
    worker = reading._Worker([paths[0], tmp_path / "gone", paths[2]], Assumptions(), Limits(), keep=False)
    streams = [reading.SourceStream(found, worker, index) for index, found in enumerate(worker.found)]
    found = []
    for stream in streams:
        assert len([*stream.records()]) == 1
        assert stream.summary is not None
        found.append((stream.summary.codes, stream.summary.problems["loss"], stream.summary.complete))
    worker.stop()
    assert found == [({"not-recognised": 1}, 0, True), ({"member-unreadable": 1}, 1, True), ({"not-recognised": 1}, 0, True)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_what_is_no_file_and_no_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceUnreadable):
        _summaries(tmp_path / "pipe")
