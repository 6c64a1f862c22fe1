"""A run of suggestions, or a decision, killed at any durable step: the vault is whole, and the run goes on where it stopped."""

import shutil
from pathlib import Path

from gawah.usecases import start, triage, triage_decide, triage_run
from gawah.usecases.label import labels_by_id
from tests.faults.breaking import Say, after, needs_kill, run
from tests.usecases.case import NOW, PASSPHRASE, opened_case
from tests.usecases.doubled import stand_in

CHAT = "".join(
    f"30/03/2024, 20:{n:02} - Imran Vasti: {'I will hurt you today' if n % 2 else f'good morning {n}'}\n" for n in range(12)
)


def judge(vault: Path, _say: Say) -> None:
    with start.open_vault(vault, PASSPHRASE, clock=lambda: NOW) as work:
        triage_run.run(work, stand_in(), slice_of=4)


def decide(vault: Path, _say: Say) -> None:
    with start.open_vault(vault, PASSPHRASE, clock=lambda: NOW) as work:
        triage_decide.accept(work, triage.queue(work, limit=1).rows[0].row.id)


def whole(vault: Path) -> tuple[int, int]:
    """Records that are judged, and that carry a label; no difference in a full check."""
    with start.open_vault(vault, PASSPHRASE, clock=lambda: NOW) as work:
        assert work.vault.check(full=True).problems == ()
        records, left = work.vault.judged(stand_in().model)
        return records - left, len(labels_by_id(work))


@needs_kill
def test_a_run_killed_at_any_step_keeps_whole_slices_and_goes_on(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran Vasti", CHAT)):
        pass
    shutil.copytree(tmp_path / "vault", tmp_path / "whole")
    steps = run(lambda say: judge(tmp_path / "whole", say)).steps
    assert whole(tmp_path / "whole") == (12, 0)
    seen = set()
    for number in range(0, len(steps), 2):
        vault = tmp_path / f"{number}"
        shutil.copytree(tmp_path / "vault", vault)
        assert run(lambda say, vault=vault: judge(vault, say), kill=after(number)).killed  # type: ignore[misc]
        judged, _ = whole(vault)
        seen.add(judged)
        judge(vault, lambda *_: None)
        assert whole(vault) == (12, 0)
    assert seen == {0, 4, 8, 12}


@needs_kill
def test_a_decision_killed_at_any_step_labels_all_near_copies_or_none(tmp_path: Path) -> None:
    with opened_case(tmp_path, ("Imran Vasti", CHAT)) as work:
        triage_run.run(work, stand_in())
    shutil.copytree(tmp_path / "vault", tmp_path / "whole")
    steps = run(lambda say: decide(tmp_path / "whole", say)).steps
    seen = set()
    for number in range(len(steps)):
        vault = tmp_path / f"{number}"
        shutil.copytree(tmp_path / "vault", vault)
        assert run(lambda say, vault=vault: decide(vault, say), kill=after(number)).killed  # type: ignore[misc]
        seen.add(whole(vault)[1])
    assert seen == {0, 6}
