"""A `.warc.gz` of pages, pictures and requests, as large as wanted: every record packed on its own, digests stated."""

import base64
import gzip
import hashlib
import random
from pathlib import Path

WORDS = (  # noqa: SIM905 - easier to read than thirty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار"
).split()


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many pages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    count = written = 0
    with path.open("wb") as stream:
        while written < size:
            count += 1
            said = "".join(f"<p>{' '.join(chooser.choices(WORDS, k=12))}</p>" for _ in range(chooser.randrange(10, 60)))
            url = f"https://social.example/posts/{count}"
            page = f"<html><head><title>Post {count}</title></head><body>{said}<img src='/pictures/{count}.png'></body></html>"
            picture = b"\x89PNG\r\n\x1a\n" + chooser.randbytes(2_000)
            asked = f"GET /posts/{count} HTTP/1.1\r\nHost: social.example\r\n\r\n".encode()
            for kind, address, body, media in (
                ("request", url, b"", ""),
                ("response", url, page.encode(), "text/html; charset=utf-8"),
                ("response", f"https://social.example/pictures/{count}.png", picture, "image/png"),
            ):
                block = asked if kind == "request" else f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() + body
                written += stream.write(gzip.compress(_record(kind, address, block, body), compresslevel=6, mtime=0))
    return count


def _record(kind: str, address: str, block: bytes, body: bytes) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Target-URI": address,
        "WARC-Date": "2024-03-05T16:05:00Z",
        "WARC-Record-ID": f"<urn:uuid:{hashlib.sha256(block).hexdigest()[:32]}>",
        "Content-Type": f"application/http; msgtype={kind}",
        "WARC-Block-Digest": _sha1(block),
        **({"WARC-Payload-Digest": _sha1(body)} if kind == "response" else {}),
        "Content-Length": str(len(block)),
    }
    return (
        b"WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n" + block + b"\r\n\r\n"
    )


def _sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
