"""Outlook's mailboxes: every form and encoding against a second reader, folders, mails in mails, counts, damage; one of others."""

import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pypff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.readers import email
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._email_pst import Mailbox
from gawah.readers._email_pst_nodes import _INVERSE, _MIDDLE, Damaged, Store
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Message, ReadProblem
from gawah.records.digest import sha256
from tests.readers.store import Mail, Values, Writer, long, mailbox, text, time
from tests.readers.test_email_outlook import codes, messages, read

SENT = 133541107450000000
INBOX, TRASH, SENT_BOX, INNER = 0x8042, 0x8062, 0x8082, 0x80A2
FOLDERS = {INBOX: (0x8022, "Inbox"), TRASH: (0x8022, "Weg"), SENT_BOX: (0x8022, "a/b~"), INNER: (INBOX, "زرک")}
FILE = bytes(range(256)) * 100
PEOPLE: list[Values] = [
    {0x0C15: long(2), 0x3001: text("Baris"), 0x3002: text("SMTP"), 0x3003: text("baris@example.org")},
    {0x0C15: long(1), 0x3001: text("Dilara"), 0x3002: text("SMTP"), 0x3003: text("dilara@example.org")},
]


def mail(subject: str, body: str, **more: Any) -> Mail:
    values = {0x001A: text("IPM.Note"), 0x0037: text(subject), 0x1000: text(body), 0x0039: time(SENT)}
    return Mail(values, PEOPLE, **more)


DEEPEST = mail("canary deepest", "deepest " * 2_000, attached=[({0x3707: text("deep.bin")}, b"deep")])
DEEP = mail("canary deep", "deep", attached=[({0x3001: text("again")}, DEEPEST)])
FIRST = mail("\x01\x05Re: canary", "I know.", attached=[({0x3707: text("در.bin")}, FILE), ({0x3001: text("deep")}, DEEP)])


@cache
def built(version: int = 23, crypt: int = 1, count: int = 40) -> bytes:
    """A mailbox of so many mails, whose trees have several pages."""
    mails = [(INBOX, FIRST), *((list(FOLDERS)[n % 4], mail(f"canary {n}", f"{n} " * (1 + n * 300))) for n in range(1, count))]
    return mailbox(mails, FOLDERS, version, crypt)


def saved(tmp_path: Path, data: bytes, name: str = "canary.pst") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def told_by_libpff(path: Path) -> list[tuple[str, str, list[str]]]:
    """Subject, text and digests of the files of every mail, by the second reader."""
    store = pypff.file()
    store.open(str(path))
    found = []
    waiting = [store.root_folder]
    while waiting:
        folder = waiting.pop()
        if folder.identifier & 0x1F != 3:  # search folders hold what lies in others
            for message in folder.sub_messages:
                files = [message.get_attachment(index) for index in range(message.number_of_attachments)]
                digests = [sha256(each.read_buffer(each.size)) for each in files if not holds_a_mail(each)]
                body = message.plain_text_body or b""
                found.append((message.identifier, message.subject, body.decode().replace("\r\n", "\n"), digests))
        waiting += list(folder.sub_folders)
    return [each[1:] for each in sorted(found)]


def holds_a_mail(attachment: Any) -> bool:
    return any(each.entry_type == 0x3705 and each.data_as_integer == 5 for each in attachment.get_record_set(0).entries)


def told(path: Path) -> list[tuple[str | None, str, list[str]]]:
    """The same by ours."""
    return [
        (each.subject, each.body, [file.sha256 for file in each.attachments if file.sha256])
        for each in messages(read(path))
        if "embedded" not in each.flags
    ]


def test_the_tables_of_the_encoding_are_what_the_specification_says_of_them() -> None:
    assert sorted(_INVERSE) == sorted(_MIDDLE) == list(range(256))
    assert all(_MIDDLE[_MIDDLE[value]] == value for value in range(256))


@pytest.mark.parametrize("version", [14, 23, 36])
@pytest.mark.parametrize("crypt", [0, 1, 2])
def test_every_form_and_encoding_is_read_as_a_second_reader_reads_it(tmp_path: Path, version: int, crypt: int) -> None:
    path = saved(tmp_path, built(version, crypt))
    ours = told(path)
    assert [subject for subject, _, _ in ours] == ["Re: canary", *(f"canary {number}" for number in range(1, 40))]
    assert ours[0] == ("Re: canary", "I know.", [sha256(FILE)])
    assert [body for _, body, _ in ours[1:]] == [f"{number} " * (1 + number * 300) for number in range(1, 40)]
    if version < 36 or not crypt:  # large pages and an encoding together break the second reader
        assert ours == told_by_libpff(path)


