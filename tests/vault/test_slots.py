"""The passphrase changes by one rename: whatever breaks it off, exactly one of the two opens the vault, and nothing looks amiss."""

import errno
from pathlib import Path

import pytest

from gawah.records.errors import BadInput, DiskFull, SealInvalid, WrongPassphrase, WrongRecoveryKey
from gawah.seal.keys import RootSecret, unwrap
from gawah.vault import _points, unlock
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, PASSPHRASE, WEAK, acting, keep, make

NEW = "five other canary words here"
SLOT = "keys/slot-1.json"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    vault, recovery = make(tmp_path / "vault")
    with vault:
        keep(vault, b"canary")
    return tmp_path / "vault", recovery


def change(folder: Path, old: str = PASSPHRASE, new: str = NEW) -> int:
    with LocalVault.open(folder, old) as vault:
        return vault.change_passphrase(new, AT, acting(vault), cost=WEAK, allow_weak=True)


def opens(folder: Path) -> list[str]:
    """Which of the two passphrases opens it, with nothing noticed and nothing amiss."""
    found = []
    for passphrase in (PASSPHRASE, NEW):
        try:
            with LocalVault.open(folder, passphrase) as vault:
                assert vault.warnings == []
                assert vault.check(full=True).problems == ()
        except WrongPassphrase:
            continue
        found.append(passphrase)
    return found


def test_the_new_passphrase_opens_and_the_old_does_not(made: tuple[Path, str]) -> None:
    before = (made[0] / SLOT).read_bytes()
    seq = change(made[0])
    assert opens(made[0]) == [NEW]
    assert (made[0] / SLOT).read_bytes() != before
    assert [path.name for path in (made[0] / "keys").iterdir() if path.name.startswith(".")] == []
    with LocalVault.open(made[0], NEW) as vault:
        assert (vault.event(seq).op, vault.event(seq).method) == ("passphrase", "change")


def test_the_recovery_key_stays_and_sets_a_new_passphrase(made: tuple[Path, str]) -> None:
    change(made[0])
    with LocalVault.open_recovery(*made) as vault:
        seq = vault.change_passphrase(PASSPHRASE, AT, acting(vault), cost=WEAK, allow_weak=True)
        assert vault.event(seq).method == "recovery"
    assert opens(made[0]) == [PASSPHRASE]


def test_no_other_file_is_written(made: tuple[Path, str]) -> None:
    apart = (made[0] / "db", made[0] / "checkpoints", made[0] / SLOT, made[0] / "lock")
    files = [path for path in made[0].rglob("*") if path.is_file() and not any(path.is_relative_to(one) for one in apart)]
    before = {path: path.read_bytes() for path in files}
    change(made[0])
    assert {path: path.read_bytes() for path in files} == before


def test_an_empty_passphrase_changes_nothing(made: tuple[Path, str]) -> None:
    with pytest.raises(BadInput):
        change(made[0], new="")
    assert opens(made[0]) == [PASSPHRASE]


