"""Spans tile a member or they do not; the number of tiles is the number of records."""

from hypothesis import given
from hypothesis import strategies as st

from gawah.readers._conservation import Tiling
from gawah.records.content import Account, Conversation, Duplicate, Framing, Message, ReadProblem, Record
from gawah.records.evidence import Locator
from gawah.records.when import When

WHEN = When(stated="", local=None, utc=None, zone="unknown", precision="minute")


def _at(start: int, end: int, member: str | None = None) -> Locator:
    return Locator(file_sha256="0" * 64, member=member, place=f"line/{start}", span=(start, end))


def _message(start: int, end: int, member: str | None = None) -> Message:
    return Message(conversation="c", kind="direct", sender=Account(), sent_at=WHEN, body="", locator=_at(start, end, member))


def _watched(*records: Record) -> Tiling:
    tiling = Tiling()
    for record in records:
        tiling.watch(record)
    return tiling


@given(st.lists(st.integers(min_value=0, max_value=9), min_size=1))
def test_spans_that_follow_each_other_tile_the_member(lengths: list[int]) -> None:
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    tiling = _watched(*(_message(end - length, end) for length, end in zip(lengths, ends, strict=True)))
    assert tiling.tiles == len(lengths)
    assert tiling.covers({"": sum(lengths)})
    assert not tiling.covers({"": sum(lengths) + 1})


@given(st.integers(min_value=1, max_value=5), st.sampled_from([-1, 1]))
def test_a_byte_left_out_or_claimed_twice_is_noticed(gap: int, way: int) -> None:
    assert not _watched(_message(0, 10), _message(10 + way * gap, 30)).covers({"": 30})


def test_what_was_never_read_is_noticed() -> None:
    assert not _watched(_message(0, 10, "a.txt")).covers({"a.txt": 10, "b.txt": 5})
    assert not Tiling().covers({"": 1})
    assert Tiling().covers({"empty.txt": 0})


def test_members_may_be_read_in_turns() -> None:
    turns = (_message(0, 4, "a.txt"), _message(0, 3, "b.txt"), _message(4, 9, "a.txt"), _message(3, 5, "b.txt"))
    assert _watched(*turns).covers({"a.txt": 9, "b.txt": 5})


def test_framing_and_problems_count_for_what_they_stand_for() -> None:
    tiling = _watched(
        Conversation(id="c", platform="WhatsApp"),
        Framing(name="bom", locator=_at(0, 3)),
        ReadProblem(code="record-unreadable", severity="loss", locator=_at(3, 9), records=1),
        ReadProblem(code="time-ambiguous", severity="warning", locator=_at(0, 0)),
        _message(9, 12),
        Duplicate(of="x", locator=_at(12, 15)),
    )
    assert tiling.tiles == 3
    assert tiling.covers({"": 15})


def test_a_record_without_a_span_breaks_the_tiling() -> None:
    nowhere = Locator(file_sha256="0" * 64, member=None, place="", span=None)
    assert not _watched(Duplicate(of="x", locator=nowhere)).covers({"": 0})
