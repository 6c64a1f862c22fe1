"""Web archives: pages and what they show, digests, damage, and what a WACZ says of itself."""

import base64
import gzip
import hashlib
import json
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from gawah.readers import _registry, web_archive
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._web_archive_http import MAX_BODY, answer_in
from gawah.records.content import Capture, Conversation, Framing, ReadProblem, Record
from gawah.records.digest import agrees
from tests.conftest import SHARED
from tests.readers.golden import SAMPLES

SAMPLE = SAMPLES / "web_archive"
PAGE = b"<title>t</title><p>canary page"


def read(path: Path) -> list[Record]:
    tiling = Tiling()
    with Source(path) as source:
        assert _registry.identify(source) == ["web_archive"]
        records = list(web_archive.read(source, Options()))
        for record in records:
            tiling.watch(record)
        count, whole = records_in_source(_registry.readers()["web_archive"], source, tiling)
    assert whole
    assert count == sum(record.records if isinstance(record, ReadProblem) else isinstance(record, Capture) for record in records)
    return records


def captures(path: Path) -> list[Capture]:
    return [record for record in read(path) if isinstance(record, Capture)]


def problems(path: Path) -> list[tuple[str, int]]:
    return [(record.code, record.records) for record in read(path) if isinstance(record, ReadProblem)]


def facts(capture: Capture) -> dict[str, str]:
    return {fact.name: fact.value for fact in capture.facts}


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def response(body: bytes, *headers: str, url: str = "https://a.example/") -> bytes:
    block = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode() + body
    named = f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T16:05:00Z\r\nContent-Length: {len(block)}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\n{named}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def test_a_page_has_the_address_and_time_of_the_archive_and_its_pictures() -> None:
    page = captures(SAMPLE / "warc-plain/source/a.warc")[0]
    assert (page.kind, page.address, page.title) == ("page", "https://social.example/sana", "Sana")
    assert (page.sent_at.utc, page.sent_at.zone) == ("2024-03-05T16:05:03Z", "stated")
    assert "evil" not in page.body
    assert [each.name for each in page.attachments] == ["https://social.example/a.png"]
    assert facts(page)["warc:operator"] == "Sana's helper"


def test_a_picture_that_no_page_shows_is_a_record_and_one_that_a_page_shows_is_not() -> None:
    found = captures(SAMPLE / "warc-plain/source/a.warc")
    assert [each.address for each in found if each.kind == "picture"] == ["https://social.example/not-shown.png"]


def test_a_redirect_is_no_page_and_a_page_that_is_gone_is_one_with_a_caution() -> None:
    found = {each.address: each for each in captures(SAMPLE / "warc-plain/source/a.warc")}
    assert "https://social.example/old" not in found
    gone = found["https://social.example/sana/deleted"]
    assert gone.flags == ("status-not-ok",)
    assert facts(gone)["http:status"] == "404"


def test_what_is_no_page_is_listed_by_its_media_type() -> None:
    found = read(SAMPLE / "warc-plain/source/a.warc")
    listed = {p.locator.place: p.count for p in found if isinstance(p, ReadProblem) and p.code == "member-unread"}
    assert listed == {"resource/application/json": 1}


def test_a_revisit_names_the_page_it_is_the_same_as() -> None:
    (again,) = [each for each in captures(SAMPLE / "warc-plain/source/a.warc") if "revisit" in each.flags]
    assert again.body == ""
    assert facts(again)["warc:same-as"] == "<urn:uuid:00000000-0000-4000-8000-000000000003>"


def test_plain_and_packed_give_the_same_pages() -> None:
    plain, packed = captures(SAMPLE / "warc-plain/source/a.warc"), captures(SAMPLE / "warc-gzip/source/export.bin")
    whole = captures(SAMPLE / "broken/gzip-as-a-whole/source/a.warc.gz")
    said = [
        [(each.address, each.body, each.sent_at, each.flags, each.attachments) for each in one] for one in (plain, packed, whole)
    ]
    assert said[0] == said[1] == said[2]
    assert len(plain) == 7


def test_an_archive_packed_as_a_whole_is_told_apart() -> None:
    assert ("packed-together", 0) in problems(SAMPLE / "broken/gzip-as-a-whole/source/a.warc.gz")
    assert "packed-together" not in dict(problems(SAMPLE / "warc-gzip/source/export.bin"))


@pytest.mark.parametrize("case", ["bad-digest", "trunc"])
def test_a_digest_that_differs_is_told_exactly_once(case: str) -> None:
    path = SAMPLE / "broken" / case / "source/a.warc"
    assert [code for code, _ in problems(path)].count("digest-differs") == 1
    assert sum("digest-differs" in each.flags for each in captures(path)) == 1


