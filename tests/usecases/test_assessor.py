"""The analyser as a case uses it: whole, with a model file that is missing or altered, and over words that must be found."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.analysis import heads
from gawah.records.errors import ModelAltered
from gawah.usecases import _assessor, triage, triage_fresh, triage_run
from tests.usecases.case import opened_case

CHAT = """\
30/03/2024, 21:00 - Imran Vasti: i will be outside your college tomorrow and i will stab you
30/03/2024, 21:01 - Rabia Noor: i have told my brother
30/03/2024, 21:02 - Imran Vasti: nice weather for the match today
"""


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    """The analyser is read once a process; here each test reads its own."""
    _assessor.load.cache_clear()
    yield
    _assessor.load.cache_clear()


def test_a_recent_threat_is_found_and_announced_by_what_ships(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran Vasti", CHAT)) as work:
        done = triage_run.run(work, _assessor.load())
        assert (done.judged, done.left) == (3, 0)
        (row,) = [one for one in triage.queue(work, limit=9).rows if one.tactics and one.tactics[0].tactic == "threat"]
        (told,) = triage_fresh.fresh(work)
        assert (told.id, told.language) == (row.row.id, "en")
        assert {"names-a-time", "names-a-place"} <= set(told.names)


def test_an_altered_or_missing_model_is_refused_and_the_rules_still_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def altered(*_: object) -> None:
        raise ModelAltered("a model file is not as it was published")

    monkeypatch.setattr(heads.Heads, "load", altered)
    with pytest.raises(ModelAltered):
        _assessor.load()
    assessor, whole = _assessor.for_threats()
    assert not whole
    with opened_case(tmp_path, ("Imran Vasti", CHAT)) as work:
        assert triage_fresh.at_import(work, [item.id for item in work.vault.items()], assessor)
        assert len(triage_fresh.fresh(work)) == 1
        assert work.vault.models() == [assessor.model]
