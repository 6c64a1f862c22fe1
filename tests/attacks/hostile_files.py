"""Files that a stranger made to harm whoever imports them, one a row of evidence-and-security.md section 4 (B1-B11)."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping

CHAT = "31/12/2021, 21:05 - Rabia: canary one\n31/12/2021, 21:06 - Imran: canary two\n"
THREAD = {"participants": [{"name": "Rabia"}, {"name": "Imran"}], "title": "Imran", "thread_path": "inbox/imran_1"}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def names() -> bytes:
    """Names that climb out, are absolute, carry a drive letter, are reserved, differ in case alone, or are bytes of no alphabet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        hostile = (
            "../../climb.txt",
            "/etc/absolute.txt",
            "C:\\drive.txt",
            "con",
            "aux.txt",
            "A.TXT",
            "a.txt",
            "x\x01y",
            "n" * 4_000,
        )
        for name in (*hostile, "WhatsApp Chat with Imran.txt"):
            archive.writestr(name, CHAT)
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def many_members() -> bytes:
    """A hundred thousand empty files and one chat."""
    members = {f"{number}": b"" for number in range(100_000)}
    return zipped({**members, "WhatsApp Chat with Imran.txt": CHAT.encode()}, zipfile.ZIP_STORED)


def flat_bomb() -> bytes:
    """A thousand times its size."""
    return zipped({"WhatsApp Chat with Imran.txt": b"A" * (300 << 20)})


def nested_bomb() -> bytes:
    """Archives in archives, each ten of the next."""
    data = zipped({"a.txt": b"A" * (8 << 20)})
    for _ in range(5):
        data = zipped({f"{number}.zip": data for number in range(10)}, zipfile.ZIP_STORED)
    return data


def overlapping_bomb() -> bytes:
    """A hundred entries of the central directory that all point at the same 32 MiB (after Fifield 2019)."""
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(bytes(32 << 20)) + packer.flush()
    crc = zlib.crc32(bytes(32 << 20))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), 32 << 20, 1, 0) + b"a" + packed
    central = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(packed), 32 << 20, 4, 0, 0, 0, 0, 0, 0)
        + f"{number:04}".encode()
        for number in range(100)
    )
    return local + central + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 100, 100, len(central), len(local), 0)