def test_folders_are_named_and_their_boxes_known_in_any_language(tmp_path: Path) -> None:
    found = {each.subject: each for each in messages(read(saved(tmp_path, built())))}
    places = {number: found[f"canary {number}"].locator.place for number in (4, 1, 2, 3)}
    assert places == {
        4: "store/part/Inbox/2097316",
        1: "store/part/Weg/2097220",
        2: "store/part/a~1b~0/2097252",
        3: "store/part/Inbox/زرک/2097284",
    }
    assert [(found[f"canary {n}"].folder, found[f"canary {n}"].flags) for n in (4, 1, 2, 3)] == [
        ("inbox", ()),
        (None, ("in-trash",)),
        ("sent", ()),
        ("inbox", ()),
    ]
    assert [each.name for each in found["canary 4"].recipients] == ["Dilara", "Baris"]


def test_mails_in_mails_are_read_with_their_files(tmp_path: Path) -> None:
    outer, deep, deepest = messages(read(saved(tmp_path, built(count=1))))
    assert [(each.subject, each.flags, each.locator.place) for each in (outer, deep, deepest)] == [
        ("Re: canary", (), "store/part/Inbox/2097188"),
        ("canary deep", ("embedded",), "store/part/Inbox/2097188/part/2"),
        ("canary deepest", ("embedded",), "store/part/Inbox/2097188/part/2/part/1"),
    ]
    assert [(each.name, each.sha256) for each in (*outer.attachments, *deepest.attachments)] == [
        ("در.bin", sha256(FILE)),
        ("deep", None),
        ("deep.bin", sha256(b"deep")),
    ]
    assert deepest.body == "deepest " * 2_000


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_mailbox_in_an_archive_gives_the_same_ids(tmp_path: Path, method: int) -> None:
    alone = saved(tmp_path, built(count=5))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", method) as archive:
        archive.write(alone, "mail/canary.pst")
    packed = messages(read(tmp_path / "all.zip"))
    assert [(each.subject, each.locator.place) for each in packed] == [
        (each.subject, each.locator.place) for each in messages(read(alone))
    ]


def test_the_count_that_a_folder_states_is_compared(tmp_path: Path) -> None:
    for stated, severity in ((3, "loss"), (0, "warning")):
        writer = Writer()
        writer.folder(0x122, 0x122, "", 0)
        writer.folder(INBOX, 0x122, "Inbox", stated)
        writer.node(0x200024, INBOX, mail("canary", "x"))
        assert codes(read(saved(tmp_path, writer.file()))) == {("count-mismatch", severity)}


def test_a_mail_whose_folder_is_gone_is_read_and_said_to_have_none(tmp_path: Path) -> None:
    writer = Writer()
    writer.folder(0x122, 0x122, "", 0)
    writer.node(0x200024, 0x9002, mail("canary", "x"))
    [found] = messages(read(saved(tmp_path, writer.file())))
    assert (found.flags, found.locator.place) == (("no-folder",), "store/part/2097188")


def test_a_mail_that_cannot_be_read_is_counted_as_lost(tmp_path: Path) -> None:
    data = built(count=5, crypt=0)
    at = data.index("canary 3".encode("utf-16-le"))
    start = data.rindex(b"\xec\xbc", 0, at) - 2
    records = read(saved(tmp_path, data[: start + 2] + b"\0" + data[start + 3 :]))
    lost = [each for each in records if isinstance(each, ReadProblem) and each.records]
    assert [(each.code, each.locator.place) for each in lost] == [("record-unreadable", "store/part/2097284")]
    assert ("digest-differs", "warning") in codes(records)


def test_a_page_that_lists_mails_and_cannot_be_read_is_a_loss(tmp_path: Path) -> None:
    data = built()
    last = max(at for at in range(0x1000, len(data), 512) if data[at + 496 : at + 498] == b"\x81\x81" and data[at + 491] == 0)
    records = read(saved(tmp_path, data[: last + 496] + b"\0" + data[last + 497 :]))
    assert {("member-unreadable", "loss"), ("count-mismatch", "loss")} <= codes(records)
    assert messages(records)


