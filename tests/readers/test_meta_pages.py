"""The HTML form of Facebook's and Instagram's exports: its messages, their zone unknown, nothing mended, none lost in silence."""

from pathlib import Path

import pytest

from gawah.readers import _registry, facebook, instagram
from gawah.readers._meta_page_time import Order, read_time
from gawah.readers._reader import DateOrder, Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "facebook"
NAME = "your_facebook_activity/messages/inbox/ada_1/message_1.html"


def block(text: str, time: str = "Nov 14, 2023 10:13:20 pm", sender: str = "Ada") -> str:
    return (
        f'<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">{sender}</h2>'
        f'<div class="_2ph_ _a6-p"><div><div></div><div>{text}</div><div></div></div></div>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{time}</div></footer></section>'
    )


def older(text: str, time: str) -> str:
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder"><div class="_3-96 _2pio _2lek _2lel">Ada</div>'
        f'<div class="_3-96 _2let"><div><div></div><div>{text}</div></div></div><div class="_3-94 _2lem">{time}</div></div>'
    )


def page(*blocks: str) -> bytes:
    return f'<html><head><meta charset="utf-8"><title>Ada</title></head><body>{"".join(blocks)}</body></html>'.encode()


def written(folder: Path, **files: bytes) -> Path:
    return placed(folder, {f"{name}.html": data for name, data in files.items()})


def placed(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def read(path: Path, order: DateOrder | None = None) -> list[Record]:
    with Source(path) as source:
        return list(facebook.read(source, Options(date_order=order)))


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, ReadProblem)]


def conserved(path: Path, records: list[Record]) -> bool:
    arrived = sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
    with Source(path) as source:
        return facebook.count(source) == arrived


@pytest.mark.parametrize(
    ("stated", "local", "precision"),
    [
        ("Jan 02, 2023 4:05:06 pm", "2023-01-02T16:05:06", "second"),
        ("Oct 30, 2025 12:34 am", "2025-10-30T00:34:00", "minute"),
        ("May 5, 2020 at 8:36\u202fPM", "2020-05-05T20:36:00", "minute"),
        ("9 de octubre de 2025, 8:09:15 a. m.", "2025-10-09T08:09:15", "second"),
        ("03. Sept. 2026, 9:33 pm", "2026-09-03T21:33:00", "minute"),
        ("Friday, October 4, 2013 at 10:05pm PDT", "2013-10-04T22:05:00", "minute"),
        ("jeudi 3 octobre 2013, 22:05 CEST", "2013-10-03T22:05:00", "minute"),
        ("12.03.2019, 21:14", "2019-03-12T21:14:00", "minute"),
        ("2021-03-04 05:06", "2021-03-04T05:06:00", "minute"),
        ("٣ يناير ٢٠٢٣، ٤:٠٥ م", "2023-01-03T16:05:00", "minute"),
        ("3 جنوری 2023، 4:05 بعد دوپہر", "2023-01-03T16:05:00", "minute"),
        ("3 Ocak 2023 16:05", "2023-01-03T16:05:00", "minute"),
    ],
)
def test_a_time_is_kept_as_shown_and_its_zone_is_unknown(stated: str, local: str, precision: str) -> None:
    when, ambiguous = read_time(stated, None)
    assert when is not None
    assert (when.stated, when.local, when.utc, when.zone, when.precision) == (stated, local, None, "unknown", precision)
    assert not ambiguous


def test_an_offset_from_utc_is_a_zone_and_letters_are_none() -> None:
    when, _ = read_time("Friday, 19 August 2016 at 13:13 UTC+01", None)
    assert when is not None
    assert (when.local, when.utc, when.zone) == ("2016-08-19T13:13:00", "2016-08-19T12:13:00Z", "stated")
    when, _ = read_time("Wednesday, 12 November 2014 at 10:06 UTC", None)
    assert when is not None
    assert when.utc == "2014-11-12T10:06:00Z"
    when, _ = read_time("Friday, October 4, 2013 at 10:05pm CST", None)
    assert when is not None
    assert when.utc is None


@pytest.mark.parametrize(
    "stated", ["", "yesterday", "Sept 31, 2020 1:00 pm", "13:45", "Foo 3, 2020 13:45", "x" * 500 + "13:45", "99:99"]
)
def test_what_is_no_time_is_none(stated: str) -> None:
    assert read_time(stated, None) == (None, False)


def test_day_and_month_are_told_by_the_file_or_by_the_person_or_not_at_all(tmp_path: Path) -> None:
    told = written(tmp_path / "a", message_1=page(older("x", "05/11/2019, 22:13"), older("y", "25/11/2019, 07:00")))
    assert [message.sent_at.local for message in messages(read(told, "mdy"))] == ["2019-11-05T22:13:00", "2019-11-25T07:00:00"]
    untold = written(tmp_path / "b", message_1=page(older("x", "05/11/2019, 22:13")))
    records = read(untold)
    assert messages(records)[0].sent_at.local is None
    assert "time-ambiguous" in codes(records)
    assert messages(read(untold, "mdy"))[0].sent_at.local == "2019-05-11T22:13:00"
    both = Order()
    for stated in ("25/11/2019", "11/25/2019"):
        both.watch(stated)
    assert both.settle("dmy") is None


