"""After an erasure nothing of it is left: not in a free page, not in the log, not in a search index, not as a file (E3).

The database is decrypted page by page by an independent reader, so that what SQLite would no longer show is seen too.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.records.casework import Entry
from gawah.records.content import Account, Conversation, Message
from gawah.records.digest import identifier, sha256
from gawah.records.evidence import EvidenceItem
from gawah.records.fold import fold
from gawah.seal import merkle
from gawah.seal.keys import random_id
from gawah.usecases import erase_part
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.vault import _points
from gawah.vault.local import Filters, LocalVault
from gawah.vault.opener import PLAINTEXT_MAGIC
from tests.attacks.pages import pages
from tests.usecases.invented import zipped
from tests.vault.invented import AT, PASSPHRASE, acting, keep, lines, make, message

WORDS = ("zymurgycanary", "qophcanary", "ظلمکنری", "Xanthe Canary", "canarytitle", "canarynote", "canaryname", "xyzzycanary")
STAYS = "palimpsest"


def key_of(vault: LocalVault) -> bytes:
    """The key of the database: what an owner, or somebody who compels them, has."""
    return vault._case.root.derive("db")


def folded(word: str) -> list[bytes]:
    """A word as it may lie in a file: as written, folded, in UTF-16, and the first eight of its letters."""
    forms = {word, word.lower(), word.casefold(), fold(word)}
    return [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]


def found(key: bytes, folder: Path, needles: list[bytes]) -> list[bytes]:
    """Which of these bytes stand in any page of the database or its log."""
    plain = list(pages(key, folder / "db" / "case.db"))
    assert plain[0].startswith(b"\x20\x00"), "the reader does not decrypt: no page size where it should stand"
    whole = b"\x00\x00".join(plain)
    return [needle for needle in needles if needle in whole]


def told(rows: int) -> Iterator[Message]:
    """Messages of the item that is to go, with every word in body, name or subject."""
    data = b"canary to be erased"
    chat = Conversation(id=identifier("WhatsApp", "canarytitle"), platform="WhatsApp", title="canarytitle")
    for n in range(rows):
        word = WORDS[n % 3]
        plain = message(data, n, f"{word} {n} {'xyzzycanary' if n == rows // 2 else ''}", conversation=chat)
        yield Message(
            conversation=chat.id,
            kind="direct",
            sender=Account(name="Xanthe Canary", handle="canaryname"),
            sent_at=plain.sent_at,
            body=plain.body,
            locator=plain.locator,
        )


def fill(vault: LocalVault, rows: int) -> EvidenceItem:
    """An item to be erased, and around it what stays."""
    before = keep(vault, b"kept before")
    title = Conversation(id=identifier("WhatsApp", "canarytitle"), platform="WhatsApp", title="canarytitle")
    summary = {"reader": "whatsapp", "reader_version": "1", "complete": True, "assumptions": {}, "name": "canaryname.txt"}
    other = Conversation(id=identifier("WhatsApp", STAYS), platform="WhatsApp", title=STAYS)
    kept = [message(b"kept before", n, f"{STAYS} {n}", conversation=other) for n in range(50)]
    vault.add_reading(before.id, lines([other, *kept]), lambda: {**summary, "name": STAYS}, at=AT, acting=acting(vault))
    with vault.keeping(AT, acting(vault), "canarynote") as keeping:
        item = keeping.keep(io.BytesIO(b"canary to be erased"), name="canaryname.txt", media_type="text/plain")
    vault.add_reading(item.id, lines([title, *told(rows)]), lambda: summary, at=AT, acting=acting(vault))
    return item


def salts(vault: LocalVault, item: EvidenceItem) -> list[bytes]:
    """Salts of the item: of every fortieth row, of itself, of its acquisition, of its ledger entries."""
    database = vault._case.database
    of_rows = [row.salt for row in vault.page(Filters(item=item.id, include_same=True), limit=100_000)[::40]]
    own = database.all("SELECT i.salt, a.salt FROM item i JOIN acquisition a ON a.id = i.acquisition WHERE i.id = ?", (item.id,))
    bodies = [body for (body,) in database.all("SELECT body FROM leaf_body WHERE item = ?", (item.id,))]
    of_entries = [body.split(b'"salt":"')[1][:32] for body in bodies]
    return [*of_rows, *own[0], *of_entries]


@pytest.mark.parametrize("rows", [30, 4_000], ids=["few", "many"])
def test_no_word_salt_or_digest_of_it_is_left_in_any_page(tmp_path: Path, rows: int) -> None:
    vault, _ = make(tmp_path / "vault")
    item = fill(vault, rows)
    target = vault.page(Filters(item=item.id), limit=1)[0]
    vault.reveal([target.id], AT, acting(vault))
    vault.number_exhibits([("message", target.id), ("item", item.id)], AT, acting(vault))
    needles = [form for word in WORDS for form in folded(word)]
    needles += [*salts(vault, item), item.sha256.encode(), bytes.fromhex(item.sha256), sha256(b"canary to be erased").encode()]
    key = key_of(vault)
    before = found(key, tmp_path / "vault", needles)
    assert {word.encode() for word in WORDS} <= set(before)
    assert set(salts(vault, item)) <= set(before)

    vault.erase(item.id, AT, acting(vault))
    assert found(key, tmp_path / "vault", needles) == []  # while it is open
    assert found(key, tmp_path / "vault", [STAYS.encode()]) == [STAYS.encode()]
    vault.close()
    assert found(key, tmp_path / "vault", needles) == []
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as again:
        assert again.check(full=True).problems == ()
        assert [again.count(word) for word in WORDS] == [0] * len(WORDS)
        assert again.count(STAYS) == 50


@pytest.mark.parametrize("point", ["erase-leaf", "erase-rows", "erase-unlink"])
def test_nor_after_an_erasure_that_was_broken_off(tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = make(tmp_path / "vault")
    item = fill(vault, 300)
    needles = [*(form for word in WORDS for form in folded(word)), *salts(vault, item), item.sha256.encode()]
    key = key_of(vault)

    def hook(name: str) -> None:
        if name == point:
            raise KeyboardInterrupt

    monkeypatch.setattr(_points, "hook", hook)
    with pytest.raises(KeyboardInterrupt):
        vault.erase(item.id, AT, acting(vault))
    monkeypatch.setattr(_points, "hook", None)
    vault.close()
    LocalVault.open(tmp_path / "vault", PASSPHRASE).close()
    assert found(key, tmp_path / "vault", needles) == []
    assert [path for path in (tmp_path / "vault/blobs").rglob("*") if path.is_file() and len(path.read_bytes()) == 0] == []
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as again:
        assert again.check(full=True).problems == ()


def test_of_a_part_that_was_erased_nothing_is_left_either(tmp_path: Path) -> None:
    """A message and a picture go; the rest of the export stays. Neither words nor salts nor digests of what was are left."""
    vault, _ = make(tmp_path / "vault")
    picture = b"\xff\xd8\xff" + b"picture" * 3_000
    text = "".join(f"28/12/2023, 21:{n:02} - Rabia Noor: {STAYS} {n}\n" for n in range(60))
    text += f"29/12/2023, 21:00 - Xanthe Canary: {WORDS[0]} {WORDS[2]}\n" + text.replace("28/12", "30/12")
    title = "WhatsApp Chat with Rabia Noor"
    export = zipped(tmp_path / f"{title}.zip", {f"{title}.txt": text.encode(), "zymurgycanary.jpg": picture})
    work = Workspace(vault, acting(vault), lambda: AT)
    collect(work, [export])
    (item,) = vault.items()
    (row,) = vault.search(WORDS[0])
    before = vault.page(Filters(item=item.id), limit=1)[0]
    words = [form for word in (WORDS[0], WORDS[2], "Xanthe Canary") for form in folded(word)]
    digests = [sha256(picture), sha256(text.encode()), item.sha256]
    needles = [*words, *salts(vault, item), row.salt, *(one.encode() for one in digests), *(bytes.fromhex(one) for one in digests)]
    key = key_of(vault)
    assert {WORDS[0].encode(), item.sha256.encode(), row.salt} <= set(found(key, tmp_path / "vault", needles))
    with erase_part.cutting(work, row.id) as would_go:
        (rest,) = erase_part.erase_part(work, would_go)
    number = next(one.ordinal for one in vault.zip_members(rest.item.id) if one.name.endswith(".jpg"))
    needles += [*salts(vault, rest.item), rest.item.sha256.encode()]
    with erase_part.cutting(work, rest.item.id, [number]) as would_go:
        (last,) = erase_part.erase_part(work, would_go)
    assert found(key, tmp_path / "vault", needles) == []
    assert vault.get(before.id).item == last.item.id
    assert vault.count(STAYS) == 120
    vault.close()
    assert found(key, tmp_path / "vault", needles) == []
    with LocalVault.open(tmp_path / "vault", PASSPHRASE) as again:
        out = io.BytesIO()
        again.read_blob(last.item.id, out)
        with zipfile.ZipFile(out) as left:
            assert left.namelist() == [f"{title}.txt"]
            assert WORDS[0].encode() not in left.read(f"{title}.txt")
        assert again.check(full=True).problems == ()


def test_its_blob_and_only_its_blob_is_unlinked(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        item = fill(vault, 5)
        blobs = {path for path in (tmp_path / "vault/blobs").rglob("*") if path.is_file()}
        blob = vault._case.database.value("SELECT blob FROM item WHERE id = ?", (item.id,))
        vault.erase(item.id, AT, acting(vault))
        left = {path for path in (tmp_path / "vault/blobs").rglob("*") if path.is_file()}
        assert blobs - left == {vault._case.layout.blob(blob)}
        assert left < blobs


def test_every_proof_and_checkpoint_made_before_still_holds(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        item = fill(vault, 20)
        acquired, old = vault.acquired_at(item.id), vault.checkpoint()
        leaf, path = vault.leaf(acquired), vault.inclusion(acquired, old.size)
        row = vault.page(Filters(item=item.id), limit=1)[0]
        proof, root = vault.row_proof(row.key), vault.readings(item.id)[0].root
        vault.erase(item.id, AT, acting(vault))
        # What was handed out before the erasure is still provable to whoever holds it.
        merkle.verify_inclusion(acquired, old.size, merkle.leaf_hash(leaf), path, bytes.fromhex(old.root))
        merkle.verify_inclusion(proof[1], proof[2], merkle.leaf_hash(proof[0]), proof[3], bytes.fromhex(root))
        new = vault.checkpoint()
        merkle.verify_consistency(
            old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), vault.consistency(old.size, new.size)
        )
        assert old in vault.checkpoints()


def test_what_a_person_said_about_it_stays(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    with vault:
        item = fill(vault, 20)
        row = vault.page(Filters(item=item.id), limit=1)[0]
        mine = Entry(
            id=random_id(),
            kind="note",
            recorded_at=AT,
            happened_at=None,
            agent=acting(vault).agent,
            for_agent=None,
            body="my own words about it",
            about=(row.id, item.id),
        )
        vault.add_entry(mine, AT, acting(vault))
        vault.reveal([row.id], AT, acting(vault))
        exhibits = vault.number_exhibits([("message", row.id)], AT, acting(vault))
        vault.erase(item.id, AT, acting(vault))
        assert (vault.entries(), vault.exhibits(), vault.revealed_count()) == ([mine], exhibits, 1)
        assert vault.check(full=True).problems == ()


def test_every_table_is_known_to_the_erasure(tmp_path: Path) -> None:
    """A new table with something of an item in it, thumbnails say, has to be thought of here, or this fails."""
    vault, _ = make(tmp_path / "vault")
    with vault:
        item = fill(vault, 40)
        database = vault._case.database
        names = [name for (name,) in database.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        assert {"record", "shadow", "words_data", "trigrams_data", "aside", "item"} <= set(names)
        rows_of_item = vault.total(Filters(item=item.id))
        sizes = {name: database.value(f"SELECT count(*) FROM {name}") for name in names}
        vault.erase(item.id, AT, acting(vault))
        left = {name: database.value(f"SELECT count(*) FROM {name}") for name in names}
        assert sizes["record"] - left["record"] == rows_of_item == 40
        needles = [form for word in WORDS for form in folded(word)] + [item.sha256.encode()]
        for name in names:
            for row in database.all(f"SELECT * FROM {name}"):
                cells = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in row]
                assert [cell for cell in cells for needle in needles if needle in cell] == [], name


def test_the_reader_of_pages_is_no_other_file_format(tmp_path: Path) -> None:
    vault, _ = make(tmp_path / "vault")
    key = key_of(vault)
    vault.close()
    first = next(pages(key, tmp_path / "vault/db/case.db"))
    assert PLAINTEXT_MAGIC not in first
    assert any(b"CREATE TABLE" in page for page in pages(key, tmp_path / "vault/db/case.db"))
    assert not any(b"CREATE TABLE" in page for page in pages(bytes(32), tmp_path / "vault/db/case.db"))