@pytest.mark.parametrize("at", [8, 10, 513])
def test_what_is_no_form_that_is_known_is_kept_and_said(tmp_path: Path, at: int) -> None:
    data = bytearray(built(count=1))
    data[at] = 0x10
    path = saved(tmp_path, bytes(data))
    with Source(path) as source:
        records = list(email.read(source, Options()))
        claimed = email.identify(source)
    assert not messages(records)
    assert claimed is (at != 8)
    assert codes(records) == ({("member-unreadable", "loss")} if claimed else set())


def test_trees_that_lead_back_to_themselves_end() -> None:
    data = bytearray(built())
    root = int.from_bytes(data[224:232], "little")
    assert data[root + 491] == 1
    for index in range(data[root + 488]):
        data[root + 24 * index + 16 : root + 24 * index + 24] = root.to_bytes(8, "little")
    store = Store(io.BytesIO(bytes(data)))
    assert list(store.leaves()) == []
    assert store.unread


def test_what_is_read_again_and_again_ends() -> None:
    """A list of blocks that names one block 100,000 times: a small file would give gigabytes."""
    writer = Writer(crypt=0)
    block = writer.put(bytes(8_000))
    names = writer.put(b"\1\1" + (1_000).to_bytes(2, "little") + bytes(4) + block.to_bytes(8, "little") * 1_000, internal=True)
    many = writer.put(b"\1\2" + (1_000).to_bytes(2, "little") + bytes(4) + names.to_bytes(8, "little") * 1_000, internal=True)
    writer.folder(0x122, 0x122, "", 0)
    writer.nodes.append((0x200024, many, 0, 0x122))
    box = Mailbox(io.BytesIO(writer.file()))
    [(_, _, item)] = box.mails()
    assert item is None
    with pytest.raises(Damaged):
        list(map(box.store.block, [block] * 100_000))


BASE = built(count=6)


@settings(max_examples=150)
@given(st.integers(8, len(BASE) - 1), st.binary(min_size=1, max_size=40), st.integers(0, 3))
def test_damage_never_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes, kind: int) -> None:
    if kind == 1:
        at %= 564
    elif kind == 2:
        at = len(BASE) - 1 - at % 0x1800  # the trees stand at the end
    data = BASE[:at] if kind == 3 else BASE[:at] + noise + BASE[at + len(noise) :]
    path = saved(tmp_path_factory.mktemp("damaged"), data)
    tiling = Tiling()
    found: list[Message] = []
    said: list[ReadProblem] = []
    with Source(path) as source:
        claimed = email.identify(source)
        for record in email.read(source, Options()):
            tiling.watch(record)
            found += [record] if isinstance(record, Message) else []
            said += [record] if isinstance(record, ReadProblem) else []
        count, whole = records_in_source(email, source, tiling)
    assert whole
    assert count == len(found) + sum(each.records for each in said)
    assert not claimed or len(found) >= 8 or said


@pytest.mark.shared
def test_the_mailbox_of_others_is_read_as_a_second_reader_reads_it(shared_samples: Path) -> None:
    path = shared_samples / "email-msg-pst" / "tika__testPST.pst"
    assert told(path) == told_by_libpff(path)
    records = read(path)
    found = messages(records)
    assert [each.sent_at.stated for each in found[:2]] == ["Wed, 26 Feb 2014 08:50:04 +0100", "Tue, 25 Feb 2014 13:20:52 -0800"]
    assert (found[7].subject, found[7].body, found[7].flags) == ("First email", "Docx file attached.\n\n", ("embedded",))
    [document] = found[7].attachments
    assert (document.name, document.media_type) == ("attachment.docx", "application/zip")
    assert codes(records) == {("embedded", "info")}


@pytest.mark.shared
def test_the_document_in_the_mail_in_the_mailbox_of_others_is_whole(shared_samples: Path) -> None:
    with (shared_samples / "email-msg-pst" / "tika__testPST.pst").open("rb") as stream:
        item = [item for _, _, item in Mailbox(stream).mails()][-1]
        assert item is not None
        assert item.attachments[0].item is not None
        [file] = item.attachments[0].item().attachments
        assert file.pieces is not None
        with zipfile.ZipFile(io.BytesIO(b"".join(file.pieces()))) as document:
            assert document.testzip() is None
            assert "word/document.xml" in document.namelist()
