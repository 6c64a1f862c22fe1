"""What two exports of one conversation say differently: changed messages, and messages that only one of them holds."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from gawah.records.casework import Basis
from gawah.records.content import Message


@dataclass(frozen=True, slots=True)
class Differences:
    """What is left over of two exports of one conversation within the time that both cover.

    Attributes:
        changed: Pairs of ids, earlier and later form, with what they were matched by.
        earlier_only, later_only: Ids of messages that the other does not hold in any form.
        same: Messages that both hold in other writing, such as another style of dates.
    """

    changed: tuple[tuple[str, str, Basis], ...]
    earlier_only: tuple[str, ...]
    later_only: tuple[str, ...]
    same: int


def differences(earlier: Sequence[Message], later: Sequence[Message]) -> Differences:
    """Match what two exports do not share word for word.

    Messages are one and the same when the platform's own id is; then, within one sender, when time and words are; then, when each
    export has exactly one message of a sender at a time. What is matched by id or time and does not say the same was changed.
    """
    left, right = {one.id: one for one in earlier}, {one.id: one for one in later}
    changed: list[tuple[str, str, Basis]] = []
    same = 0
    ways: tuple[tuple[Basis, Callable[[Message], Hashable]], ...] = (
        ("same-id", lambda one: one.platform_id),
        ("same-words", lambda one: (one.sender, _moment(one), one.body) if one.body and _moment(one) else None),
        ("same-sender-and-time", lambda one: (one.sender, _moment(one)) if _moment(one) else None),
    )
    for basis, key in ways:
        for mine, theirs in _pairs(left, right, key):
            del left[mine.id], right[theirs.id]
            if _says(mine) == _says(theirs):
                same += 1
            else:
                changed.append((mine.id, theirs.id, basis))
    return Differences(tuple(changed), tuple(left), tuple(right), same)


def _pairs(
    left: dict[str, Message], right: dict[str, Message], key: Callable[[Message], Hashable]
) -> list[tuple[Message, Message]]:
    """Messages that stand alone under one key on both sides."""
    sides: list[dict[Hashable, list[Message]]] = []
    for side in (left, right):
        groups: dict[Hashable, list[Message]] = defaultdict(list)
        for one in side.values():
            groups[key(one)].append(one)
        sides.append(groups)
    mine, theirs = sides
    alone = [found for found, ones in mine.items() if found is not None and len(ones) == len(theirs.get(found, ())) == 1]
    return [(mine[found][0], theirs[found][0]) for found in alone]


def _moment(one: Message) -> str | None:
    """The time to the minute, as the instant where it is known: exports differ in whether they state seconds."""
    stated = one.sent_at.utc or one.sent_at.local
    return stated[:16] if stated else None


def _says(one: Message) -> tuple[object, ...]:
    """What a person would call the message itself; reactions and the state of attachments come and go."""
    return one.subject, one.body, one.deleted
