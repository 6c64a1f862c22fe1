"""What Takeout does to comments: names in every language, text in fragments, tables beside them that are nobody's words."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, youtube
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._youtube_csv import table_of
from gawah.records.content import Conversation, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "youtube"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["youtube"]
        return list(youtube.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


@pytest.mark.parametrize("case", ["takeout-spanish/source", "urdu-columns/source/تبصرے.csv"])
def test_a_table_is_known_by_its_shape_in_any_language(case: str) -> None:
    """Every language gives what the English table gives; delimiters and byte order marks change nothing."""

    def essence(message: Message) -> tuple[object, ...]:
        return message.conversation, message.platform_id, message.reply_to, message.sent_at, message.sender, message.body

    english = [essence(message) for message in messages(OURS / "takeout-english/source")]
    assert [essence(message) for message in messages(OURS / case)] == english[:2]


@pytest.mark.parametrize(
    ("columns", "row", "sort", "kept"),
    [
        (7, "1,c,2024-01-01T00:00:00Z,0,p,v,T", "comments", "v"),
        (8, "1,c,2024-01-01T00:00:00Z,0,p,v,T,t", "comments", "v"),
        (8, "1,c,2024-01-01T00:00:00Z,0,p,o,v,T", "comments", "v"),
        (9, "1,c,2024-01-01T00:00:00Z,0,p,o,v,T,t", "comments", "v"),
        (6, "1,c,2024-01-01T00:00:00Z,0,v,T", "live", "v"),
        (7, "1,c,2024-01-01T00:00:00Z,0,EUR,v,T", "live", "v"),
    ],
)
def test_the_order_of_the_columns_tells_the_sort(columns: int, row: str, sort: str, kept: str) -> None:
    names = [f"Spalte {at} ID" for at in range(columns)]
    if "EUR" in row:
        names[4] = "Währung"
    text = row.replace(",T", ',"{""text"":""hi""}"')
    table = table_of("\n".join([",".join(names), text, text, ""]).encode())
    assert table is not None
    assert table.sort == sort
    assert dict(zip(table.columns, row.split(","), strict=True))["video"] == kept


def test_text_is_fragments_joined_by_commas() -> None:
    bodies = [message.body for message in messages(OURS / "takeout-english/source")]
    assert bodies[:2] == ["please stop, all of you", '@other said "canary"\nand more']
    assert bodies[3:] == ["plain words, no fragments", '{"text":"cut', "thanks!"]


def test_a_comment_is_one_conversation_in_the_table_and_in_the_older_page() -> None:
    page = messages(OURS / "page-2019/source")
    assert {message.conversation for message in page} <= {
        message.conversation for message in messages(OURS / "takeout-english/source")
    }
    assert page[0].platform_id == "UgzzA"


def test_subscriptions_and_playlists_are_not_read() -> None:
    with Source(OURS / "takeout-english/source") as source:
        assert [member.basename for member in youtube.reads(source)] == ["comments.csv", "live chats.csv"]


def test_one_table_alone_and_one_folder_alone_are_recognised(tmp_path: Path) -> None:
    base = OURS / "takeout-english/source/Takeout/YouTube and YouTube Music"
    assert len(messages(base / "comments/comments.csv")) == 5
    shutil.copytree(base / "live chats", tmp_path / "live chats")
    assert len(messages(tmp_path / "live chats")) == 1


def test_a_table_of_something_else_is_not_taken_for_comments(tmp_path: Path) -> None:
    for text in ("a,b,c,d,e,f\n1,2,3,4,5,6\n1,2,3,4,5,6\n", 'id,name,x\n1,"{""text"":1}",3\n2,b,c\n', ""):
        (tmp_path / "x.csv").write_text(text)
        with Source(tmp_path / "x.csv") as source:
            assert not youtube.identify(source)


@pytest.fixture(
    scope="module", params=victims("youtube", ["takeout-english", "page-2019"]), ids=lambda victim: Path(victim[2]).name
)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("youtube"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("youtube", folder)


@pytest.mark.shared
def test_the_spanish_sample_of_others_is_read_whole(shared_samples: Path) -> None:
    """Its scenario lists playlists and history, which are nobody's words: files that nobody reads. Its times are broken."""
    path = shared_samples / "youtube/what-if__YT_takeout_es.zip"
    records = read(path)
    found = [record for record in records if isinstance(record, Message)]
    assert [message.body for message in found] == ["blabla", "blabla", "bla", "bla?", "bla"]
    assert {message.sent_at.utc for message in found} == {None}
    assert {record.code for record in records if isinstance(record, ReadProblem)} == {"time-unreadable"}
    assert len({record.id for record in records if isinstance(record, Conversation)}) == 5
    expected = json.loads((shared_samples / "youtube/expected.json").read_text("utf-8"))["what-if__YT_takeout_es.zip"]
    assert set(expected) == {"basis", "YT_CSV_Listas", "TY_historial_busqueda"}
    with Source(path) as source:
        unread = {member.basename for member in source.members} - {member.basename for member in youtube.reads(source)}
    assert {"Listas de reproducción.csv", "historial-de-búsqueda.json"} <= unread
