"""What TikTok's export does to people: keys that drift, chats known by a key alone, a text form, and damage among chats."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, tiktok
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "tiktok"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["tiktok"]
        return list(tiktok.read(source, Options()))


def written(tmp_path: Path, value: Any) -> Path:
    path = tmp_path / "user_data.json"
    path.write_bytes(json.dumps(value).encode())
    return path


def chats_by_title(records: list[Record]) -> dict[str | None, list[str]]:
    titles = {record.id: record.title for record in records if isinstance(record, Conversation)}
    found: dict[str | None, list[str]] = {}
    for record in records:
        if isinstance(record, Message):
            found.setdefault(titles[record.conversation], []).append(record.body)
    return found


@pytest.mark.parametrize("section", ["Direct Message", "Direct Messages"])
@pytest.mark.parametrize("history", ["Chat History", "Direct Messages"])
@pytest.mark.parametrize(("date", "sender", "content"), [("Date", "From", "Content"), ("date", "from", "content")])
def test_keys_drift_and_the_chat_is_the_same(
    tmp_path: Path, section: str, history: str, date: str, sender: str, content: str
) -> None:
    said = {date: "2024-01-02 03:04:05", sender: "other", content: "here"}
    records = read(
        written(tmp_path, {section: {history: {"ChatHistory": {"Chat History with other:": [said]}}}, "Ads and data": {}})
    )
    (message,) = [record for record in records if isinstance(record, Message)]
    assert (message.sender.handle, message.body, message.sent_at.utc) == ("other", "here", "2024-01-02T03:04:05Z")
    assert chats_by_title(records) == {"other": ["here"]}
    assert not [record for record in records if isinstance(record, ReadProblem) and record.severity != "info"]


def chat_of(records: list[Record], title: str) -> str:
    return next(record.id for record in records if isinstance(record, Conversation) and record.title == title)


def test_the_text_form_and_the_json_form_give_one_conversation() -> None:
    assert chat_of(read(OURS / "text-spanish/source"), "canary.bird") == chat_of(read(OURS / "keys-2021/source"), "canary.bird")


@pytest.mark.parametrize("empty", [None, {}, [], ""])
def test_sections_that_are_missing_are_null_or_empty(tmp_path: Path, empty: Any) -> None:
    export = {
        "Ads and data": empty,
        "Comment": {"Comments": {"CommentsList": empty}},
        "Direct Messages": {"Chat History": {"ChatHistory": empty}},
        "Tiktok Live": empty,
        "Profile": empty,
    }
    assert read(written(tmp_path, export)) == []


def test_who_wrote_a_comment_is_the_holder_of_the_account() -> None:
    comments = [each for each in read(OURS / "keys-2025/source") if isinstance(each, Message) and each.kind == "comment"]
    assert {comment.sender.handle for comment in comments} == {"zoya_k"}
    assert [comment.links for comment in comments[:2]] == [(), ("https://www.tiktok.com/v/1",)]


def test_what_was_liked_or_watched_is_no_message() -> None:
    bodies = [record.links for record in read(OURS / "keys-2025/source") if isinstance(record, Message)]
    assert not any("example.org/f" in link for links in bodies for link in links)


def test_behind_damage_a_message_is_given_to_no_chat_but_its_own() -> None:
    found = chats_by_title(read(OURS / "broken/structure-broken/source/user_data.json"))
    assert found["نعیم"] == ["سلام"]
    assert "سلام" not in found["canary.bird"]


def test_behind_damage_a_message_before_the_next_key_is_in_no_named_chat(tmp_path: Path) -> None:
    whole = (OURS / "keys-2021/source/user_data.json").read_bytes()
    path = tmp_path / "user_data.json"
    path.write_bytes(whole.replace(b'"leave me alone"\n', b'"leave me alone"]\n', 1))
    found = chats_by_title(read(path))
    assert found["canary.bird"] == ["I know where you live"]
    assert "you will see 😡" in found[None]


def test_lines_of_the_text_form_go_on_until_the_next_time() -> None:
    bodies = [record.body for record in read(OURS / "text-spanish/source") if isinstance(record, Message)]
    assert "leave me alone: please\nand stop\n\nwith this" in bodies


def test_a_whatsapp_chat_or_another_json_is_not_taken_for_tiktok(tmp_path: Path) -> None:
    for name, text in (("chat.txt", "2024-01-02 03:04:05 UTC someone: hi\n"), ("user_data.json", '{"Profile": {"name": "x"}}')):
        (tmp_path / name).write_text(text)
        with Source(tmp_path / name) as source:
            assert not tiktok.identify(source)


@pytest.fixture(scope="module", params=victims("tiktok", ["keys-2025", "text-spanish"]), ids=lambda victim: Path(victim[2]).name)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("tiktok"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("tiktok", folder)


@pytest.mark.shared
def test_the_sample_of_others_is_read_as_its_scenario_says(shared_samples: Path) -> None:
    """Of the two tables of the scenario, comments are words; the other lists what was liked, watched and searched for."""
    expected = json.loads((shared_samples / "tiktok/expected.json").read_text("utf-8"))["what-if__user_data_tiktok.json"]
    (table,) = (each["data_frame"] for each in expected["TT_comment"])
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["data"]]
    records = read(shared_samples / "tiktok/what-if__user_data_tiktok.json")
    comments = [record for record in records if isinstance(record, Message) and record.kind == "comment"]
    assert {(comment.sent_at.stated, comment.body) for comment in comments} == {
        (row["Comment.Comments.CommentsList.date"], row["Comment.Comments.CommentsList.comment"]) for row in rows
    }
    assert {record.code for record in records if isinstance(record, ReadProblem)} == set()
