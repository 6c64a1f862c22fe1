"""The audit's sample is random, cannot be picked, grows with the case, and its interval holds the truth."""

from pathlib import Path

import pytest

from gawah.records.errors import BadInput
from gawah.records.triage import AuditSample
from gawah.usecases import triage_audit, triage_decide, triage_run
from tests.usecases.case import NOW, opened_case
from tests.usecases.doubled import stand_in

SEED = "0" * 31 + "7"


def sample(seed: str = SEED, per_thousand: int = 50) -> AuditSample:
    return AuditSample(
        id="1" * 32, recorded_at=NOW, agent="2" * 32, for_agent=None, seed=seed, model="m", per_thousand=per_thousand
    )


def ids(count: int) -> list[str]:
    return [f"{n:032x}" for n in range(count)]


def test_about_one_in_twenty_belongs_to_it_and_each_seed_draws_others() -> None:
    for seed in (SEED, "f" * 32, "a" * 32):
        assert 850 < len(triage_audit.sampled(sample(seed), ids(20_000))) < 1_150
    assert set(triage_audit.sampled(sample("a" * 32), ids(2_000))) != set(triage_audit.sampled(sample(), ids(2_000)))


def test_it_is_the_same_whatever_order_the_case_gives_and_only_grows() -> None:
    found = triage_audit.sampled(sample(), ids(2_000))
    assert triage_audit.sampled(sample(), ids(2_000)[::-1]) == found
    grown = triage_audit.sampled(sample(), ids(4_000))
    assert [one for one in grown if one in set(found)] == found
    assert found != sorted(found)


def test_only_the_judged_beginning_counts_and_the_interval_is_exact(tmp_path: Path) -> None:
    lines = "".join(f"30/03/2024, {n // 60:02}:{n % 60:02} - Imran Vasti: a line of words {n}\n" for n in range(400))
    with opened_case(tmp_path, ("Imran Vasti", lines)) as work:
        with pytest.raises(BadInput):
            triage_audit.audit(work, limit=5)
        triage_run.run(work, stand_in())
        found = triage_audit.audit(work, limit=500, seed=SEED)
        assert (found.population, found.judged, found.missed_high) == (400, 0, None)
        assert found.drawn == len(found.rows) > 8
        order = [one.id for one in found.rows]
        triage_decide.change(work, order[3], ["threat"])
        assert triage_audit.audit(work, limit=1).judged == 0  # not the beginning
        triage_decide.change(work, order[0], ["insult"])
        for one in (order[1], order[2]):
            triage_decide.not_abuse(work, one)
        found = triage_audit.audit(work, limit=1)
        assert (found.judged, found.hits, found.rows[0].id) == (4, 2, order[4])
        # Clopper-Pearson of 2 in 4: 0.0676 to 0.9324 (beta quantiles); of 400 texts.
        assert (found.missed_low, found.missed_high) == (27, 373)
        assert work.vault.stated(AuditSample)[-1].seed == SEED
        triage_decide.undo(work)
        assert triage_audit.audit(work, limit=1).judged == 2


def test_the_interval_never_says_more_than_there_is(tmp_path: Path) -> None:
    lines = "".join(f"30/03/2024, 20:{n:02} - Imran Vasti: words {n}\n" for n in range(40))
    with opened_case(tmp_path, ("Imran Vasti", lines)) as work:
        triage_run.run(work, stand_in())
        found = triage_audit.audit(work, limit=50, seed=SEED)
        for row in found.rows:
            triage_decide.not_abuse(work, row.id)
        done = triage_audit.audit(work, limit=5)
        assert done.judged == done.drawn
        assert done.missed_low == 0
        assert done.missed_high is not None
        assert done.missed_high <= 40 - done.judged