@pytest.mark.parametrize("step", ["slot-announce", "slot-write", "slot-rename", "commit-before", "slot-settle"])
def test_a_change_that_is_refused_half_way_leaves_exactly_one_that_opens(
    made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(reached: str) -> None:
        if reached == step:
            raise OSError(errno.ENOSPC, "injected")

    vault = LocalVault.open(made[0], PASSPHRASE)
    monkeypatch.setattr(_points, "hook", full)
    with pytest.raises((DiskFull, OSError)):
        vault.change_passphrase(NEW, AT, acting(vault), cost=WEAK, allow_weak=True)
    monkeypatch.setattr(_points, "hook", None)
    vault.close()
    assert len(opens(made[0])) == 1


def test_an_old_slot_put_back_is_noticed(made: tuple[Path, str]) -> None:
    before = (made[0] / SLOT).read_bytes()
    change(made[0])
    (made[0] / SLOT).write_bytes(before)
    with LocalVault.open(made[0], PASSPHRASE) as vault:  # it opens: a root secret cannot be taken back, only replaced
        assert len(vault.warnings) == 1
        assert [(found.what, found.state) for found in vault.check().problems] == [("slot", "changed")]


def test_a_slot_added_beside_it_is_noticed(made: tuple[Path, str]) -> None:
    (made[0] / "keys/slot-2.json").write_bytes((made[0] / SLOT).read_bytes())
    with LocalVault.open(made[0], PASSPHRASE) as vault:
        assert len(vault.warnings) == 1
        assert [found.what for found in vault.check().problems] == ["slot"]


def test_the_old_slot_is_overwritten_where_it_lay(made: tuple[Path, str]) -> None:
    slot = made[0] / SLOT
    before = slot.read_bytes()
    with slot.open("rb") as old:  # the file that was there, whatever its name is afterwards
        change(made[0])
        left = old.read()
    assert len(left) == len(before)
    assert before[-180:] not in left


def test_destroyed_slots_leave_only_the_recovery_key(made: tuple[Path, str]) -> None:
    with LocalVault.open(made[0], PASSPHRASE) as held, (made[0] / SLOT).open("rb") as old:
        before = (made[0] / SLOT).read_bytes()
        (made[0] / "keys/.slot-1.json.new").write_bytes(before)  # as a change of passphrase leaves for a moment
        assert unlock.destroy_slots(made[0]) == 2  # while another has the vault open
        assert len(old.read()) == len(before)
        assert held.check().problems != ()
    assert [path.name for path in (made[0] / "keys").iterdir()] == ["recipient.txt"]
    assert unlock.destroy_slots(made[0]) == 0
    for passphrase in (PASSPHRASE, ""):
        with pytest.raises(WrongPassphrase):
            LocalVault.open(made[0], passphrase)
    with LocalVault.open_recovery(*made) as vault:
        assert len(vault.warnings) == 1
        vault.change_passphrase(NEW, AT, acting(vault), cost=WEAK, allow_weak=True)
    assert opens(made[0]) == [NEW]


def test_a_rehearsal_proves_the_key_and_writes_an_entry_alone(made: tuple[Path, str]) -> None:
    with LocalVault.open_recovery(*made) as vault:
        assert vault.last_rehearsal() is None
        (item,) = vault.items()
        size = vault.size()
        found = vault.rehearse_recovery(AT, acting(vault))
        assert (found.item, found.originals, found.entry) == (item.id, 1, size)
        assert (vault.size(), vault.last_rehearsal()) == (size + 1, found.entry)
        assert vault.check(full=True).problems == ()
    with LocalVault.open(made[0], PASSPHRASE) as vault, pytest.raises(BadInput):
        vault.rehearse_recovery(AT, acting(vault))


def test_what_is_wrong_with_a_recovery_key_is_said_without_repeating_it(made: tuple[Path, str]) -> None:
    folder, key = made
    other = "Q" if key[40] != "Q" else "P"
    for wrong, words in (
        (key[:40] + other + key[41:], "mistyped"),
        (key[:-1], "74 characters"),
        (key[:30] + "1" + key[31:], "character 31"),
        ("canary", "begins with"),
        (RootSecret.generate().recovery_text(), "another vault"),
    ):
        with pytest.raises(WrongRecoveryKey, match=words) as refused:
            LocalVault.open_recovery(folder, wrong)
        assert wrong not in str(refused.value)
    with LocalVault.open_recovery(folder, f" {key[:20].lower()}\n {key[20:]} "):
        pass


def test_a_closed_vault_has_put_its_keys_away(made: tuple[Path, str]) -> None:
    vault = LocalVault.open(made[0], PASSPHRASE)
    fingerprint, case = vault.fingerprint, vault._case
    vault.close()
    assert vault.fingerprint == fingerprint
    assert not any(case.name_key)
    with pytest.raises(SealInvalid, match="put away"):
        case.root.recipient()
    assert "AGE-SECRET-KEY" not in repr(case)


def test_the_slot_holds_the_same_secret_under_the_new_passphrase(made: tuple[Path, str]) -> None:
    change(made[0])
    assert unwrap((made[0] / SLOT).read_bytes(), NEW).recovery_text() == made[1]
