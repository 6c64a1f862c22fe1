"""Outlook's winmail.dat: its files become the mail's, its text stands in for one that the mail lacks; damage is said."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._email_tnef import read_tnef
from gawah.records.digest import sha256
from tests.readers.packed_rtf import packed
from tests.readers.test_email_outlook import codes, messages, read
from tests.readers.tnef import attached, attribute, item_attached, listed, text, tnef

NAMED = (0x0B, 0x8501, b"\1\0")
INNER = tnef(
    attribute(1, 0x9003, listed(text(0x0037, "canary inside"), text(0x1000, "inner"))), attached("inner.bin", b"inner canary")
)
WHOLE = tnef(
    attribute(1, 0x9003, listed(NAMED, text(0x001A, "IPM.Note"), (0x102, 0x1009, packed(b"{\\rtf1 canary in RTF}")))),
    attribute(1, 0x9004, (1).to_bytes(4, "little") + listed((3, 0x0C15, b"\1\0\0\0"), text(0x3001, "Dilara"))),
    attached("دروازہ.bin", b"canary" * 300),
    item_attached("inside", INNER),
)


def mail(body: str, data: bytes) -> bytes:
    coded = base64.encodebytes(data).decode()
    return (
        "From: z@example.net\nDate: Tue, 5 Mar 2024 12:00:00 +0000\nSubject: canary\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\n\n{body}\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\n"
        f"Content-Transfer-Encoding: base64\n\n{coded}\n--b--\n"
    ).encode()


def test_what_was_packed_is_the_mails(tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(mail("", WHOLE))
    records = read(path)
    outer, inner = messages(records)
    assert (outer.body, outer.flags) == ("canary in RTF", ("from-rtf",))
    assert [(each.name, each.sha256) for each in outer.attachments] == [
        ("winmail.dat", sha256(WHOLE)),
        ("دروازہ.bin", sha256(b"canary" * 300)),
        ("inside", None),
    ]
    assert (inner.subject, inner.body, inner.flags, inner.locator.place) == (
        "canary inside",
        "inner",
        ("embedded",),
        "message/part/2/part/2",
    )
    assert [each.sha256 for each in inner.attachments] == [sha256(b"inner canary")]
    path.write_bytes(mail("the mail's own", WHOLE))
    assert [each.body.strip() for each in messages(read(path))] == ["the mail's own", "inner"]


def test_a_file_that_was_saved_alone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(WHOLE)
    outer, inner = messages(read(path))
    assert (outer.body, [each.name for each in outer.recipients], inner.subject) == ("canary in RTF", ["Dilara"], "canary inside")


def test_text_that_is_not_unicode_is_in_the_code_page_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "winmail.dat"
    path.write_bytes(tnef(attribute(1, 0x8004, "canary سلام\0".encode("cp1256")), attribute(1, 0x800C, "خط\0".encode("cp1256"))))
    assert [(each.subject, each.body) for each in messages(read(path))] == [("canary سلام", "خط")]


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (WHOLE[:-40], ("member-unreadable", "loss")),
        (WHOLE.replace(b"canarycanary", b"canaryCANARY", 1), ("digest-differs", "warning")),
        (WHOLE[:6] + b"\x07" + WHOLE[7:], ("member-unreadable", "loss")),
        (tnef(attribute(1, 0x9003, b"\xff\xff\xff\xff" + listed(text(0x1000, "x")))), ("member-unreadable", "loss")),
    ],
)
def test_a_damaged_one_is_kept_and_said(tmp_path: Path, data: bytes, wrong: tuple[str, str]) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(mail("canary", data))
    records = read(path)
    assert messages(records)[0].attachments[0].sha256 == sha256(data)
    assert wrong in codes(records)


def test_items_in_one_another_end(tmp_path: Path) -> None:
    data = INNER
    for _ in range(60):
        data = tnef(item_attached("again", data))
    path = tmp_path / "winmail.dat"
    path.write_bytes(data)
    records = read(path)
    assert len(messages(records)) == 40
    assert ("limit-reached", "warning") in codes(records)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=12))
def test_damage_never_breaks_it(at: int, noise: bytes) -> None:
    data = WHOLE[:at] + noise + WHOLE[at + len(noise) :]
    if data.startswith(WHOLE[:4]):
        read_tnef(data)
    read_tnef(WHOLE[:4] + noise * 50)
