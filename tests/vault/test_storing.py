"""Rows are stored part by part while search takes in the part before; whatever goes wrong on the way leaves nothing behind."""

import gc
import threading
from collections.abc import Iterator

import pytest

from gawah.records.errors import VaultUnwritable
from gawah.vault import derived, storing
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, CHAT, START_MS, acting, event, keep, lines, message, problem, read

DATA = b"canary storing"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "PART", 1)  # so that every batch of a reader is a part of its own


def nothing_is_left(vault: LocalVault) -> None:
    assert vault.total() == 0
    assert vault.readings() == []
    for table in ("record", "shape", "aside", "shadow", "tally", "daily", "conversation", "account"):
        assert vault._case.database.value(f"SELECT count(*) FROM {table}") == 0, table
    assert vault.check(full=True).problems == ()
    assert gc.isenabled()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("search")]


def test_many_parts_are_one_batch_in_the_order_of_the_source(vault: LocalVault) -> None:
    times = [START_MS + n * 7919 % 2003 * 1000 for n in range(1_800)]
    rows = [message(DATA, n, f"canary {n}", at) for n, at in enumerate(times)]
    reading = read(vault, keep(vault, DATA), [*rows, event(DATA, 1_800), problem(DATA)])
    assert (reading.size, reading.new) == (1_801, 1_801)
    page = vault.page(limit=2_000)
    assert sorted(row.index_in_batch for row in page) == list(range(1_801))
    assert all(row.at_ms == times[row.index_in_batch] for row in page if row.type == "message")
    assert {row.index_in_batch for row in vault.search("17", limit=2_000)} == {n for n in range(1_800) if str(n).startswith("17")}
    assert vault.check(full=True).problems == ()


def test_what_is_no_record_takes_back_the_parts_before_it(vault: LocalVault) -> None:
    def records() -> Iterator[tuple[str, bytes]]:
        yield from lines([CHAT, *(message(DATA, n, f"canary {n}") for n in range(1_200))])
        yield "message", b'{"canary":1}'

    item = keep(vault, DATA)
    with pytest.raises(ValueError, match="message"):
        vault.add_reading(item.id, records(), dict, at=AT, acting=acting(vault))
    nothing_is_left(vault)


def test_what_the_index_of_search_refuses_takes_back_everything(vault: LocalVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise VaultUnwritable("the database refused (canary)")

    item = keep(vault, DATA)
    with monkeypatch.context() as patch:
        patch.setattr(derived, "index_shadows", refuse)
        with pytest.raises(VaultUnwritable):
            read(vault, item, [message(DATA, n, "canary") for n in range(900)])
    nothing_is_left(vault)
    read(vault, item, [message(DATA, n, "canary") for n in range(900)])
    assert vault.count("canary") == 900
