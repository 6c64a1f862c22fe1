"""Writes the sources of these samples again: `python tests/samples/web_archive/make.py`. Everybody and everything in them is invented."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")
PAGE = (
    b"<html><head><title>Sana</title></head><body><p>I know where you live, canary</p><img src=/a.png>"
    b"<script>fetch('https://evil.example')</script><a href=/u/2>Iqra</a></body></html>"
)
URL = "https://social.example/sana"
INFO = b"software: Examplecrawl 1.0\r\noperator: Sana's helper\r\nformat: WARC File Format 1.1\r\n"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **more: str) -> bytes:
    headers = {"Content-Type": kind, **{key.replace("_", "-"): value for key, value in more.items()}}
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in headers.items()).encode() + b"\r\n" + body


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:40], body[40:])) + b"0\r\n\r\n"


def record(kind: str, block: bytes, number: int, url: str | None = URL, length: int | None = None, **more: str) -> bytes:
    content = {"warcinfo": "application/warc-fields", "resource": "text/html"}.get(kind, "application/http; msgtype=" + kind)
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        "WARC-Date": f"2024-03-05T16:05:{number:02}Z",
        **({"WARC-Target-URI": url} if url else {}),
        "Content-Type": content,
        "WARC-Block-Digest": sha1(block),
        **{key.replace("_", "-"): value for key, value in more.items()},
        "Content-Length": str(len(block) if length is None else length),
    }
    return b"WARC/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode() + b"\r\n" + block + b"\r\n\r\n"


def whole() -> list[bytes]:
    packed = gzip.compress(PAGE, mtime=0)
    return [
        record("warcinfo", INFO, 1, None),
        record("request", b"GET /sana HTTP/1.1\r\nHost: social.example\r\n\r\n", 2),
        record("response", http(PAGE), 3, WARC_Payload_Digest=sha1(PAGE), WARC_IP_Address="192.0.2.7"),
        record("response", http(PNG, "image/png"), 4, "https://social.example/a.png", WARC_Payload_Digest=sha1(PNG)),
        record("response", http(PNG + b"x", "image/png"), 5, "https://social.example/not-shown.png"),
        record("response", http(chunked(PAGE), Transfer_Encoding="chunked"), 6, URL + "?chunks", WARC_Payload_Digest=sha1(PAGE)),
        record("response", http(chunked(packed), Transfer_Encoding="chunked", Content_Encoding="gzip"), 7, URL + "?packed",
               WARC_Payload_Digest=sha1(chunked(packed))),
        record("revisit", http(b""), 8, WARC_Payload_Digest=sha1(PAGE), WARC_Refers_To_Target_URI=URL,
               WARC_Refers_To_Date="2024-03-05T16:05:03Z"),
        record("response", http(b"", status="301 Moved Permanently", Location="/sana"), 9, "https://social.example/old"),
        record("response", http(b"<title>Gone</title>This canary page is gone", status="404 Not Found"), 10, URL + "/deleted"),
        record("response", http(b'{"comments": ["canary"]}', "application/json"), 11, URL + "/api"),
        record("resource", b"<title>Pasted</title>kept by hand", 12, "https://social.example/kept"),
    ]  # fmt: skip


def arc() -> bytes:
    block = http(PAGE)
    head = b"1 0 Examplecrawl\nURL IP-address Archive-date Content-type Archive-length\n"
    about = b"filedesc://a.arc 192.0.2.1 20240305160500 text/plain %d\n" % len(head) + head + b"\n"
    return about + b"https://social.example/a b 192.0.2.7 20240305160512 text/html %d\n" % len(block) + block + b"\n"


def wacz(**changes: bytes) -> dict[str, bytes]:
    archive = b"".join(gzip.compress(each, mtime=0) for each in whole())
    pages = b'{"format": "json-pages-1.0", "id": "pages"}\n' + json.dumps({"url": URL, "title": "Sana's page"}).encode() + b"\n"
    files = {"archive/data.warc.gz": archive, "pages/pages.jsonl": pages, "indexes/index.cdx": b"com,example)/ 2024\n"}
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "software": "examplewacz 1.0",
        "created": "2024-03-05T16:10:00Z",
        "resources": [
            {"name": name.split("/")[-1], "path": name, "hash": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in files.items()
        ],
    }
    data = json.dumps(package, indent=1).encode()
    signed = {
        "hash": "sha256:" + hashlib.sha256(data).hexdigest(),
        "created": "2024-03-05T16:10:01Z",
        "software": "examplesign 1.0",
        "publicKey": "MHYwEAYHcanary",
        "signature": "AAAA",
        "version": "0.1.0",
    }
    digest = {"path": "datapackage.json", "hash": signed["hash"], "signedData": signed}
    return {**files, "datapackage.json": data, "datapackage-digest.json": json.dumps(digest).encode(), **changes}


def case(name: str, imitates: str, files: dict[str, bytes], **more: str) -> None:
    folder = HERE / name
    for path, data in files.items():
        target = folder / "source" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    facts = {"made": "tests/samples/web_archive/make.py", "imitates": imitates, **more}
    (folder / "about.toml").write_text("".join(f"{key} = {json.dumps(text)}\n" for key, text in facts.items()), "utf-8")


def main() -> None:
    parts = whole()
    cut = record("response", http(PAGE), 3)
    tidy = {"open": "a.warc"}
    case("warc-plain", "every kind of record, with digests of each kind", {"a.warc": b"".join(parts)}, **tidy)
    case("warc-gzip", "the same, packed record by record under a name of its own", {"export.bin": b"".join(gzip.compress(p, mtime=0) for p in parts)},
         open="export.bin")  # fmt: skip
    case("arc", "an ARC of the Internet Archive with a space in an address", {"a.arc": arc()}, open="a.arc")
    case("wacz-signed", "a WACZ signed with a key of its own", wacz())
    case("broken/wacz-changed", "a WACZ in which the list of pages was changed afterwards",
         wacz(**{"pages/pages.jsonl": json.dumps({"url": "https://social.example/nowhere", "title": "x"}).encode()}))  # fmt: skip
    case("broken/bad-length", "a length that swallows the next record, as warcio's example-bad-length", {"a.warc":
         record("response", http(PAGE), 1, length=len(http(PAGE)) + 300) + parts[5] + parts[9]}, **tidy)  # fmt: skip
    case("broken/bad-length-short", "a length that ends within the page", {"a.warc": record("response", http(PAGE), 1, length=90) + parts[9]}, **tidy)
    case("broken/bad-digest", "a page changed after its digest was taken, as warcio's example-digest",
         {"a.warc": record("response", http(PAGE), 1).replace(b"where you live", b"where you work") + parts[9]}, **tidy)  # fmt: skip
    case("broken/trunc", "an archive that breaks off in a page, as warcio's example-trunc", {"a.warc": parts[9] + cut[:-60]}, **tidy)
    case("broken/gzip-damaged", "a packed record with a byte turned between two whole ones", {"a.warc.gz": gzip.compress(parts[5], mtime=0)
         + gzip.compress(parts[9], mtime=0)[:-30] + b"canary" + gzip.compress(parts[2], mtime=0)}, open="a.warc.gz")  # fmt: skip
    case("broken/gzip-as-a-whole", "an archive packed as one file", {"a.warc.gz": gzip.compress(b"".join(parts), mtime=0)}, open="a.warc.gz")
    case("broken/bad-chunk", "chunks whose sizes lead beyond the end", {"a.warc": record("response",
         http(b"fff\r\n" + PAGE, Transfer_Encoding="chunked"), 1, WARC_Payload_Digest=sha1(PAGE))}, **tidy)  # fmt: skip
    case("broken/junk-between", "bytes that are no record between two", {"a.warc": parts[9] + b"canary junk\r\nmore\r\n" + parts[5]}, **tidy)


if __name__ == "__main__":
    main()
