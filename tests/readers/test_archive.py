"""Archives of every kind, and archives in archives, read like the folder they hold; hostile ones stop at their limits."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from gawah.readers._source import MAX_NESTED, Source
from gawah.records.errors import SourceUnreadable

FILES = {
    "chat/message_1.json": b'{"messages": ["canary"]}',
    "chat/message_10.json": b"ten",
    "photos/a.jpg": b"\xff\xd8\xff" * 900_000,
}


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


PACKERS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": zipped,
    "stored zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "tar": tarred,
    "tar.gz": lambda files: tarred(files, "w:gz"),
}
each_packer = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS.keys())


@each_packer
def test_every_archive_reads_like_the_folder_that_it_holds(pack: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path) -> None:
    path = tmp_path / "export.bin"
    path.write_bytes(pack(FILES))
    with Source(path) as source:
        assert source.is_container
        assert source.kind == "file"
        assert [member.name for member in source.members] == list(FILES)
        for member in source.members:
            with source.open(member) as stream:
                assert stream.read() == FILES[member.name]
        assert list(source.problems()) == []


@each_packer
@pytest.mark.parametrize("outer", PACKERS.values(), ids=PACKERS.keys())
def test_an_archive_in_an_archive_is_a_source_of_its_own(
    pack: Callable[[Mapping[str, bytes]], bytes], outer: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "evidence.bin"
    path.write_bytes(outer({"note.txt": b"canary", "mine/export.bin": pack(FILES)}))
    alone = tmp_path / "export.bin"
    alone.write_bytes(pack(FILES))
    with Source(path, ("mine/export.bin",)) as inner, Source(alone) as plain:
        assert inner.name == "export.bin"
        assert [member.name for member in inner.members] == list(FILES)
        for mine, theirs in zip(inner.members, plain.members, strict=True):
            assert inner.locator(mine, "/x", None).id == plain.locator(theirs, "/x", None).id
        assert inner.stated == plain.stated
        assert inner.restated() == inner.stated


@each_packer
def test_a_folder_in_an_archive_is_a_source_like_a_folder_on_disk(
    pack: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "evidence.bin"
    path.write_bytes(pack({f"mine/{name}": data for name, data in FILES.items()} | {"other.txt": b""}))
    folder = tmp_path / "mine"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    with Source(path, ("mine/",)) as inner, Source(folder) as plain:
        assert (inner.kind, inner.name) == (plain.kind, plain.name)
        assert inner.stated == plain.stated
        assert inner.manifest == plain.manifest
        assert [inner.locator(one, "", None).id for one in inner.members] == [
            plain.locator(one, "", None).id for one in plain.members
        ]


def test_a_file_in_an_archive_is_a_source_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    path.write_bytes(zipped(FILES))
    with Source(path, ("chat/message_1.json",)) as source:
        assert not source.is_container
        assert source.head(source.members[0]) == FILES["chat/message_1.json"]


def test_one_file_packed_by_gzip_is_an_archive_of_one(tmp_path: Path) -> None:
    path = tmp_path / "backup.xml.gz"
    with gzip.GzipFile(path, "wb") as stream:
        stream.write(b"<smses/>")
    with Source(path) as source:
        [member] = source.members
        assert (member.name, member.size) == ("backup.xml", 8)
        assert source.head(member) == b"<smses/>"


@pytest.mark.parametrize("start", [b"WARC/1.0\r\n", b"filedesc://x"])
def test_a_packed_web_archive_stays_as_it_is(start: bytes, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(start) + gzip.compress(start))
    with Source(path) as source:
        assert not source.is_container
        assert source.head(source.members[0]) == path.read_bytes()


def test_archives_in_one_another_are_looked_into_as_deep_as_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "deep.zip"
    data = zipped({"in.zip": b"canary"})
    for _ in range(MAX_NESTED):
        data = zipped({"in.zip": data})
    path.write_bytes(data)
    with Source(path, ["in.zip"] * MAX_NESTED) as source:
        assert source.is_container
    with pytest.raises(SourceUnreadable):
        Source(path, ["in.zip"] * (MAX_NESTED + 1))


def test_what_is_not_in_an_archive_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    path.write_bytes(zipped(FILES))
    for inside in (("none",), ("none/",), ("chat/message_1.json", "deeper")):
        with pytest.raises(SourceUnreadable):
            Source(path, inside)


def test_a_bomb_packed_by_gzip_stops_at_the_ratio(tmp_path: Path) -> None:
    for name, data in (("flat.gz", bytes(64 << 20)), ("tar.gz", tarred({"a": bytes(64 << 20), "b": b"after"}))):
        path = tmp_path / name
        path.write_bytes(gzip.compress(data))
        with Source(path) as source:
            assert "limit-reached" in [problem.code for problem in source.problems()]


def test_links_and_climbing_names_of_a_tar_are_listed_and_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("../../climb"))
    with Source(path) as source:
        assert sorted((problem.code, problem.severity) for problem in source.problems()) == [
            ("member-unreadable", "loss"),
            ("name-unsafe", "info"),
        ]
        with pytest.raises(SourceUnreadable):
            source.open(next(member for member in source.members if member.name == "passwd"))


@each_packer
def test_cut_and_flipped_archives_never_crash(pack: Callable[[Mapping[str, bytes]], bytes], tmp_path: Path) -> None:
    whole = pack({"a.json": b'{"a": 1}' * 50, "b.json": b"canary" * 50})
    path = tmp_path / "broken.bin"
    for place in range(0, len(whole), max(1, len(whole) // 300)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        for data in (whole[:place], bytes(flipped)):
            path.write_bytes(data)
            with Source(path) as source:
                list(source.problems())
                for member in source.members:
                    source.head(member)
