"""Files looked at by other processes: the same answers, none lost when a process dies, and nothing of it left behind."""

import os
import signal
import threading
from pathlib import Path

import pytest

from gawah.vault import ahead
from gawah.vault.ahead import Ahead
from gawah.vault.lock import Lock
from tests.vault.invented import AT, LATER, keep, make
from tests.vault.test_check_resume import blob, broken_off, damage

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LEAST", 1)


def parity(number: int) -> bytes:
    return b"ab"[number % 3 == 0 :][:1]


def test_answers_come_in_whatever_order_they_are_asked_for() -> None:
    looking = Ahead(range(1_000), parity)
    try:
        for number in (*range(990, 1_000), *range(100)):
            assert looking.answer(number) == parity(number)
    finally:
        looking.close()
    looking.close()


def test_a_process_that_dies_leaves_its_answers_to_the_caller() -> None:
    def dies(number: int) -> bytes:
        if number == 41:
            os.kill(os.getpid(), signal.SIGKILL)
        return b"."

    looking = Ahead(range(200), dies)
    found = [looking.answer(number) for number in range(200)]
    looking.close()
    assert found[::2] == [b"."] * 100
    assert found[41] is None
    assert found[199] is None


def test_a_caller_that_goes_away_ends_them() -> None:
    looking = Ahead(range(1_000_000), lambda _: b".")
    looking.close()  # waits for them: it comes back


def test_where_threads_are_at_work_nothing_is_forked() -> None:
    ready, done = threading.Event(), threading.Event()

    def work() -> None:
        ready.set()
        done.wait()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    try:
        assert not Ahead.worth(10_000)
    finally:
        done.set()
        thread.join()


def test_a_check_finds_what_one_process_alone_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        items = [keep(vault, b"canary %d" % number * 400) for number in range(12)]
        assert Ahead.worth(len(items))
        assert vault.check(full=True).problems == ()
        expected = {damage(vault, items[place]) for place in (0, 5, 11)}
        blob(vault, items[3]).unlink()
        found = vault.check(full=True).problems
        assert expected < set(found)
        assert [(one.what, one.id, one.state) for one in found if one not in expected] == [("blob", items[3].id, "missing")]
        monkeypatch.setattr(ahead, "LEAST", 1_000)
        assert vault.check(full=True).problems == found


def test_a_check_whose_processes_die_looks_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        items = [keep(vault, b"canary %d" % number * 400) for number in range(12)]
        found = damage(vault, items[6])
        monkeypatch.setattr(Ahead, "answer", lambda _self, _number: None)
        assert vault.check(full=True).problems == (found,)


def test_a_check_that_was_broken_off_goes_on_and_no_process_keeps_the_lock(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        for number in range(600):
            keep(vault, b"canary %d" % number)
        broken_off(vault, 550)
        report = vault.check(full=True, at=LATER)
        assert report.problems == ()
        assert (report.earlier, report.begun) == (500, AT)
    Lock(tmp_path / "vault" / "lock").release()
