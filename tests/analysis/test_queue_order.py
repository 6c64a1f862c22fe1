"""Laws of the queue's order: nothing is lost or added, threats come first, nothing fills the queue beside something else."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis.queue_order import IN_A_ROW, Place, ordered

TACTICS = ("threat", "insult", "doxxing", "")
places = st.lists(
    st.builds(
        lambda tactic, conversation, waits, severity, at: Place(
            id="", tactic=tactic, conversation=conversation, waits=waits, urgent=tactic == "threat", severity=severity, at_ms=at
        ),
        st.sampled_from(TACTICS),
        st.sampled_from("abc"),
        st.integers(0, 1),
        st.integers(0, 4),
        st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=30,
).map(
    lambda found: [Place(**{**{name: getattr(one, name) for name in one.__slots__}, "id": str(n)}) for n, one in enumerate(found)]
)


@given(places)
def test_every_place_comes_once_whatever_order_they_came_in(given_places: list[Place]) -> None:
    found = list(ordered(given_places))
    assert sorted(one.id for one in found) == sorted(one.id for one in given_places)
    assert list(ordered(given_places[::-1])) == found


@given(places)
def test_what_was_put_off_comes_behind_everything_else(given_places: list[Place]) -> None:
    waits = [one.waits for one in ordered(given_places)]
    assert waits == sorted(waits)


@given(places)
def test_a_threat_comes_first_and_no_four_others_before_the_next(given_places: list[Place]) -> None:
    for _, group in groupby(ordered(given_places), key=lambda one: one.waits):
        urgent = [one.urgent for one in group]
        last = max((at for at, one in enumerate(urgent) if one), default=-1)
        others = 0
        for one in urgent[: last + 1]:
            others = 0 if one else others + 1
            assert others <= IN_A_ROW
        assert last == -1 or urgent[0]


@given(places)
def test_more_than_three_of_a_tactic_stand_in_a_row_only_where_nothing_else_is_left(given_places: list[Place]) -> None:
    found = list(ordered(given_places))
    for at in range(len(found) - IN_A_ROW):
        run = found[at : at + IN_A_ROW + 1]
        left = [one for one in found[at + IN_A_ROW :] if one.waits == run[-1].waits]
        if len({one.waits for one in run}) == 1 and len({one.tactic for one in run}) == 1:
            assert {one.tactic for one in left} == {run[0].tactic}


@given(places)
def test_more_than_three_of_a_conversation_stand_in_a_row_only_where_nothing_else_would_do(given_places: list[Place]) -> None:
    found = list(ordered(given_places))
    for at in range(len(found) - IN_A_ROW):
        run = found[at : at + IN_A_ROW + 1]
        if len({one.waits for one in run}) > 1 or len({one.conversation for one in run}) > 1:
            continue
        left = [one for one in found[at + IN_A_ROW :] if one.waits == run[0].waits and one.conversation != run[0].conversation]
        tactic = run[0].tactic if len({one.tactic for one in run[:IN_A_ROW]}) == 1 else None
        assert all(one.tactic == tactic for one in left)


def test_by_severity_then_probability_then_time() -> None:
    made = [
        Place(id="old", tactic="a", conversation="1", severity=2, at_ms=1),
        Place(id="new", tactic="b", conversation="2", severity=2, at_ms=2),
        Place(id="undated", tactic="c", conversation="3", severity=2),
        Place(id="sure", tactic="d", conversation="4", severity=2, probability=0.9),
        Place(id="grave", tactic="e", conversation="5", severity=3),
        Place(id="threat", tactic="threat", conversation="6", urgent=True),
    ]
    assert [one.id for one in ordered(made)] == ["threat", "grave", "sure", "new", "old", "undated"]
