"""Six digits name a thing only where they name one thing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.casework import Entry
from gawah.records.errors import BadInput, NotFound
from gawah.records.evidence import EvidenceItem
from gawah.usecases import add
from gawah.usecases._targets import one_of, target
from gawah.usecases._workspace import Workspace
from gawah.vault.rows import Row
from tests.usecases.case import opened_case

IDS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)


@dataclass(frozen=True)
class Thing:
    id: str


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with opened_case(tmp_path_factory.mktemp("targets"), ("Imran", "28/12/2023, 21:05 - Imran: one\n")) as opened:
        yield opened


def test_each_sort_of_thing_is_found_by_its_first_digits(work: Workspace) -> None:
    made = add.entry(work, "note", "words", about=())
    add.add_entry(work, made)
    row, item = work.vault.page()[0], work.vault.items()[0]
    assert isinstance(target(work, row.id[:6]), Row)
    assert isinstance(target(work, item.id[:6].upper()), EvidenceItem)
    assert target(work, made.id) == made
    assert isinstance(target(work, made.id[:12]), Entry)


@pytest.mark.parametrize("prefix", ["", "12345", "xyzxyz", "0" * 33, "12 456"])
def test_what_is_no_id(work: Workspace, prefix: str) -> None:
    with pytest.raises(BadInput):
        target(work, prefix)


def test_nothing(work: Workspace) -> None:
    with pytest.raises(NotFound):
        target(work, "0" * 32)


@given(st.lists(IDS, min_size=1, max_size=8, unique=True), st.integers(6, 32))
def test_a_prefix_finds_exactly_the_one_that_begins_so(ids: list[str], length: int) -> None:
    things = [Thing(one) for one in ids]
    for thing in things:
        prefix = thing.id[:length]
        alike = [one for one in ids if one.startswith(prefix)]
        if len(alike) == 1:
            assert one_of(things, prefix) is thing
        else:
            with pytest.raises(BadInput):
                one_of(things, prefix)


def test_two_that_begin_alike_need_more_digits() -> None:
    things = [Thing("a" * 31 + "1"), Thing("a" * 31 + "2")]
    with pytest.raises(BadInput):
        one_of(things, "aaaaaa")
    assert one_of(things, "a" * 31 + "2") is things[1]
