"""An MHTML file with a long page and many pictures, as large as wanted."""

import base64
import random
from pathlib import Path

from bench.invented_web_archive import WORDS

_BOUNDARY = "----MultipartBoundary--bench----"


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many parts they hold. The page takes a tenth of them, pictures the rest."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://social.example/posts\r\nSubject: Posts\r\n"
        "Date: Tue, 5 Mar 2024 16:05:12 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"\r\n\r\n'
    )
    parts = 1
    with path.open("wb") as stream:
        written = stream.write(head.encode())
        written += stream.write(_opening("text/html; charset=utf-8", "https://social.example/posts", "8bit"))
        while written < min(size // 10, 32 << 20):
            written += stream.write(f"<p>{' '.join(chooser.choices(WORDS, k=20))}</p>\r\n".encode())
        while written < size:
            parts += 1
            written += stream.write(b"\r\n" + _opening("image/png", f"https://social.example/pictures/{parts}.png", "base64"))
            written += stream.write(base64.encodebytes(b"\x89PNG\r\n\x1a\n" + chooser.randbytes(60_000)))
        stream.write(f"\r\n--{_BOUNDARY}--\r\n".encode())
    return parts


def _opening(kind: str, location: str, encoding: str) -> bytes:
    lines = (
        f"--{_BOUNDARY}",
        f"Content-Type: {kind}",
        f"Content-Transfer-Encoding: {encoding}",
        f"Content-Location: {location}",
        "",
        "",
    )
    return "\r\n".join(lines).encode()
