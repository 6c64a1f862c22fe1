"""What Takeout does to Google Chat: sentences for dates, names of files cut and numbered, rows of deleted messages."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, google_chat
from gawah.readers._google_chat_message import _date
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "google_chat"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["google_chat"]
        return list(google_chat.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


@pytest.mark.parametrize("space", [" ", "\u202f", "\u00a0"])
@pytest.mark.parametrize(
    ("clock", "utc"),
    [("12:00:00{}AM", "00:00:00"), ("12:59:59{}PM", "12:59:59"), ("1:02:03{}AM", "01:02:03"), ("11:59:59{}PM", "23:59:59")],
)
def test_a_date_is_a_sentence_with_any_space_before_am_and_pm(space: str, clock: str, utc: str) -> None:
    when = _date(f"Sunday, November 18, 2018 at {clock.format(space)} UTC")
    assert when is not None
    assert (when.utc, when.zone) == (f"2018-11-18T{utc}Z", "stated")


def test_a_date_in_words_that_are_not_known_is_kept_as_stated() -> None:
    assert _date("lunes, 20 de noviembre de 2018, 6:02:21 UTC") is None
    assert _date("Sunday, November 31, 2018 at 6:02:21 PM UTC") is None
    assert messages(OURS / "file-alone/source/messages.json")[-1].sent_at.stated == "lunes, 20 de noviembre de 2018"


def test_files_of_one_name_are_told_by_their_numbers_and_it_is_said() -> None:
    first, second, third, fourth, fifth = messages(OURS / "takeout/source")[5:]
    assert first.attachments[0].sha256 != second.attachments[0].sha256
    assert (first.flags, second.flags, third.flags) == (("attachment-by-order",), ("attachment-by-order",), ())
    assert [message.attachments[0].missing for message in (first, second, third, fourth, fifth)] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_the_group_is_the_conversation_also_of_a_file_on_its_own() -> None:
    (alone,) = [record.id for record in read(OURS / "file-alone/source/messages.json") if isinstance(record, Conversation)]
    assert alone in {record.id for record in read(OURS / "takeout/source") if isinstance(record, Conversation)}


def test_quotes_topics_edits_and_deletions() -> None:
    first, second, third, fourth, _ = messages(OURS / "file-alone/source/messages.json")
    assert (first.reply_to, second.reply_to) == (None, first.platform_id)
    assert (third.edited, fourth.deleted, fourth.body) == (True, True, "")
    assert messages(OURS / "takeout/source")[6].reply_to == "spBBBB/t1/t1"


def test_another_messages_json_is_not_taken_for_google_chat(tmp_path: Path) -> None:
    (tmp_path / "messages.json").write_text('{"messages": [{"from": "x", "text": "created_date"}]}')
    with Source(tmp_path / "messages.json") as source:
        assert not google_chat.identify(source)


@pytest.fixture(scope="module", params=victims("google_chat", ["takeout"]), ids=lambda victim: Path(victim[2]).parent.name)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("chat"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("google_chat", folder)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["DM_2k64eoAAAAE", "Space_AAAATeQdkhI"])
def test_the_samples_of_others_are_read_as_expected(shared_samples: Path, name: str) -> None:
    expected = json.loads((shared_samples / "google-chat/expected.json").read_text("utf-8"))[f"{name}/messages.json"]
    records = read(shared_samples / "google-chat" / name)
    found = [record for record in records if isinstance(record, Message)]
    assert len(found) == expected["message_count"]
    assert all(message.sent_at.utc for message in found)
    (stated,) = [record for record in records if isinstance(record, Conversation)]
    assert len(stated.participants) >= 2
    # Its pictures were left out by whoever shared the sample.
    assert {record.code for record in records if isinstance(record, ReadProblem)} <= {"media-missing"}
