"""A finished bundle is looked through, file by file and into each; one find in any form stops it, and is told without text."""

import base64
import binascii
import bz2
import gzip
import io
import json
import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.dossier import bundle, inside, leak_check
from gawah.dossier.inside import MOST, own_pdf
from gawah.dossier.leak_check import Guard, check, leaks
from gawah.dossier.spelling import Named
from gawah.records.digest import sha256
from gawah.records.errors import LeakFound
from tests.dossier import sample

AMINA = Named(shown="A. N.", spellings=("Amina Noor", "امینہ نور", "अमीना नूर", "Ada Zed"))
MAY = Named(shown="M.", spellings=("May",))
GUARD = Guard(parties=(AMINA, MAY), unusual=(AMINA, Named(shown="M.", spellings=())))
NAME = "Amina Noor"
EXHIBIT = "data/exhibits/E0009.bin"


def found(data: bytes, name: str = EXHIBIT, guard: Guard = GUARD, *, folder: Path) -> list[str]:
    """What is said of one file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return [leak.what for leak in leaks(folder, guard)]


def png(*chunks: tuple[bytes, bytes], end: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    whole = sample.png()
    return whole[:33] + b"".join(chunk(kind, data) for kind, data in chunks) + whole[33:] + end


def jpeg(*segments: tuple[int, bytes], pixels: bytes = b"\x01\x02", end: bytes = b"") -> bytes:
    said = b"".join(bytes((0xFF, kind)) + struct.pack(">H", len(data) + 2) + data for kind, data in segments)
    return b"\xff\xd8" + said + b"\xff\xda\x00\x02" + pixels + b"\xff\xd9" + end


def zipped(members: dict[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def mailed(*, subject: str = "x", body: str = "x", file: str = "a.txt", data: bytes = b"x") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", subject
    mail.set_content(body)
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=file)
    return mail.as_bytes()


def pdf(stream: bytes, *, around: bytes = b"", outside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<" + around + b">>\nstream\n" + stream + b"\nendstream\nendobj\n" + outside + b"\n%%EOF\n"


FORMS: dict[str, bytes] = {
    "plain": NAME.encode(),
    "in Urdu": "میں امینہ نور سے ملا".encode(),
    "in Hindi": "अमीना नूर".encode(),
    "UTF-16 with a mark": f"to {NAME}".encode("utf-16"),
    "UTF-16, the other way": b"\xfe\xff" + "امینہ نور".encode("utf-16-be"),
    "UTF-16 without a mark": f"this is to {NAME} and nobody else".encode("utf-16-le"),
    "Windows 1256": "الى امينه نور جان".encode("cp1256"),
    "Latin-1": f"Zoë met {NAME}".encode("latin-1"),
    "JSON": json.dumps({"to": "امینہ نور"}).encode(),
    "entities": b"&#65;mina&nbsp;Noor",
    "percent signs": b"q=Amina%20Noor&x=1",
    "tags between": b"<p>Ami<b>na</b> <i>Noor</i></p>",
    "base64": b"x: " + base64.b64encode(f"nothing but {NAME} here".encode()),
    "base64 of addresses": base64.urlsafe_b64encode(f"??>>{NAME} is the name??>>".encode()),
    "base64 of UTF-16": base64.b64encode(f"to {NAME} there".encode("utf-16-le")),
    "base64 of a zip": base64.b64encode(zipped({"a.txt": NAME.encode()})),
    "inside bytes": b"\x00\x9f\x01" * 9 + f"tag {NAME}".encode() + b"\x00\x9f\x01" * 9,
    "UTF-16 inside bytes": b"\x01\x9f\x02" * 9 + NAME.encode("utf-16-le") + b"\x9f\x9f\x9f" * 9,
    "Urdu in UTF-16 inside bytes": b"\xff\x9f\xff" * 9 + "امینہ نور".encode("utf-16-be") + b"\x9f\x9f\x9f" * 9,
    "a short name in bytes": b"\xff\x9f\xff" * 9 + b"by Ada Zed, 2024" + b"\x9f\x9f\x9f" * 9,
    "zip, a member": zipped({"a.txt": NAME.encode()}),
    "zip, a name": zipped({f"{NAME}/a.txt": b"x"}),
    "zip, a remark": zipped({"a.txt": b"x"}, NAME.encode()),
    "zip in zip": zipped({"a.zip": zipped({"b.xml": b"<w:t>Amina </w:t><w:t>Noor</w:t>"})}),
    "gzip": gzip.compress(NAME.encode()),
    "gzip, the name": gzip.compress(b"x")[:3]
    + b"\x08"
    + gzip.compress(b"x")[4:10]
    + b"Amina Noor.txt\0"
    + gzip.compress(b"x")[10:],
    "bzip2": bz2.compress(NAME.encode()),
    "xz": lzma.compress(NAME.encode()),
    "mail, subject": mailed(subject="امینہ نور"),
    "mail, body": mailed(body=f"è {NAME}"),
    "mail, attachment": mailed(data=zipped({"a": NAME.encode()})),
    "mail, file name": mailed(file="अमीना नूर.txt"),
    "PDF, packed": pdf(zlib.compress(f"BT ({NAME}) Tj ET".encode())),
    "PDF, plain": pdf(f"BT ({NAME}) Tj ET".encode()),
    "PDF, outside": pdf(b"x", outside=f"<</Author ({NAME})>>".encode()),
    "PDF, hexadecimal": pdf(b"x", outside=b"<</Author <FEFF" + binascii.hexlify("امینہ نور".encode("utf-16-be")) + b">>>"),
    "PNG, a word": png((b"tEXt", b"Author\0Amina Noor")),
    "PNG, packed": png((b"zTXt", b"Author\0\0" + zlib.compress(NAME.encode()))),
    "PNG, Exif": png((b"eXIf", b"II*\0" + NAME.encode("utf-16-le"))),
    "PNG, behind the end": png(end=NAME.encode()),
    "JPEG, Exif": jpeg((0xE1, b"Exif\0\0\x01\x02" + NAME.encode())),
    "JPEG, a remark": jpeg((0xDB, b"x"), (0xFE, "امینہ نور".encode())),
    "JPEG, behind the end": jpeg(end=NAME.encode()),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_name_is_found_in_every_form(form: str, tmp_path: Path) -> None:
    assert "[A. N.]" in found(FORMS[form], folder=tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_form_without_a_name_is_passed(form: str, tmp_path: Path) -> None:
    guard = replace(GUARD, parties=(replace(AMINA, spellings=("Zoya Quill",)),), unusual=(), read=frozenset({"E0009.bin"}))
    assert found(FORMS[form], guard=guard, folder=tmp_path) == []


@pytest.mark.parametrize(
    "name", ["bag-info.txt", "ledger/rows/E0001.json", "data/hash-report.csv", "data/timeline.svg", "seal/x", "VERIFY.txt"]
)
def test_every_file_is_looked_through(name: str, tmp_path: Path) -> None:
    assert found(NAME.encode(), name, folder=tmp_path) == ["[A. N.]"]


def test_a_name_that_is_a_word_of_the_program_is_looked_for_where_people_wrote(tmp_path: Path) -> None:
    assert found(b"1 May 2024", "data/exhibits.json", folder=tmp_path) == []
    assert found(b"1 May 2024", "ledger/rows/E0001.json", folder=tmp_path) == ["[M.]"]


# --- The bundle's own pages


def test_pages_attachments_and_what_a_pdf_says_of_itself_are_read(case: sample.Case) -> None:
    held = own_pdf(case.bundle.pdf)
    words = " ".join(held.texts)
    for part in ("Rafiq Mir", "hash-report.csv", "E0001,message", '"schema": "gawah.exhibits/1"', "gawah 0.1.0"):
        assert part in words, part
    assert "riM qifaR" in words  # where letters come the other way round


def test_a_name_in_the_pages_stops_the_bundle(case: sample.Case, tmp_path: Path) -> None:
    guard = replace(
        GUARD, parties=(Named(shown="R.", spellings=("Rafiq Mir",)),), unusual=(Named(shown="R.", spellings=("Rafiq Mir",)),)
    )
    told: list[LeakFound] = []

    def look(folder: Path) -> None:
        try:
            check(folder, guard)
        except LeakFound as error:
            told.append(error)
            raise

    with pytest.raises(LeakFound):
        bundle.write(tmp_path / "out", case.bundle, sample.KEY.sign, looked_through=look)
    assert list(tmp_path.iterdir()) == []
    words = str(told[0])
    assert "data/dossier.pdf: [R.]" in words
    assert "data/exhibits.json: [R.]" in words
    assert "rafiq" not in words.lower()
    assert told[0].exit_code == 30


@pytest.mark.parametrize("name", ["data/dossier.pdf", "data/dossier-2.pdf"])
def test_the_pages_of_every_volume_are_read(name: str, case: sample.Case, tmp_path: Path) -> None:
    guard = Guard(parties=(), unusual=(Named(shown="R.", spellings=("Rafiq Mir",)),))
    assert found(case.bundle.pdf, name, guard, folder=tmp_path) == ["[R.]"]


def test_a_bundle_that_names_nobody_is_written(case: sample.Case, tmp_path: Path) -> None:
    read = frozenset(path.file for path in case.bundle.exhibits)
    guard = replace(GUARD, parties=(AMINA,), unusual=(AMINA,), read=read)
    bundle.write(tmp_path / "out", case.bundle, sample.KEY.sign, looked_through=lambda folder: check(folder, guard))
    assert (tmp_path / "out/data/dossier.pdf").exists()


def test_a_long_list_of_finds_is_cut_short(tmp_path: Path) -> None:
    for number in range(25):
        (tmp_path / f"{number:02}").write_text(NAME)
    with pytest.raises(LeakFound, match="and 5 more"):
        check(tmp_path, GUARD)


# --- Digests


HIDDEN = sha256(b"meet me at the gate")


SPELT = (
    HIDDEN,
    HIDDEN.upper(),
    f"sha256:{HIDDEN}",
    f"x{HIDDEN}x",
    base64.b64encode(bytes.fromhex(HIDDEN)).decode(),
    base64.urlsafe_b64encode(bytes.fromhex(HIDDEN)).decode().rstrip("="),
)


@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize("name", ["data/hash-report.csv", "ledger/leaves/E0001.json", "ledger/proofs/E0001.row-proof"])
def test_a_digest_of_something_hidden_is_found(spelt: str, name: str, tmp_path: Path) -> None:
    guard = replace(GUARD, digests=frozenset({HIDDEN}))
    assert found(f"a {spelt} b\n".encode(), name, guard, folder=tmp_path) == ["a digest of something hidden"]


@pytest.mark.parametrize("form", ["Amina Noor", "amina noor", "AMINA NOOR", "aminanoor", "امینہ نور", "Ada Zed"])
def test_a_digest_of_a_name_is_found(form: str, tmp_path: Path) -> None:
    digest = sha256(form.encode())
    assert found(digest.encode(), folder=tmp_path) == ["a digest of something hidden"]
    assert found(digest[:32].encode(), folder=tmp_path) == ["a digest of something hidden"]
    assert found(sha256(b"another").encode(), folder=tmp_path) == []


# --- Redacted by hand


def test_words_redacted_by_hand_are_looked_for_everywhere(tmp_path: Path) -> None:
    long = "one two three four five six seven eight nine ten eleven twelve"
    guard = replace(GUARD, texts=("12-B Lamp Street", "yes", "my number is 55512", "a@b.example", long))
    for text in (
        "at 12 b lamp street",
        "a@b.example",
        "My number: is  55512!",
        "ONE two three four five six seven eight",
        "x five six seven eight nine ten eleven twelve",
    ):
        assert found(text.encode(), guard=guard, folder=tmp_path) == ["words that were redacted by hand"], text
    assert found(b"yes, one two three", guard=guard, folder=tmp_path) == []


# --- What cannot be looked into


def locked() -> bytes:
    data = bytearray(zipped({"a.txt": b"x" * 40}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        data[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
    return bytes(data)


def deep() -> bytes:
    data = NAME.encode()
    for _ in range(8):
        data = gzip.compress(data)
    return data


CLOSED: dict[str, Callable[[], bytes]] = {
    "locked": locked,
    "damaged": lambda: zipped({"a.txt": b"x" * 99})[:-30],
    "damaged inside": lambda: zipped({"a.txt": bytes(range(256)) * 9}).replace(b"\x00\x01\x02", b"\x07\x07\x07"),
    "too deep": deep,
    "gzip cut off": lambda: gzip.compress(bytes(range(256)) * 99)[:-20],
    "sound": lambda: b"ID3\x04" + bytes(range(255, 0, -1)) * 9,
    "a picture": sample.png,
    "a photograph": jpeg,
    "a photograph cut off": lambda: b"\xff\xd8\xff\xe1\x00",
    "a photograph without an end": lambda: jpeg()[:-2],
    "a picture cut off": lambda: sample.png()[:40],
    "pages": lambda: pdf(b"x"),
    "locked pages": lambda: pdf(b"x", outside=b"/Encrypt 5 0 R"),
}


@pytest.mark.parametrize("form", CLOSED)
def test_what_cannot_be_looked_into_stops_it_until_the_person_has_looked(form: str, tmp_path: Path) -> None:
    data = CLOSED[form]()
    assert found(data, folder=tmp_path) == ["it could not be looked through"]
    assert found(data, guard=replace(GUARD, looked_at=frozenset({"E0009.bin"})), folder=tmp_path) == []
    assert found(data, "data/other.bin", guard=GUARD, folder=tmp_path / "elsewhere") == []


def test_a_name_is_found_in_what_the_person_has_looked_at_too(tmp_path: Path) -> None:
    guard = replace(GUARD, looked_at=frozenset({"E0009.bin"}))
    assert found(png((b"tEXt", b"Author\0Amina Noor")), guard=guard, folder=tmp_path) == ["[A. N.]"]


def test_more_than_can_be_looked_at_counts_as_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"a": bytes(1 << 20)})
    monkeypatch.setattr(inside, "MOST", 1 << 16)
    monkeypatch.setattr(
        inside.Inside.__init__,
        "__defaults__",
        tuple(1 << 16 if default == MOST else default for default in inside.Inside.__init__.__defaults__ or ()),
    )
    assert found(bomb, folder=tmp_path) == ["it could not be looked through"]
    assert found(pdf(zlib.compress(bytes(1 << 20))), folder=tmp_path) == ["it could not be looked through"]
    monkeypatch.setattr(inside, "_MEMBERS", 3)
    assert found(zipped({str(n): b"x" for n in range(5)}), folder=tmp_path) == ["it could not be looked through"]
    monkeypatch.setattr(leak_check, "LARGEST", 5)
    assert found(b"123456", folder=tmp_path) == ["too large to be looked through"]
    assert found(b"123456", guard=replace(GUARD, looked_at=frozenset({"E0009.bin"})), folder=tmp_path) == []


def test_an_empty_file_and_an_empty_zip_are_nothing(tmp_path: Path) -> None:
    assert found(b"", folder=tmp_path) == []
    assert found(zipped({}), folder=tmp_path) == []
    assert found(zipped({"folder/": b""}), folder=tmp_path) == []


def test_fonts_and_pictures_in_pages_are_not_taken_for_words(tmp_path: Path) -> None:
    guard = replace(GUARD, read=frozenset({"E0009.bin"}))
    for kind in (b"/Subtype /Image", b"/Subtype/CIDFontType0C", b"/Length1 9"):
        assert found(pdf(zlib.compress(b"by Ada Zed, 2024"), around=kind), guard=guard, folder=tmp_path) == []


def test_a_packed_word_of_a_picture_that_cannot_be_unpacked_is_passed_over(tmp_path: Path) -> None:
    broken = png((b"zTXt", b"a\0\0\x78\x9c\xff\xff\xff"), (b"zTXt", b"no packed words"))
    assert found(broken, guard=replace(GUARD, read=frozenset({"E0009.bin"})), folder=tmp_path) == []


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"",
            b"PK\x03\x04",
            b"\x1f\x8b",
            b"BZh",
            b"\xfd7zXZ\x00",
            b"%PDF",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n",
            b"A: b\r\nC: d\r\n",
        ]
    ),
)
def test_no_bytes_break_it(data: bytes, start: bytes) -> None:
    assert isinstance(inside.inside(start + data).texts, list)


def test_a_copy_of_the_bundle_is_left_as_it_was(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    list(leaks(folder, GUARD))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    shutil.rmtree(tmp_path, ignore_errors=True)
