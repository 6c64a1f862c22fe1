"""Recordings: heads alone are read, lengths that lie are bounded, and what they state is a fact of theirs."""

import struct
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.records.content import Capture
from tests.readers.pictures import captured, read


def box(name: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", 8 + len(data)) + name + data


def movie(times: bytes, version: int = 0, *more: bytes) -> bytes:
    return box(b"ftyp", b"mp42", bytes(4)) + box(b"moov", box(b"mvhd", bytes([version, 0, 0, 0]), times, bytes(80)), *more)


def facts(found: Capture) -> dict[str, str]:
    return {fact.name: fact.value for fact in found.facts}


def test_times_of_64_bits_and_a_duration(tmp_path: Path) -> None:
    found = captured(tmp_path, movie(struct.pack(">QQIQ", 3_792_499_512, 0, 90_000, 135_000), 1))
    assert (found.sent_at.utc, found.sent_at.zone) == ("2024-03-05T16:05:12Z", "format")
    assert facts(found)["duration"] == "1.500 seconds"


def test_no_time_and_no_length_are_not_guessed(tmp_path: Path) -> None:
    found = captured(tmp_path, movie(struct.pack(">IIII", 0, 0, 1000, 0xFFFFFFFF)))
    assert (found.sent_at.utc, found.sent_at.stated, "duration" in facts(found)) == (None, "", False)
    assert captured(tmp_path, movie(struct.pack(">QQIQ", 1 << 63, 0, 1, 1), 1)).sent_at.utc is None


def test_sound_alone_in_a_film_is_sound(tmp_path: Path) -> None:
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), b"soun", bytes(12))))
    assert captured(tmp_path, movie(struct.pack(">IIII", 0, 0, 1, 1), 0, track)).kind == "sound"


def test_a_large_box_for_its_media_is_jumped_over(tmp_path: Path) -> None:
    head = box(b"ftyp", b"mp42", bytes(4)) + struct.pack(">I4sQ", 1, b"mdat", 16 + 5000) + bytes(5000)
    rest = movie(struct.pack(">IIII", 0, 0, 1000, 2000))
    assert facts(captured(tmp_path, head + rest))["duration"] == "2.000 seconds"


def test_b4_boxes_in_boxes_without_end(tmp_path: Path) -> None:
    deep = b"".join(struct.pack(">I4s", 8 * (60_000 - n), b"udta") for n in range(60_000))
    assert captured(tmp_path, movie(struct.pack(">IIII", 0, 0, 1000, 2000), 0, deep)).kind == "video"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from([b"OggS", b"RIFF0000WAVE", b"\0\0\0\x10ftypmp42", b"ID3", b"#!AMR", b"\x1aE\xdf\xa3"]),
    rest=st.lists(
        st.sampled_from([b"OpusHead", b"OpusTags", b"moov", b"mvhd", b"fmt ", b"data", b"\0\0\0\x08", b"\xff" * 8]), max_size=30
    ),
    tail=st.binary(max_size=60),
)
def test_b9_anything_that_begins_like_a_recording_is_one_record(
    tmp_path: Path, head: bytes, rest: list[bytes], tail: bytes
) -> None:
    read(tmp_path, head + bytes(12) + b"".join(rest) + tail)
