"""Pictures: what they say of themselves is recorded, never trusted; bombs, cut files and files with two faces hurt nothing (B5)."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gawah.readers import _image_c2pa, _image_pixels, image
from gawah.readers._image_layout import layout
from gawah.readers._image_likeness import likeness
from gawah.readers._image_pixels import FORMATS
from gawah.readers._source import Source
from gawah.records.content import Capture
from tests.readers.pictures import captured, codes, read

SIZE = (320, 240)


def scene(seed: int = 3) -> Image.Image:
    """Soft shapes, other ones for another seed."""
    picture = Image.linear_gradient("L").resize(SIZE).convert("RGB")
    pen = ImageDraw.Draw(picture)
    generator = np.random.default_rng(seed)
    for _ in range(6):
        x, y, size = generator.integers(0, 240, 3)
        colour = tuple(int(one) for one in generator.integers(0, 255, 3))
        pen.ellipse((int(x), int(y), int(x + 20 + size // 2), int(y + 20 + size // 2)), fill=colour)
    return picture


def saved(picture: Image.Image, form: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def exif(**tags: object) -> Image.Exif:
    """EXIF with these tags, by their numbers in the main directory (`d306`) or the one for cameras (`e36867`)."""
    made = Image.Exif()
    for name, value in tags.items():
        (made.get_ifd(0x8769) if name[0] == "e" else made)[int(name[1:])] = value
    return made


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_every_kind_of_picture_is_one_capture(tmp_path: Path, form: str) -> None:
    found = captured(tmp_path, saved(scene(), form))
    assert (found.kind, found.grade, found.body, found.flags) == ("picture", "screenshot", "", ())
    assert {fact.name: fact.value for fact in found.facts}["size"] == "320 x 240 pixels"
    assert found.likeness is not None
    assert found.locator.span == (0, (tmp_path / "canary.bin").stat().st_size)


def test_a_camera_is_told_by_maker_and_exposure_together(tmp_path: Path) -> None:
    assert captured(tmp_path, saved(scene(), "JPEG", exif=exif(d271="Canary", e33434=0.01))).grade == "own-capture"
    assert captured(tmp_path, saved(scene(), "JPEG", exif=exif(d271="Canary"))).grade == "screenshot"
    assert captured(tmp_path, saved(scene(), "JPEG", exif=exif(e33434=0.01))).grade == "screenshot"


def test_the_instant_is_known_only_with_an_offset_beside_it(tmp_path: Path) -> None:
    without = captured(tmp_path, saved(scene(), "JPEG", exif=exif(e36867="2024:03:05 21:05:12"))).sent_at
    assert (without.stated, without.local, without.utc) == ("2024:03:05 21:05:12", "2024-03-05T21:05:12", None)
    beside = captured(tmp_path, saved(scene(), "JPEG", exif=exif(e36867="2024:03:05 21:05:12", e36881="+05:00"))).sent_at
    assert (beside.utc, beside.zone) == ("2024-03-05T16:05:12Z", "stated")
    changed = captured(tmp_path, saved(scene(), "JPEG", exif=exif(d306="2023:01:02 03:04:05"))).sent_at
    assert changed.local == "2023-01-02T03:04:05"
    wrong = captured(tmp_path, saved(scene(), "JPEG", exif=exif(e36867="2024:13:99 21:05:12"))).sent_at
    assert (wrong.local, wrong.utc) == (None, None)


def test_where_it_was_taken_is_said_to_be_there_and_not_where(tmp_path: Path) -> None:
    made = exif(d271="Canary")
    place = made.get_ifd(0x8825)
    place[1], place[2] = "N", (31.0, 32.0, 7.0)
    found = captured(tmp_path, saved(scene(), "JPEG", exif=made))
    assert found.flags == ("location-present",)
    assert not any("31" in fact.value or "GPS" in fact.name for fact in found.facts)


def test_an_edit_in_xmp_is_a_fact(tmp_path: Path) -> None:
    packet = b'<rdf:Description xmp:CreatorTool="Canary Editor" xmp:CreateDate="2024-01-02T03:04:05Z"/>'
    found = captured(tmp_path, saved(scene(), "JPEG", xmp=packet))
    assert ("xmp:CreatorTool", "Canary Editor") in [(fact.name, fact.value) for fact in found.facts]
    assert found.sent_at.utc == "2024-01-02T03:04:05Z"


def _bits(one: str | None, other: str | None) -> int:
    assert one is not None
    assert other is not None
    return (int(one[6:], 16) ^ int(other[6:], 16)).bit_count()


def test_near_copies_are_near_and_others_far(tmp_path: Path) -> None:
    original = captured(tmp_path, saved(scene())).likeness
    smaller = captured(tmp_path, saved(scene().resize((200, 150)), "JPEG", quality=40)).likeness
    sideways = captured(tmp_path, saved(scene().rotate(90, expand=True), "JPEG", exif=exif(d274=6), quality=90)).likeness
    other = captured(tmp_path, saved(scene(9))).likeness
    assert _bits(original, smaller) <= 6
    assert _bits(original, sideways) <= 6
    assert _bits(original, other) > 14
    assert captured(tmp_path, saved(Image.new("RGB", SIZE, "teal"))).likeness is None


def test_a_stranger_can_recompute_the_hash() -> None:
    """By the recipe of the docstring, in other words: no numpy, no matrices."""
    import math
    import statistics

    picture = scene().resize((96, 64))
    cells = [[0.0] * 32 for _ in range(32)]
    for i in range(32):
        for j in range(32):
            inside = [picture.getpixel((x, y)) for y in range(i * 2, i * 2 + 2) for x in range(j * 3, j * 3 + 3)]
            cells[i][j] = sum(0.299 * r + 0.587 * g + 0.114 * b for r, g, b in inside) / len(inside)  # type: ignore[misc]
    found = [
        sum(
            math.cos(math.pi * k * (2 * m + 1) / 64) * math.cos(math.pi * n * (2 * o + 1) / 64) * cells[m][o]
            for m in range(32)
            for o in range(32)
        )
        for k in range(8)
        for n in range(8)
    ]
    middle = statistics.median(found[1:])
    assert likeness(np.asarray(picture)) == f"phash:{int(''.join('1' if one > middle else '0' for one in found), 2):016x}"


@pytest.mark.parametrize("form", ["PNG", "GIF", "BMP", "WEBP", "JPEG"])
def test_b5_a_picture_larger_than_is_decoded_is_kept_and_said(tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_image_pixels, "LARGEST", 70_000)
    data = saved(scene(), form)
    assert layout(f"image/{form.lower()}", data).size == SIZE
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was opened before its size was looked at"))
    records = read(tmp_path, data)
    assert codes(records) == ["limit-reached"]
    assert [record.flags for record in records if isinstance(record, Capture)] == [("too-large",)]


def test_b5_frames_without_end_are_not_walked_through(tmp_path: Path) -> None:
    data = saved(scene(), "GIF")
    picture_at = data.index(b"\x2c")
    frame = b"\x21\xf9\x04\0\0\0\0\0" + data[picture_at:-1]
    many = data[:-1] + frame[:400] * 100_000
    found = captured(tmp_path, many)
    assert ("animated", "yes; only the first frame was looked at") in [(fact.name, fact.value) for fact in found.facts]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_b5_a_cut_picture_is_one_record_still(tmp_path: Path, form: str, kept: float) -> None:
    data = saved(scene(), form)
    records = read(tmp_path, data[: max(20, int(len(data) * kept))])
    assert len([one for one in records if isinstance(one, Capture)]) + codes(records).count("record-unreadable") >= 1


def test_what_stands_behind_the_picture_is_noticed(tmp_path: Path) -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        data = saved(scene(), form)
        assert captured(tmp_path, data).flags == ()
        assert captured(tmp_path, data + b"<script>canary</script>").flags == ("bytes-after-picture",)
    progressive = saved(scene(), "JPEG", progressive=True, exif=exif(d271="Canary"))
    assert captured(tmp_path, progressive).flags == ()


def test_b5_vector_pictures_and_half_pictures_are_not_taken(tmp_path: Path) -> None:
    for data in (
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>canary</script></svg>',
        b"BM is short for nothing here",
        b"%!PS canary",
        b"",
    ):
        (tmp_path / "canary.svg").write_bytes(data)
        with Source(tmp_path / "canary.svg") as source:
            assert not image.identify(source)


def test_a_damaged_heic_is_one_record_still(tmp_path: Path) -> None:
    records = read(tmp_path, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"canary" * 40, "canary.heic")
    assert codes(records) == ["record-unreadable"]


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_what_only_looks_like_a_manifest_is_present_and_never_valid(tmp_path: Path, form: str) -> None:
    data, jumbf = saved(scene(), form), b"\0\0\0\x20jumb\0\0\0\x18jumdc2pa" + bytes(8)
    if form == "PNG":
        made = data[:33] + chunk(b"caBX", jumbf) + data[33:]
    else:
        made = data[:2] + b"\xff\xeb" + struct.pack(">H", len(jumbf) + 10) + b"JP\0\x01\0\0\0\x01" + jumbf + data[2:]
    (said,) = [fact.value for fact in captured(tmp_path, made).facts if fact.name == "c2pa"]
    assert said in (_image_c2pa.UNREADABLE, _image_c2pa.UNCHECKED)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"]),
    edits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=6)), max_size=8),
    cut=st.floats(0.02, 1),
)
def test_b9_changed_and_cut_pictures_never_crash(tmp_path: Path, form: str, edits: list[tuple[float, bytes]], cut: float) -> None:
    data = bytearray(
        saved(scene().resize((48, 36)), form, **({"exif": exif(d271="Canary", e36867="2024")} if form == "JPEG" else {}))
    )
    for place, put in edits:
        at = 40 + int(place * (len(data) - 40))
        data[at : at + len(put)] = put
    read(tmp_path, bytes(data[: max(40, int(len(data) * cut))]))


@given(kind=st.sampled_from(sorted(FORMATS)), data=st.binary(max_size=400))
def test_a_layout_of_anything_never_raises(kind: str, data: bytes) -> None:
    found = layout(kind, data)
    assert found.end is None or found.end <= max(len(data), 8)
