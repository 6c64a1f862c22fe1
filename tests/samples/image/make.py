"""Writes the sources of these samples again: `python tests/samples/image/make.py`. Everything in them is invented, and holds no
words.
"""

import io
import json
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

HERE = Path(__file__).parent


def case(name: str, imitates: str, file: str, data: bytes) -> None:
    folder = HERE / name
    (folder / "source").mkdir(parents=True, exist_ok=True)
    (folder / "source" / file).write_bytes(data)
    facts = {"made": "tests/samples/image/make.py", "imitates": imitates, "open": file}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def scene(width: int = 160, height: int = 120, shift: int = 0) -> Image.Image:
    """Hills under a sky: soft, so that nothing in it is taken for letters."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-40 + shift, height // 2, width * 2 // 3 + shift, height * 2), fill=(70, 120, 80))
    pen.ellipse((width // 2 + shift, height * 2 // 3, width + 60 + shift, height * 2), fill=(40, 90, 60))
    return picture


def saved(picture: Image.Image, form: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def screenshot() -> bytes:
    words = PngInfo()
    words.add_text("Software", "canary screen grabber 1.0")
    words.add_text("Creation Time", "2024-03-05T21:05:12+05:00")
    return saved(scene(), "PNG", pnginfo=words)


def camera() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0112] = "Canary Optics", "C-7", "2.1", 6
    more = exif.get_ifd(0x8769)
    more[0x9003], more[0x9011] = "2024:03:05 21:05:12", "+05:00"
    more[0x829A], more[0x8827] = IFDRational(1, 60), 400
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (31.0, 32.0, 0.0), "E", (74.0, 20.0, 0.0)
    return saved(scene(), "JPEG", exif=exif, quality=90)


def bomb() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels and holds a thousand bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")


def main() -> None:
    case("png-screenshot", "a screenshot whose program names itself and the time", "canary.png", screenshot())
    case("jpeg-camera", "a photograph: maker, exposure, offset from UTC, a place on earth, on its side", "canary.jpg", camera())
    case("webp-sent-on", "a picture that a messenger made small", "canary.webp", saved(scene(80, 60), "WEBP", quality=60))
    frames = {"save_all": True, "append_images": [scene(64, 48, 9)], "loop": 0}
    case("gif-moving", "two frames", "canary.gif", saved(scene(64, 48), "GIF", **frames))
    case("tiff-scan", "a scan of a sheet", "canary.tif", saved(scene(64, 48).convert("L"), "TIFF", compression="tiff_deflate"))
    case("bmp-old", "a picture of an old program", "canary.bmp", saved(scene(32, 24), "BMP"))
    blank = Image.new("LA", (40, 30), (255, 128))
    case("png-blank", "a picture of one colour that can be seen through", "canary.png", saved(blank, "PNG"))
    case("broken/jpeg-cut", "a photograph whose transfer broke off", "canary.jpg", camera()[:-900])
    case("broken/png-bomb", "a picture that is far larger unpacked than any drive", "canary.png", bomb())
    tail = screenshot() + b"<script>canary</script>"
    case("broken/png-with-tail", "something hidden behind the end of a picture", "canary.png", tail)
    case("broken/webp-head-alone", "nothing but the first bytes", "canary.webp", saved(scene(80, 60), "WEBP")[:20])


if __name__ == "__main__":
    main()
