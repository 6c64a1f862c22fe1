"""Which backups may still hold an item: every place with a copy of its time, until a whole copy made after its erasure."""

import pytest

from gawah.records.custody import Backup
from gawah.records.errors import NotFound
from gawah.seal.keys import random_id
from gawah.vault import copies
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, acting, keep


def begun(vault: LocalVault, place: str) -> int:
    who = acting(vault)
    backup = Backup(
        id=place, at=AT, agent=who.agent, for_agent=None, label="canary stick", originals=len(vault.items()), copied=0, bytes=0
    )
    return copies.begin(vault._case, backup, AT, who)


def holders(vault: LocalVault, item_id: str) -> list[str]:
    return [backup.id for backup in vault.backups_holding(item_id)]


def test_a_copy_begun_while_an_item_is_held_may_hold_it_finished_or_not(vault: LocalVault) -> None:
    before, after, unfinished = random_id(), random_id(), random_id()
    copies.finish(vault._case, before, begun(vault, before))
    item = keep(vault, b"canary")
    assert holders(vault, item.id) == []
    copies.finish(vault._case, after, begun(vault, after))
    begun(vault, unfinished)
    assert holders(vault, item.id) == [after, unfinished]


def test_after_an_erasure_a_place_holds_it_until_a_copy_there_comes_to_its_end(vault: LocalVault) -> None:
    place, elsewhere = random_id(), random_id()
    item = keep(vault, b"canary")
    copies.finish(vault._case, place, begun(vault, place))
    vault.erase(item.id, AT, acting(vault))
    copies.finish(vault._case, elsewhere, begun(vault, elsewhere))
    assert holders(vault, item.id) == [place]
    again = begun(vault, place)
    assert holders(vault, item.id) == [place]
    copies.finish(vault._case, place, again)
    assert holders(vault, item.id) == []


def test_the_newest_whole_copy_of_each_place_is_known(vault: LocalVault) -> None:
    one, two = random_id(), random_id()
    copies.finish(vault._case, two, begun(vault, two))
    copies.finish(vault._case, one, begun(vault, one))
    keep(vault, b"canary")
    begun(vault, one)
    assert [(backup.id, backup.originals, backup.label) for backup in vault.backups()] == [
        (two, 0, "canary stick"),
        (one, 0, "canary stick"),
    ]
    assert [backup.originals for backup in copies.places(vault._case)] == [0, 1]
    assert vault.check(full=True).problems == ()


def test_what_was_never_held_is_held_nowhere(vault: LocalVault) -> None:
    with pytest.raises(NotFound):
        vault.backups_holding(random_id())
