"""Saved pages: what browsers write, what is lost on the way, and what hostile pages try."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import _registry, web_page
from gawah.readers._mhtml import MAX_PARTS, header_text
from gawah.readers._page import html_of, joined
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Conversation, ReadProblem, Record
from gawah.records.digest import sha256
from gawah.usecases import reading
from tests.conftest import SHARED
from tests.readers.golden import SAMPLES

SAMPLE = SAMPLES / "web_page"
CHROME = (SAMPLE / "mhtml-chrome/source/post.mhtml").read_bytes()
BOUNDARY = b"------MultipartBoundary--canaryAbc----"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["web_page"]
        records = list(web_page.read(source, Options()))
        arrived = sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Capture) for record in records)
        assert arrived == web_page.count(source)
    return records


def captures(path: Path) -> list[Capture]:
    return [record for record in read(path) if isinstance(record, Capture)]


def problems(path: Path) -> list[tuple[str, str]]:
    return [(record.code, record.severity) for record in read(path) if isinstance(record, ReadProblem)]


def facts(capture: Capture) -> dict[str, str]:
    return {fact.name: fact.value for fact in capture.facts}


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_address_and_time_are_those_that_the_browser_wrote_and_not_the_pages_own() -> None:
    (page,) = captures(SAMPLE / "mhtml-chrome/source/post.mhtml")
    assert page.address == "https://social.example/sana/posts/17?ref=home"
    assert facts(page)["page:own-address"] == "https://social.example/sana/posts/17"
    assert page.sent_at.utc == "2024-03-05T16:05:12Z"


def test_no_script_is_text_and_no_link_runs_one() -> None:
    (page,) = captures(SAMPLE / "mhtml-chrome/source/post.mhtml")
    assert "never" not in page.body
    assert page.links == ("https://social.example/sana",)


def test_frames_and_shadow_roots_are_part_of_what_was_seen() -> None:
    (page,) = captures(SAMPLE / "mhtml-chrome/source/post.mhtml")
    assert "3 comments" in page.body
    assert "shadow" in page.body


def test_a_template_that_is_no_shadow_root_is_not_text() -> None:
    assert html_of(b"<p>a</p><template>b</template>", None).text == "a"


def test_every_part_has_its_own_charset() -> None:
    (page,) = captures(SAMPLE / "mhtml-firefox/source/t.mht")
    assert page.body == "سلام canary"
    (old,) = captures(SAMPLE / "mhtml-explorer/source/page.mht")
    assert old.body == "café canary"
    assert old.address == "http://old.example/page.htm"


def test_a_charset_of_pythons_own_is_not_believed(tmp_path: Path) -> None:
    data = CHROME.replace(b"Content-Type: text/html\r\n", b"Content-Type: text/html; charset=unicode_escape\r\n", 1)
    assert "I know where you live" in captures(written(tmp_path, "a.mhtml", data))[0].body


def test_a_picture_that_breaks_off_has_no_digest_and_is_told() -> None:
    path = SAMPLE / "broken/mhtml-cut/source/post.mhtml"
    assert captures(path)[0].attachments[0].missing
    assert ("record-unreadable", "loss") in problems(path)


def test_a_page_that_breaks_off_in_its_text_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a.mhtml", CHROME[: CHROME.index(b"live")])
    assert problems(path) == [("record-unreadable", "loss")]
    assert captures(path)[0].body.endswith("I know where you")


def test_pictures_in_a_page_are_attachments_of_their_decoded_bytes() -> None:
    (page,) = captures(SAMPLE / "mhtml-chrome/source/post.mhtml")
    picture = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")
    assert [(each.name, each.sha256) for each in page.attachments] == [("https://social.example/a.png", sha256(picture))]


def test_a_single_file_page_states_its_address_and_a_date_with_its_offset() -> None:
    (page,) = captures(SAMPLE / "singlefile/source/Sana.html")
    assert page.address == "https://social.example/sana?tab=posts&x=1"
    assert (page.sent_at.utc, page.sent_at.zone) == ("2024-03-05T16:05:12Z", "stated")
    assert page.sent_at.stated == "Tue Mar 05 2024 21:05:12 GMT+0500 (Pakistan Standard Time)"


def test_a_page_saved_complete_has_its_folder_and_states_no_time() -> None:
    first, second = captures(SAMPLE / "complete-folder/source")
    assert first.address == "https://social.example/sana/posts/"
    assert first.sent_at.stated == ""
    assert [each.name for each in first.attachments] == ["Posts of Sana_files/photo.png"]
    assert "a frame" in first.body
    assert second.flags == ("address-unknown",)


def test_a_folder_of_pages_leaves_nothing_else_in_it_out(tmp_path: Path) -> None:
    """A screenshot, a document and a chat that lie beside a saved page are sources of their own."""
    for file in (SAMPLE / "complete-folder/source").rglob("*"):
        target = tmp_path / "evidence" / file.relative_to(SAMPLE / "complete-folder/source")
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            target.write_bytes(file.read_bytes())
    (tmp_path / "evidence/post.pdf").write_bytes((SAMPLES / "document/pdf-printed/source/post.pdf").read_bytes())
    (tmp_path / "evidence/notes.txt").write_text("my canary notes\n")
    found = {stream.name: stream.reader for stream in reading.Reading([tmp_path / "evidence"]).sources()}
    assert found == {"evidence": "web_page", "post.pdf": "document", "notes.txt": "document"}


def test_a_mail_is_no_saved_page(tmp_path: Path) -> None:
    mail = b"Received: from a\r\nFrom: a@b.example\r\nTo: c@d.example\r\nMessage-ID: <1@b>\r\nMIME-Version: 1.0\r\n"
    mail += b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>hello\r\n--x--\r\n"
    with Source(written(tmp_path, "a.eml", mail)) as source:
        assert not web_page.identify(source)


def test_parts_without_end_are_bounded(tmp_path: Path) -> None:
    empty = BOUNDARY + b"\r\n\r\n\r\n"
    path = written(tmp_path, "many.mhtml", CHROME[: CHROME.index(BOUNDARY)] + empty * (MAX_PARTS + 10))
    assert ("limit-reached", "loss") in problems(path)


def test_parts_in_parts_without_end_are_bounded(tmp_path: Path) -> None:
    nested = b"".join(
        b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (number, number + 1) for number in range(10_000)
    )
    head = b'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
    assert len(captures(written(tmp_path, "deep.mhtml", head + nested))) == 1


def test_an_address_is_not_opened_by_a_refresh_or_a_picture(tmp_path: Path) -> None:
    page = b'<html><meta http-equiv=refresh content="0;url=https://evil.example"><img src=https://evil.example/x.png>canary'
    (capture,) = captures(written(tmp_path, "a.html", page))
    assert capture.body == "canary"
    assert capture.attachments == ()


@pytest.mark.parametrize(
    ("address", "reference", "whole"),
    [
        ("https://a.example/b/c?d", "e", "https://a.example/b/e"),
        ("https://a.example/b/c", "../e?f=../g", "https://a.example/e?f=../g"),
        ("https://a.example", "/e", "https://a.example/e"),
        ("https://a.example/b/", "./", "https://a.example/b/"),
        ("https://a.example/b/c", "//d.example/e", "https://d.example/e"),
        ("https://a.example/b/c?d", "?e", "https://a.example/b/c?e"),
        ("https://a.example/b", "https://d.example/", "https://d.example/"),
        ("https://a.example/", "../../../e", "https://a.example/e"),
        (None, "e", "e"),
    ],
)
def test_addresses_are_seen_from_the_page(address: str | None, reference: str, whole: str) -> None:
    assert joined(address, reference) == whole


@pytest.mark.parametrize("value", ["=?utf-8?B?!!!?=", "=?nosuch?Q?a?=", "=?utf-8?Q?=FF=FE?=", "plain", ""])
def test_headers_with_damaged_words_stand_as_they_are_or_decoded(value: str) -> None:
    assert isinstance(header_text(value), str)


@given(st.text("ABcd09+/=\r\n\x00", max_size=80))
def test_damaged_base64_never_crashes_it(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    part = BOUNDARY + b"\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body.encode()
    path = written(
        tmp_path_factory.mktemp("any"), "a.mhtml", CHROME[: CHROME.index(BOUNDARY)] + part + b"\r\n" + BOUNDARY + b"--\r\n"
    )
    assert len(captures(path)) == 1


@given(st.binary(max_size=600))
def test_arbitrary_bytes_in_a_part_never_crash_it(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    head = CHROME[: CHROME.index(BOUNDARY)]
    for name, whole in (("a.mhtml", head + data), ("a.html", b"<html>" + data)):
        path = written(tmp_path_factory.mktemp("any"), name, whole)
        with Source(path) as source:
            found = list(web_page.read(source, Options()))
        assert all(isinstance(record, Capture | Conversation | ReadProblem) for record in found)


@given(st.binary(min_size=1, max_size=300), st.booleans())
def test_a_part_gives_back_the_bytes_that_were_put_in(tmp_path_factory: pytest.TempPathFactory, data: bytes, crlf: bool) -> None:  # noqa: FBT001
    packed = base64.encodebytes(data)
    body = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: x\r\n\r\n"
    body += packed.replace(b"\n", b"\r\n") if crlf else packed
    whole = CHROME[: CHROME.index(BOUNDARY)] + BOUNDARY + b"\r\n" + body + b"\r\n" + BOUNDARY + b"--\r\n"
    with Source(written(tmp_path_factory.mktemp("any"), "a.mhtml", whole)) as source:
        (page,) = [record for record in web_page.read(source, Options()) if isinstance(record, Capture)]
    assert [each.sha256 for each in page.attachments] == [sha256(data)]


@pytest.mark.shared
def test_the_samples_of_others_are_read_whole() -> None:
    """No expected.json states more: counted in the files themselves (titles, parts, Content-Location)."""
    (chrome,) = captures(SHARED / "mhtml/langchain__example.mht")
    assert (chrome.address, chrome.title) == ("https://langchain.com/", "LangChain")
    assert chrome.sent_at.utc == "2023-06-16T19:32:59Z"
    assert "LANG CHAIN 🦜️🔗\nOfficial Home Page" in chrome.body
    (firefox,) = captures(SHARED / "mhtml/tika__testMHTMLFirefox.mhtml")
    assert (firefox.address, firefox.title) == ("http://aperture.sourceforge.net/", "Aperture Framework")
    assert firefox.sent_at.utc == "2006-03-10T12:40:00Z"
    assert [each.name for each in firefox.attachments] == ["index_files/sflogo.png"]
    assert facts(firefox)["page:other-files"] == "3"
    assert "Main Entry: ap·er·ture" in firefox.body
