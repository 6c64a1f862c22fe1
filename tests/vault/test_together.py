"""Small acts may share a transaction: each whole or not at all, all durable at the end, one signed head."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.content import Message
from gawah.records.evidence import EvidenceItem
from gawah.vault import _points
from gawah.vault.local import LocalVault
from gawah.vault.together import LIMIT
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message
from tests.vault.invented import read as read_into


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[LocalVault]:
    made, _ = make(tmp_path / "vault")
    with made:
        yield made


@pytest.fixture
def commits() -> Iterator[list[str]]:
    reached: list[str] = []
    _points.hook = lambda name: reached.append(name) if name in ("commit", "checkpoint-rename") else None
    yield reached
    _points.hook = None


def read(vault: LocalVault, item: EvidenceItem, body: str) -> int:
    """A reading of one message; the number of its entry. Of "canary broken", none."""

    def found() -> Iterator[Message]:
        yield message(item.sha256.encode(), 1, body)
        if body == "canary broken":
            raise ValueError("broken")

    return read_into(vault, item, found()).seq


def test_acts_that_are_joined_share_one_transaction_and_one_head(vault: LocalVault, commits: list[str]) -> None:
    items = [keep(vault, b"canary %d" % number) for number in range(5)]
    commits.clear()
    with vault.together() as together:
        for number, item in enumerate(items):
            together.join()
            read(vault, item, f"canary {number}")
        assert commits == []
    assert commits == ["commit", "checkpoint-rename"]
    assert vault.total() == 5
    newest = vault.latest_checkpoint()
    assert newest is not None
    assert newest.size == vault.size()
    assert vault.check(full=True).problems == ()


def test_an_act_that_leaves_is_a_transaction_of_its_own(vault: LocalVault, commits: list[str]) -> None:
    items = [keep(vault, b"canary %d" % number) for number in range(3)]
    commits.clear()
    with vault.together() as together:
        together.join()
        read(vault, items[0], "canary 0")
        together.leave()
        assert commits.count("commit") == 1
        read(vault, items[1], "canary 1")
        assert commits.count("commit") == 2
        together.join()
        read(vault, items[2], "canary 2")
        assert commits.count("commit") == 2
    assert commits.count("commit") == 3


def test_an_act_that_fails_takes_nothing_of_the_others_with_it(vault: LocalVault) -> None:
    items = [keep(vault, b"canary %d" % number) for number in range(3)]
    size = vault.size()
    with vault.together() as together:
        for item, body in zip(items, ("canary one", "canary broken", "canary three"), strict=True):
            together.join()
            if body == "canary broken":
                with pytest.raises(ValueError, match="broken"):
                    read(vault, item, body)
            else:
                read(vault, item, body)
    assert vault.size() == size + 2
    assert vault.total() == 2
    assert vault.count("broken") == 0
    assert vault.check(full=True).problems == ()


def test_an_error_that_leaves_the_block_drops_what_was_not_durable(vault: LocalVault, tmp_path: Path) -> None:
    items = [keep(vault, b"canary %d" % number) for number in range(3)]
    size = vault.size()
    together = vault.together()
    together.join()
    read(vault, items[0], "canary one")
    together.leave()
    together.join()
    read(vault, items[1], "canary two")
    with pytest.raises(KeyboardInterrupt), together:
        raise KeyboardInterrupt
    assert vault.size() == size + 1
    assert vault.check(full=True).problems == ()
    read(vault, items[1], "canary two")
    vault.close()
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as again:
        assert again.total() == 2
        assert again.check(full=True).problems == ()


def test_a_transaction_holds_no_more_than_so_many_acts(vault: LocalVault, commits: list[str]) -> None:
    with vault.together() as together:
        for _ in range(2 * LIMIT + 1):
            together.join()
            vault.append("view", AT, acting(vault))
        assert commits.count("commit") == 2
    assert commits.count("commit") == 3
    assert vault.size() == 2 * LIMIT + 2  # and the first entry of all
