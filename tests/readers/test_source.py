"""A source is a safe view: names stay data, limits hold, a zip and the folder of it read alike."""

import zipfile
from pathlib import Path

import pytest

from gawah.readers._source import MAX_RATIO, Source
from gawah.records.errors import SourceUnreadable

FILES = {
    "chat/message_2.json": b"two",
    "chat/message_10.json": b"ten",
    "chat/message_1.json": b"one",
    "photos/a.jpg": b"\xff\xd8\xff",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "export"
    for name, data in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def _zip(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression, compresslevel=9) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_members_stand_in_natural_order_and_alike_in_zip_and_folder(folder: Path, tmp_path: Path) -> None:
    with Source(folder) as one, Source(_zip(tmp_path / "export.zip", FILES)) as two:
        names = [member.name for member in one.members]
        assert names == ["chat/message_1.json", "chat/message_2.json", "chat/message_10.json", "photos/a.jpg"]
        assert names == [member.name for member in two.members]
        for mine, theirs in zip(one.members, two.members, strict=True):
            assert one.locator(mine, "/x", None).id == two.locator(theirs, "/x", None).id


def test_a_folder_is_stated_by_the_lines_that_sha256sum_prints(folder: Path) -> None:
    with Source(folder) as source:
        lines = source.manifest.decode().splitlines()
        assert lines == sorted(lines)
        assert all(len(line.split("  ", 1)[0]) == 64 for line in lines)
        assert {line.split("  ", 1)[1] for line in lines} == set(FILES)
        assert source.stated[1] == sum(map(len, FILES.values()))


def test_an_attachment_is_found_under_its_path_a_longer_one_and_a_cut_one(folder: Path) -> None:
    with Source(folder) as source:
        for stated in ("photos/a.jpg", "your_activity/photos/a.jpg", "a.jpg"):
            found = source.find(stated)
            assert found is not None
            assert (found[1].name, found[1].referred) == ("photos/a.jpg", True)
        assert source.find("photos/b.jpg") is None


def test_a_name_of_megabytes_is_no_path_to_anything(tmp_path: Path) -> None:
    """Every ending of it would take its square in memory."""
    (tmp_path / "x.jpg").write_bytes(b"")
    with Source(tmp_path) as source:
        assert source.find("/".join(["a"] * 1_000_000) + "/x.jpg") is None
        assert source.find("a/b/x.jpg") is not None


def test_a_member_in_a_sibling_is_found(folder: Path, tmp_path: Path) -> None:
    with Source(_zip(tmp_path / "part-2.zip", {"x.txt": b""})) as second, Source(folder) as first:
        second.siblings = (first,)
        found = second.find("photos/a.jpg")
        assert found is not None
        assert found[0] is first


def test_hostile_names_are_kept_as_data_and_listed(tmp_path: Path) -> None:
    names = {"../../escape.txt": b"x", "/absolute.txt": b"x", "C:\\drive.txt": b"x", "ok.txt": b"x"}
    with Source(_zip(tmp_path / "hostile.zip", names)) as source:
        assert {member.name for member in source.members} == set(names)
        assert [problem.code for problem in source.problems()] == ["name-unsafe"] * 3
    assert [path.name for path in tmp_path.iterdir()] == ["hostile.zip"]


def test_a_member_that_expands_beyond_the_ratio_is_listed_and_stays_closed(tmp_path: Path) -> None:
    bomb = _zip(tmp_path / "bomb.zip", {"bomb.txt": b"\0" * (20 << 20)}, zipfile.ZIP_DEFLATED)
    assert (20 << 20) / bomb.stat().st_size > MAX_RATIO
    with Source(bomb) as source:
        assert [(problem.code, problem.severity) for problem in source.problems()] == [("limit-reached", "loss")]
        with pytest.raises(SourceUnreadable):
            source.open(source.members[0])


def test_a_damaged_member_raises_when_its_end_is_read(tmp_path: Path) -> None:
    path = _zip(tmp_path / "damaged.zip", {"a.txt": b"some words that stand here in full"})
    data = bytearray(path.read_bytes())
    at = data.index(b"some words")
    data[at] ^= 1
    path.write_bytes(data)
    with Source(path) as source, pytest.raises(SourceUnreadable), source.open(source.members[0]) as stream:
        stream.read()


def test_a_cut_zip_is_one_file_with_a_problem(tmp_path: Path) -> None:
    path = _zip(tmp_path / "cut.zip", FILES)
    path.write_bytes(path.read_bytes()[:-30])
    with Source(path) as source:
        assert [member.name for member in source.members] == ["cut.zip"]
        assert [problem.code for problem in source.problems()] == ["member-unreadable"]


def test_links_in_a_folder_are_listed_and_never_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with Source(folder) as source:
        linked = next(member for member in source.members if member.name == "link.txt")
        assert linked.refused == "member-unreadable"
        assert "link.txt" not in source.manifest.decode()


def test_what_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        Source(tmp_path / "nothing")
