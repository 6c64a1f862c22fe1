"""Two exports of one conversation: what changed, what only one holds, and what is only written in another way."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gawah.analysis.exports_compared import differences
from gawah.records.content import Account, Message
from gawah.records.evidence import Locator
from gawah.records.when import When

RABIA, IMRAN = Account(name="Rabia"), Account(name="Imran")


def message(number: int, body: str, sender: Account = IMRAN, *, minute: int | None = None, own_id: str | None = None) -> Message:
    local = f"2024-01-02T10:{number if minute is None else minute:02}:00"
    return Message(
        conversation="c" * 32,
        kind="direct",
        sender=sender,
        sent_at=When(stated=local, local=local, utc=None, zone="unknown", precision="minute"),
        body=body,
        platform_id=own_id,
        locator=Locator(file_sha256="0" * 64, member=None, place=f"line/{number}", span=None),
    )


def test_the_same_id_with_other_words_was_changed() -> None:
    one, two = message(1, "canary", own_id="7"), message(9, "canary no more", minute=1, own_id="7")
    found = differences([one], [two])
    assert found.changed == ((one.id, two.id, "same-id"),)
    assert (found.earlier_only, found.later_only, found.same) == ((), (), 0)


def test_a_message_deleted_since_stands_in_its_place_without_its_words() -> None:
    one, two = message(1, "canary"), replace(message(9, "This message was deleted", minute=1), deleted=True)
    assert differences([one], [two]).changed == ((one.id, two.id, "same-sender-and-time"),)


def test_what_is_only_dated_in_another_style_is_the_same() -> None:
    one, two = message(1, "canary"), message(9, "canary", minute=1)
    found = differences([one], [replace(two, sent_at=replace(two.sent_at, stated="1/2/24, 10:01 AM"))])
    assert (found.changed, found.earlier_only, found.later_only, found.same) == ((), (), (), 1)


def test_two_messages_of_one_minute_are_not_guessed_at() -> None:
    ones = [message(1, "a canary", minute=5), message(2, "b canary", minute=5)]
    found = differences(ones, [message(9, "c canary", minute=5)])
    assert found.changed == ()
    assert set(found.earlier_only) == {one.id for one in ones}
    assert len(found.later_only) == 1


def test_another_sender_is_another_message() -> None:
    one, two = message(1, "canary", RABIA), message(9, "canary", IMRAN, minute=1)
    found = differences([one], [two])
    assert (found.earlier_only, found.later_only) == ((one.id,), (two.id,))


def test_reactions_that_came_later_are_no_change() -> None:
    one = message(1, "canary", own_id="7")
    assert differences([one], [replace(message(9, "canary", minute=1, own_id="7"), edited=True)]).same == 1


_MESSAGES = st.lists(
    st.builds(
        message,
        st.integers(0, 10_000),
        st.sampled_from(["canary", "", "other"]),
        st.sampled_from([RABIA, IMRAN]),
        minute=st.integers(0, 5),
        own_id=st.sampled_from([None, "1", "2"]),
    ),
    unique_by=lambda one: one.id,
    max_size=12,
)


@given(_MESSAGES, _MESSAGES)
def test_every_message_is_accounted_for_once(earlier: list[Message], later: list[Message]) -> None:
    later = [replace(one, locator=replace(one.locator, member="later")) for one in later]
    found = differences(earlier, later)
    left = [one for one, _, _ in found.changed] + list(found.earlier_only)
    right = [two for _, two, _ in found.changed] + list(found.later_only)
    assert len(set(left)) + found.same == len(earlier)
    assert len(set(right)) + found.same == len(later)
    assert set(left) <= {one.id for one in earlier}
    assert set(right) <= {two.id for two in later}


@given(_MESSAGES)
def test_an_export_compared_with_itself_differs_in_nothing(messages: list[Message]) -> None:
    found = differences(messages, [replace(one, locator=replace(one.locator, member="later")) for one in messages])
    assert found.changed == ()
