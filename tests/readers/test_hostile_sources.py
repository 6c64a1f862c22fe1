"""Names, depths and numbers of files that only somebody hostile, or a very full phone, would bring."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.readers import _member_stream
from gawah.readers._source import Source


def _zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """Folders inside each other and a file in the last. They go again one by one: what tidies up after tests would recurse."""
    paths = [tmp_path / "/".join("d" * depth) for depth in range(1, 1_101)]
    for path in paths:
        path.mkdir()
    last = paths[-1] / "last.txt"
    last.write_bytes(b"")
    yield tmp_path
    last.unlink()
    for path in reversed(paths):
        path.rmdir()


def test_more_zips_than_may_be_open_at_once_are_all_read(tmp_path: Path) -> None:
    number = 3 * _member_stream.OPEN_ZIPS
    sources = [Source(_zip(tmp_path / f"{n}.zip", {"a.txt": b"%d" % n, "b.txt": b"b" * 100_000})) for n in range(number)]
    for n, source in enumerate(sources):
        first, second = source.members
        with source.open(first) as stream, source.open(second) as other:
            assert stream.read() == b"%d" % n
            assert len(other.read(7)) == 7
            for elsewhere in sources[: _member_stream.OPEN_ZIPS + 1]:  # closes the file under the stream that is being read
                assert elsewhere.head(elsewhere.members[0]) == b"%d" % sources.index(elsewhere)
            assert len(other.read()) == 99_993
    assert len(_member_stream.OnDemand._open) == _member_stream.OPEN_ZIPS
    for source in sources:
        source.__exit__()
    assert not _member_stream.OnDemand._open


def test_a_folder_deeper_than_the_stack_is_looked_into(deep: Path) -> None:
    with Source(deep) as source:
        [member] = source.members
        assert member.basename == "last.txt"


def test_a_name_of_thousands_of_digits_has_its_place_in_the_order(tmp_path: Path) -> None:
    long = "9" * 6_000
    files = {f"{long}.txt": b"", "10.txt": b"", "9.txt": b"", "0009.txt": b"", f"1{long}.txt": b""}
    with Source(_zip(tmp_path / "a.zip", files)) as source:
        assert [member.name for member in source.members] == ["9.txt", "0009.txt", "10.txt", f"{long}.txt", f"1{long}.txt"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_that_lead_nowhere_or_in_circles_hide_nothing_beside_them(tmp_path: Path) -> None:
    for name, to in (("circle", "circle"), ("up", ".."), ("nowhere", "gone")):
        (tmp_path / name).symlink_to(to)
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "a.txt").write_bytes(b"a")
    with Source(tmp_path) as source:
        assert {member.name: member.refused for member in source.members} == {
            "circle": "member-unreadable",
            "nowhere": "member-unreadable",
            "zz/a.txt": None,
        }
        assert {code for code, member in source._own_problems if member is None} == set()
