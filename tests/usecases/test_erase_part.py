"""A part of an export goes, and nothing else: what remains is what a reader finds in the container that remains (decision 11)."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from gawah.records.casework import Entry
from gawah.records.content import Attachment, Event, Message
from gawah.records.disclosure import ExhibitKind
from gawah.records.errors import BadInput, NotFound
from gawah.records.evidence import Locator
from gawah.usecases import erase, erase_part
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import collect
from gawah.usecases.reading import Assumptions, Reading
from gawah.vault import codec
from gawah.vault.local import Filters
from gawah.vault.rows import Row
from tests.readers.golden import SAMPLES, Sample
from tests.usecases.invented import CHAT_NAME, FIRST, SECOND, chat, folder, instagram, written, zipped
from tests.vault.invented import AT

INFERRED = {
    f"whatsapp/{name}"
    for name in ("buddhist-year", "hindi-digits", "language-changed", "names-with-colons", "order-by-series", "year-first")
}
"""Chats of a few lines, each of which tells how the others are to be read. What was read with it is kept: that reader saw more."""
PAGES = SAMPLES / "instagram" / "pages-2025"
SOURCES = [
    path for reader in ("whatsapp", "instagram") for path in sorted((SAMPLES / reader).glob("*/about.toml")) if path.parent != PAGES
]


def packed(sample: Sample, place_in: Path) -> Path:
    """The sample as a person brings it: the file, or a zip of the folder."""
    source = sample.folder / "source"
    opened: Path = source / sample.about.get("open", ".")
    if opened.is_file():
        place = place_in / opened.name
        place.write_bytes(opened.read_bytes())
        return place
    place = place_in / f"{opened.name if opened != source else 'export'}.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(opened.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(opened).as_posix())
    return place


def brought(work: Workspace, path: Path, sample: Sample) -> str:
    """Import it; the id of the item."""
    collect(work, [path], assumptions=Assumptions(date_order=sample.about.get("date_order")))
    return work.vault.items()[0].id


def read_again(work: Workspace, item: str, into: Path, sample: Sample) -> dict[str, Message | Event]:
    """Messages and events that the reader finds in the bytes that are in the vault now."""
    held = work.vault.item(item)
    place = into / "again" / held.name
    place.parent.mkdir(exist_ok=True)
    with place.open("wb") as out:
        work.vault.read_blob(item, out)
    found: dict[str, Message | Event] = {}
    for source in Reading([place], Assumptions(date_order=sample.about.get("date_order"))).sources():
        for kind, line, _ in source.records():
            record = codec.decode(kind, line)
            if isinstance(record, Message | Event):
                found[record.id] = record
    return found


def stored(work: Workspace, item: str) -> dict[str, Message | Event]:
    """Messages and events as they stand in the case."""
    rows = work.vault.page(Filters(item=item, include_same=True), limit=10_000)
    found = {row.id: codec.decode(row.type, row.json) for row in rows}
    return {key: record for key, record in found.items() if isinstance(record, Message | Event)}


def places(records: dict[str, Message | Event]) -> dict[str, Locator]:
    """Where each record stands."""
    return {key: record.locator for key, record in records.items()}


def plain(records: dict[str, Message | Event]) -> dict[str, Message | Event]:
    """Without the conversation's id: where a source names none, it was made from the digest of the file, and stays."""
    return {key: replace(record, conversation="") for key, record in records.items()}


def erased(work: Workspace, thing: str, members: Sequence[int] = ()) -> list[erase_part.Rest]:
    with erase_part.cutting(work, thing, members) as would_go:
        return erase_part.erase_part(work, would_go)


def test_a_message_of_a_page_cannot_be_cut_out_and_that_is_said(work: Workspace, tmp_path: Path) -> None:
    """Pages, tables, mails and databases: their places are of other forms; the file can be erased whole."""
    sample = Sample(PAGES)
    item = brought(work, packed(sample, tmp_path), sample)
    before = stored(work, item)
    with pytest.raises(BadInput, match="erase the file"):
        erased(work, next(iter(before)))
    assert stored(work, item) == before
    assert work.vault.check(full=True).problems == ()


