"""Telegram: what its exporter does to messages, times, senders and edits, trap by trap."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gawah.readers import _registry, telegram
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.readers._telegram_stream import masked, unmasked
from gawah.records.content import Account, Conversation, Event, Message, ReadProblem, Record
from tests.readers.golden import SAMPLES

OURS = SAMPLES / "telegram"


def said(**more: Any) -> dict[str, Any]:
    base = {
        "id": 1,
        "type": "message",
        "date": "2024-06-01T15:00:00",
        "date_unixtime": "1717243200",
        "from": "Zarak",
        "from_id": "user5",
    }
    return {**base, "text": "x", **more}


def chat(*messages: Any, **more: Any) -> dict[str, Any]:
    return {"name": "Zarak", "type": "personal_chat", "id": 5, **more, "messages": list(messages)}


def read(path: Path) -> list[Record]:
    """Read, and see that everything is accounted for."""
    with Source(path) as source:
        assert _registry.identify(source) == ["telegram"]
        records = list(telegram.read(source, Options()))
        arrived = sum(each.records if isinstance(each, ReadProblem) else isinstance(each, Message | Event) for each in records)
        assert telegram.count(source) == arrived
    return records


@pytest.fixture
def told(tmp_path: Path) -> Any:
    def tell(*messages: Any, **more: Any) -> list[Record]:
        path = tmp_path / "result.json"
        path.write_text(json.dumps(chat(*messages, **more)), "utf-8")
        return read(path)

    return tell


def messages(records: list[Record]) -> list[Message]:
    return [each for each in records if isinstance(each, Message)]


def events(records: list[Record]) -> list[Event]:
    return [each for each in records if isinstance(each, Event)]


def codes(records: list[Record]) -> dict[str, int]:
    return {each.code: each.count for each in records if isinstance(each, ReadProblem)}


class TestTimes:
    def test_clock_and_instant_stand_apart_on_either_side_of_a_clock_change(self, told: Any) -> None:
        before = said(date="2024-10-27T01:30:00", date_unixtime="1729989000")
        after = said(date="2024-10-27T01:10:00", date_unixtime="1729991400")
        first, second = (each.sent_at for each in messages(told(before, after)))
        assert (first.local, first.utc) == ("2024-10-27T01:30:00", "2024-10-27T00:30:00Z")
        assert (second.local, second.utc) == ("2024-10-27T01:10:00", "2024-10-27T01:10:00Z")

    def test_before_2022_there_is_a_clock_and_no_zone(self, told: Any) -> None:
        old = said()
        del old["date_unixtime"]
        when = messages(told(old))[0].sent_at
        assert (when.local, when.utc, when.zone) == ("2024-06-01T15:00:00", None, "unknown")

    def test_a_difference_that_no_zone_explains_is_flagged(self, told: Any) -> None:
        assert messages(told(said(date_unixtime="1717243201")))[0].flags == ("times-disagree",)
        assert messages(told(said(date_unixtime="1717000000")))[0].flags == ("times-disagree",)
        assert messages(told(said(date_unixtime="1717227000")))[0].flags == ()  # +04:30
        assert messages(told(said(date_unixtime="1717189200")))[0].flags == ("times-disagree",)  # +18:00

    def test_a_time_that_is_none_is_kept_as_stated_and_said(self, told: Any) -> None:
        records = told(said(date="yesterday", date_unixtime=""))
        assert messages(records)[0].sent_at.stated == "yesterday"
        assert codes(records) == {"time-unreadable": 1}


class TestPeople:
    def test_ids_are_alike_in_old_and_new_exports(self, told: Any) -> None:
        new, old = (messages(told(said(from_id=peer)))[0].sender for peer in ("user5", 5))
        assert new == old == Account(name="Zarak", platform_id="user5")

    def test_a_deleted_account_has_an_id_and_no_name(self, told: Any) -> None:
        assert messages(told(said(**{"from": None, "from_id": "user77"})))[0].sender == Account(platform_id="user77")

    def test_the_holder_takes_part_in_what_they_never_answered(self, tmp_path: Path) -> None:
        export = {
            "about": "…",
            "personal_information": {"user_id": 9, "first_name": "Mehr", "last_name": "T", "username": "@mehr"},
            "chats": {"about": "…", "list": [chat(said())]},
        }
        (tmp_path / "r.json").write_text(json.dumps(export), "utf-8")
        conversation = next(each for each in read(tmp_path / "r.json") if isinstance(each, Conversation))
        assert conversation.participants == (
            Account(name="Zarak", platform_id="user5"),
            Account(name="Mehr T", handle="mehr", platform_id="user9"),
        )

    def test_the_same_number_is_another_chat_among_users_groups_and_channels(self, told: Any) -> None:
        kinds = ("personal_chat", "private_group", "private_supergroup", "public_channel")
        ids = [messages(told(said(), type=kind))[0].conversation for kind in kinds]
        assert len(set(ids[:3])) == 3
        assert ids[2] == ids[3]  # a supergroup is a channel

    def test_the_ids_of_chats_agree_between_old_and_new_exports(self, told: Any) -> None:
        old = messages(told(said(from_id=5), id=0x100000000 + 5))[0].conversation
        assert old == messages(told(said(), id=5))[0].conversation

    def test_messages_of_a_channel_are_posts(self, told: Any) -> None:
        assert [messages(told(said(), type=kind))[0].kind for kind in ("personal_chat", "private_group", "private_channel")] == [
            "direct",
            "group",
            "post",
        ]


LATER = {"edited": "2024-06-02T10:00:00", "edited_unixtime": "1717322400"}
LIKE = {
    "type": "emoji",
    "count": 1,
    "emoji": "👍",
    "recent": [{"from": "M", "from_id": "user9", "date": "2024-06-02T10:00:00"}],
}


class TestEdits:
    """docs/decisions/0012-telegram-edited.md."""

    def test_a_reaction_explains_it(self, told: Any) -> None:
        found = messages(told(said(**LATER, reactions=[LIKE])))[0]
        assert (found.edited, found.flags) == (False, ("edited-or-reaction",))
        assert [(each.emoji, each.sender.platform_id) for each in found.reactions] == [("👍", "user9")]

    def test_no_reaction_where_the_export_states_them(self, told: Any) -> None:
        found = messages(told(said(reactions=[LIKE]), said(id=2, **LATER)))[1]
        assert (found.edited, found.flags) == (True, ())

    def test_an_export_that_states_no_reactions_cannot_tell(self, told: Any) -> None:
        found = messages(told(said(**LATER)))[0]
        assert (found.edited, found.flags) == (False, ("edited-or-reaction",))

    def test_before_there_were_reactions_it_was_an_edit(self, told: Any) -> None:
        assert messages(told(said(edited="2021-12-29T10:00:00")))[0].edited
        assert messages(told(said(edited="x", edited_unixtime="1600000000")))[0].edited

    def test_an_edit_of_1970_is_none(self, told: Any) -> None:
        found = messages(told(said(edited="1970-01-01T05:00:00")))[0]
        assert (found.edited, found.flags) == (False, ())


class TestWords:
    def test_a_mixed_list_is_one_text_and_addresses_are_kept(self, told: Any) -> None:
        text = [
            "a ",
            {"type": "bold", "text": "b"},
            {"type": "text_link", "text": " c", "href": "https://d.example/"},
            {"type": "link", "text": "e.example"},
        ]
        found = messages(told(said(text=text)))[0]
        assert (found.body, found.links) == ("a b ce.example", ("https://d.example/", "e.example"))

    def test_control_characters_that_no_json_knows_are_read(self, tmp_path: Path) -> None:
        data = json.dumps(chat(said(text="A"), said(text="B"))).encode()
        (tmp_path / "r.json").write_bytes(data.replace(b'"A"', rb'"\\x0B \x0B\"\\\\\x1F"'))
        records = read(tmp_path / "r.json")
        assert [each.body for each in messages(records)] == ['\\x0B \x0b"\\\\\x1f', "B"]
        assert codes(records) == {}

    def test_half_a_surrogate_pair_is_replaced_and_said(self, told: Any) -> None:
        records = told(said(text="a\ud83d", **{"from": "\udc00b"}))
        found = messages(records)[0]
        assert (found.body, found.sender.name) == ("a\ufffd", "\ufffdb")
        assert codes(records)["text-undecodable"] == 2

    def test_polls_places_and_contacts_say_what_they_say(self, told: Any) -> None:
        poll = said(
            text="",
            poll={
                "question": "who?",
                "closed": False,
                "total_voters": 0,
                "answers": [{"text": "she", "voters": 0, "chosen": False}],
            },
        )
        place = said(text="", location_information={"latitude": 31.5, "longitude": -0.25}, live_location_period_seconds=900)
        card = said(text="", contact_information={"first_name": "N", "last_name": "", "phone_number": "+0"})
        first, second, third = messages(told(poll, place, card))
        assert (first.body, first.flags) == ("who?\n- she", ("poll",))
        assert (second.links, second.flags) == (("geo:31.5,-0.25",), ("location", "live-location"))
        assert (third.body, third.flags) == ("N\n+0", ("contact",))

    def test_what_somebody_else_wrote_is_flagged(self, told: Any) -> None:
        found = messages(told(said(forwarded_from="N"), said(forwarded_from=None), said(saved_from="G"), said(via_bot="@b")))
        assert [each.flags for each in found] == [("forwarded",), ("forwarded",), ("saved-from-elsewhere",), ("via-bot",)]

    def test_an_answer_in_another_chat_does_not_point_into_this_one(self, told: Any) -> None:
        here, there = messages(told(said(reply_to_message_id=7), said(reply_to_message_id=7, reply_to_peer_id="channel3")))
        assert (here.reply_to, there.reply_to) == ("7", "channel3/7")

    def test_more_reacted_than_are_named(self, told: Any) -> None:
        found = messages(told(said(reactions=[{"type": "emoji", "count": 40, "emoji": "👍"}])))[0]
        assert (found.reactions, found.flags) == ((), ("reactions-partial",))


class TestFiles:
    def test_a_file_of_the_export_is_found_from_its_root(self, tmp_path: Path) -> None:
        root = tmp_path / "export" / "DataExport_2024"
        (root / "photos").mkdir(parents=True)
        (root / "photos" / "1.jpg").write_bytes(bytes.fromhex("ffd8ffe0"))
        (root / "result.json").write_text(json.dumps(chat(said(photo="photos/1.jpg"))), "utf-8")
        attachment = messages(read(tmp_path / "export"))[0].attachments[0]
        assert (attachment.media_type, attachment.missing) == ("image/jpeg", False)

    @pytest.mark.parametrize(
        "stated",
        [
            "(File not included. Change data exporting settings to download.)",
            "(File exceeds maximum size. Change data exporting settings to download.)",
            "a.ogg (File unavailable, please try again later)",
        ],
    )
    def test_a_file_that_was_not_exported_is_said_to_be_missing(self, told: Any, stated: str) -> None:
        records = told(said(file=stated, file_name="voice.ogg", mime_type="audio/ogg"))
        attachment = messages(records)[0].attachments[0]
        assert (attachment.name, attachment.media_type, attachment.missing) == ("voice.ogg", "audio/ogg", True)
        assert codes(records) == {"media-missing": 1}

    def test_a_path_that_climbs_out_is_only_a_name(self, told: Any) -> None:
        assert messages(told(said(photo="../../etc/passwd")))[0].attachments[0].missing


class TestEvents:
    @pytest.mark.parametrize(
        ("fact", "event", "body"),
        [
            ({"action": "phone_call", "discard_reason": "missed"}, "call", "phone_call: discard_reason=missed"),
            ({"action": "remove_members", "members": ["M", None]}, "member-removed", "remove_members: members=M, ?"),
            ({"action": "clear_history"}, "history-cleared", "clear_history"),
            ({"action": "take_screenshot"}, "screenshot-taken", "take_screenshot"),
            ({"action": "dance", "title": "t"}, "other", "dance: title=t"),
        ],
    )
    def test_service_messages_are_events_by_name(self, told: Any, fact: dict[str, Any], event: str, body: str) -> None:
        service = {
            "id": 3,
            "type": "service",
            "date": "2024-06-01T15:00:00",
            "actor": "Zarak",
            "actor_id": "user5",
            **fact,
            "text": "",
        }
        found = events(told(service))[0]
        assert (found.event, found.body, found.sender) == (event, body, Account(name="Zarak", platform_id="user5"))

    def test_what_the_exporter_could_not_write_is_an_event_without_time(self, told: Any) -> None:
        found = events(told({"id": 4, "type": "unsupported"}))[0]
        assert (found.event, found.platform_id, found.sent_at.local) == ("unsupported", "4", None)

    def test_fields_that_nobody_knows_are_counted(self, told: Any) -> None:
        assert codes(told(said(mood="x"), said(mood="y"))) == {"field-unknown": 2}


class TestPages:
    def sample(self) -> list[Record]:
        return read(OURS / "pages" / "source")

    def test_pages_follow_each_other_and_days_are_no_records(self) -> None:
        found = [each.platform_id for each in self.sample() if isinstance(each, Message | Event)]
        assert found == [str(number) for number in range(100, 113)]

    def test_a_joined_message_has_the_sender_of_the_one_before(self) -> None:
        senders = {each.platform_id: each.sender.name for each in messages(self.sample())}
        assert (senders["102"], senders["105"]) == ("Zarak Khoso", "Zarak Khoso")

    def test_a_joined_message_behind_a_lost_one_has_nobody(self) -> None:
        found = messages(read(OURS / "broken" / "page-joined-first" / "source"))[0]
        assert (found.sender, found.flags) == (Account(), ("sender-unknown",))

    def test_a_service_line_ends_what_is_joined(self, tmp_path: Path) -> None:
        whole = (OURS / "pages" / "source" / "messages.html").read_bytes()
        line = b'<div class="message service" id="message1010"><div class="body details">History cleared</div></div>'
        joined = b'<div class="message default clearfix joined" id="message102">'
        (tmp_path / "p.html").write_bytes(whole.replace(joined, line + joined, 1))
        found = next(each for each in messages(read(tmp_path / "p.html")) if each.platform_id == "102")
        assert (found.sender, found.flags) == (Account(), ("sender-unknown",))

    def test_no_instant_is_taken_from_a_page(self) -> None:
        when = messages(self.sample())[0].sent_at
        assert (when.stated, when.local, when.utc) == ("27.10.2024 01:30:00 UTC+05:00", "2024-10-27T01:30:00", None)

    def test_a_service_line_has_the_day_above_it(self) -> None:
        found = events(self.sample())[0].sent_at
        assert (found.local, found.precision) == ("2024-10-27T00:00:00", "day")

    def test_a_forwarded_text_is_its_senders_and_flagged(self) -> None:
        found = next(each for each in messages(self.sample()) if each.platform_id == "104")
        assert (found.sender.name, found.body, found.flags) == ("Zarak Khoso", "forwarded words", ("forwarded",))

    def test_pages_beside_the_json_that_says_the_same_are_not_read_twice(self) -> None:
        assert {each.locator.member for each in messages(read(OURS / "both-forms" / "source"))} == {"result.json"}

    def test_a_page_that_is_not_here_is_said_to_be(self) -> None:
        assert codes(read(OURS / "part-two" / "source"))["part-missing"] == 1

    def test_a_page_that_does_not_end_is_said_to_be_cut(self) -> None:
        assert codes(read(OURS / "broken" / "page-cut-in-a-message" / "source"))["member-unreadable"] == 1
        assert "member-unreadable" not in codes(self.sample())

    def test_a_message_too_large_is_one_loss(self, tmp_path: Path) -> None:
        whole = (OURS / "pages" / "source" / "messages.html").read_bytes()
        (tmp_path / "p.html").write_bytes(whole.replace(b"kahan", b"kahan" * 1_000_000))
        records = read(tmp_path / "p.html")
        lost = [each for each in records if isinstance(each, ReadProblem) and each.records]
        assert [(each.code, each.severity) for each in lost] == [("limit-reached", "loss")]
        assert messages(records)[0].platform_id == "102"


@pytest.mark.parametrize(
    "hostile", ["\xa0", " is now within ", " invited ", "<b>", "<div class=media_wrap>", "Channel «", " via @"]
)
def test_a_page_made_to_stop_a_pattern_does_not(tmp_path: Path, hostile: str) -> None:
    """With a pattern that looks on from every place, each of these takes minutes."""
    whole = (OURS / "pages" / "source" / "messages.html").read_text("utf-8")
    many = hostile * (400_000 // len(hostile))
    (tmp_path / "p.html").write_text(
        whole.replace("created group", many).replace("kahan", many).replace("Zarak Khoso \n", many), "utf-8"
    )
    assert len([each for each in read(tmp_path / "p.html") if isinstance(each, Message | Event)]) == 10


@given(
    st.lists(st.sampled_from([b"\\", b"x", b"0", b"1", b"B", b"\\x0B", b'"', b"a", b"\\\\", b"\\n"]), max_size=40),
    st.integers(1, 5),
)
def test_a_masked_stream_is_as_long_and_turns_back(parts: list[bytes], step: int) -> None:
    class Dripping(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            return super().read(step)

    data = b"".join(parts)
    found = masked(Dripping(data)).read()
    assert len(found) == len(data)
    assert found == masked(io.BytesIO(data)).read()
    turned = unmasked(found.decode("utf-8"))
    assert len(turned) <= len(data)
    assert "\\x0B" not in turned.replace("\\\\", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 12_000), st.sampled_from(["full-2024/source/result.json", "pages/source/messages.html"]))
def test_a_cut_loses_nothing_before_it(tmp_path: Path, at: int, name: str) -> None:
    data = (OURS / name).read_bytes()
    path = tmp_path / "cut"
    path.write_bytes(data[:at])
    with Source(path) as source:
        found = list(telegram.read(source, Options()))
        made = [each for each in found if isinstance(each, Message | Event)]
        lost = [each for each in found if isinstance(each, ReadProblem) and each.records]
        assert telegram.count(source) == len(made) + len(lost)
        recognised = telegram.identify(source)
    with Source(OURS / name) as whole:
        before = [
            each.platform_id
            for each in telegram.read(whole, Options())
            if isinstance(each, Message | Event) and (each.locator.span or (0, 0))[1] <= at
        ]
    if recognised:
        assert [each.platform_id for each in made][: len(before)] == before
