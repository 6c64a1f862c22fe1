"""The durable steps come in the order that docs/spec/vault.md promises (evidence-and-security 1.7)."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.vault import _points, durable
from gawah.vault._points import POINTS
from gawah.vault.local import LocalVault
from tests.vault.invented import AT, acting, keep, make


@pytest.fixture
def steps() -> Iterator[list[str]]:
    """The names of the steps as they are reached."""
    reached: list[str] = []
    _points.hook = reached.append
    yield reached
    _points.hook = None


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[LocalVault]:
    made, _ = make(tmp_path / "vault")
    with made:
        yield made


def test_an_original_is_durable_before_it_is_named_and_named_before_it_is_signed(vault: LocalVault, steps: list[str]) -> None:
    keep(vault, b"canary")
    assert steps == list(POINTS[: POINTS.index("erase-leaf")])


def test_an_erasure_is_entered_before_anything_goes(vault: LocalVault, steps: list[str]) -> None:
    item = keep(vault, b"canary")
    steps.clear()
    vault.erase(item.id, AT, acting(vault))
    first = steps.index("erase-leaf")
    assert steps[:first].count("commit") == 1
    assert [name for name in steps if name.startswith("erase")] == list(POINTS[POINTS.index("erase-leaf") :])
    assert steps[first : steps.index("erase-rows")].count("commit") == 1


def test_files_of_an_act_are_synced_together_before_the_first_is_renamed(
    vault: LocalVault, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc to name what is synced")
    monkeypatch.setattr(os, "fsync", fsync)
    with vault.keeping(AT, acting(vault)) as keeping:
        for number in range(5):
            keeping.keep(io.BytesIO(b"canary %d" % number), name="canary", media_type="text/plain")
    relative = [Path(name).relative_to(vault.folder.resolve()).parts for name in synced]
    blobs = [parts for parts in relative if parts[0] in ("tmp", "blobs")]
    kinds = ["file" if parts[0] == "tmp" and not parts[1].endswith(".note") else parts[0] for parts in blobs]
    assert kinds[:5] == ["file"] * 5
    assert kinds.count("file") == 5
    assert ("blobs",) in relative
    assert {len(parts) for parts in relative if parts[0] == "blobs"} == {1, 2}
    assert relative[-1] == ("checkpoints",)
    assert steps.index("blob-rename") > len(steps) - 1 - steps[::-1].index("blob-fsync")


def test_a_large_group_is_synced_renamed_and_its_folders_synced_in_this_order(vault: LocalVault) -> None:
    told: list[tuple[str, Path]] = []
    durable.recorder = lambda step, path, _other: told.append((step, path))
    try:
        with vault.keeping(AT, acting(vault)) as keeping:
            for number in range(40):
                keeping.keep(io.BytesIO(b"canary %d" % number), name="canary", media_type="text/plain")
    finally:
        durable.recorder = None
    originals = {path for step, path in told if step == "rename" and path.parent.name == "tmp" and path.suffix != ".note"}
    assert len(originals) == 40
    order = [step for step, path in told if path in originals or "blobs" in path.parts]
    written, synced, renamed = order.index("sync"), order.index("rename"), len(order) - 1 - order[::-1].index("rename")
    assert set(order[:written]) == {"create", "write"}
    assert order[written:synced].count("sync") == 40
    assert "sync" not in order[synced:]
    assert set(order[renamed + 1 :]) == {"sync-folder"}
    folders = {path.parent for path in vault.folder.glob("blobs/*/*")}
    assert {path for step, path in told if step == "sync-folder"} >= folders | {vault.folder / "blobs"}