def test_digests_of_the_body_in_chunks_without_them_and_packed_all_agree() -> None:
    assert "digest-differs" not in dict(problems(SAMPLE / "warc-plain/source/a.warc"))
    page = {each.address: each for each in captures(SAMPLE / "warc-plain/source/a.warc")}
    assert page["https://social.example/sana?packed"].body == page["https://social.example/sana?chunks"].body


@pytest.mark.parametrize(("case", "pages"), [("bad-length", 3), ("bad-length-short", 2)])
def test_a_length_that_lies_loses_no_record(case: str, pages: int) -> None:
    path = SAMPLE / "broken" / case / "source/a.warc"
    assert problems(path) == [("length-differs", 0)]
    found = captures(path)
    assert len(found) == pages
    assert all("I know where you live" in each.body for each in found[:-1])


def test_damage_in_a_packed_record_costs_that_record_alone() -> None:
    path = SAMPLE / "broken/gzip-damaged/source/a.warc.gz"
    assert problems(path) == [("member-unreadable", 1)]
    assert [each.address for each in captures(path)] == ["https://social.example/sana?chunks", "https://social.example/sana"]


def test_chunks_that_lead_nowhere_are_told_and_the_page_is_kept() -> None:
    (page,) = captures(SAMPLE / "broken/bad-chunk/source/a.warc")
    assert page.flags == ("body-damaged",)
    assert "I know where you live" in page.body


def test_bytes_between_records_are_passed_over() -> None:
    assert len(captures(SAMPLE / "broken/junk-between/source/a.warc")) == 2


def test_a_wacz_names_its_signature_and_does_not_call_it_valid() -> None:
    page = captures(SAMPLE / "wacz-signed/source")[0]
    said = facts(page)
    assert said["wacz:signature"].startswith("present, not checked by the reader")
    assert (said["wacz:signed-by"], said["wacz:signed-at"]) == ("MHYwEAYHcanary", "2024-03-05T16:10:01Z")
    assert said["wacz:listed-as"] == "Sana's page"
    assert page.grade == "own-capture"
    assert problems(SAMPLE / "wacz-signed/source") == [("member-unread", 0)]


def test_a_file_changed_in_a_wacz_is_told_and_so_is_a_page_that_is_not_there() -> None:
    assert [code for code, _ in problems(SAMPLE / "broken/wacz-changed/source")] == [
        "digest-differs",
        "member-unread",
        "part-missing",
    ]


def test_every_stated_digest_of_a_wacz_is_compared(tmp_path: Path) -> None:
    source = SAMPLE / "wacz-signed/source"
    package = json.loads((source / "datapackage.json").read_text())
    package["resources"][0]["hash"] = "sha256:" + "0" * 64
    package["resources"][1]["bytes"] = 1
    package["resources"].append({"path": "archive/gone.warc.gz", "hash": "sha256:" + "0" * 64})
    for file in source.rglob("*"):
        if file.is_file():
            target = tmp_path / "w" / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    (tmp_path / "w/datapackage.json").write_text(json.dumps(package))
    codes = [code for code, _ in problems(tmp_path / "w")]
    assert sorted(codes) == ["digest-differs", "digest-differs", "length-differs", "member-unread", "part-missing"]


def test_a_bomb_in_a_page_is_stopped(tmp_path: Path) -> None:
    for packed, coding in ((zlib.compress(b"\0" * (MAX_BODY + 10)), "deflate"), (brotli.compress(b"a" * (MAX_BODY + 10)), "br")):
        said = answer_in(b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding.encode() + b"\r\n\r\n" + packed, "")
        assert len(said.body) <= MAX_BODY + (1 << 20)
        assert said.damaged
    bomb = gzip.compress(response(b" " * (100 << 20)))
    found = problems(written(tmp_path, "bomb.warc.gz", bomb))
    assert [code for code, _ in found] == ["limit-reached"]


def test_a_length_beyond_all_bounds_is_told(tmp_path: Path) -> None:
    data = response(PAGE).replace(b"Content-Length: ", b"Content-Length: 9999999")
    assert "length-differs" in dict(problems(written(tmp_path, "a.warc", data)))
    assert captures(written(tmp_path, "b.warc", data))[0].body == "canary page"
    broken = response(PAGE).replace(b"Content-Length: ", b"Content-Length: x") + response(PAGE)
    assert problems(written(tmp_path, "c.warc", broken)) == [("record-unreadable", 1)]


