"""Writes the sources of these samples again: `python tests/samples/recording/make.py`. There is no sound in them."""

import json
import struct
from pathlib import Path

HERE = Path(__file__).parent
SINCE_1904 = 2_082_844_800


def case(name: str, imitates: str, file: str, data: bytes) -> None:
    folder = HERE / name
    (folder / "source").mkdir(parents=True, exist_ok=True)
    (folder / "source" / file).write_bytes(data)
    facts = {"made": "tests/samples/recording/make.py", "imitates": imitates, "open": file}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def box(name: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", 8 + len(data)) + name + data


def movie(brand: bytes, created: int, seconds: int, tracks: tuple[bytes, ...], *more: bytes) -> bytes:
    """A film without media: its table of contents alone, behind the data as telephones put it."""
    times = struct.pack(
        ">IIII", created + SINCE_1904 if created else 0, created + SINCE_1904 if created else 0, 1000, seconds * 1000
    )
    head = box(b"mvhd", b"\0\0\0\0", times, bytes(80))
    kinds = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), kind, bytes(12)))) for kind in tracks]
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", bytes(64)) + box(b"moov", head, *kinds, box(b"udta", *more))


def said(name: bytes, text: bytes) -> bytes:
    return box(name, struct.pack(">HH", len(text), 0), text)


def page(granule: int, number: int, body: bytes) -> bytes:
    return b"OggS\0\0" + struct.pack("<qIIIB", granule, 7, number, 0, 1) + bytes([len(body)]) + body


def voice() -> bytes:
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 16_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 15) + b"canary opus 1.3" + struct.pack("<I", 0)
    return page(0, 0, head) + page(0, 1, tags) + page(312 + 5 * 48_000, 2, bytes(40))


def wav() -> bytes:
    body = b"WAVE" + b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 16_000, 2, 16) + b"data" + struct.pack("<I", 32_000)
    return b"RIFF" + struct.pack("<I", len(body) + 32_000) + body + bytes(200)


def main() -> None:
    made = 1_709_654_712
    film = movie(b"mp42", made, 12, (b"vide", b"soun"), said(b"\xa9xyz", b"+31.5+074.3/"), said(b"\xa9too", b"canary 1"))
    case("mp4-film", "a film of a telephone: time, length, where it was taken", "canary.mp4", film)
    case("m4a-call", "a recording of a call, without a time", "canary.m4a", movie(b"M4A ", 0, 75, (b"soun",)))
    case("mov-screen", "a recording of a screen", "canary.mov", movie(b"qt  ", made, 3, (b"vide",)))
    case("ogg-voice", "a voice note of a messenger", "canary.opus", voice())
    case("wav-note", "a recording of a dictaphone", "canary.wav", wav())
    case("mp3-song", "a file of which only the sort is told", "canary.mp3", b"ID3\x03\0\0\0\0\0\0" + bytes(300))
    lying = box(b"ftyp", b"mp42", bytes(4)) + struct.pack(">I4s", 0x7FFFFFFF, b"moov") + box(b"mvhd", bytes(3))
    case("broken/mp4-lying-length", "a box that says it is larger than the file", "canary.mp4", lying)


if __name__ == "__main__":
    main()
