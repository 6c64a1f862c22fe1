"""The audit: how much the machine missed, estimated from a random sample of what it did not suggest.

A person judges the sample in the random order in which it was drawn, by the same words as the queue. Only the judged beginning of
that order counts: whoever picked from it would bend the figure. From hits among those judged follow the limits of the share, exact
after Clopper and Pearson (`gawah.analysis.interval`), and of how many that would be.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from gawah.analysis.interval import share
from gawah.records.casework import Label
from gawah.records.digest import digest_bytes
from gawah.records.errors import BadInput
from gawah.records.triage import PER_THOUSAND, AuditSample
from gawah.seal.keys import random_id
from gawah.usecases._descriptor import Descriptor, describe
from gawah.usecases._standing import labelled_thing, standing
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

_SCALE = 1 << 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Where the audit stands.

    Attributes:
        sample: As drawn.
        population: Texts that were judged and not suggested.
        drawn: How many of them belong to the sample now.
        judged: How many of the sample a person has judged, from the beginning of its order.
        hits: How many of these carry a tactic.
        missed_low, missed_high: Between how many of the population carry one, 95 times in 100; None before anything was judged.
        rows: What comes next, without text.
    """

    sample: AuditSample
    population: int
    drawn: int
    judged: int
    hits: int
    missed_low: int | None
    missed_high: int | None
    rows: tuple[Descriptor, ...]


def audit(work: Workspace, *, limit: int, again: bool = False, seed: str | None = None) -> Audit:
    """Where the audit stands; draws a sample where there is none, or another one when asked.

    Args:
        work: The case.
        limit: Rows that come next, at most.
        again: Draw anew: what was judged stays, and counts where it belongs to the new sample.
        seed: 32 hexadecimal digits, for tests; random where left out.

    Raises BadInput: nothing was judged by a machine yet, so that there is nothing to audit.
    """
    models = work.vault.models()
    if not models:
        raise BadInput("nothing was judged yet: gawah triage run")
    drawn = work.vault.stated(AuditSample)
    sample = drawn[-1] if drawn and not again else _draw(work, models[-1], seed or random_id())
    population = work.vault.quiet()
    order = sampled(sample, population)
    said = standing(work).labels
    labels = list(takewhile(lambda label: label is not None, (_label(work, said, one) for one in order)))
    judged, hits = len(labels), sum(bool(label.tactics) for label in labels if label is not None)
    limits = share(hits, judged) if judged else None
    high = None if limits is None or limits.high is None else min(len(population) - judged + hits, _up(limits.high, population))
    return Audit(
        sample=sample,
        population=len(population),
        drawn=len(order),
        judged=judged,
        hits=hits,
        missed_low=None if limits is None else max(hits, math.floor(limits.low * len(population))),
        missed_high=high,
        rows=tuple(describe(work.vault.get(one)) for one in order[judged : judged + limit]),
    )


def sampled(sample: AuditSample, population: Sequence[str]) -> list[str]:
    """What of the population belongs to the sample, in the order in which it is looked at."""
    numbers = {one: _number(sample.seed, one) for one in population}
    chosen = [one for one, number in numbers.items() if number * 1000 < sample.per_thousand * _SCALE]
    return sorted(chosen, key=lambda one: (numbers[one], one))


def _number(seed: str, record: str) -> int:
    return int.from_bytes(digest_bytes(f"{seed}{record}".encode("ascii"))[:8])


def _up(portion: float, population: Sequence[str]) -> int:
    return math.ceil(portion * len(population))


def _label(work: Workspace, said: Mapping[str, Label], record: str) -> Label | None:
    found = said.get(record)
    return found if found is not None else said.get(labelled_thing(work.vault.get(record)))


def _draw(work: Workspace, model: str, seed: str) -> AuditSample:
    made = AuditSample(id=random_id(), **written(work), seed=seed, model=model, per_thousand=PER_THOUSAND)
    work.vault.state(made, made.id, work.clock(), work.acting, method="audit-sample")
    return made
