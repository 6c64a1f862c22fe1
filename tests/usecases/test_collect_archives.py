"""Archives that hold exports: kept as they came, opened up, and what is read in them is an item of its own that proves itself."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.usecases._workspace import Workspace
from gawah.usecases.collect import Receipt, collect
from gawah.usecases.erase import erase, loss
from gawah.usecases.keep import FOLDER_TYPE, Kept
from gawah.vault.local import Filters
from tests.usecases.invented import CHAT_NAME, chat, folder, instagram, written, zipped

NOISE = bytes(range(256)) * 40


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def by_name(receipt: Receipt) -> dict[str, Kept]:
    return {one.item.name: one for one in receipt.items}


def original(work: Workspace, one: Kept) -> bytes:
    sink = io.BytesIO()
    work.vault.read_blob(one.item.id, sink)
    return sink.getvalue()


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A zip that a helper made of everything: two exports in folders of their own, one as a zip, something else."""
    other = {f"phone/mine/{name}": data.replace(b"line", b"other line") for name, data in instagram().items()}
    files = {
        "phone/insta.zip": packed(instagram()),
        f"phone/chat with media/{CHAT_NAME}": chat(),
        "phone/chat with media/IMG-1.jpg": b"\xff\xd8\xff",
        "odd.bin": NOISE,
        **other,
    }
    return zipped(tmp_path / "evidence.zip", files)


def test_exports_beside_one_another_in_an_archive_are_all_read(work: Workspace, evidence: Path) -> None:
    kept = by_name(collect(work, [evidence]))
    found = {name: (one.summary.reader, one.new) for name, one in kept.items() if one.summary is not None}
    assert found == {
        "evidence.zip": ("instagram", 4),
        "phone/insta.zip": ("instagram", 3),
        "phone/chat with media": ("whatsapp", 7),
    }
    assert all(one.summary is not None and one.summary.conserved for one in kept.values())
    whole = kept["evidence.zip"].summary
    assert whole is not None
    assert whole.codes == {"embedded": 1, "member-unread": 2}
    assert work.vault.total() == 14


def test_an_archive_that_nobody_reads_as_a_whole_is_opened_up(work: Workspace, tmp_path: Path) -> None:
    files = {"odd.bin": NOISE, "a/insta.zip": packed(instagram()), "b/chat.zip": packed({CHAT_NAME: chat()})}
    outer, *inner = collect(work, [zipped(tmp_path / "evidence.zip", files)]).items
    assert outer.summary is not None
    assert (outer.summary.opened, outer.summary.reader) == (True, None)
    assert outer.summary.codes == {"embedded": 2, "member-unread": 1}
    assert [(one.item.name, one.new) for one in inner] == [("a/insta.zip", 4), ("b/chat.zip", 7)]


def test_the_archive_is_kept_as_it_came_and_what_lies_in_it_as_it_lies_there(work: Workspace, evidence: Path) -> None:
    kept = by_name(collect(work, [evidence]))
    outer, inner, lone = kept["evidence.zip"], kept["phone/insta.zip"], kept["phone/chat with media"]
    assert original(work, outer) == evidence.read_bytes()
    with zipfile.ZipFile(evidence) as archive:
        assert original(work, inner) == archive.read("phone/insta.zip")
    assert (inner.item.part_of, inner.item.media_type) == (outer.item.id, "application/zip")
    assert (lone.item.part_of, lone.item.media_type) == (outer.item.id, FOLDER_TYPE)


def test_the_list_of_a_folder_in_an_archive_is_what_sha256sum_checks(work: Workspace, evidence: Path, tmp_path: Path) -> None:
    lone = by_name(collect(work, [evidence]))["phone/chat with media"]
    with zipfile.ZipFile(evidence) as archive:
        archive.extractall(tmp_path / "out")
    place, listed = tmp_path / "out" / "phone" / "chat with media", original(work, lone)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "-"], cwd=place, input=listed, check=False).returncode == 0


def test_the_records_have_the_ids_that_they_have_when_the_export_is_brought_alone(work: Workspace, tmp_path: Path) -> None:
    plain = zipped(tmp_path / "insta.zip", instagram())
    [alone] = collect(work, [plain]).items
    ids = {row.id for row in work.vault.page(Filters(item=alone.item.id))}
    outer = written(tmp_path / "outer.zip", packed({"a/insta.zip": plain.read_bytes()}))
    [_, inner] = collect(work, [outer]).items
    assert inner.already_held  # the same bytes: it stays the item that it was, and is not read again
    assert (inner.item.id, inner.summary) == (alone.item.id, None)
    assert {row.id for row in work.vault.page(Filters(include_same=True))} == ids


def test_importing_it_again_writes_nothing(work: Workspace, evidence: Path) -> None:
    collect(work, [evidence])
    before = work.vault.size(), len(work.vault.readings()), len(work.vault.items())
    collect(work, [evidence])
    assert (work.vault.size(), len(work.vault.readings()), len(work.vault.items())) == before


