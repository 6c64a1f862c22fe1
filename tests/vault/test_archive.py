"""A zip without some of its files: every byte of the others stays, other programs open it, and what hides is refused."""

import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import BadInput
from gawah.vault.archive import Archive

NAMES = ["canary.txt", "folder/", "folder/canary.json", "نام.jpg", "d/e/f.bin", "plain"]


def zipped(members: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, streamed: bool = False) -> bytes:
    """A zip; streamed, as a program writes it that does not know sizes beforehand."""
    out: io.BytesIO = _Forward() if streamed else io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.comment = b"canary comment"
        for number, (name, data) in enumerate(members.items()):
            info = zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 2 * number))
            info.compress_type, info.external_attr, info.comment = method, 0o640 << 16, b"of a file"
            archive.writestr(info, data)
    return out.getvalue()


class _Forward(io.BytesIO):
    """Cannot go back."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def without(data: bytes, dropped: set[int], changed: Mapping[int, bytes] | None = None) -> bytes:
    return b"".join(Archive(io.BytesIO(data)).without(dropped, changed or {}))


@given(
    st.lists(st.binary(max_size=300), min_size=1, max_size=len(NAMES)),
    st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]),
    st.booleans(),
    st.data(),
)
def test_what_stays_stays_byte_for_byte(contents: list[bytes], method: int, streamed: bool, data: st.DataObject) -> None:  # noqa: FBT001
    whole = zipped(
        {name: b"" if name.endswith("/") else one for name, one in zip(NAMES, contents, strict=False)},
        method=method,
        streamed=streamed,
    )
    numbers = list(range(1, len(contents) + 1))
    dropped = data.draw(st.sets(st.sampled_from(numbers)))
    changed = {number: data.draw(st.binary(max_size=200)) for number in data.draw(st.sets(st.sampled_from(numbers))) - dropped}
    left = without(whole, dropped, changed)
    assert without(whole, set()) == whole
    before, after = zipfile.ZipFile(io.BytesIO(whole)), zipfile.ZipFile(io.BytesIO(left))
    assert after.testzip() is None
    assert after.comment == before.comment
    stay = [info for number, info in enumerate(before.infolist(), start=1) if number not in dropped]
    assert after.namelist() == [info.filename for info in stay]
    for number, info in enumerate(before.infolist(), start=1):
        if number in dropped:
            continue
        now = after.getinfo(info.filename)
        assert after.read(now) == changed.get(number, before.read(info))
        assert (now.date_time, now.external_attr, now.comment, now.compress_type) == (
            info.date_time,
            info.external_attr,
            info.comment,
            info.compress_type,
        )
    for one, member in zip(Archive(io.BytesIO(whole)).members, before.infolist(), strict=True):
        assert (one.name, one.size) == (member.filename, member.file_size)
        if one.ordinal not in dropped and one.ordinal not in changed:
            assert whole[one.start : one.end] in left


def test_the_bytes_that_go_are_gone(tmp_path: Path) -> None:
    data = zipped({"a": b"canary-a" * 9, "b": b"canary-b" * 9}, method=zipfile.ZIP_STORED)
    left = without(data, {1})
    assert (b"canary-a" in left, b"canary-b" in left) == (False, True)
    unzip = shutil.which("unzip")
    if unzip:
        (tmp_path / "left.zip").write_bytes(left)
        assert subprocess.run([unzip, "-tq", tmp_path / "left.zip"], check=False, capture_output=True).returncode == 0


def test_a_zip_with_sizes_beyond_32_bits_is_read_and_written() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a", "b", "c"):
            with archive.open(name, "w", force_zip64=True) as stream:
                stream.write(name.encode() * 50)
    left = without(out.getvalue(), {1}, {3: b"canary"})
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {"b": b"b" * 50, "c": b"canary"}
        assert archive.testzip() is None


def test_a_place_beyond_32_bits_is_rewritten_where_it_stands() -> None:
    data = zipped({"a": b"canary" * 9, "b": b"another" * 9})
    at, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = bytearray(data[at:end])
    place = struct.unpack_from("<L", entry, 42)[0]
    struct.pack_into("<L", entry, 42, 0xFFFFFFFF)
    struct.pack_into("<H", entry, 30, 12)
    entry[47:47] = struct.pack("<HHQ", 1, 8, place)
    tail = bytearray(data[end:])
    struct.pack_into("<L", tail, 12, end - data.index(b"PK\x01\x02") + 12)
    left = without(data[:at] + bytes(entry) + bytes(tail), {1})
    with zipfile.ZipFile(io.BytesIO(left)) as archive:
        assert archive.read("b") == b"another" * 9
        assert archive.getinfo("b").header_offset == 0
    assert b"\xff\xff\xff\xff" in left


def test_two_files_of_one_name_are_two() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("canary", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("canary", b"second")
    with zipfile.ZipFile(io.BytesIO(without(out.getvalue(), {1}))) as left:
        assert [left.read(info) for info in left.infolist()] == [b"second"]


def shared(data: bytes) -> bytes:
    """The second entry of the directory points to the first file's bytes."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 42] + struct.pack("<L", 0) + data[at + 46 :]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"canary before" + data,
        lambda data: data[:-30],
        shared,
        lambda _: b"PK\x03\x04 canary, no zip",
        lambda data: data.replace(b"PK\x03\x04", b"PK\x03\x05", 1),
    ],
    ids=["bytes before it", "cut off", "one file's bytes shared", "no zip", "a head that is none"],
)
def test_a_zip_in_which_something_could_stay_behind_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    data = zipped({"a": b"canary" * 9, "b": b"another" * 9})
    with pytest.raises(BadInput):
        without(spoil(data), {1})


def test_a_file_locked_with_a_password_can_go_and_cannot_be_changed() -> None:
    data = bytearray(zipped({"a": b"canary" * 9, "b": b"another" * 9}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert [one.encrypted for one in Archive(io.BytesIO(data)).members] == [True, False]
    with zipfile.ZipFile(io.BytesIO(without(bytes(data), {1}))) as left:
        assert left.namelist() == ["b"]
    with pytest.raises(BadInput):
        without(bytes(data), set(), {1: b"new"})
