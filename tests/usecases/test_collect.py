"""Bytes first: whatever is brought is kept byte for byte before anything looks inside it, and nothing that was kept is lost when
reading it fails.
"""

import errno
import io
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gawah.records.digest import sha256
from gawah.records.errors import DiskFull, GawahError, SourceUnreadable, VaultUnwritable
from gawah.usecases import reading
from gawah.usecases._workspace import Workspace
from gawah.usecases.agents import add_agent
from gawah.usecases.collect import collect
from gawah.usecases.keep import FOLDER_TYPE, Kept
from gawah.usecases.reading import Assumptions
from gawah.vault import _points
from gawah.vault.local import Acting, Filters, LocalVault
from tests.usecases.invented import CHAT_NAME, FIRST, SECOND, chat, folder, instagram, written, zipped
from tests.vault.invented import PASSPHRASE

AMBIGUOUS = (("01/02/2024, 09:00", "Rabia Noor", "one"), ("01/02/2024, 09:05", "Imran Vasti", "two"))
NOISE = random.Random(7).randbytes(70_001)


def original(work: Workspace, one: Kept) -> bytes:
    """What `extract` gives."""
    sink = io.BytesIO()
    work.vault.read_blob(one.item.id, sink)
    return sink.getvalue()


def ops(work: Workspace) -> list[str]:
    """The acts in the ledger, in order."""
    return [event.op for event in work.vault.events()]


def held_whole(work: Workspace, one: Kept, data: bytes) -> None:
    """Kept byte for byte, listed, and in the ledger where the receipt says."""
    assert original(work, one) == data
    assert (one.item.sha256, one.item.size) == (sha256(data), len(data))
    assert one.item in work.vault.items()
    entry = work.vault.event(one.ledger_entry)
    assert (entry.op, entry.items) == ("acquire", (one.item.id,))


# --- Bytes first


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("noise.bin", NOISE),
        ("empty.txt", b""),
        ("cut.zip", b"PK\x03\x04" + NOISE),
        ("broken.json", b'{"messages": [{"sender_name": "Imran'),
        ("letter.docx", b"\xd0\xcf\x11\xe0" + NOISE[:500]),
        ("nul.txt", b"31/12/2023, 21:05 - Rabia: \x00\xff\xfe\n"),
    ],
)
def test_a_file_is_kept_whatever_it_is(work: Workspace, tmp_path: Path, name: str, data: bytes) -> None:
    [kept] = collect(work, [written(tmp_path / name, data)]).items
    held_whole(work, kept, data)
    assert not kept.already_held
    assert work.vault.check(full=True).problems == ()


