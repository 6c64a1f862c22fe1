"""Originals: the same bytes come out, each once, opened by the stock age program, and unnamed to whoever has no key."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.digest import sha256
from gawah.records.errors import AlreadyHeld, BadInput, DigestMismatch, NotFound, SealInvalid
from gawah.records.evidence import EvidenceItem
from gawah.seal import ledger, merkle
from gawah.vault import codec
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, acting, keep, make


def out(vault: LocalVault, item: EvidenceItem) -> bytes:
    sink = io.BytesIO()
    assert vault.read_blob(item.id, sink) == item
    return sink.getvalue()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> LocalVault:
    return make(tmp_path_factory.mktemp("blobs") / "vault")[0]


@settings(max_examples=40)
@given(st.binary(max_size=300), st.integers(0, 2000))
def test_what_goes_in_comes_out(shared: LocalVault, data: bytes, times: int) -> None:
    whole = data * times
    try:
        item = keep(shared, whole)
    except AlreadyHeld as held:
        item = shared.item(held.item)
    assert (item.sha256, item.size) == (sha256(whole), len(whole))
    assert out(shared, item) == whole


def test_the_same_bytes_are_held_once(vault: LocalVault) -> None:
    item = keep(vault, b"canary")
    size = vault.size()
    with pytest.raises(AlreadyHeld) as held:
        keep(vault, b"canary", name="other")
    assert held.value.item == item.id
    assert (vault.size(), len(vault.items())) == (size, 1)
    assert list(vault._case.layout.tmp.iterdir()) == []


def test_the_same_bytes_twice_in_one_act_are_held_once(vault: LocalVault) -> None:
    with vault.keeping(AT, acting(vault)) as keeping:
        first = keeping.keep(io.BytesIO(b"canary"), name="a", media_type="text/plain")
        with pytest.raises(AlreadyHeld) as held:
            keeping.keep(io.BytesIO(b"canary"), name="b", media_type="text/plain")
        assert keeping.held(held.value.item) == first
    assert vault.items() == [first]


def test_an_error_in_the_act_keeps_what_was_flushed_and_nothing_else(vault: LocalVault) -> None:
    with pytest.raises(RuntimeError), vault.keeping(AT, acting(vault)) as keeping:  # noqa: PT012 - the block is what is tested
        first = keeping.keep(io.BytesIO(b"one"), name="a", media_type="text/plain")
        keeping.flush()
        keeping.keep(io.BytesIO(b"two"), name="b", media_type="text/plain")
        raise RuntimeError
    assert vault.items() == [first]
    report = vault.check(full=True)
    assert (report.problems, report.orphans) == ((), ())
    assert list(vault._case.layout.tmp.iterdir()) == []


def test_an_act_of_several_files_is_one_acquisition(vault: LocalVault) -> None:
    with vault.keeping(AT, acting(vault), "canary note") as keeping:
        folder = keeping.new_id()
        parts = [
            keeping.keep(io.BytesIO(bytes([n])), name=f"canary/{n}", media_type="image/png", grade="screenshot", part_of=folder)
            for n in range(3)
        ]
        whole = keeping.keep(io.BytesIO(b"manifest"), name="canary", media_type="text/plain", item_id=folder)
    act = vault.acquisition(whole.id)
    assert act.items == tuple(item.id for item in [*parts, whole])
    assert (act.note, act.at) == ("canary note", AT)
    assert [item.part_of for item in vault.items()] == [folder, folder, folder, None]
    assert vault.item(folder[:8]) == whole
    assert len(vault.checkpoints()) == 2


def test_the_ledger_entry_states_digest_and_size_and_covers_the_row(vault: LocalVault) -> None:
    item = keep(vault, b"canary" * 100)
    fields = ledger.read_entry(vault.leaf(vault.acquired_at(item.id)))
    assert (fields["op"], fields["blob"], fields["size"], fields["item"]) == ("acquire", f"sha256:{item.sha256}", 600, item.id)
    (json, salt, act, act_salt) = vault._case.database.all(
        "SELECT i.json, i.salt, a.json, a.salt FROM item i JOIN acquisition a ON a.id = i.acquisition"
    )[0]
    rows = [merkle.leaf_hash(ledger.row_leaf(*row)) for row in ((json, salt), (act, act_salt))]
    assert fields["batch"] == {"root": merkle.root(rows).hex(), "size": 2}
    assert codec.decode("item", json) == item
    assert b"canary" not in vault.leaf(vault.acquired_at(item.id))


def test_names_on_disk_tell_nothing(vault: LocalVault) -> None:
    item = keep(vault, b"a suspected file")
    names = [path.name for path in vault.folder.rglob("*")]
    assert not any(item.sha256 in name or item.id in name for name in names)


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")
def test_the_age_program_opens_every_blob(tmp_path: Path) -> None:
    vault, recovery = make(tmp_path / "vault")
    with vault:
        sizes = [0, 1, 5, 70_000]
        items = [keep(vault, bytes([n + 1]) * size) for n, size in enumerate(sizes)]
    identity = tmp_path / "sheet.txt"
    identity.write_text(recovery)
    found = set()
    for blob in (path for path in (tmp_path / "vault/blobs").rglob("*") if path.is_file()):
        plain = subprocess.run(["age", "-d", "-i", str(identity), str(blob)], check=True, capture_output=True).stdout
        found |= {sha256(plain[: item.size]) for item in items if len(plain) >= item.size and not plain[item.size :].strip(b"\0")}
    assert {item.sha256 for item in items} <= found


def test_another_blob_in_its_place_is_noticed(vault: LocalVault) -> None:
    one, two = keep(vault, b"canary one"), keep(vault, b"canary two")
    paths: dict[str, str] = dict(vault._case.database.all("SELECT id, blob FROM item"))
    shutil.copy(vault._case.layout.blob(paths[one.id]), vault._case.layout.blob(paths[two.id]))
    with pytest.raises(DigestMismatch):
        vault.read_blob(two.id, io.BytesIO())


def test_a_cut_or_missing_blob_is_noticed(vault: LocalVault) -> None:
    item = keep(vault, b"canary" * 100_000)
    path = next(path for path in vault._case.layout.blobs.rglob("*") if path.is_file())
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    with pytest.raises(SealInvalid):
        vault.read_blob(item.id, io.BytesIO())
    path.unlink()
    with pytest.raises(DigestMismatch):
        vault.read_blob(item.id, io.BytesIO())


@pytest.mark.parametrize("wrong", ["", "abcde", "not an id", "0" * 33])
def test_what_is_no_id_is_refused(vault: LocalVault, wrong: str) -> None:
    with pytest.raises(BadInput):
        vault.item(wrong)


def test_an_unknown_id_is_not_found(vault: LocalVault) -> None:
    for call in (vault.item, vault.acquired_at, vault.acquisition):
        with pytest.raises(NotFound):
            call("0" * 32)
