"""A file's type is told from its bytes; a name is believed for text only."""

import pytest

from gawah.records.media_type import media_type


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"\xff\xd8\xff\xe0", "a.png", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "", "image/png"),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "", "image/bmp"),
        (b"BM is a bank, BMW is a car and so", "a.txt", "text/plain"),
        (b"\x00\x00\x00\x18ftypmp42", "", "video/mp4"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "image/webp"),
        (b"OggS\x00\x02", "voice.opus", "audio/ogg"),
        (b"PK\x03\x04", "export.zip", "application/zip"),
        (b"hello", "chat.txt", "text/plain"),
        (b"he\x00lo", "chat.txt", "application/octet-stream"),
        (b"MZ\x90\x00", "holiday.jpg", "application/octet-stream"),
        (b"", "", "application/octet-stream"),
    ],
)
def test_type(head: bytes, name: str, expected: str) -> None:
    assert media_type(head, name) == expected