def test_an_export_cut_in_the_middle_is_kept_and_what_it_holds_is_read(work: Workspace, tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", instagram()).read_bytes()
    [kept] = collect(work, [written(tmp_path / "cut.zip", whole[: len(whole) // 2])]).items
    held_whole(work, kept, whole[: len(whole) // 2])
    assert kept.summary is not None
    assert not kept.summary.recognised
    assert kept.summary.problems["loss"] == 1


def test_an_export_is_kept_before_it_is_read(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    inner = reading.Reading.sources

    def sources(self: reading.Reading) -> Iterator[reading.SourceStream]:
        seen.append(ops(work))
        assert work.vault.latest_checkpoint() == work.vault.checkpoint()
        yield from inner(self)

    monkeypatch.setattr(reading.Reading, "sources", sources)
    path = written(tmp_path / CHAT_NAME, chat())
    [kept] = collect(work, [path]).items
    assert seen == [["init", "acquire"]]
    assert ops(work) == ["init", "acquire", "read"]
    held_whole(work, kept, path.read_bytes())
    assert (kept.new, kept.known) == (7, 0)


def test_an_export_whose_reader_dies_is_kept_and_listed(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stub = written(tmp_path / "dies.py", b"import sys\nsys.exit(1)\n")
    monkeypatch.setattr(reading, "WORKER", (sys.executable, str(stub)))
    [kept] = collect(work, [written(tmp_path / CHAT_NAME, chat())]).items
    held_whole(work, kept, chat())
    assert kept.summary is None
    assert ops(work)[-2:] == ["acquire", "import-check"]
    assert work.vault.total() == 0


def test_it_can_be_read_later(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / CHAT_NAME, chat())
    with monkeypatch.context() as patched:
        patched.setattr(reading, "WORKER", (sys.executable, str(written(tmp_path / "dies.py", b"import sys\nsys.exit(1)\n"))))
        collect(work, [path])
    [kept] = collect(work, [path]).items
    assert (kept.already_held, kept.new) == (True, 7)
    assert ops(work).count("acquire") == 1


def _breaking_worker(path: Path, records: int) -> tuple[str, str]:
    """A worker that is killed after so many records of the source named `breaks.txt`."""
    path.write_text(
        "import itertools, os, signal, sys\n"
        "import gawah.usecases._worker as worker\n"
        "inner = worker._registry.readers\n"
        "class Breaking:\n"
        "    def __init__(self, reader): self.reader = reader\n"
        "    def __getattr__(self, name): return getattr(self.reader, name)\n"
        "    def read(self, source, options):\n"
        f"        for number, record in enumerate(self.reader.read(source, options)):\n"
        f"            if number == {records} and source.name == 'breaks.txt':\n"
        "                os.kill(os.getpid(), signal.SIGKILL)\n"
        "            yield record\n"
        "worker._registry.readers = lambda: {name: Breaking(reader) for name, reader in inner().items()}\n"
        "worker.BATCH = 1\n"
        "worker.main()\n"
    )
    return sys.executable, str(path)


def test_a_worker_broken_off_mid_file_keeps_what_was_read_and_says_so(
    work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WORKER", _breaking_worker(tmp_path / "worker.py", 4))
    broken, whole = written(tmp_path / "breaks.txt", chat()), written(tmp_path / CHAT_NAME, chat(SECOND))
    first, second = collect(work, [broken, whole]).items
    assert first.summary is not None
    assert second.summary is not None
    # the conversation and three messages had come
    assert (first.summary.complete, first.summary.conserved, first.summary.messages, first.new) == (False, False, 3, 3)
    assert (first.summary.sha256, first.summary.bytes) == (sha256(chat()), len(chat()))
    assert [problem.code for problem in work.vault.problems(first.item.id)] == ["limit-reached"]
    assert (second.summary.complete, second.summary.conserved, second.new) == (True, True, 3)
    assert work.vault.total() == 6
    held_whole(work, first, chat())


def test_what_broke_off_is_read_whole_the_next_time(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "breaks.txt", chat())
    with monkeypatch.context() as patched:
        patched.setattr(reading, "WORKER", _breaking_worker(tmp_path / "worker.py", 4))
        collect(work, [path])
    [again] = collect(work, [path]).items
    assert (again.already_held, again.new, again.known) == (True, 4, 3)
    assert work.vault.total() == 7
    assert [reading.summary["complete"] for reading in work.vault.readings()] == [False, True]
    assert work.vault.check(full=True).problems == ()


# --- Again


def test_a_file_that_is_held_already_is_not_written_again(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / CHAT_NAME, chat())
    [first] = collect(work, [path]).items
    before = work.vault.size()
    [again] = collect(work, [path.rename(tmp_path / "another name.txt")]).items
    assert (again.already_held, again.item, again.ledger_entry) == (True, first.item, first.ledger_entry)
    assert work.vault.size() == before
    assert work.vault.total() == 7


def test_the_same_bytes_twice_in_one_import_are_one_item_read_once(work: Workspace, tmp_path: Path) -> None:
    one, two = written(tmp_path / CHAT_NAME, chat()), written(tmp_path / "copy of it.txt", chat())
    first, second = collect(work, [one, two]).items
    assert (first.item, first.already_held, second.already_held) == (second.item, False, True)
    assert ops(work).count("acquire") == ops(work).count("read") == 1


def test_another_date_order_is_another_reading_that_supersedes(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / CHAT_NAME, chat(AMBIGUOUS))
    [plain] = collect(work, [path]).items
    assert plain.summary is not None
    assert (plain.summary.first, plain.summary.codes["time-ambiguous"]) == (None, 2)
    undated = [row.id for row in work.vault.page()]
    [again] = collect(work, [path], assumptions=Assumptions(date_order="dmy")).items
    assert (again.already_held, again.new, again.known) == (True, 0, 2)
    assert again.summary is not None
    assert again.summary.first == "2024-02-01T09:00:00"
    assert [row.id for row in work.vault.page()] == undated
    assert work.vault.total(Filters(since_ms=1_706_745_600_000, until_ms=1_706_832_000_000)) == 2
    one, two = work.vault.readings(again.item.id)
    assert (one.summary["assumptions"], two.summary["assumptions"]) == ({}, {"date_order": "dmy"})
    assert work.vault.row_proof(work.vault.page()[0].key)[2] == 2
    assert ops(work)[-3:] == ["acquire", "read", "read"]
    collect(work, [path], assumptions=Assumptions(date_order="dmy"))
    assert len(work.vault.readings()) == 2


def test_a_newer_reader_reads_again(work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gawah.readers import whatsapp

    path = written(tmp_path / CHAT_NAME, chat())
    collect(work, [path])
    monkeypatch.setattr(whatsapp, "VERSION", "0-next")
    collect(work, [path])
    assert len(work.vault.readings()) == 2


def test_what_nobody_could_read_is_tried_again_by_a_newer_gawah_only(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / "noise.bin", NOISE)
    collect(work, [path])
    collect(work, [path])
    assert len(work.vault.readings()) == 1
    newer = Workspace(work.vault, replace(work.acting, tool="gawah 99"), work.clock)
    collect(newer, [path])
    assert len(work.vault.readings()) == 2


def test_two_exports_that_overlap_show_each_message_once(work: Workspace, tmp_path: Path) -> None:
    [early] = collect(work, [written(tmp_path / "a" / CHAT_NAME, chat(FIRST))]).items
    [late] = collect(work, [written(tmp_path / "b" / CHAT_NAME, chat(FIRST[2:] + SECOND))]).items
    assert (early.new, early.known) == (4, 0)
    assert (late.new, late.known) == (3, 2)
    rows = work.vault.page()
    assert len(rows) == work.vault.total() == 7
    assert len(work.vault.page(Filters(include_same=True))) == 9
    assert len(work.vault.conversations()) == 1
    assert [row.at_ms for row in rows] == sorted(row.at_ms for row in rows if row.at_ms is not None)


# --- Folders


def test_a_folder_is_its_files_and_the_list_that_sha256sum_checks(work: Workspace, tmp_path: Path) -> None:
    place = folder(tmp_path / "export", instagram())
    whole, *files = collect(work, [place]).items
    assert (whole.item.media_type, whole.item.name, whole.item.part_of) == (FOLDER_TYPE, "export", None)
    assert {one.item.part_of for one in files} == {whole.item.id}
    assert {one.item.name: original(work, one) for one in files} == instagram()
    listed = original(work, whole)
    printed = subprocess.run(
        ["sha256sum", *sorted(instagram())], cwd=place, capture_output=True, check=True, text=True
    ).stdout.splitlines(keepends=True)
    assert listed.decode() == "".join(sorted(printed))
    assert subprocess.run(["sha256sum", "-c", "--quiet", "-"], cwd=place, input=listed, check=False).returncode == 0
    assert whole.summary is not None
    assert (whole.summary.reader, whole.summary.conserved, whole.new) == ("instagram", True, 4)
    assert {one.summary for one in files} == {None}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_odd_file_names_are_kept_and_listed_as_sha256sum_lists_them(work: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "odd"
    place.mkdir()
    for number, name in enumerate((b"back\\slash", b"line\nbreak", b"latin-1 \xe9", "امی.txt".encode(), b" ", b"-n", b"*")):
        (place / os.fsdecode(name)).write_bytes(b"%d" % number)
    whole, *files = collect(work, [place]).items
    listed = original(work, whole)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "-"], cwd=place, input=listed, check=False).returncode == 0
    assert {one.item.name for one in files} == {"back\\slash", "line\nbreak", "latin-1 \\xe9", "امی.txt", " ", "-n", "*"}
    assert len(listed.splitlines()) == 7


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_an_export_with_an_odd_name_is_read(work: Workspace, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_bytes(chat())
    [kept] = collect(work, [path]).items
    assert (kept.item.name, kept.new) == ("caf\\xe9.txt", 7)


def test_a_zip_and_the_folder_of_it_give_the_same_records(work: Workspace, tmp_path: Path) -> None:
    [packed] = collect(work, [zipped(tmp_path / "export.zip", instagram())]).items
    ids = [row.id for row in work.vault.page()]
    whole, *_ = collect(work, [folder(tmp_path / "export", instagram())]).items
    assert packed.summary is not None
    assert whole.summary is not None
    assert (packed.new, whole.new, whole.known) == (4, 0, 4)
    assert [row.id for row in work.vault.page()] == ids
    assert {row.id for row in work.vault.page(Filters(item=whole.item.id, include_same=True))} == set(ids)
    same = ("messages", "events", "records_in_source", "conserved", "conversations", "first", "last", "members", "codes")
    assert {key: getattr(whole.summary, key) for key in same} == {key: getattr(packed.summary, key) for key in same}


@pytest.mark.parametrize("deep", ["", "backup/of/it/"])
def test_exports_of_several_platforms_in_one_folder_are_all_read(work: Workspace, tmp_path: Path, deep: str) -> None:
    place = folder(tmp_path / "phone", {f"{deep}{CHAT_NAME}": chat(FIRST), "odd.bin": NOISE})
    folder(place / "instagram-rabia", instagram())
    zipped(place / "chats.zip", {CHAT_NAME: chat()})
    zipped(place / "again.zip", instagram())
    kept = {one.item.name: one for one in collect(work, [place]).items}
    found = {name: (one.summary.reader, one.new, one.known) for name, one in kept.items() if one.summary is not None}
    assert {(reader, new + known) for reader, new, known in found.values() if reader} == {
        ("instagram", 4),
        ("whatsapp", 4),
        ("whatsapp", 7),
    }
    assert work.vault.total() == 11
    assert all(one.summary.conserved for one in kept.values() if one.summary is not None)
    before = work.vault.size(), len(work.vault.readings())
    collect(work, [place])
    assert (work.vault.size(), len(work.vault.readings())) == before


def test_a_chat_with_a_zip_beside_it_leaves_neither_out(work: Workspace, tmp_path: Path) -> None:
    place = folder(tmp_path / "evidence", {CHAT_NAME: chat(), "IMG-1.jpg": b"\xff\xd8\xff"})
    zipped(place / "instagram.zip", instagram())
    whole, *files = collect(work, [place]).items
    assert whole.summary is not None
    assert (whole.summary.reader, whole.new) == ("whatsapp", 7)
    assert {one.item.name: one.new for one in files if one.summary is not None} == {"instagram.zip": 4, "IMG-1.jpg": 0}
    assert (whole.summary.members, "member-unread" in whole.summary.codes) == ({"total": 3, "read": 1, "unread": 0}, False)


def test_a_folder_that_is_no_export_is_opened_up_and_all_that_lies_in_it_is_read(work: Workspace, tmp_path: Path) -> None:
    other = b'{"neither": "this nor that"}'
    place = folder(tmp_path / "phone", {f"chats/{CHAT_NAME}": chat(), "odd.json": other, "deep/er/note.rtf": b"{\\rtf1 x}"})
    zipped(place / "again.zip", instagram())
    kept = {one.item.name: one for one in collect(work, [place]).items}
    found = {name: (one.summary.reader, one.new, one.known) for name, one in kept.items() if one.summary is not None}
    assert found == {
        "chats": ("whatsapp", 7, 0),
        "odd.json": (None, 0, 0),
        "deep/er/note.rtf": ("document", 1, 0),
        "again.zip": ("instagram", 4, 0),
    }
    inner, outer = kept["chats"], kept["phone"]
    assert (inner.item.media_type, inner.item.part_of) == (FOLDER_TYPE, outer.item.id)
    listed = original(work, inner)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "-"], cwd=place / "chats", input=listed, check=False).returncode == 0
    assert work.vault.total() == 12
    before = work.vault.size(), len(work.vault.readings())
    collect(work, [place])
    assert (work.vault.size(), len(work.vault.readings())) == before


def test_links_are_left_out(work: Workspace, tmp_path: Path) -> None:
    outside = folder(tmp_path / "outside", {"secret.txt": b"not brought"})
    place = folder(tmp_path / "export", instagram())
    (place / "link.txt").symlink_to(outside / "secret.txt")
    (place / "links").symlink_to(outside)
    (place / "dangling").symlink_to(tmp_path / "nothing")
    whole, *files = collect(work, [place]).items
    assert {one.item.name for one in files} == set(instagram())
    assert b"link" not in original(work, whole)
    assert whole.summary is not None
    assert whole.summary.sha256 == whole.item.sha256
    assert whole.new == 4


# --- What cannot be brought


def test_nothing_is_kept_when_one_of_the_paths_is_not_there(work: Workspace, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable):
        collect(work, [written(tmp_path / CHAT_NAME, chat()), tmp_path / "nothing"])
    assert work.vault.items() == []


def test_a_pipe_or_a_socket_is_refused_and_not_waited_for(work: Workspace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        # bound by another process's leave: the tests open no door
        node = tmp_path / "node"
        try:
            made.bind(str(node))
        except (RuntimeError, OSError):
            node = tmp_path / "pipe"
    for path in (tmp_path / "pipe", node):
        with pytest.raises(SourceUnreadable):
            collect(work, [path])
    place = folder(tmp_path / "export", instagram())
    os.mkfifo(place / "pipe")
    assert {one.item.name for one in collect(work, [place]).items} == {"export", *instagram()}


def test_a_file_that_may_not_be_read_is_named_as_the_fault_and_nothing_is_kept(
    work: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder(tmp_path / "export", instagram())
    inner = Path.open

    def refusing(self: Path, *rest: object, **named: object) -> object:
        if self.name == "following.json":
            raise PermissionError(errno.EACCES, "canary", str(self))
        return inner(self, *rest, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(SourceUnreadable) as refused:
        collect(work, [place])
    assert "following" not in str(refused.value)
    assert work.vault.items() == []
    assert list((work.vault.folder / "tmp").iterdir()) == []


def test_a_file_changed_while_it_is_read_is_kept_as_it_was_and_not_read(work: Workspace, tmp_path: Path) -> None:
    path = written(tmp_path / CHAT_NAME, chat())
    other = chat().replace(b"Imran", b"Irman")

    def change(done: int, total: int | None) -> None:
        if done == total:
            path.write_bytes(other)

    [kept] = collect(work, [path], progress=change).items
    held_whole(work, kept, chat())
    assert kept.summary is None
    assert work.vault.total() == 0
    assert ops(work)[-1] == "import-check"
    [as_is] = collect(work, [path]).items
    assert (as_is.item.sha256, as_is.new) == (sha256(other), 7)


# --- A drive that refuses


@pytest.fixture
def _no_hook() -> Iterator[None]:
    yield
    _points.hook = None


def _fail(point: str, code: int, after: int) -> None:
    """The drive refuses at this step, from the `after`-th time on."""
    left = after

    def hook(name: str) -> None:
        nonlocal left
        left -= name == point
        if name == point and left <= 0:
            raise OSError(code, "canary", "canary")

    _points.hook = hook


@pytest.mark.usefixtures("_no_hook")
@pytest.mark.parametrize(("code", "expected"), [(errno.ENOSPC, DiskFull), (errno.EIO, VaultUnwritable)])
@pytest.mark.parametrize(
    ("point", "after"),
    [
        ("blob-write-half", 1),
        ("blob-write-half", 2),
        ("blob-fsync", 2),
        ("blob-rename", 1),
        ("checkpoint-half", 1),
        ("checkpoint-half", 2),
        ("checkpoint-rename", 3),
    ],
)
def test_a_full_drive_loses_nothing_that_was_acknowledged(
    work: Workspace, tmp_path: Path, point: str, after: int, code: int, expected: type[GawahError]
) -> None:
    [before] = collect(work, [written(tmp_path / "before.txt", chat(AMBIGUOUS))]).items
    rows = work.vault.total()
    exports = [written(tmp_path / CHAT_NAME, chat()), written(tmp_path / "noise.bin", NOISE)]
    _fail(point, code, after)
    with pytest.raises(expected) as refused:
        collect(work, exports)
    assert refused.value.exit_code == (41 if code == errno.ENOSPC else 40)
    assert "canary" not in str(refused.value)
    _points.hook = None
    work.vault.close()
    with LocalVault.open(work.vault.folder, PASSPHRASE) as vault:
        again = Workspace(vault, work.acting, work.clock)
        held_whole(again, before, chat(AMBIGUOUS))
        assert vault.check(full=True).problems == ()
        assert vault.total() in (rows, rows + 7)
        first, second = collect(again, exports).items
        held_whole(again, first, chat())
        held_whole(again, second, NOISE)
        assert vault.total() == rows + 7
        assert vault.check(full=True).problems == ()
        assert vault.check(full=True).orphans == ()


# --- Who, and how far


def test_progress_only_grows_and_ends_at_the_whole(work: Workspace, tmp_path: Path) -> None:
    paths = [written(tmp_path / "large.bin", bytes(5_000_000)), folder(tmp_path / "export", instagram())]
    paths.append(written(tmp_path / "same.bin", bytes(5_000_000)))
    told: list[tuple[int, int | None]] = []
    collect(work, paths, progress=lambda done, total: told.append((done, total)))
    total = 10_000_000 + sum(map(len, instagram().values()))
    assert {whole for _, whole in told} == {total}
    done = [each for each, _ in told]
    assert done == sorted(done)
    assert done[-1] == total
    assert len(done) > 8


def test_who_acts_and_on_whose_behalf_stands_in_every_entry(work: Workspace, tmp_path: Path) -> None:
    helper = add_agent(work, "helper", role="helper", name="A. Helper", acts_for="me")
    before = work.vault.size()
    person = work.acting.agent
    helping = Workspace(work.vault, Acting(agent=helper.id, for_agent=helper.acts_for, tool=work.acting.tool), work.clock)
    [kept] = collect(helping, [written(tmp_path / CHAT_NAME, chat())], note="handed over on a stick").items
    collect(helping, [written(tmp_path / CHAT_NAME, chat())], assumptions=Assumptions(zone="Asia/Karachi"))
    done = work.vault.events()[before:]
    assert [event.op for event in done] == ["acquire", "read", "read"]
    assert {(event.agent, event.for_agent) for event in done} == {(helper.id, person)}
    act = work.vault.acquisition(kept.item.id)
    assert (act.agent, act.for_agent, act.note, act.items) == (helper.id, person, "handed over on a stick", (kept.item.id,))


def test_the_receipt_names_the_head_and_the_key(work: Workspace, tmp_path: Path) -> None:
    receipt = collect(work, [written(tmp_path / CHAT_NAME, chat())])
    head = work.vault.checkpoint()
    assert (receipt.checkpoint_size, receipt.checkpoint_root) == (head.size, head.root) == (work.vault.size(), head.root)
    assert receipt.fingerprint == work.vault.fingerprint


def test_first_bytes_suggest_a_grade_before_anything_is_read(work: Workspace, tmp_path: Path) -> None:
    png = b"\x89PNG\r\n\x1a\n" + NOISE
    kept = collect(work, [written(tmp_path / "shot.png", png), written(tmp_path / CHAT_NAME, chat())]).items
    assert [one.item.grade for one in kept] == ["screenshot", "platform-export"]


def test_a_folder_of_many_files_that_nobody_can_read_is_not_as_many_syncs(work: Workspace, tmp_path: Path) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(60):
        (pictures / f"canary {number}.bin").write_bytes(b"\0\1 canary %d" % number)
    commits: list[str] = []
    _points.hook = lambda name: commits.append(name) if name == "commit" else None
    try:
        receipt = collect(work, [pictures])
    finally:
        _points.hook = None
    assert len(commits) <= 3
    assert len(receipt.items) == 61
    assert all(work.vault.readings(kept.item.id) for kept in receipt.items if kept.item.part_of)
    assert work.vault.check(full=True).problems == ()
