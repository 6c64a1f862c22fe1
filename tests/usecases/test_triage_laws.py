"""Whatever is decided, put off, taken back, imported or judged anew: what is suggested waits or is decided, and nothing is lost."""

import random
from pathlib import Path

import pytest

from gawah.records.errors import BadInput
from gawah.records.triage import Act
from gawah.usecases import triage, triage_decide, triage_run
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.label import keep_labels, labels_by_id, new_labels
from tests.usecases.case import opened_case
from tests.usecases.doubled import WORDS, stand_in

PUT_OFF: tuple[Act, ...] = ("later", "needs-helper")


def chat(chance: random.Random, lines: int) -> str:
    """Invented lines: many suggested, many alike."""
    words = [*sorted(WORDS)[:4], "nothing"]
    said = [f"{chance.choice(words)} {chance.choice(words)} {chance.randrange(2)}" for _ in range(lines)]
    return "".join(f"31/03/2024, 20:{n:02} - {chance.choice(('Imran Vasti', 'Rabia Noor'))}: {one}\n" for n, one in enumerate(said))


def holds(work: Workspace) -> None:
    """The law."""
    suggested = {one.judgement.of for one in work.vault.suggested()}
    said = labels_by_id(work).keys()
    waiting = [one for row in triage.queue(work, limit=999, go_on=True).rows for one in row.waiting]
    handed = [one for row in triage.queue(work, limit=999, go_on=True, for_helper=True).rows for one in row.waiting]
    assert len({*waiting, *handed}) == len(waiting) + len(handed)
    assert {*waiting, *handed} == suggested - said
    found = triage.counts(work)
    assert found.undecided + found.later + found.needs_helper + found.decided == found.suggested == len(suggested)
    assert found.needs_helper == len(handed)


def step(work: Workspace, chance: random.Random) -> None:
    """Something that a person may do."""
    ids = sorted(one.judgement.of for one in work.vault.suggested()) + work.vault.quiet()[:2]
    one = chance.choice(ids)
    what = chance.randrange(7)
    try:
        if what == 0:
            triage_decide.accept(work, one)
        elif what == 1:
            triage_decide.change(work, one, [chance.choice(("threat", "insult"))])
        elif what == 2:
            triage_decide.not_abuse(work, one)
        elif what == 3:
            triage_decide.put_off(work, one, chance.choice(PUT_OFF))
        elif what == 4:
            triage_decide.undo(work)
        elif what == 5:
            triage_decide.same(work, one)
        else:
            keep_labels(work, new_labels(work, [one], ["insult"], None))
    except BadInput:
        pass


@pytest.mark.parametrize("seed", range(4))
def test_what_is_suggested_waits_or_is_decided_and_nothing_else_is_in_the_queue(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with opened_case(tmp_path, ("Imran Vasti", chat(chance, 25))) as work:
        triage_run.run(work, stand_in())
        holds(work)
        for _ in range(12):
            step(work, chance)
            holds(work)
        path = tmp_path / "WhatsApp Chat with Unknown Number.txt"
        path.write_text(chat(chance, 20), encoding="utf-8")
        collect(work, [path])
        holds(work)
        triage_run.run(work, stand_in("stand-in-2@0123456789ab"))
        for _ in range(12):
            step(work, chance)
            holds(work)
        work.vault.erase(work.vault.items()[0].id, work.clock(), work.acting)
        holds(work)
        assert work.vault.check(full=True).problems == ()


def test_undoing_everything_leaves_things_as_they_were(tmp_path: Path) -> None:
    chance = random.Random(7)
    with opened_case(tmp_path, ("Imran Vasti", chat(chance, 20))) as work:
        triage_run.run(work, stand_in())
        before = triage.counts(work), labels_by_id(work)
        made = 0
        for _ in range(12):
            size = len(triage_decide.activity(work))
            if chance.randrange(2):
                triage_decide.not_abuse(work, chance.choice(sorted(one.judgement.of for one in work.vault.suggested())))
            else:
                triage_decide.accept(work, chance.choice(sorted(one.judgement.of for one in work.vault.suggested())))
            made += len(triage_decide.activity(work)) - size
        for _ in range(made):
            triage_decide.undo(work)
        assert (triage.counts(work), labels_by_id(work)) == before