def test_an_archive_in_an_archive_in_an_archive_is_read(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", packed({"b.zip": packed({"c/d.zip": packed(instagram())})}))
    kept = by_name(collect(work, [path]))
    assert kept["b.zip/c/d.zip"].new == 4
    assert kept["b.zip"].summary is not None
    assert kept["b.zip"].summary.opened


def test_an_archive_without_anything_known_is_one_file(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "a.zip", packed({"b.bin": NOISE, "c.zip": packed({"d.bin": NOISE})}))
    [one] = collect(work, [path]).items
    assert one.summary is not None
    assert not one.summary.opened
    assert "not-recognised" in one.summary.codes


def test_a_damaged_archive_in_an_archive_is_said_to_be_and_the_rest_is_read(work: Workspace, tmp_path: Path) -> None:
    inner = bytearray(packed(instagram()))
    inner[40:60] = bytes(20)
    kept = by_name(collect(work, [written(tmp_path / "a.zip", packed({"b.zip": bytes(inner), CHAT_NAME: chat()}))]))
    assert work.vault.total() >= 7
    assert all(one.summary is None or one.summary.problems["loss"] or one.summary.conserved for one in kept.values())


def test_an_export_in_an_archive_within_a_folder_is_read(work: Workspace, tmp_path: Path) -> None:
    place = folder(tmp_path / "brought", {"more.zip": packed({"x/insta.zip": packed(instagram())}), CHAT_NAME: chat()})
    collect(work, [place])
    assert work.vault.total() == 11


def locked(path: Path, password: str, files: dict[str, bytes], form: str = "AES256") -> Path:
    place = folder(path.with_suffix(".plain"), files)
    subprocess.run(
        ["7zz", "a", "-tzip", f"-mem={form}", f"-p{password}", str(path), "."], cwd=place, check=True, capture_output=True
    )
    return path


@pytest.mark.parametrize("form", ["AES256", "ZipCrypto"])
def test_an_encrypted_export_is_kept_as_it_came_and_read_with_its_password(work: Workspace, tmp_path: Path, form: str) -> None:
    path = locked(tmp_path / "locked.zip", "canary", {CHAT_NAME: chat()}, form)
    asked: list[str] = []
    tries = iter(["wrong", "canary"])

    def ask(name: str) -> str:
        asked.append(name)
        return next(tries)

    [one] = collect(work, [path], ask=ask).items
    assert one.summary is not None
    assert (one.summary.reader, one.new, one.summary.conserved) == ("whatsapp", 7, True)
    assert asked == ["locked.zip", "locked.zip"]
    assert original(work, one) == path.read_bytes()


def test_one_that_stays_closed_is_kept_and_listed_and_opens_another_day(work: Workspace, tmp_path: Path) -> None:
    path = locked(tmp_path / "locked.zip", "canary", {CHAT_NAME: chat()})
    [one] = collect(work, [path]).items
    assert one.summary is not None
    assert one.summary.codes == {"member-encrypted": 1, "not-recognised": 1}
    [again] = collect(work, [path], ask=lambda _: None).items
    assert again.summary is None
    assert len(work.vault.readings()) == 1
    [opened] = collect(work, [path], ask=lambda _: "canary").items
    assert (opened.already_held, opened.new) == (True, 7)
    before = len(work.vault.readings())
    collect(work, [path], ask=lambda _: "canary")
    assert len(work.vault.readings()) == before


def test_no_more_than_three_passwords_are_tried(work: Workspace, tmp_path: Path) -> None:
    path = locked(tmp_path / "locked.zip", "canary", {CHAT_NAME: chat()})
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return f"wrong {len(asked)}"

    collect(work, [path], ask=ask)
    assert len(asked) == 3


def test_what_lies_in_an_encrypted_archive_is_kept_open(work: Workspace, tmp_path: Path) -> None:
    """As an item of its own it is sealed by the vault; the archive stays encrypted as it came."""
    inner = packed(instagram())
    path = locked(tmp_path / "locked.zip", "canary", {"mine/insta.zip": inner, "odd.bin": NOISE})
    kept = by_name(collect(work, [path], ask=lambda _: "canary"))
    assert kept["mine/insta.zip"].new == 4
    assert kept["mine/insta.zip"].item.sha256 == sha256(inner)


def test_erasing_what_came_in_an_archive_says_that_the_archive_holds_it_still(work: Workspace, tmp_path: Path) -> None:
    outer, inner, _ = collect(
        work, [zipped(tmp_path / "e.zip", {"a/insta.zip": packed(instagram()), "b/chat.zip": packed({CHAT_NAME: chat()})})]
    ).items
    assert loss(work, inner.item.id).archive == outer.item
    whole = loss(work, outer.item.id)
    assert (whole.archive, len(whole.parts), whole.rows) == (None, 2, 11)
    erase(work, whole)
    assert (work.vault.total(), work.vault.items()) == (0, [])


def test_an_archive_of_several_exports_beside_a_chat_is_read_by_each_of_their_readers(work: Workspace, tmp_path: Path) -> None:
    other = {f"mine/{name}": data for name, data in instagram().items()}
    columns = b"id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
    comments = columns + b"abc,https://x.example/c,2024-01-02 03:04:05 UTC,,r,0,l,p,canary,\n"
    folder(tmp_path / "brought", {CHAT_NAME: chat(), "takeout.zip": packed({**other, "theirs/comments.csv": comments})})
    kept = by_name(collect(work, [tmp_path / "brought"]))
    found = {name: (one.summary.reader, one.new) for name, one in kept.items() if one.summary is not None}
    assert found == {
        "brought": ("whatsapp", 7),
        "takeout.zip": (None, 0),
        "mine": ("instagram", 4),
        "theirs": ("reddit", 1),
    }
