"""`python -m training.said`: the weights of `gawah.analysis.said`, from `training/written`. Part of `make train`."""

from collections.abc import Sequence
from typing import Final

from gawah.analysis.features import Recipe
from gawah.analysis.said import FILE
from training.data import Example
from training.plan import Part, Plan, ViewPlan
from training.train import FOLDER, made, told
from training.written import SOURCE, STANCES, TACTICS, digest, examples

FEWEST: Final = 40
"""Sentences that must do something before a head learns to tell it."""


def plan(texts: Sequence[Example]) -> Plan:
    """A head for each tactic and stance of which there are enough sentences."""
    enough = [name for name in (*TACTICS, *STANCES) if sum(text.labels.get(name, 0) for text in texts) >= FEWEST]
    return Plan(
        recipe=Recipe(bits=15),
        sources=(SOURCE,),
        views=(ViewPlan("words", often=True), ViewPlan("pieces", often=True), ViewPlan("sounds", often=True)),
        heads=dict.fromkeys(enough, (Part(30.0, ratios=False, views=(0, 1, 2)),)),
    )


def main() -> None:
    """Train, and write the file."""
    texts = examples()
    data = made(FILE, plan(texts), texts, {SOURCE: digest(texts)})
    (FOLDER / f"{FILE}.gwm").write_bytes(data)
    told(f"{FILE}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