@pytest.mark.parametrize("about", SOURCES, ids=lambda path: f"{path.parents[1].name}/{path.parent.name}")
def test_what_remains_is_what_a_reader_finds_in_it(work: Workspace, tmp_path: Path, about: Path) -> None:
    sample = Sample(about.parent)
    item = brought(work, packed(sample, tmp_path), sample)
    before = stored(work, item)
    taken = 0
    for pick in (0, -1, 1):
        ids = [row.id for row in work.vault.page(Filters(item=item, include_same=True), limit=10_000)]
        if len(ids) > 1:
            (rest,) = erased(work, ids[pick])
            item, taken = rest.item.id, taken + 1
    left, again = stored(work, item), read_again(work, item, tmp_path, sample)
    assert len(left) == len(before) - taken
    assert taken or len(before) < 2
    assert places(left) == places(again)
    if sample.name not in INFERRED:
        assert plain(left) == plain(again)
    assert len({record.conversation for record in left.values()}) == len({record.conversation for record in again.values()})
    assert work.vault.check(full=True).problems == ()


def wanted(work: Workspace, body: str) -> Row:
    """The message with these words."""
    return next(row for row in work.vault.page(limit=100) if json.loads(row.json)["body"] == body)


def whatsapp(tmp_path: Path) -> Path:
    """A chat with two pictures, one of them sent twice, and a file that nobody refers to."""
    lines = (
        ("28/12/2023, 21:05", "Rabia Noor", "canary one"),
        ("28/12/2023, 21:06", "Imran Vasti", "canary.jpg (file attached)"),
        ("28/12/2023, 21:07", "Imran Vasti", "canary two\nand a second line"),
        ("29/12/2023, 21:08", "Rabia Noor", "canary three"),
        ("29/12/2023, 21:09", "Imran Vasti", "other.jpg (file attached)"),
        ("29/12/2023, 21:10", "Rabia Noor", "canary four"),
    )
    members = {
        "WhatsApp Chat with Imran Vasti.txt": chat(lines),
        "canary.jpg": b"\xff\xd8\xff canary picture",
        "other.jpg": b"\xff\xd8\xff another picture",
        "extra.bin": b"canary extra" * 1_000,
    }
    return zipped(tmp_path / "WhatsApp Chat with Imran Vasti.zip", members)


def test_a_file_of_a_zip_goes_and_the_message_that_names_it_stays(work: Workspace, tmp_path: Path) -> None:
    collect(work, [whatsapp(tmp_path)])
    (old,) = work.vault.items()
    before = stored(work, old.id)
    picture = next(one for one in erase_part.zip_members(work, old.id)[1] if one.name == "canary.jpg")
    with erase_part.cutting(work, old.id, [picture.ordinal]) as would_go:
        (outlook,) = would_go.parts
        assert (outlook.records, outlook.moved, outlook.unattached) == ((), 0, 1)
        (rest,) = erase_part.erase_part(work, would_go)
    after = stored(work, rest.item.id)
    assert list(after) == list(before)  # no id has changed
    changed = [key for key in after if after[key] != before[key]]
    assert [cast("Message", after[key]).attachments for key in changed] == [
        (Attachment(name="canary.jpg", media_type=None, sha256=None, missing=True),)
    ]
    out = io.BytesIO()
    work.vault.read_blob(rest.item.id, out)
    with zipfile.ZipFile(out) as left, zipfile.ZipFile(tmp_path / old.name) as whole:
        assert left.namelist() == [name for name in whole.namelist() if name != "canary.jpg"]
        assert all(left.read(name) == whole.read(name) for name in left.namelist())
        kept = {info.filename: (info.date_time, info.CRC, info.external_attr) for info in left.infolist()}
        assert kept == {info.filename: kept[info.filename] for info in whole.infolist() if info.filename in kept}
        assert left.testzip() is None
    assert b"canary picture" not in out.getvalue()
    assert work.vault.check(full=True).problems == ()