def test_a_mail_or_text_that_names_an_archive_is_none(tmp_path: Path) -> None:
    with Source(written(tmp_path, "a.warc", b"not an archive\n")) as source:
        assert not web_archive.identify(source)


def test_a_block_without_an_answer_is_the_file_itself(tmp_path: Path) -> None:
    block = b"<title>Kept</title>canary"
    data = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: <https://a.example/>\r\nContent-Type: text/html\r\n"
    data += b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"
    (page,) = captures(written(tmp_path, "a.warc", data))
    assert (page.address, page.body, page.sent_at.stated) == ("https://a.example/", "canary", "")


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_digests_are_read_in_every_spelling(algorithm: str) -> None:
    digest = hashlib.new(algorithm, b"canary").digest()
    spellings = [digest.hex(), digest.hex().upper(), base64.b32encode(digest).decode(), base64.b64encode(digest).decode()]
    spellings += [base64.b32encode(digest).decode().rstrip("=").lower()]
    for spelling in spellings:
        assert agrees(f"{algorithm}:{spelling}", b"canary") is True
        assert agrees(f"{algorithm}:{spelling}", b"other") is False
    assert agrees("blake9:aa", b"") is None
    assert agrees("sha1:?", b"") is None
    assert agrees("canary", b"") is None


@given(st.lists(st.binary(max_size=120), min_size=1, max_size=6), st.booleans())
def test_every_record_written_is_read(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], packed: bool) -> None:  # noqa: FBT001
    parts = [response(b"<p>x" + base64.b16encode(body)) for body in bodies]
    data = b"".join(gzip.compress(part, mtime=0) if packed else part for part in parts)
    path = written(tmp_path_factory.mktemp("any"), "a.warc", data)
    assert [each.body for each in captures(path)] == ["x" + base64.b16encode(body).decode() for body in bodies]
    assert problems(path) == []


@given(st.data())
def test_a_cut_loses_nothing_before_it_and_arbitrary_bytes_never_crash_it(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    packed = data.draw(st.booleans())
    parts = [response(PAGE, url=f"https://a.example/{number}") for number in range(4)]
    parts = [gzip.compress(part, mtime=0) for part in parts] if packed else parts
    whole = b"".join(parts)
    at = data.draw(st.integers(24, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=60))
    path = written(tmp_path_factory.mktemp("any"), "a.warc", damaged)
    before = [number for number in range(4) if sum(map(len, parts[: number + 1])) <= at]
    with Source(path) as source:
        found = list(web_archive.read(source, Options()))
    addresses = [record.address for record in found if isinstance(record, Capture)]
    assert addresses[: len(before)] == [f"https://a.example/{number}" for number in before]
    assert all(isinstance(record, Capture | Conversation | ReadProblem | Framing) for record in found)


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "warc").glob("*arc*")), ids=lambda path: path.name)
def test_samples_of_others_hold_as_many_records_as_warcio_finds_and_every_digest_agrees(path: Path) -> None:
    found = read(path)
    tiles = sum(isinstance(record, Capture | Framing) for record in found)
    with path.open("rb") as stream:
        assert tiles == sum(1 for _ in ArchiveIterator(stream, arc2warc=True))
    assert {p.code for p in found if isinstance(p, ReadProblem)} <= {"member-unread", "part-missing"}


@pytest.mark.shared
def test_a_revisit_in_another_file_of_the_import_finds_its_page() -> None:
    first = SHARED / "warc/warc-specifications__20130729-heritrix-original.warc.gz"
    again = SHARED / "warc/warc-specifications__20130729-heritrix-revisit-with-http-headers.warc.gz"
    assert problems(again) == [("part-missing", 0)]
    with Source(again) as source, Source(first) as other:
        source.siblings = (other,)
        (page,) = [record for record in web_archive.read(source, Options()) if isinstance(record, Capture)]
    assert facts(page)["warc:same-as"] == "<urn:uuid:8897520c-76a7-4f2f-bfbd-ab1750bac5ea>"


@pytest.mark.shared
@pytest.mark.parametrize("path", sorted((SHARED / "wacz").glob("*.wacz")), ids=lambda path: path.name)
def test_the_packages_of_others_are_valid_as_their_expected_json_says(path: Path) -> None:
    found = read(path)
    assert {p.code for p in found if isinstance(p, ReadProblem)} <= {"member-unread"}
    pages = [record for record in found if isinstance(record, Capture) and record.kind == "page"]
    expected = json.loads((SHARED / "wacz/expected.json").read_text()).get(path.name, {})
    signed = expected.get("signed", "replayweb" in path.name)
    assert pages
    assert all(facts(page)["wacz:signature"].startswith("present" if signed else "none") for page in pages)
