"""The Reddit reader beyond its golden files: tables told by their columns, rows that tile the file, words in the right column."""

import csv
import io
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, reddit
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._reddit_rows import when
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Duplicate, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES, zipped

OURS = SAMPLES / "reddit"
COMMENTS = "id,permalink,date,ip,subreddit,gildings,link,parent,body,media"
CHAT = (
    "message_id,created_at,updated_at,username,message,thread_parent_message_id,"
    "channel_url,subreddit,channel_name,conversation_type"
)


def read(path: Path, *siblings: Path) -> list[Record]:
    """All records of the source, whose spans must tile its tables."""
    tiling = Tiling()
    records: list[Record] = []
    with Source(path) as source:
        source.siblings = tuple(Source(each) for each in siblings)
        for record in reddit.read(source, Options()):
            tiling.watch(record)
            records.append(record)
        count, accounted = records_in_source(reddit, source, tiling)
    assert accounted
    made = [record for record in records if isinstance(record, Message | Event | Duplicate)]
    unread = sum(record.records for record in records if isinstance(record, ReadProblem))
    assert len(made) + unread == count
    assert len({record.id for record in made if not isinstance(record, Duplicate)}) == sum(
        not isinstance(record, Duplicate) for record in made
    )
    return records


def messages(records: list[Record]) -> list[Message]:
    return [record for record in records if isinstance(record, Message)]


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, ReadProblem)]


def written(folder: Path, data: str | bytes, name: str = "comments.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder / name


def claimed(path: Path) -> list[str]:
    with Source(path) as source:
        return _registry.identify(source)


def row(body: str, **more: str) -> str:
    fact = {
        "id": "c1",
        "date": "2025-05-18 04:35:32 UTC",
        "subreddit": "pottery",
        "link": "https://www.reddit.com/x",
        **more,
        "body": body,
    }
    stream = io.StringIO(newline="")
    csv.DictWriter(stream, COMMENTS.split(","), restval="", lineterminator="\n").writerow(fact)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["comments.csv", "comments_1.csv", "x.txt"])
def test_a_table_is_told_by_its_columns_whatever_its_name(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"{COMMENTS}\n{row('hello')}", name)
    assert claimed(path) == ["reddit"]
    assert [message.body for message in messages(read(path))] == ["hello"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"id,permalink\nx,y\n",
        b"id,permalink,direction\n",
        b"statistic,value\naccount name,x\n",
        b"a,b,c\n1,2,3\n",
        b"\xff\xfe",
    ],
)
def test_tables_without_words_and_of_others_are_not_claimed(data: bytes, tmp_path: Path) -> None:
    assert "reddit" not in claimed(written(tmp_path, data))


def test_columns_may_move_change_their_case_and_be_new(tmp_path: Path) -> None:
    data = "Body, Parent,Link,Subreddit,Date,Permalink,ID,Shiny\nhello,,l,pottery,2025-05-18 04:35:32 UTC,p,c1,9\n"
    records = read(written(tmp_path, data))
    assert [(message.body, message.platform_id) for message in messages(records)] == [("hello", "c1")]
    assert codes(records) == ["field-unknown"]


@pytest.mark.parametrize("body", ['two "quotes"', "line\n\nline", "a,b", '"', "=1+1", "\ttab", "é 🪶 شکریہ", "-", " blank "])
def test_a_text_of_any_form_comes_back_as_it_was(body: str, tmp_path: Path) -> None:
    (found,) = messages(read(written(tmp_path, f"{COMMENTS}\n{row(body)}")))
    assert found.body == body


def test_both_sides_of_messages_and_chat_and_of_nothing_else() -> None:
    found = messages(read(OURS / "export-2025" / "source"))
    assert {message.sender.handle for message in found if message.kind == "direct"} == {"grey_kiln", "mira_clay", "reddit"}
    assert {message.sender.handle for message in found if message.kind in ("comment", "post")} == {"mira_clay"}


def test_a_message_in_two_tables_is_read_once() -> None:
    records = read(OURS / "export-2025" / "source")
    ids = [message.platform_id for message in messages(records) if message.subject == "your bowls"]
    assert ids == ["m1", "m2", "m3"]
    assert len([record for record in records if isinstance(record, Duplicate)]) == 2


def test_the_holder_is_named_by_statistics_here_or_beside_it(tmp_path: Path) -> None:
    path = written(tmp_path / "a", f"{COMMENTS}\n{row('x')}")
    assert messages(read(path))[0].sender == Account()
    beside = written(tmp_path / "b", "statistic,value\r\naccount name,mira_clay\r\n", "statistics.csv")
    assert messages(read(path, beside))[0].sender == Account(handle="mira_clay")


