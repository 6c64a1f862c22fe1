"""Writes the HEIC samples again: `python tests/samples/image/make_heic.py`, with Debian's `heif-enc` (libheif-examples) at hand. The
libraries of this project read HEIC and write none, so the samples are kept as they were made (libheif 1.15.1, x265 3.5).

A telephone stores the picture as the sensor stood, says in the container how it is to be turned (`irot`, ISO/IEC 23008-12 section
6.5.10), and says the same in EXIF once more, which is not to be done again. heif-enc writes no `irot` of its own: it is put in here.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from tools.assets import FONTS

WORDS = (("other", "We know where you live now"), ("own", "Stop writing to me, canary"), ("other", "You will be sorry tomorrow"))
TURNED = 3
"""Quarter turns against the clock that `irot` asks for."""


def chat() -> Image.Image:
    """A chat on a screen, upright: a name above, three messages by two people."""
    font = ImageFont.truetype(FONTS.folder / "NotoSans_400Regular.ttf", 17)
    picture = Image.new("RGB", (412, 268), "#ece5dd")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 412, 44), fill="#008069")
    pen.text((16, 10), "Canary Test", font=font, fill="white")
    for top, (side, words) in zip((60, 130, 200), WORDS, strict=True):
        width = pen.textlength(words, font=font) + 24
        left = 12 if side == "other" else 400 - width
        pen.rounded_rectangle((left, top, left + width, top + 44), 10, fill="white" if side == "other" else "#dcf8c6")
        pen.text((left + 12, top + 9), words, font=font, fill="#111b21")
    return picture


def encoded(picture: Image.Image) -> bytes:
    """The picture on its side as heif-enc writes it, with EXIF that a telephone might write."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0131], exif[0x0112] = "Canary", "17.4", 6
    more = exif.get_ifd(0x8769)
    more[0x9003], more[0x9011] = "2024:03:05 21:05:12", "+05:00"
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "canary.jpg"), Path(folder, "canary.heic")
        picture.rotate(90, expand=True).save(before, exif=exif, quality=95)
        subprocess.run(["heif-enc", "-q", "45", before, "-o", after], check=True, capture_output=True)
        return after.read_bytes()


def turned(data: bytes) -> bytes:
    """The same file with `irot` among the properties of its first item, and everything behind moved to where it now lies."""
    found = {name: data.index(name) - 4 for name in (b"meta", b"iloc", b"iprp", b"ipco", b"ipma")}
    sizes = {name: struct.unpack_from(">I", data, at)[0] for name, at in found.items()}
    properties, at = 0, found[b"ipco"] + 8
    while at < found[b"ipco"] + sizes[b"ipco"]:
        properties, at = properties + 1, at + struct.unpack_from(">I", data, at)[0]
    box = struct.pack(">I4sB", 9, b"irot", TURNED)
    made = bytearray(data)
    made[found[b"ipma"] + sizes[b"ipma"] : found[b"ipma"] + sizes[b"ipma"]] = bytes([0x80 | properties + 1])  # essential
    made[found[b"ipma"] + 18] += 1  # behind the header: how many items, the first one's number, how many properties it has
    made[at:at] = box
    for name, more in ((b"meta", 10), (b"iprp", 10), (b"ipco", 9), (b"ipma", 1)):
        place = found[name] + (len(box) if name == b"ipma" else 0)
        struct.pack_into(">I", made, place, sizes[name] + more)
    for item in range(struct.unpack_from(">H", made, found[b"iloc"] + 14)[0]):
        place = found[b"iloc"] + 16 + item * 18 + 4  # where its bytes lie in the file
        struct.pack_into(">I", made, place, struct.unpack_from(">I", made, place)[0] + 10)
    return bytes(made)


def case(name: str, imitates: str, data: bytes) -> None:
    folder = HERE / name
    (folder / "source").mkdir(parents=True, exist_ok=True)
    (folder / "source" / "canary.heic").write_bytes(data)
    facts = {"made": "tests/samples/image/make_heic.py", "imitates": imitates, "open": "canary.heic"}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def main() -> None:
    data = turned(encoded(chat()))
    case("heic-chat", "a chat on a screen as a telephone keeps pictures: on its side, to be turned once", data)
    case("broken/heic-cut", "the same, its transfer broken off within the pixels", data[:-2_000])


if __name__ == "__main__":
    main()
