"""What sort of file it is, told from its first bytes; from its name only for text, whose bytes do not tell."""

import mimetypes

HEAD = 64
"""Bytes from the start that are enough."""

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftyphevc", "image/heic"),
    (4, b"ftypmsf1", "image/heif"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"PK\x05\x06", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"BEGIN:VCARD", "text/vcard"),
)
_TEXT_NAMES = frozenset({"text/plain", "text/html", "text/csv", "text/xml", "application/json", "application/xml", "text/vcard"})


def media_type(head: bytes, name: str = "") -> str:
    """The media type of a file that starts with `head` (64 bytes are enough) and is called `name`.

    `application/octet-stream` when neither tells. A name is believed for text only, since text has no first bytes of its own.
    """
    for at, magic, kind in _MAGIC:
        if head[at : at + len(magic)] == magic:
            return kind
    if _is_bitmap(head):
        return "image/bmp"
    guessed = mimetypes.guess_type(name, strict=True)[0]
    if guessed in _TEXT_NAMES and b"\x00" not in head:
        return guessed
    return "application/octet-stream"


def _is_bitmap(head: bytes) -> bool:
    """Two letters begin many a text: the empty field and a length of the header that exists have to be there too (BITMAPFILEHEADER
    and BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER of the Windows GDI documentation).
    """
    return head[:2] == b"BM" and head[6:10] == bytes(4) and head[14:18] in (b"\x28\0\0\0", b"\x6c\0\0\0", b"\x7c\0\0\0")