def test_headers_are_read_only_where_the_words_are_not(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(OURS / "export-2025" / "source", tmp_path / "e"))
    assert not [record for record in read(folder) if isinstance(record, Event)]
    (folder / "comments.csv").unlink()
    events = [record for record in read(folder) if isinstance(record, Event)]
    assert [event.event for event in events] == ["post-header"] * 4
    assert not any(event.body for event in events)


@pytest.mark.parametrize(
    ("kind", "subreddit", "expected"),
    [("direct", "", "direct"), ("DIRECT", "", "direct"), ("group", "", "group"), ("", "", "group"), ("direct", "pottery", "group")],
)
def test_a_chat_of_more_than_two_is_a_group(kind: str, subreddit: str, expected: str, tmp_path: Path) -> None:
    data = f"{CHAT}\nm,2025-05-18 04:35:32 UTC,,zoro,hi,,chan,{subreddit},,{kind}\n"
    (found,) = messages(read(written(tmp_path, data)))
    assert found.kind == expected


def test_threads_channels_and_communities_are_conversations() -> None:
    titles = {record.title for record in read(OURS / "export-2025" / "source") if isinstance(record, Conversation)}
    assert titles == {None, "potters", "r/pottery", "u/mira_clay"}
    one = [
        record
        for record in read(OURS / "export-2025" / "source")
        if isinstance(record, Message) and record.kind in ("comment", "post")
    ]
    assert len({record.conversation for record in one if record.platform_id in ("c1", "c2", "p1")}) == 1


@pytest.mark.parametrize("cells", [1, 5, 9, 11, 12])
def test_a_shifted_row_is_lost_rather_than_misread(cells: int, tmp_path: Path) -> None:
    records = read(written(tmp_path, f"{COMMENTS}\n{row('before')}{','.join('x' * cells)}\n{row('after')}"))
    assert [message.body for message in messages(records)] == ["before", "after"]
    assert codes(records) == ["record-unreadable"]


@pytest.mark.parametrize(
    ("stated", "utc"),
    [
        ("2025-05-18 04:35:32 UTC", "2025-05-18T04:35:32Z"),
        ("2025-05-18 04:35:32.5 UTC", "2025-05-18T04:35:32.500Z"),
        ("2025-05-18T04:35:32+05:00", "2025-05-17T23:35:32Z"),
    ],
)
def test_times_say_utc(stated: str, utc: str) -> None:
    found = when(stated)
    assert found is not None
    assert (found.stated, found.utc, found.zone) == (stated, utc, "stated")


@pytest.mark.parametrize("stated", ["", "UTC", "2025-13-18 04:35:32 UTC", "18 May 2025", "1747542932"])
def test_what_is_no_time_is_none(stated: str) -> None:
    assert when(stated) is None


def test_a_folder_and_its_zip_give_the_same_records(tmp_path: Path) -> None:
    folder = OURS / "export-2025" / "source"
    assert read(zipped(folder, tmp_path / "a.zip")) == read(folder)


VICTIMS = ["comments.csv", "messages_archive.csv", "chat_history.csv", "posts.csv"]
SHARED_FOLDER = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", params=VICTIMS)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    path = Path(shutil.copy(OURS / "export-2025" / "source" / request.param, tmp_path_factory.mktemp("export")))
    return path, path.read_bytes()


@given(st.data())
@SHARED_FOLDER
def test_a_cut_table_gives_the_rows_before_the_cut(export: tuple[Path, bytes], data: st.DataObject) -> None:
    path, whole = export
    path.write_bytes(whole)
    before = messages(read(path))
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    found = {(message.locator.span, message.body) for message in messages(read(path))}
    known = claimed(path) == ["reddit"]
    for message in before:
        assert message.locator.span is not None
        assert not known or message.locator.span[1] > cut or (message.locator.span, message.body) in found


@given(st.integers(0, 2**32))
@SHARED_FOLDER
def test_a_turned_bit_is_accounted_for(export: tuple[Path, bytes], seed: int) -> None:
    path, whole = export
    chance = random.Random(seed)
    turned = bytearray(whole)
    turned[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(turned))
    read(path)


def test_the_script_beside_the_samples_writes_what_is_there(tmp_path: Path) -> None:
    copy = shutil.copytree(OURS, tmp_path / "reddit", ignore=shutil.ignore_patterns("source", "about.toml", "__pycache__"))
    program = (copy / "make.py").read_text("utf-8")
    exec(compile(program, str(copy / "make.py"), "exec"), {"__file__": str(copy / "make.py"), "__name__": "__main__"})
    made = {path.relative_to(copy): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    there = {
        path.relative_to(OURS): path.read_bytes() for path in OURS.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert made == there


@pytest.mark.shared
def test_no_sample_of_another_platform_is_taken_for_reddits(shared_samples: Path) -> None:
    for path in sorted(shared_samples.rglob("*")):
        if path.is_file() and path.parent != shared_samples and path.name not in ("README.md", "expected.json"):
            with Source(path) as source:
                assert not reddit.identify(source), path.name
