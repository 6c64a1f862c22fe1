"""Many exhibits of one conversation as lines: all of them, in order, with what stands around them, each once."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gawah.dossier.long_conversation import annex
from gawah.dossier.sheet import ContextLine, Sheet
from tests.dossier import sample


def line(place: int, number: str = "") -> ContextLine:
    return ContextLine(id=f"{place:08x}", sender="Canary", time=str(place), text="words", exhibit=number)


def sheets(length: int, chosen: list[int], around: int) -> list[Sheet]:
    """Sheets of the messages `chosen` of a conversation of this length, each with `around` messages before and after it."""
    numbers = {place: f"E{index + 1:04}" for index, place in enumerate(chosen)}
    blank = sample.case().document.exhibits[0]
    return [
        replace(
            blank,
            number=numbers[place],
            before=tuple(line(one, numbers.get(one, "")) for one in range(max(0, place - around), place)),
            after=tuple(line(one, numbers.get(one, "")) for one in range(place + 1, min(length, place + around + 1))),
        )
        for place in chosen
    ]


@given(st.sets(st.integers(0, 60), min_size=1).map(sorted), st.integers(0, 4))
def test_the_order_is_that_of_the_conversation_and_nothing_stands_twice(chosen: list[int], around: int) -> None:
    made = annex(sheets(61, chosen, around), 61)
    numbers = {f"E{index + 1:04}": place for index, place in enumerate(chosen)}
    places = [numbers[one] if isinstance(one, str) else int(one.id, 16) for one in made.lines]
    wanted = {one for place in chosen for one in range(max(0, place - around), min(61, place + around + 1))}
    assert places == sorted(wanted)
    assert made.numbers == tuple(numbers)


def test_the_file_that_they_come_from_stands_once() -> None:
    made = annex(sheets(10, [1, 2, 3], 1), 10)
    assert len(made.provenances) == 1
    assert not made.provenances[0].locator