def test_the_chat_itself_can_go_and_the_pictures_stay(work: Workspace, tmp_path: Path) -> None:
    collect(work, [whatsapp(tmp_path)])
    (old,) = work.vault.items()
    (rest,) = erased(work, old.id, [1])
    assert work.vault.total() == 0
    assert (work.vault.conversations(), work.vault.accounts()) == ([], [])
    assert [one.name for one in work.vault.zip_members(rest.item.id)] == ["canary.jpg", "other.jpg", "extra.bin"]
    assert work.vault.check(full=True).problems == ()


def test_exhibits_and_old_ids_lead_to_the_message_where_it_stands_now(work: Workspace, tmp_path: Path) -> None:
    collect(work, [whatsapp(tmp_path)])
    (old,) = work.vault.items()
    gone, stays, earlier = wanted(work, "canary two\nand a second line"), wanted(work, "canary four"), wanted(work, "canary one")
    targets: list[tuple[ExhibitKind, str]] = [("message", one.id) for one in (gone, stays, earlier)]
    numbered = work.vault.number_exhibits([*targets, ("item", old.id)], AT, work.acting)
    with erase_part.cutting(work, gone.id[:12]) as would_go:
        assert would_go.resting.exhibits == (numbered[0].number, numbered[3].number)
        (rest,) = erase_part.erase_part(work, would_go)
    now = work.vault.get(stays.id)
    assert now.id != stays.id
    assert (now.item, json.loads(now.json)["body"]) == (rest.item.id, "canary four")
    assert json.loads(now.json)["locator"]["place"] == "line/5"
    with pytest.raises(NotFound):
        work.vault.get(gone.id)
    exhibits = {one.number: one.target for one in work.vault.exhibits()}
    assert (exhibits[numbered[1].number], exhibits[numbered[0].number]) == (now.id, gone.id)
    again = work.vault.number_exhibits([("message", now.id), ("message", work.vault.get(earlier.id).id)], AT, work.acting)
    assert [one.number for one in again] == [numbered[1].number, numbered[2].number]
    assert work.vault.item(rest.item.id).derived_from == old.id
    # A second erasure: the first id leads on.
    (later,) = erased(work, wanted(work, "canary three").id)
    assert json.loads(work.vault.get(stays.id).json)["body"] == "canary four"
    assert work.vault.item(later.item.id).derived_from == rest.item.id
    assert work.vault.check(full=True).problems == ()


