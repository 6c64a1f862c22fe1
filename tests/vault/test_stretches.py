"""Rows lie in stretches in order of time; what lies outside them is found as well."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.content import Message
from gawah.vault import search, storing, stretches
from gawah.vault.local import Filters, LocalVault, Row
from tests.vault.invented import AT, CHAT, START_MS, acting, keep, make, message, read, undated

DATA = b"canary stretches"


@pytest.fixture(scope="module", autouse=True)
def small_parts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storing, "PART", 40)
        patch.setattr(stretches, "SMALL", 50)
        patch.setattr(search, "FEW", 3)
        patch.setattr(search, "NARROW", 3)
        patch.setattr(search, "COMMON", 2)
        yield


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    """Six readings, not in order of time, of which one lies outside all stretches and one was erased."""
    vault, _ = make(tmp_path_factory.mktemp("stretches") / "vault")
    items = []
    for n in range(6):
        data = DATA + bytes([n])
        rows: list[Message] = [
            message(data, line, f"canary {'both' if line % 3 else 'ab'} {line % 7}", START_MS + (line * 7919 + n * 31) % 997 * 1000)
            for line in range(100)
        ]
        items.append(keep(vault, data))
        read(vault, items[-1], [*rows, undated(data, 100, "canary both undated")])
    database = vault._case.database
    database.run("DROP TRIGGER reading_update")
    database.run("UPDATE reading SET stretches = NULL WHERE seq = ?", (vault.readings(items[2].id)[0].seq,))
    vault.erase(items[4].id, AT, acting(vault))
    return vault


def pages(vault: LocalVault, text: str, filters: Filters, limit: int) -> list[Row]:
    rows: list[Row] = []
    while page := vault.search(text, filters, after=rows[-1].position if rows else None, limit=limit):
        rows += page
    return rows


def expected(vault: LocalVault, words: list[str], filters: Filters) -> list[Row]:
    rows = vault.page(filters, limit=10_000)
    return [row for row in rows if all(b" " + word.encode() in row.json for word in words)]


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([["both"], ["both", "ab"], ["ab"], ["both", "1"], ["ab", "3"]]),
    st.integers(1, 90),
    st.none() | st.integers(-10, 1000),
    st.none() | st.integers(-10, 1000),
    st.sampled_from([None, CHAT.id]),
    st.sampled_from([None, None, "WhatsApp", "Instagram"]),
    st.integers(0, 1),
)
def test_pages_are_those_of_a_scan(
    case: LocalVault,
    words: list[str],
    limit: int,
    since: int | None,
    until: int | None,
    chat: str | None,
    platform: str | None,
    sender: int,
) -> None:
    filters = Filters(
        conversation=chat,
        platform=platform,
        sender=case.accounts()[0].id if sender else None,
        since_ms=None if since is None else START_MS + since * 1000,
        until_ms=None if until is None else START_MS + until * 1000,
    )
    found = pages(case, " ".join(words), filters, limit)
    assert found == expected(case, words, filters)
    assert case.count(" ".join(words), filters) == len(found)


def test_every_key_lies_in_one_stretch(case: LocalVault) -> None:
    every = stretches.every(case._case.database)
    assert every[0].first == 0
    assert all(later.first == earlier.last + 1 for earlier, later in itertools.pairwise(every))
    assert every[-1].last == 2**63 - 1
    assert {stretch.ordered for stretch in every} == {True, False}


def test_rows_of_a_stretch_follow_time_and_keep_the_order_of_the_source(case: LocalVault) -> None:
    database = case._case.database
    for first, last in stretches._stored(database):
        places = [at for (at,) in database.all("SELECT at_ms FROM record WHERE key BETWEEN ? AND ? ORDER BY key", (first, last))]
        assert places == sorted(places)
    for reading in case.readings():
        lines = [json for (json,) in database.all("SELECT json FROM whole WHERE reading = ? ORDER BY idx", (reading.seq,))]
        assert [f'"place":"line/{n}"' in json for n, json in enumerate(lines)] == [True] * 101


def test_a_stretch_out_of_order_is_found(vault: LocalVault) -> None:
    data = b"canary"
    read(vault, keep(vault, data), [message(data, n, "canary") for n in range(30)])
    database = vault._case.database
    assert vault.check(full=True).problems == ()
    database.run("DROP TRIGGER record_update")
    database.run("UPDATE record SET at_ms = at_ms + 10000000 WHERE key = 7")
    assert ("search", "stretch") in {(found.what, found.id) for found in vault.check(full=True).problems}


@pytest.mark.parametrize("spelt", ["[[1,20],[20,30]]", "[[1]]", "canary", ""])
def test_stretches_that_overlap_or_are_none_are_found(vault: LocalVault, spelt: str) -> None:
    data = b"canary"
    read(vault, keep(vault, data), [message(data, n, "canary") for n in range(30)])
    database = vault._case.database
    database.run("DROP TRIGGER reading_update")
    database.run("UPDATE reading SET stretches = ?", (spelt,))
    assert {("search", "stretch"), ("database", "derived")} & {(found.what, found.id) for found in vault.check(full=True).problems}
