"""Documents: what PDF, office files and texts do to people, and what hostile ones try."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _registry, document
from gawah.readers._capture import stated_time
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._document_pdf import MAX_PAGES, MAX_PIXELS, Pdf, pdf_time
from gawah.readers._document_rtf import rtf_words
from gawah.readers._document_text import PIECE
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Conversation, Duplicate, Event, Framing, Message, ReadProblem, Record, Transcript
from gawah.usecases import reading
from tests.readers.golden import SAMPLES

SAMPLE = SAMPLES / "document"


def read(path: Path) -> list[Record]:
    """All records, after the law of conservation was held."""
    tiling = Tiling()
    with Source(path) as source:
        assert _registry.identify(source) == ["document"]
        records = list(document.read(source, Options()))
        for record in records:
            tiling.watch(record)
        count, whole = records_in_source(_registry.readers()["document"], source, tiling)
    assert whole
    assert count == sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Capture) for record in records)
    return records


def captures(path: Path) -> list[Capture]:
    return [record for record in read(path) if isinstance(record, Capture)]


def problems(path: Path) -> list[tuple[str, str, int]]:
    return [(record.code, record.severity, record.records) for record in read(path) if isinstance(record, ReadProblem)]


def facts(capture: Capture) -> dict[str, str]:
    return {fact.name: fact.value for fact in capture.facts}


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def many_pages(stated: int, real: int) -> bytes:
    """A PDF that says it has `stated` pages and holds `real`, all of them one object."""
    kids = " ".join(["3 0 R"] * real)
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        + f"2 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {stated} >>\nendobj\n".encode()
        + b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99999999 99999999] >>\nendobj\n"
        + b"trailer\n<< /Root 1 0 R /Size 4 >>\n%%EOF\n"
    )


def test_a_pdf_of_a_million_pages_is_read_up_to_the_limit_and_the_rest_is_counted(tmp_path: Path) -> None:
    found = read(written(tmp_path, "many.pdf", many_pages(MAX_PAGES + 7, MAX_PAGES + 7)))
    assert sum(isinstance(record, Capture) for record in found) == MAX_PAGES
    assert [(p.code, p.records) for p in found if isinstance(p, ReadProblem)] == [("limit-reached", 7), ("limit-reached", 0)]


def test_a_pdf_that_lies_about_its_pages_is_counted_as_it_says(tmp_path: Path) -> None:
    found = read(written(tmp_path, "lies.pdf", many_pages(300, 1)))
    assert sum(isinstance(record, Capture) for record in found) >= 1


def test_what_a_pdf_would_do_is_named_and_not_done() -> None:
    (page,) = captures(SAMPLE / "broken/pdf-that-acts/source/act.pdf")
    said = facts(page)
    assert page.flags == ("active-content",)
    assert said["pdf:scripts"] == "1"
    assert said["pdf:launch-links"] == "1"
    assert said["pdf:open-action"] == "1"
    assert said["pdf:embedded"] == "canary.txt"


def test_a_page_of_monstrous_size_is_drawn_within_bounds(tmp_path: Path) -> None:
    path = written(tmp_path, "large.pdf", many_pages(1, 1).replace(b"99999999 99999999", b"14400 7200"))
    with Source(path) as source, Pdf(source, source.members[0]) as pdf:
        drawn = pdf.picture(0, longest=1_000)
        assert drawn is not None
        width, height, pixels = drawn
        assert (width, height) == (1_000, 500)
        assert len(pixels) == width * height <= MAX_PIXELS
    with Source(written(tmp_path, "huge.pdf", many_pages(1, 1))) as source, Pdf(source, source.members[0]) as pdf:
        assert pdf.picture(0) is None


def test_a_page_with_words_is_drawn_in_black_on_white() -> None:
    with Source(SAMPLE / "pdf-printed/source/post.pdf") as source, Pdf(source, source.members[0]) as pdf:
        drawn = pdf.picture(0)
        assert drawn is not None
        assert min(drawn[2]) < 80
        assert max(drawn[2]) == 255
        assert pdf.picture(99) is None


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    data = (SAMPLE / "pdf-printed/source/post.pdf").read_bytes()
    key = "<" + "41" * 32 + ">"
    locked = data.replace(
        b"/Info 8 0 R", f"/Info 8 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> /ID [<00><00>]".encode()
    )
    assert problems(written(tmp_path, "locked.pdf", locked)) == [("member-encrypted", "loss", 1)]


def test_a_page_printed_by_a_browser_is_an_own_capture_and_another_pdf_is_not(tmp_path: Path) -> None:
    data = (SAMPLE / "pdf-printed/source/post.pdf").read_bytes()
    assert captures(written(tmp_path, "a.pdf", data))[0].grade == "own-capture"
    other = data.replace(b"Skia/PDF m122", b"Some Program9").replace(b"Chromium", b"Nothing9")
    assert captures(written(tmp_path, "b.pdf", other))[0].grade == "third-party-capture"


def test_a_page_without_text_says_so_and_one_with_text_does_not() -> None:
    first, second = captures(SAMPLE / "pdf-printed/source/post.pdf")
    assert first.flags == ()
    assert second.flags == ("no-text",)
    assert second.body == ""


def test_a_docx_on_disk_is_read_as_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "statement.docx"
    folder = SAMPLE / "docx-statement/source"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    (inside,), (unpacked,) = captures(path), captures(folder)
    assert inside == unpacked


def test_deleted_words_are_told_and_do_not_stand_in_the_text() -> None:
    (statement,) = captures(SAMPLE / "docx-statement/source")
    assert "never" not in statement.body
    assert "I once answered." in statement.body
    assert facts(statement)["docx:deleted"] == "Sana Mirza, 2024-03-07T10:00:00Z: never"
    assert statement.body.count("in a box") == 1
    assert {"tracked-changes", "comments", "hidden-text", "active-content"} == set(statement.flags)


def test_entities_in_entities_are_refused() -> None:
    assert problems(SAMPLE / "broken/docx-entities/source") == [("record-unreadable", "loss", 1)]


def test_elements_without_end_in_one_another_are_refused(tmp_path: Path) -> None:
    deep = b"<w:document>" + b"<w:p>" * 100_000
    path = tmp_path / "deep.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", deep)
    assert problems(path) == [("record-unreadable", "loss", 1)]


def test_a_long_document_is_cut_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "long.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<d>" + "<p><t>abcdefghi</t></p>" * 120_000 + "</d>")
    found = read(path)
    assert [len(record.body) for record in found if isinstance(record, Capture)] == [(1 << 20)]
    assert [(p.code, p.severity) for p in found if isinstance(p, ReadProblem)] == [("limit-reached", "loss")]


def test_a_long_text_is_cut_at_line_ends_and_nothing_is_left_out(tmp_path: Path) -> None:
    lines = [f"{number} سلام canary\n" for number in range(80_000)]
    path = written(tmp_path, "long.txt", "".join(lines).encode())
    found = captures(path)
    assert len(found) > 2
    assert "".join(capture.body for capture in found) == "".join(lines)
    assert all(capture.body.endswith("\n") for capture in found)


@pytest.mark.parametrize("text", ["س" * PIECE, "a" + "😊" * (PIECE // 2)])
def test_a_text_without_line_ends_is_cut_between_characters(tmp_path: Path, text: str) -> None:
    assert "".join(capture.body for capture in captures(written(tmp_path, "one.txt", text.encode()))) == text


def test_a_text_of_another_reader_is_not_taken_from_it() -> None:
    chat = next((SAMPLES / "whatsapp").rglob("*.txt"))
    with Source(chat) as source:
        assert _registry.identify(source) == ["whatsapp"]


@pytest.mark.parametrize(
    ("stated", "utc", "zone"),
    [
        ("D:20240305210512+05'00'", "2024-03-05T16:05:12Z", "stated"),
        ("D:20240305210512Z", "2024-03-05T21:05:12Z", "stated"),
        ("D:20240305210512-0330", "2024-03-06T00:35:12Z", "stated"),
        ("D:20240305210512", None, "unknown"),
        ("D:2024", None, "unknown"),
    ],
)
def test_times_of_pdfs(stated: str, utc: str | None, zone: str) -> None:
    when = pdf_time(stated)
    assert when is not None
    assert (when.utc, when.zone) == (utc, zone)


@pytest.mark.parametrize(
    ("stated", "utc", "local"),
    [
        ("2024-03-05T21:05:12Z", "2024-03-05T21:05:12Z", "2024-03-05T21:05:12"),
        ("2024-03-05T21:05:12.5+05:00", "2024-03-05T16:05:12.500Z", "2024-03-05T21:05:12.500"),
        ("Fri, 16 Jun 2023 19:32:59 -0000", "2023-06-16T19:32:59Z", "2023-06-16T19:32:59"),
        ("Fri Mar 10 2006 13:40:00 GMT+0100", "2006-03-10T12:40:00Z", "2006-03-10T13:40:00"),
        ("Fri Mar 10 2006 13:40:00 GMT+0100 (Central European Standard Time)", "2006-03-10T12:40:00Z", "2006-03-10T13:40:00"),
        ("2024-03-05", None, "2024-03-05T00:00:00"),
        ("2024-13-45T99:00:00Z", None, None),
        ("yesterday", None, None),
    ],
)
def test_times_are_read_as_stated(stated: str, utc: str | None, local: str | None) -> None:
    when = stated_time(stated)
    assert (when.stated, when.utc, when.local) == (stated, utc, local)


@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "a.rtf", "a.txt"]))
def test_arbitrary_bytes_never_crash_it(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    head = {"a.pdf": b"%PDF-1.4\n", "a.rtf": b"{\\rtf1", "a.txt": b""}[name]
    path = written(tmp_path_factory.mktemp("any"), name, head + data)
    with Source(path) as source:
        document.identify(source)
        for record in document.read(source, Options()):
            assert isinstance(record, Capture | Conversation | ReadProblem | Framing | Message | Event | Duplicate | Transcript)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200))
def test_rtf_gives_back_what_was_written_in_unicode(text: str) -> None:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
    body = "".join(f"\\u{code}?" for code in codes)
    assert rtf_words(io.BytesIO(("{\\rtf1 " + body + "}").encode())).text == text.strip("\n\t")


def test_a_worker_that_is_shut_in_reads_and_draws_pdfs() -> None:
    """PDFium is loaded before the worker may load nothing more."""
    (stream,) = list(reading.Reading([SAMPLE / "pdf-printed/source/post.pdf"]).sources())
    assert stream.summary is not None
    assert (stream.summary.reader, stream.summary.captures, stream.summary.conserved) == ("document", 2, True)
