"""The reader of SMS Backup & Restore: halved emoji, boxes, times, groups, pictures as they pass, second copies, hostile XML."""

import base64
import io
import re
import tracemalloc
from pathlib import Path
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.readers import sms_backup
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._sms_scan import tags, text
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Duplicate, Event, Message, ReadProblem, Record
from gawah.records.digest import sha256

SAMPLES = Path(__file__).parents[1] / "samples" / "sms_backup"
T0 = 1_700_000_000_000


def read(path: Path) -> list[Record]:
    """All records; every byte must be accounted for."""
    tiling = Tiling()
    found = []
    with Source(path) as source:
        for record in sms_backup.read(source, Options()):
            tiling.watch(record)
            found.append(record)
        assert records_in_source(sms_backup, source, tiling)[1]
    return found


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def problems(records: list[Record]) -> dict[str, int]:
    return {record.code: record.count for record in records if isinstance(record, ReadProblem)}


def backup(tmp_path: Path, elements: str, count: int = 1) -> list[Record]:
    path = tmp_path / "sms.xml"
    path.write_bytes(f"<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"{count}\">\n{elements}\n</smses>\n".encode())
    return read(path)


def sms(body: str, **more: str) -> str:
    fields = {"address": "+92300", "date": str(T0), "type": "1", "body": body, **more}
    return "<sms" + "".join(f' {name}="{value}"' for name, value in fields.items()) + " />"


def test_halves_of_an_emoji_are_joined_and_counted_and_spans_stay_those_of_the_file(tmp_path: Path) -> None:
    records = backup(tmp_path, sms("canary &#55357;&#56832;&#xD83D;&#xDE31;") + sms("after", date=str(T0 + 1)), 2)
    first, second = messages(records)
    assert first.body == "canary 😀😱"
    assert problems(records) == {"text-repaired": 2}
    assert second.locator.span is not None
    raw = (tmp_path / "sms.xml").read_bytes()
    assert raw[slice(*second.locator.span)] == sms("after", date=str(T0 + 1)).encode()


def test_half_an_emoji_alone_is_no_text(tmp_path: Path) -> None:
    records = backup(tmp_path, sms("half &#55357; canary"))
    assert messages(records)[0].body == "half \ufffd canary"
    assert problems(records) == {"text-undecodable": 1}


def test_halves_that_stand_as_bytes_of_their_own_are_joined_too() -> None:
    """CESU-8, which is what Java's own encoder writes."""
    assert text(b"canary \xed\xa0\xbd\xed\xb8\x80") == ("canary 😀", 1, False)
    assert text(b"canary \xed\xa0\xbd")[1:] == (0, True)


@pytest.mark.parametrize("number", [b"&#0;", b"&#x110000;", b"&#9999999999;"])
def test_the_number_of_no_character_is_told(number: bytes) -> None:
    assert text(b"canary " + number) == ("canary \ufffd", 0, True)
    assert text(b"canary &#65533;") == ("canary \ufffd", 0, False)


def test_null_stands_for_nothing_and_a_text_that_says_it_is_marked() -> None:
    found = messages(read(SAMPLES / "both-sides/source/sms-20231114.xml"))[4]
    assert (found.body, found.flags, found.subject, found.sender.name) == ("", ("null-text",), None, None)


def test_who_wrote_it_is_told_by_the_box() -> None:
    received, sent, draft = messages(read(SAMPLES / "both-sides/source/sms-20231114.xml"))[:3]
    assert (received.folder, received.sender.handle, received.recipients) == ("inbox", "+920000000001", ())
    assert (sent.folder, sent.sender.handle, sent.recipients[0].handle) == ("sent", None, "+920000000001")
    assert (draft.folder, draft.flags) == ("drafts", ("unsent",))
    assert received.conversation == sent.conversation == draft.conversation


@pytest.mark.parametrize("box", ["0", "77", "null", ""])
def test_what_stands_in_an_unknown_box_is_laid_on_nobody(tmp_path: Path, box: str) -> None:
    other = f'<mms address="+92300" date="{T0}" msg_box="{box}"/><call number="+92300" date="{T0}" type="{box or 99}"/>'
    records = backup(tmp_path, sms("canary", type=box) + other, 3)
    found = [each for each in records if isinstance(each, Message | Event)]
    assert [(each.sender, each.flags) for each in found] == [(Account(), ("direction-unknown",))] * 3
    assert problems(records) == {"field-unknown": 1}


