"""Discord: exported channels and data packages, trap by trap."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, discord
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._discord_time import of_id, stated
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "discord"
ZARAK = Account(name="Zarak", handle="zarak.k", platform_id="511000000000000009")


def read(path: Path) -> list[Record]:
    """Read, and see that everything is accounted for."""
    tiling, records = Tiling(), []
    with Source(path) as source:
        assert _registry.identify(source) == ["discord"]
        for each in discord.read(source, Options()):
            tiling.watch(each)
            records.append(each)
        count, whole = records_in_source(discord, source, tiling)
    assert whole
    assert count == sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
    return records


def messages(records: list[Record]) -> list[Message]:
    return [each for each in records if isinstance(each, Message)]


def codes(records: list[Record]) -> dict[str, int]:
    return {each.code: each.count for each in records if isinstance(each, ReadProblem)}


@pytest.fixture(scope="module")
def direct() -> list[Record]:
    return read(OURS / "direct-2024" / "source")


class TestChannels:
    def test_an_account_is_its_id_its_handle_and_its_name_apart(self, direct: list[Record]) -> None:
        assert messages(direct)[0].sender == ZARAK
        assert messages(direct)[1].sender.handle == "mehr#4821"

    def test_a_reply_names_the_message_it_answers(self, direct: list[Record]) -> None:
        first, second = messages(direct)[:2]
        assert second.reply_to == first.platform_id

    def test_a_reply_to_another_channel_does_not_point_into_this_one(self) -> None:
        found = messages(read(OURS / "server-channel" / "source" / "Truth - Text - general [1012224565567721552].json"))
        assert found[-1].reply_to == "1214255555555555555/77"

    def test_who_reacted_is_named_where_the_file_names_them(self, direct: list[Record]) -> None:
        found = messages(direct)[1]
        assert [(each.emoji, each.sender) for each in found.reactions] == [("😂", ZARAK)]
        assert found.flags == ("reactions-partial",)

    def test_a_file_saved_beside_it_is_found_under_windows_slashes(self, direct: list[Record]) -> None:
        local, remote = messages(direct)[2].attachments
        assert (local.name, local.media_type, local.missing) == ("photo.jpg", "image/jpeg", False)
        assert (remote.name, remote.missing) == ("voice.ogg", True)
        assert "https://cdn.discordapp.com/attachments/1/2/voice.ogg?ex=1" in messages(direct)[2].links

    def test_an_edit_is_one(self, direct: list[Record]) -> None:
        assert [each.edited for each in messages(direct)[:3]] == [False, False, True]

    def test_embeds_and_forwards_speak_for_a_message_without_text(self, direct: list[Record]) -> None:
        embed, forward = messages(direct)[3:5]
        assert (embed.body, embed.flags, embed.links) == ("A page\nabout her\nwho\nshe", ("embed",), ("https://example.org/y",))
        assert (forward.body, forward.flags, forward.reply_to) == ("her own words", ("forwarded",), None)

    def test_a_call_is_an_event_with_its_end(self, direct: list[Record]) -> None:
        found = next(each for each in direct if isinstance(each, Event))
        assert found.event == "call"
        assert found.body == "Started a call that lasted 3 minutes. (ended 2024-03-04T18:30:11.250+00:00)"

    def test_kinds_without_a_name_are_events_unless_somebody_wrote_them(self) -> None:
        records = read(OURS / "server-channel" / "source" / "Truth - Text - general [1012224565567721552].json")
        assert [each.event for each in records if isinstance(each, Event)] == ["member-joined", "other"]
        assert [each.body for each in messages(records)] == ["to everybody canary", "from a program", "answers in another channel"]

    def test_a_count_that_does_not_agree_is_said(self) -> None:
        records = read(OURS / "server-channel" / "source" / "Truth - Text - general [1012224565567721552].json")
        assert codes(records) == {"field-unknown": 1, "count-mismatch": 1}

    def test_half_a_surrogate_pair_is_replaced_and_said(self) -> None:
        records = read(OURS / "broken" / "odd-values" / "source")
        assert "half \ufffd" in [each.body for each in messages(records)]
        assert codes(records)["text-undecodable"] == 1


class TestTimes:
    def test_an_id_that_tells_of_another_day_is_flagged(self, direct: list[Record]) -> None:
        assert messages(direct)[6].flags == ("id-time-differs",)

    def test_the_id_gives_the_instant_where_the_time_is_none(self, direct: list[Record]) -> None:
        when = messages(direct)[7].sent_at
        assert (when.stated, when.local, when.utc, when.zone) == ("yesterday", None, "2024-03-04T18:30:11.250Z", "format")
        assert codes(direct)["time-unreadable"] == 1

    def test_a_package_time_without_an_offset_is_utc_because_its_id_says_so(self) -> None:
        number = "1214271000000000000"
        given = (of_id(number) or stated("", None)[0]).utc or ""
        when, read_it, differs = stated(given[:19].replace("T", " "), number)
        assert (when.utc, when.zone, read_it, differs) == (given[:19] + "Z", "format", True, False)
        when, _read, differs = stated("2024-03-04 23:22:11", number)
        assert (when.utc, when.zone, differs) == (None, "unknown", True)

    @pytest.mark.parametrize("number", ["", "100", "x", "9" * 40, "²", None])
    def test_what_is_no_id_of_discords_gives_no_time(self, number: str | None) -> None:
        assert of_id(number) is None


class TestPackages:
    def test_folders_in_any_language_are_told_by_their_shape(self) -> None:
        records = read(OURS / "package-2025" / "source")
        assert [(each.title, len(each.participants)) for each in records if isinstance(each, Conversation)] == [
            ("general in Truth canary", 1),
            ("Direct Message with zarak.k#0", 2),
        ]

    def test_all_words_are_the_holders(self) -> None:
        for name in ("package-2025", "package-2021"):
            found = messages(read(OURS / name / "source"))
            assert {each.sender.platform_id for each in found} == {"522000000000000001"}
            assert {each.kind for each in found} == {"direct"}

    def test_a_package_and_an_exported_channel_give_one_conversation(self, direct: list[Record]) -> None:
        assert messages(direct)[0].conversation == messages(read(OURS / "package-2021" / "source"))[0].conversation

    def test_commas_quotes_and_lines_inside_a_cell_are_text(self) -> None:
        assert messages(read(OURS / "package-2021" / "source"))[0].body == 'please, "stop"\r\nwriting canary'

    def test_attachments_are_addresses_and_missing(self) -> None:
        found = messages(read(OURS / "package-2025" / "source"))[1]
        assert [(each.name, each.missing) for each in found.attachments] == [("a.png", True), ("b.txt", True)]
        assert len(found.links) == 2

    def test_a_ragged_row_is_one_loss(self) -> None:
        records = read(OURS / "broken" / "table-ragged" / "source")
        assert sum(each.records for each in records if isinstance(each, ReadProblem)) >= 1
        assert "x" in [each.body for each in messages(records)]


def fact(**more: Any) -> dict[str, Any]:
    return {"id": "1", "type": "Default", "timestamp": "2024-01-01T00:00:00+00:00", "content": "x", "author": {"id": "1"}, **more}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 9_000), st.sampled_from(["direct-2024", "package-2021", "package-2025"]))
def test_a_cut_loses_nothing_before_it(tmp_path: Path, at: int, name: str) -> None:
    original = next(
        path
        for path in (OURS / name / "source").rglob("*")
        if path.suffix in (".json", ".csv") and "1214255" in str(path) and "channel.json" not in str(path)
    )
    data = original.read_bytes()
    cut = tmp_path / f"cut{original.suffix}"
    cut.write_bytes(data[:at])
    with Source(cut) as source:
        if not discord.identify(source):
            return
    records = read(cut)
    whole = read(original)
    before = [each.platform_id for each in whole if isinstance(each, Message | Event) and (each.locator.span or (0, 0))[1] <= at]
    assert [each.platform_id for each in records if isinstance(each, Message | Event)][: len(before)] == before


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(fact())), inner, max_size=4),
        max_leaves=12,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_of_any_type_never_crash_it(tmp_path: Path, value: Any) -> None:
    keys = [*fact(), "attachments", "embeds", "reactions", "stickers", "reference", "forwardedMessage", "timestampEdited"]
    export = {"guild": {}, "channel": {"id": "5"}, "messages": [fact(**{key: value}) for key in keys], "messageCount": len(keys)}
    path = tmp_path / "c.json"
    path.write_text(json.dumps(export), "utf-8")
    read(path)
