"""Erasing takes the content away and leaves the tree as it was (E3)."""

import io
import shutil
from pathlib import Path

import pytest

from gawah.records.errors import AlreadyHeld, NotFound
from gawah.seal import ledger, merkle, note
from gawah.vault import _points
from gawah.vault.local import Filters, LocalVault
from tests.vault.invented import AT, PASSPHRASE, acting, keep, make, message, read, two_exports


def test_content_is_gone_and_the_tree_stays(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    public = vault.public_key
    before = vault.checkpoint()
    acquired, was_read = vault.acquired_at(one.id), vault.readings(one.id)[0].seq
    (erasure,) = vault.erase(one.id, AT, acting(vault))
    after = vault.checkpoint()
    path = vault.consistency(before.size, after.size)
    merkle.verify_consistency(before.size, bytes.fromhex(before.root), after.size, bytes.fromhex(after.root), path)
    assert note.open_checkpoint(after.note, public) == after
    assert [seq for seq, body in vault.leaves() if body is None] == [acquired, was_read]
    fields = ledger.read_entry(vault.leaf(erasure))
    assert (fields["op"], fields["item"]) == ("erase", one.id)
    assert fields["refs"] == [f"entry {acquired}", f"entry {was_read}"]
    assert one.sha256.encode() not in vault.leaf(erasure)
    assert vault.items() == [two]
    assert vault.total() == 10
    report = vault.check(full=True)
    assert (report.problems, report.orphans) == ((), ())


def test_nothing_is_left_in_the_database_its_log_or_its_indexes(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    data = b"zymurgy original"
    item = keep(vault, data, name="zymurgy.zip")
    rows = [message(data, n, f"zymurgy {'qoph' if n == 7 else ''} {n}") for n in range(30)]
    read(vault, item, rows)
    salts = [row.salt for row in vault.page(limit=100)]
    other = keep(vault, b"another")
    read(vault, other, [message(b"another", 40, "kept")])
    vault.erase(item.id, AT, acting(vault))
    database = vault._case.database
    for (table,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        if table in ("words", "trigrams"):
            continue
        for row in database.all(f"SELECT * FROM {table}"):
            for value in row:
                stored = value if isinstance(value, bytes) else str(value).encode()
                assert b"zymurgy" not in stored.lower(), table
                assert b"zym" not in stored, table
                assert item.sha256.encode() not in stored, table
                assert not any(salt in stored for salt in salts), table
    assert vault.search("zymurgy") == []
    assert len(vault.search("kept")) == 1
    assert not (tmp_path / "vault/db/case.db-wal").read_bytes()
    vault.close()
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        assert vault.check(full=True).problems == ()


def test_accounts_and_titles_that_only_it_named_are_gone(vault: LocalVault) -> None:
    item = keep(vault, b"canary")
    read(vault, item, [message(b"canary", 1, "canary")])
    vault.erase(item.id, AT, acting(vault))
    database = vault._case.database
    assert (vault.accounts(), vault.conversations()) == ([], [])
    assert database.all("SELECT * FROM account") == database.all("SELECT * FROM conversation") == []
    assert database.all("SELECT * FROM acquisition") == database.all("SELECT * FROM tally") == []


def test_a_folder_goes_with_its_files(vault: LocalVault) -> None:
    with vault.keeping(AT, acting(vault)) as keeping:
        folder = keeping.new_id()
        keeping.keep(io.BytesIO(b"part"), name="part", media_type="text/plain", part_of=folder)
        keeping.keep(io.BytesIO(b"manifest"), name="whole", media_type="text/plain", item_id=folder)
    stays = keep(vault, b"stays")
    assert len(vault.erase(folder, AT, acting(vault))) == 2
    assert vault.items() == [stays]
    assert len([path for path in vault._case.layout.blobs.rglob("*") if path.is_file()]) == 1
    assert vault.check(full=True).problems == ()


def test_what_was_erased_can_be_kept_again(vault: LocalVault) -> None:
    item = keep(vault, b"canary")
    vault.erase(item.id, AT, acting(vault))
    again = keep(vault, b"canary")
    assert again.id != item.id
    with pytest.raises(AlreadyHeld):
        keep(vault, b"canary")
    assert vault.check(full=True).problems == ()


def test_exhibit_numbers_stay(vault: LocalVault) -> None:
    one, two = two_exports(vault)
    first = vault.number_exhibits([("item", one.id)], AT, acting(vault))
    vault.erase(one.id, AT, acting(vault))
    second = vault.number_exhibits([("item", two.id)], AT, acting(vault))
    assert [exhibit.number for exhibit in [*first, *second]] == ["E0001", "E0002"]
    assert vault.exhibits() == [*first, *second]


def test_an_unknown_item_cannot_be_erased(vault: LocalVault) -> None:
    size = vault.size()
    with pytest.raises(NotFound):
        vault.erase("0" * 32, AT, acting(vault))
    assert vault.size() == size


@pytest.mark.parametrize("point", ["erase-leaf", "erase-rows", "erase-unlink"])
def test_an_erasure_that_broke_off_is_finished_at_the_next_opening(
    tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault, _ = make(tmp_path / "vault")
    one, two = two_exports(vault)

    def hook(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    monkeypatch.setattr(_points, "hook", hook)
    with pytest.raises(KeyboardInterrupt):
        vault.erase(one.id, AT, acting(vault))
    monkeypatch.setattr(_points, "hook", None)
    vault.close()
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        assert vault.items() == [two]
        assert vault.total(Filters(include_same=True)) == 10
        report = vault.check(full=True)
        assert (report.problems, report.orphans) == ((), ())


def test_an_erasure_does_not_hide_a_deletion(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        one, two = two_exports(vault)
        vault.erase(one.id, AT, acting(vault))
    blob = next(path for path in (tmp_path / "vault/blobs").rglob("*") if path.is_file())
    shutil.move(blob, tmp_path / "aside")
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as vault:
        assert [(found.what, found.id, found.state) for found in vault.check().problems] == [("blob", two.id, "missing")]