def test_pages_are_proper_utf8_and_never_mended(tmp_path: Path) -> None:
    path = placed(tmp_path / "export", {NAME: page(block("cafÃ© 🔥 سلام"))})
    records = read(path)
    assert [message.body for message in messages(records)] == ["cafÃ© 🔥 سلام"]
    assert codes(records) == []


def test_a_thread_has_one_id_in_json_and_html(tmp_path: Path) -> None:
    fact = '{"participants": [], "messages": [{"sender_name": "Ada", "timestamp_ms": 1700000000000}], "thread_path": "inbox/ada_1"}'
    as_json = placed(tmp_path / "json", {NAME.replace(".html", ".json"): fact.encode()})
    as_html = placed(tmp_path / "html", {NAME: page(block("x"))})
    assert len({message.conversation for path in (as_json, as_html) for message in messages(read(path))}) == 1


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (page(block("x")), "facebook"),
        (page(block("x")).replace(b"_2ph_ _a6-h", b"_3-95 _2pim _a6-h"), "instagram"),
        (page(older("x", "1 Jan 2020, 13:00")), "facebook"),
        (
            page('<div class="thread">A<div class="message"><div class="message_header"><span class="user">A</span></div></div>'),
            "facebook",
        ),
    ],
)
def test_a_page_is_told_by_its_style_under_any_name_and_in_a_folder(data: bytes, reader: str, tmp_path: Path) -> None:
    for name in ("anything.html", "messages/inbox/ada_1/message_1.html"):
        folder = placed(tmp_path / name.split(".")[0].replace("/", "-"), {name: data})
        with Source(folder / name) as source:
            assert _registry.identify(source) == [reader]
    with Source(placed(tmp_path / "export", {"messages/inbox/ada_1/message_1.html": data})) as source:
        assert _registry.identify(source) == [reader]


def test_other_pages_are_not_claimed(tmp_path: Path) -> None:
    likes = b'<html><main><div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_a6-p"><div><a>x</a></div></div>'
    for data in (b"<html></html>", likes, b'<div class="message default clearfix" id="message1"><div class="body">'):
        with Source(written(tmp_path / str(len(data)), page=data) / "page.html") as source:
            assert not facebook.identify(source)
            assert not instagram.identify(source)


def test_a_page_that_was_cut_says_so_and_a_message_without_its_time_is_lost_aloud(tmp_path: Path) -> None:
    whole = page(block("one"), block("two"), block("three"))
    cut = placed(tmp_path / "cut", {NAME: whole[: whole.index(b"three") + 2]})
    records = read(cut)
    assert [message.body for message in messages(records)] == ["one", "two"]
    assert codes(records) == ["record-unreadable", "member-unreadable"]
    assert conserved(cut, records)
    torn = placed(tmp_path / "torn", {NAME: whole.replace(b"_a6-o", b"_a6-x", 1)})
    assert codes(read(torn)) == ["record-unreadable"]
    merged = placed(tmp_path / "merged", {NAME: whole.replace(b'class="_a6-g"', b'class="_a6-x"', 2)})
    records = read(merged)
    assert codes(records).count("record-unreadable") == 2
    assert conserved(merged, records)


def test_a_message_larger_than_the_limit_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    path = placed(tmp_path / "export", {NAME: page(block("one"), block("x" * (5 << 20)), block("three"))})
    records = read(path)
    assert [message.body for message in messages(records)] == ["one", "three"]
    assert codes(records) == ["limit-reached"]
    assert conserved(path, records)


def test_reactions_and_files_are_no_part_of_the_text() -> None:
    found = messages(read(OURS / "pages-2024" / "source"))
    first = found[0]
    assert first.body == "میں نے سب دیکھا canary 🔥\nاور تم?"
    assert [(each.emoji, each.sender.name) for each in first.reactions] == [("😡", "Mehrunisa Talpur")]
    (picture,) = found[2].attachments
    assert (picture.media_type, picture.missing, found[2].body) == ("image/jpeg", False, "")


def test_those_who_wrote_are_named_and_a_third_makes_a_group() -> None:
    records = read(OURS / "pages-2019" / "source")
    (conversation,) = [record for record in records if isinstance(record, Conversation)]
    assert [account.name for account in conversation.participants] == ["Zarak Khoso", "Mehrunisa Talpur", "Noor Jahan Bux"]
    assert {message.kind for message in messages(records)} == {"group"}


def test_a_folder_and_a_zip_of_pages_give_the_same_records(tmp_path: Path) -> None:
    for name in ("pages-2024", "messages-htm-2013"):
        folder = OURS / name / "source"
        assert read(folder) == read(zipped(folder, tmp_path / f"{name}.zip"))