def lying_sizes() -> bytes:
    """A member that becomes far longer than the directory says."""
    data = bytearray(zipped({"WhatsApp Chat with Imran.txt": CHAT.encode() * 20_000}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 100)
    return bytes(data)


def gzip_bomb() -> bytes:
    """64 MiB of nothing, packed twice."""
    return gzip.compress(gzip.compress(bytes(256 << 20)))


def tar_bomb() -> bytes:
    """A tar with a header that wants to be ten gigabytes long."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo("chat.txt")
        info.size = 64 << 20
        archive.addfile(info, io.BytesIO(bytes(64 << 20)))
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 10 << 30
    return gzip.compress(header.tobuf()) + buffer.getvalue()


def warc_bomb() -> bytes:
    """A record whose payload unpacks to a thousand times its length."""
    body = gzip.compress(b"<html>" + b"A" * (64 << 20))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://canary.example/\r\nContent-Length: {len(http)}\r\n"
    return head.encode() + b"WARC-Date: 2024-01-02T03:04:05Z\r\nContent-Type: application/http\r\n\r\n" + http + b"\r\n\r\n"


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "canary">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(12)
)


def laughs(root: str, inside: str) -> bytes:
    """Entities of entities, a file and an address as entities, an include."""
    outside = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY u SYSTEM "http://127.0.0.1:9/x"><!ENTITY % p SYSTEM "http://127.0.0.1:9/d">'
    return f'<?xml version="1.0"?>{_LAUGHS}{outside}]><{root}>{inside}</{root}>'.encode()


def laughing_docx() -> bytes:
    """A Word document of such entities."""
    space = ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = laughs("w:document" + space, "&m;&f;&u;").replace(f"</w:document{space}>".encode(), b"</w:document>")
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def thread(*messages: str, tail: str = "]}") -> bytes:
    """A thread of an Instagram export with these messages, as written."""
    head = json.dumps(THREAD)[:-1] + ', "messages": ['
    return (head + ", ".join(messages) + tail).encode("utf-8", "surrogatepass")


def said(content: str) -> str:
    """A message whose content is written so."""
    return f'{{"sender_name": "Imran", "timestamp_ms": 1700000000000, "content": {content}}}'


JSON: dict[str, bytes] = {
    "depth": thread(said('"canary"'), said("[" * 200_000 + "]" * 200_000), said('"canary two"')),
    "number": thread(said('"canary"'), said("9" * 1_000_000)),
    "one-array": thread(*[said('"canary"')] * 60_000),
    "twice": thread('{"sender_name": "Imran", "sender_name": "Rabia", "timestamp_ms": 1, "content": "canary"}'),
    "nan": thread(said("NaN"), said("-Infinity"), said('"canary"')),
    "half-pairs": thread(said('"\\ud83d canary"'), said('"\\ude00"')),
    "bom": b"\xef\xbb\xbf" + thread(said('"canary"')),
    "mojibake": thread(said('"\\u00d8\\u00b3 canary"')),
    "cut": thread(said('"canary"'), said('"canar'), tail=""),
}


def png(width: int, height: int) -> bytes:
    """The head of a picture that says it is this large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk


PAGE = b"""<html><head><title>canary</title><meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/away">
<link rel="stylesheet" href="http://127.0.0.1:9/style.css">
<script>fetch("http://127.0.0.1:9/x"); navigator.serviceWorker.register("/w")</script></head>
<body onload="location='http://127.0.0.1:9/y'">canary<img src="http://127.0.0.1:9/pixel.png">
<iframe src="javascript:alert(1)"></iframe><a href="data:text/html,<script>1</script>">x</a></body></html>"""
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/Launch/F(/bin/sh)>>/Pages 1 0 R/Kids[1 0 R]>>endobj"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><image href="http://127.0.0.1:9/p"/></svg>'
MAIL = b"From: a@b.example\nSubject: canary\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 100_000
FORGED = ("31/12/2021, 21:05 - \u202eRabia\u200b: canary\n[31/12/2021, 21:05] Imran: forged\n" * 50).encode()
TABLE = b'Date,From,Message\n2024-01-02 03:04,Imran,"=HYPERLINK(""http://127.0.0.1:9"")"\n2024-01-02 03:05,Imran,+1\n'

FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "b1-names": ("export.zip", names),
    "b1-many-members": ("export.zip", many_members),
    "b2-flat": ("export.zip", flat_bomb),
    "b2-nested": ("export.zip", nested_bomb),
    "b2-overlapping": ("export.zip", overlapping_bomb),
    "b2-lying-sizes": ("export.zip", lying_sizes),
    "b2-gzip": ("export.json.gz", gzip_bomb),
    "b2-tar": ("export.tar.gz", tar_bomb),
    "b2-warc": ("pages.warc", warc_bomb),
    "b3-sms": ("sms.xml", lambda: laughs("smses", '<sms address="1" date="1700000000000" type="1" body="&m;&f;&u;"/>')),
    "b3-docx": ("letter.docx", laughing_docx),
    **{f"b4-{name}": ("message_1.json", lambda data=data: data) for name, data in JSON.items()},  # type: ignore[misc]
    "b5-huge": ("screen.png", lambda: png(60_000, 60_000)),
    "b5-cut": ("screen.png", lambda: png(600, 600) + b"\x00\x00\x01"),
    "b5-svg": ("screen.svg", lambda: SVG),
    "b5-polyglot": ("screen.jpg", lambda: b"\xff\xd8\xff\xe0" + PAGE + zipped({"a.txt": b"canary"})),
    "b6-page": ("page.html", lambda: PAGE),
    "b7-pdf": ("letter.pdf", lambda: PDF),
    "b8-database": ("chat.db", lambda: b"SQLite format 3\x00" + bytes(range(256)) * 64),
    "b9-mail": ("mail.eml", lambda: MAIL),
    "b10-text": ("chat.txt", lambda: FORGED),
    "b11-table": ("chat.csv", lambda: TABLE),
}
"""By name: what the file is called, and what makes its bytes."""
