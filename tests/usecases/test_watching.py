"""Whoever waits for an import is told how far it is: bytes kept, of how many; records read so far."""

from pathlib import Path

from gawah.usecases.collect import collect
from tests.usecases.case import opened_case


def test_bytes_and_records_are_told_as_they_go_by(tmp_path: Path) -> None:
    paths = [tmp_path / f"WhatsApp Chat with {name}.txt" for name in ("Imran", "Sana")]
    for path in paths:
        path.write_text("".join(f"28/12/2023, 21:05 - Rabia: {path.stem} {n}\n" for n in range(1_250)), encoding="utf-8")
    total = sum(path.stat().st_size for path in paths)
    kept: list[tuple[int, int | None]] = []
    read: list[int] = []
    with opened_case(tmp_path) as work:
        collect(work, paths, progress=lambda done, of: kept.append((done, of)), reading=read.append)
    assert [done for done, _ in kept] == sorted(done for done, _ in kept)
    assert {of for _, of in kept} == {total}
    assert kept[-1][0] == total
    assert read == [1_000, 2_000]