def test_a_time_in_seconds_is_told_from_one_in_milliseconds(tmp_path: Path) -> None:
    found = messages(backup(tmp_path, sms("a") + sms("b", date=str(T0 // 1000)) + sms("c", date="99") + sms("d", date="soon"), 4))
    assert [each.sent_at.utc for each in found] == ["2023-11-14T22:13:20.000Z", "2023-11-14T22:13:20Z", None, None]
    assert [each.sent_at.precision for each in found[:2]] == ["ms", "second"]
    assert found[3].sent_at.stated == "soon"


def test_an_hour_between_the_phone_and_the_centre_is_marked(tmp_path: Path) -> None:
    found = messages(
        backup(
            tmp_path, sms("a", date_sent=str(T0 - 3_600_000)) + sms("b", date_sent=str(T0 - 3_599_999)) + sms("c", date_sent="0"), 3
        )
    )
    assert ["times-disagree" in each.flags for each in found] == [True, False, False]


def test_parts_of_an_mms_are_text_layout_and_files() -> None:
    found = messages(read(SAMPLES / "both-sides/source/sms-20231114.xml"))[5]
    assert found.body == "see this, canary"
    assert [(each.name, each.media_type) for each in found.attachments] == [("canary.png", "image/png")]
    assert found.platform_id == "m1"


def test_in_a_group_no_name_is_given_to_a_number(tmp_path: Path) -> None:
    records = read(SAMPLES / "both-sides/source/sms-20231114.xml")
    found = messages(records)[6]
    assert [(each.name, each.handle) for each in found.recipients] == [(None, "+920000000001"), (None, "+920000000002")]
    [group] = [each for each in records if isinstance(each, Conversation) and each.id == found.conversation]
    assert group.title == "Zarak canary, Dilara"
    element = '<mms date="1700000000000" msg_box="1" address="%s"><parts></parts><addrs></addrs></mms>'
    either = messages(backup(tmp_path, element % "1~2" + element % "2~1", 2))
    assert either[0].conversation == either[1].conversation


def test_the_same_text_again_is_a_second_copy() -> None:
    records = read(SAMPLES / "emoji-in-halves/source/sms.xml")
    [copy] = [each for each in records if isinstance(each, Duplicate)]
    assert copy.of == messages(records)[2].id


def test_a_count_that_does_not_agree_is_said(tmp_path: Path) -> None:
    assert "count-mismatch" in problems(backup(tmp_path, sms("canary"), 2))
    assert "count-mismatch" not in problems(backup(tmp_path, sms("canary"), 1))


def test_calls_are_events_with_their_direction() -> None:
    events = [each for each in read(SAMPLES / "texts-and-calls/source") if isinstance(each, Event)]
    assert [(each.event, each.flags) for each in events] == [
        ("call", ("incoming",)), ("call", ("outgoing",)), ("missed-call", ("missed",)), ("call", ("rejected",)),
    ]  # fmt: skip
    assert events[0].body == "duration: 125"
    assert events[1].sender is not None
    assert events[1].sender.handle is None


def test_what_is_unknown_is_counted_and_an_unknown_element_is_a_loss() -> None:
    records = read(SAMPLES / "surprises/source/sms.xml")
    places = {(each.code, each.locator.place) for each in records if isinstance(each, ReadProblem)}
    assert {
        ("field-unknown", "sms/mood"),
        ("field-duplicate", "sms"),
        ("field-unknown", "sms/type"),
        ("record-unreadable", "unread/3"),
    } <= places
    assert len(messages(records)) == 4


def test_entities_are_neither_expanded_nor_fetched() -> None:
    """B3."""
    [found] = messages(read(SAMPLES / "broken/entities/source/sms.xml"))
    assert found.body == "&j; &x; canary"


@pytest.mark.parametrize("ending", ["]>", "] >"])
def test_an_element_inside_a_document_type_is_no_message(tmp_path: Path, ending: str) -> None:
    """Everybody else's program shows nothing there."""
    path = tmp_path / "sms.xml"
    hidden = f"<!ENTITY a '{sms('not said').replace(chr(39), '')}{sms('nor this')}'><!-- it's --><!ENTITY b \"]>\">"
    path.write_text(f"<!DOCTYPE smses [{hidden}{ending}\n<smses count='1'>{sms('said, canary')}</smses>")
    assert [each.body for each in messages(read(path))] == ["said, canary"]


def test_a_document_type_without_an_end_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sms.xml"
    path.write_text(f"<smses count='1'><!DOCTYPE a [ \" >{sms('said, canary')}</smses>")
    assert [each.body for each in messages(read(path))] == ["said, canary"]


def test_many_comments_before_another_root_do_not_hold_up_the_question_whose_it_is(tmp_path: Path) -> None:
    """Tried in every combination, forty of them would take until tomorrow."""
    (tmp_path / "page.xml").write_text("<!---->" * 1_000 + "<html/>")
    with Source(tmp_path / "page.xml") as source:
        assert not sms_backup.identify(source)
    (tmp_path / "sms.xml").write_text("<!---->" * 1_000 + "<smses count='0'/>")
    with Source(tmp_path / "sms.xml") as source:
        assert sms_backup.identify(source)


def test_a_lost_quote_costs_one_message() -> None:
    records = read(SAMPLES / "broken/quote-lost/source/sms.xml")
    assert [each.body for each in messages(records)] == ["canary", "after, canary"]
    assert sum(each.records for each in records if isinstance(each, ReadProblem)) == 1


def test_a_picture_is_hashed_without_being_held(tmp_path: Path) -> None:
    data = bytes(range(256)) * 40_000
    path = tmp_path / "sms.xml"
    with path.open("wb") as stream:
        stream.write(
            b"<smses count='2'><mms date='1700000000000' msg_box='1' address='1'><parts><part ct='image/png' text='null' data=\""
        )
        stream.write(base64.encodebytes(data).replace(b"\n", b"&#10;"))
        stream.write(b'" name="canary.bin"/></parts></mms>' + sms("after", date=str(T0 + 1)).encode() + b"</smses>")
    tracemalloc.start()
    found = messages(read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found[0].attachments[0].name == "canary.bin"
    assert found[1].body == "after"
    assert peak < 8 << 20
    assert len(data) > peak


def test_a_body_over_the_limit_is_cut_and_said(tmp_path: Path) -> None:
    records = backup(tmp_path, sms("canary " * 300_000) + sms("after", date=str(T0 + 1)), 2)
    assert [len(each.body) for each in messages(records)] == [1 << 20, 5]
    assert problems(records)["limit-reached"] == 1


def counted(path: Path) -> int:
    """The elements that an XML parser finds, which knows nothing of this reader."""
    found = 0

    def begin(name: str, _: dict[str, str]) -> None:
        nonlocal found
        found += name in ("sms", "mms", "call")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(re.sub(rb"&#(?:5[5-7]\d{3}|xD[89A-F]\w\w);", b"?", path.read_bytes()), True)  # noqa: FBT003 - takes it by place
    return found


@pytest.mark.parametrize(
    "name", ["both-sides/source/sms-20231114.xml", "emoji-in-halves/source/sms.xml", "texts-and-calls/source/calls-1.xml"]
)
def test_an_xml_parser_counts_as_many(name: str) -> None:
    records = read(SAMPLES / name)
    assert sum(isinstance(each, Message | Event | Duplicate) for each in records) == counted(SAMPLES / name)


@pytest.mark.parametrize("other", ["<html><smses></smses></html>", "smses", "<smses2 a='1'/>", "", "{}", "<calling/>"])
def test_another_file_is_not_claimed(tmp_path: Path, other: str) -> None:
    (tmp_path / "sms-1.xml").write_text(other)
    with Source(tmp_path / "sms-1.xml") as source:
        assert not sms_backup.identify(source)


_piece = st.sampled_from(
    [
        *(
            "<sms ",
            "<mms>",
            "</mms>",
            "<parts>",
            "<part ",
            "<addr ",
            "<call ",
            "/>",
            ">",
            'body="',
            '"',
            "'",
            "data='QUJD'",
            "<",
            "=",
        ),
        *('date="1700000000000"', "<!--", "-->", "<?x", "?>", "&#55357;", "</smses>", "<smses count='1'>", "canary", " ", "\n"),
        *("type='1'", "<!DOCTYPE", "]"),
    ]
)


@given(st.lists(_piece, max_size=30))
def test_whatever_stands_in_the_file_every_byte_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    path = tmp_path_factory.mktemp("law") / "sms.xml"
    path.write_text("<smses count='3'>" + "".join(pieces) + sms("the last, canary"))
    records = read(path)
    assert len({each.id for each in messages(records)}) == len(messages(records))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
def test_a_text_written_as_xml_writes_it_is_read_back(words: str) -> None:
    written = "".join(
        f"&#{ord(char)};" if ord(char) < 0x10000 else "".join(f"&#{half};" for half in halves(char)) for char in words
    )
    value, joined, lost = text(written.encode())
    assert (value, lost) == (words, False)
    assert joined == sum(ord(char) > 0xFFFF for char in words)


def halves(char: str) -> list[int]:
    raw = char.encode("utf-16-be")
    return [int.from_bytes(raw[:2], "big"), int.from_bytes(raw[2:], "big")]


@given(st.binary(max_size=200), st.lists(st.integers(0, 300), max_size=5))
def test_base64_is_hashed_alike_however_long_the_tag_is(data: bytes, breaks: list[int]) -> None:
    coded = base64.b64encode(data)
    for place in sorted(breaks, reverse=True):
        coded = coded[:place] + b" " + coded[place:]
    for padding in (b"", b" " * (600 << 10)):
        raw = b"<part" + padding + b' ct="image/png" data="' + coded + b'"/>'
        [tag] = list(tags(lambda raw=raw: io.BufferedReader(io.BytesIO(raw))))  # type: ignore[misc]
        assert tag.data is not None
        assert (tag.data.sha256, tag.data.size, tag.end) == (sha256(data), len(data), len(raw))
