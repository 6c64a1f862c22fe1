"""What Takeout does to Google Voice: conversations cut over files, people known by numbers, words written down by a machine."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, google_voice
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES
from tests.readers.reader_laws import accounted, copied, harmed, victims

OURS = SAMPLES / "google_voice"
ALONE = OURS / "page-alone/source/Canary Fox - Text - 2021-01-22T01_33_43Z.html"


def read(path: Path) -> list[Record]:
    with Source(path) as source:
        assert _registry.identify(source) == ["google_voice"]
        return list(google_voice.read(source, Options()))


def messages(path: Path) -> list[Message]:
    return [record for record in read(path) if isinstance(record, Message)]


def test_a_conversation_cut_over_files_is_one() -> None:
    records = read(OURS / "takeout/source")
    fox = {record.id for record in records if isinstance(record, Conversation) and record.title == "Canary Fox"}
    assert len(fox) == 1
    files = {record.locator.member for record in records if isinstance(record, Message | Event) and record.conversation in fox}
    assert len(files) == 4


def test_times_keep_the_millisecond_and_the_offset() -> None:
    first = messages(ALONE)[0].sent_at
    assert (first.stated, first.local, first.utc, first.zone) == (
        "2021-01-21T17:33:43.242-08:00",
        "2021-01-21T17:33:43.242",
        "2021-01-22T01:33:43.242Z",
        "stated",
    )


def test_both_sides_and_their_numbers() -> None:
    assert [(message.sender.name, message.sender.handle) for message in messages(ALONE)[:2]] == [
        ("Canary Fox", "+15550177"),
        ("Me", "+15550100"),
    ]


def test_a_voicemail_is_a_message_whose_words_are_a_machines() -> None:
    (voicemail,) = [message for message in messages(OURS / "takeout/source") if message.flags]
    assert voicemail.flags == ("machine-transcript",)
    assert (voicemail.body, voicemail.attachments[0].missing) == ("Pick up. It's me.", False)


def test_calls_are_events() -> None:
    events = [(record.event, record.body) for record in read(OURS / "takeout/source") if isinstance(record, Event)]
    assert events == [("call", "Placed call to (00:00:28)"), ("missed-call", "Missed call from Canary Fox (00:00:28)")]


def test_what_lay_in_spam_or_was_deleted_says_so() -> None:
    (spam,) = [message for message in messages(OURS / "takeout/source") if message.folder]
    assert (spam.folder, spam.deleted, spam.body) == ("filtered", True, "still here")


def test_words_that_are_markup_stay_words(tmp_path: Path) -> None:
    page = ALONE.read_bytes().replace(b"stop writing", b"&lt;div class=&quot;message&quot;&gt;&lt;q&gt;I did it&lt;/q&gt;")
    (tmp_path / ALONE.name).write_bytes(page)
    found = messages(tmp_path / ALONE.name)
    assert len(found) == 4
    assert found[1].body.startswith('<div class="message"><q>I did it</q>')


def test_a_message_that_is_cut_is_lost_and_said() -> None:
    records = read(OURS / "broken/cut/source" / ALONE.name)
    assert [record.locator.place for record in records if isinstance(record, ReadProblem) and record.records] == ["part/2"]


@pytest.fixture(
    scope="module",
    params=[victim for victim in victims("google_voice", ["takeout"]) if "2021" in victim[2] or "Voicemail" in victim[2]],
    ids=lambda victim: Path(victim[2]).stem[:12],
)
def export(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes]:
    folder, file = copied(request.param, tmp_path_factory.mktemp("voice"))
    return folder, file, file.read_bytes()


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_harmed_file_is_accounted_for(export: tuple[Path, Path, bytes], data: st.DataObject) -> None:
    folder, file, whole = export
    file.write_bytes(data.draw(harmed(whole)))
    accounted("google_voice", folder)


@pytest.mark.shared
def test_the_samples_of_others_are_read_whole(shared_samples: Path) -> None:
    """Counted by hand: 22 texts in four files, two voicemails, five calls."""
    folder = shared_samples / "google-voice"
    records = read(folder)
    found = [record for record in records if isinstance(record, Message)]
    events = [record for record in records if isinstance(record, Event)]
    marked = sum(path.read_text("utf-8").count('<div class="message">') for path in folder.glob("*.html"))
    assert len([message for message in found if "Voicemail" not in str(message.locator.member)]) == marked
    assert (len(found) - marked, len(events)) == (2, 5)
    assert all(message.sent_at.utc for message in found)
    assert all(event.sent_at.utc for event in events)
    assert {record.code for record in records if isinstance(record, ReadProblem)} == {"media-missing"}
    assert not [record for record in records if isinstance(record, ReadProblem) and record.severity == "loss"]
