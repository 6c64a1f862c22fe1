"""One record, several sightings: shown once, counted once, and none is lost."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.vault import check_rows, derived, storing
from gawah.vault.local import Filters, LocalVault
from tests.vault.invented import AT, START_MS, acting, keep, message, read, two_exports

ALL = Filters(include_same=True)


def consistent(vault: LocalVault) -> None:
    database = vault._case.database
    assert derived.recount(database) == derived.stored_counts(database)
    assert vault.check(full=True).problems == ()
    assert vault.count("canary") == vault.total()


def test_two_exports_that_overlap_show_each_message_once(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    assert vault.total() == 16
    assert vault.total(ALL) == 21
    assert [(reading.new, reading.known) for reading in vault.readings()] == [(11, 0), (5, 5)]
    assert vault.total(Filters(item=two.id)) == 5
    assert vault.total(Filters(item=two.id, include_same=True)) == 10
    assert one.id != two.id
    consistent(vault)


def test_the_same_words_twice_in_a_minute_stay_two(vault: LocalVault) -> None:
    for data in (b"canary a", b"canary bb"):
        item = keep(vault, data)
        read(vault, item, [message(data, n * 2, "canary again", START_MS) for n in range(3)])
    assert vault.total() == 3
    assert vault.total(ALL) == 6
    consistent(vault)


@settings(max_examples=25)
@given(st.data())
def test_overlapping_parts_of_one_chat_give_the_whole_chat(tmp_path_factory: object, data: st.DataObject) -> None:
    from tests.vault.invented import make

    vault, _ = make(tmp_path_factory.mktemp("parts") / "vault")  # type: ignore[attr-defined]
    with vault:
        whole = [(START_MS + minute * 60_000, text) for minute in range(4) for text in ("canary x", "canary x", "canary y")]
        cuts = data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=3))
        seen: set[int] = set()
        for number, (first, length) in enumerate(cuts):
            minutes = range(first, min(4, first + length))
            part = [line for minute in minutes for line in whole[minute * 3 : minute * 3 + 3]]
            source = b"canary part %d" % number
            read(vault, keep(vault, source), [message(source, 2 * n, text, at) for n, (at, text) in enumerate(part)])
            seen.update(minutes)
        assert vault.total() == 3 * len(seen)
        shown = Counter(row.at_ms for row in vault.page(limit=1000))
        assert set(shown.values()) <= {3}
        consistent(vault)


def test_a_newer_reading_takes_the_place_of_the_older(vault: LocalVault) -> None:
    data = b"canary"
    item = keep(vault, data)
    read(vault, item, [message(data, n, f"canary old {n}") for n in range(6)])
    again = read(vault, item, [message(data, n, f"canary new {n}") for n in range(2, 8)], date_order="dmy")
    assert (again.new, again.known) == (2, 4)
    assert vault.total() == 6
    assert vault.count("old") == 0
    assert vault.count("new") == 6
    assert vault.was_read(item.id, {"date_order": "dmy"})
    assert not vault.was_read(item.id, {})
    assert b"new 3" in vault.get(message(data, 3, "").id).json
    assert {row.same_as for row in vault.page(ALL, limit=100) if b"canary old" in row.json} == {0, 7, 8, 9, 10}
    consistent(vault)


def test_a_reading_that_broke_off_gives_way_to_a_whole_one(vault: LocalVault) -> None:
    data = b"canary"
    item = keep(vault, data)
    read(vault, item, [message(data, 1, "canary part")], complete=False)
    assert not vault.was_read(item.id, {})
    assert vault.total() == 1
    read(vault, item, [message(data, n, f"canary {n}") for n in range(3)])
    read(vault, item, [message(data, 1, "canary part")], complete=False)
    assert vault.total() == 3
    assert vault.count("part") == 0
    consistent(vault)


def test_a_row_that_a_newer_reading_drops_is_shown_from_the_other_item(vault: LocalVault) -> None:
    first, second, third = b"canary one", b"canary two!", b"canary three"
    one, two, three = keep(vault, first), keep(vault, second), keep(vault, third)
    for item, data in ((one, first), (two, second), (three, third)):
        read(vault, item, [message(data, n, f"canary {n}") for n in range(3)])
    assert vault.total() == 3
    read(vault, one, [message(first, 0, "canary 0")], date_order="dmy")
    assert vault.total() == 3
    assert vault.total(Filters(item=two.id)) == 2
    consistent(vault)


def test_many_rows_that_give_way_at_once(vault: LocalVault) -> None:
    data = b"canary"
    item = keep(vault, data)
    read(vault, item, [message(data, n, f"canary old {n}") for n in range(derived.MANY + 10)])
    read(vault, item, [message(data, n, f"canary new {n}") for n in range(derived.MANY + 10)])
    assert vault.count("old") == 0
    assert vault.count("new") == derived.MANY + 10
    consistent(vault)


def test_erasing_one_of_two_shows_the_other(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    vault.erase(one.id, AT, acting(vault))
    assert vault.total() == vault.total(ALL) == 10
    assert vault.total(Filters(item=two.id)) == 10
    consistent(vault)


def test_likeness_is_looked_at_in_full(vault: LocalVault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever makes two messages with the same few bytes of likeness hides neither."""
    for module in (storing, check_rows):
        monkeypatch.setattr(module, "LIKENESS_SIZE", 0)
    read(vault, keep(vault, b"canary one"), [message(b"canary one", n, f"canary {n}") for n in range(20)])
    read(vault, keep(vault, b"canary two"), [message(b"canary two", n, f"canary {n}") for n in range(10, 30)])
    assert vault.total() == 30
    assert [(reading.new, reading.known) for reading in vault.readings()] == [(20, 0), (10, 10)]
    consistent(vault)