def test_a_message_goes_from_every_export_that_holds_it(work: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "one" / CHAT_NAME, tmp_path / "two" / CHAT_NAME
    written(first, chat(FIRST))
    written(second, chat(FIRST + SECOND))
    collect(work, [first])
    collect(work, [second])
    gone = wanted(work, "I write as often as I like")
    rests = erased(work, gone.id)
    assert len(rests) == 2
    assert work.vault.count("often") == 0
    assert work.vault.total() == len(FIRST + SECOND) - 1
    for item in work.vault.items():
        out = io.BytesIO()
        work.vault.read_blob(item.id, out)
        assert b"often" not in out.getvalue()
        assert b"Please stop" in out.getvalue()
    assert work.vault.check(full=True).problems == ()


def test_the_collectors_words_and_the_counts_stay_true(work: Workspace, tmp_path: Path) -> None:
    collect(work, [whatsapp(tmp_path)], note="from my old phone")
    (old,) = work.vault.items()
    act = work.vault.acquisition(old.id)
    (rest,) = erased(work, wanted(work, "canary four").id)
    now = work.vault.acquisition(rest.item.id)
    assert (now.note, now.at, now.agent, now.items) == (act.note, act.at, act.agent, (rest.item.id,))
    (reading,) = work.vault.readings()
    summary = reading.summary
    assert (summary["messages"], summary["records_in_source"], summary["sha256"]) == (5, 5, rest.item.sha256)
    assert str(summary["last"]).startswith("2023-12-29T21:09")
    derived = json.loads(work.vault.leaf(rest.entries[0]))
    assert (derived["op"], derived["refs"], derived["result"]["removed_records"]) == ("derive", [f"item {old.id}"], 1)
    assert json.loads(work.vault.leaf(rest.entries[1]))["op"] == "erase"


def test_what_cannot_be_cut_cleanly_is_refused_and_nothing_changes(work: Workspace, tmp_path: Path) -> None:
    packed_twice = {"a.txt": b"canary twice", "b.txt": b"canary twice", "WhatsApp Chat with Imran Vasti.txt": chat(FIRST)}
    before_bytes = zipped(tmp_path / "behind.zip", {"a.txt": b"canary"}).read_bytes()
    (tmp_path / "shifted.zip").write_bytes(before_bytes)
    collect(
        work,
        [
            zipped(tmp_path / "twice.zip", packed_twice),
            folder(tmp_path / "kept", {"x.txt": b"canary", "WhatsApp Chat with Sana.txt": chat(SECOND)}),
        ],
    )
    note = Entry(id="ab" * 16, kind="note", recorded_at=AT, happened_at=None, agent=work.acting.agent, for_agent=None, body="mine")
    work.vault.add_entry(note, AT, work.acting)
    items = {item.name: item.id for item in work.vault.items()}
    in_folder = next(row for row in work.vault.page(limit=100) if row.item != items["twice.zip"])
    size = work.vault.size()
    refused: list[tuple[str, list[int]]] = [
        (items["twice.zip"], []),
        (items["twice.zip"], [1]),
        (items["twice.zip"], [9]),
        (items["twice.zip"], [1, 2, 3]),
        (items["kept"], [1]),
        (in_folder.id, []),
        (note.id, []),
        (wanted(work, "Please stop writing to me.").id, [1]),
    ]
    for thing, numbers in refused:
        with pytest.raises(BadInput), erase_part.cutting(work, thing, numbers):
            pass
    assert work.vault.size() == size
    assert list((tmp_path / "vault" / "tmp").iterdir()) == []
    (rest,) = erased(work, items["twice.zip"], [1, 2])
    assert [one.name for one in work.vault.zip_members(rest.item.id)] == ["WhatsApp Chat with Imran Vasti.txt"]


def test_an_export_that_came_in_a_folder_and_was_read_by_itself_can_be_cut(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / "brought").mkdir()
    zipped(tmp_path / "brought" / "one.zip", {"WhatsApp Chat with Imran Vasti.txt": chat(FIRST)})
    zipped(tmp_path / "brought" / "two.zip", {"WhatsApp Chat with Sana.txt": chat(SECOND)})
    collect(work, [tmp_path / "brought"])
    held = next(item for item in work.vault.items() if item.part_of is None)
    (rest,) = erased(work, wanted(work, "Please stop writing to me.").id)
    assert (rest.item.part_of, rest.item.name) == (held.id, "one.zip")
    assert work.vault.count("stop") == 0
    assert work.vault.total() == len(FIRST + SECOND) - 1
    assert len(erase.loss(work, held.id).parts) == 2
    assert work.vault.check(full=True).problems == ()


def test_a_file_read_with_its_folder_is_not_erased_alone(work: Workspace, tmp_path: Path) -> None:
    collect(work, [folder(tmp_path / "export", instagram())])
    items = {item.name.rsplit("/", 1)[-1]: item for item in work.vault.items()}
    with pytest.raises(BadInput):
        erase.loss(work, items["message_1.json"].id)
    assert erase.loss(work, items["1.jpg"].id).rows == 0
    assert erase.loss(work, items["export"].id).rows == 4
