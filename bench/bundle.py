"""`bundle`: a bundle of exhibits beside bagit.py's make_bag over the same files.

The same files: the exhibits, and the proofs and sheets that a bundle holds. `make_bag` turns a folder into a bag in its place; a
bundle is written beside what it was made from. So the peer copies the files and makes the bag there, in one process, with the one
digest that a bundle has. Both end with everything synced to the drive.
"""

import shutil
import tempfile
from itertools import count
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # it has no stubs

from bench import invented_files
from bench.timing import interleaved, ratio, run, table
from gawah.dossier import bundle
from gawah.records.digest import sha256
from gawah.vault.durable import GroupSync


def measure(*, repeat: int, number: int, size: int) -> bool:
    """Print the figure for `number` exhibits of `size` bytes; False when a bag is not valid."""
    with tempfile.TemporaryDirectory(prefix="bench-bundle-") as name:
        folder = Path(name)
        total = invented_files.write(folder / "source", number, size)
        files = sorted((folder / "source").iterdir())
        print(f"\nbundle: {number:,} exhibits, {total / 1e6:,.0f} MB, {repeat} interleaved repetitions")
        bundle.write(folder / "first", _bundle(files), lambda _data: bytes(64))
        for path in [*(folder / "first").glob("*manifest*"), folder / "first" / "bagit.txt", folder / "first" / "bag-info.txt"]:
            path.unlink()
        turn = count()
        last: dict[str, Path] = {}

        def theirs() -> None:
            last["theirs"] = folder / f"theirs-{next(turn)}"
            shutil.copytree(folder / "first", last["theirs"])
            bagit.make_bag(str(last["theirs"]), checksums=["sha256"])
            run("sync", "-f", folder)

        def ours() -> None:
            last["ours"] = folder / f"ours-{next(turn)}"
            with GroupSync(folder) as syncing:
                bundle.write(last["ours"], _bundle(files), lambda _data: bytes(64), syncing=syncing)

        run("sync", "-f", folder)
        times = interleaved(repeat, {"copy, bagit.make_bag": theirs, "gawah bundle": ours})
        table(times, total)
        print("  bundle: " + ratio(times, "copy, bagit.make_bag", "gawah bundle", 1.5))
        found = [sha256(path.read_bytes()) for path in sorted((last["ours"] / "data" / "exhibits").iterdir())]
        right = found == [sha256(path.read_bytes()) for path in files]
        for place in last.values():
            right &= bool(bagit.Bag(str(place)).is_valid())
        print("  bags: " + ("valid for bagit, with the bytes of the source" if right else "WRONG"))
        return right


def _bundle(files: list[Path]) -> bundle.Bundle:
    """A bundle with these exhibits; proofs and sheets are small and stand for real ones."""
    small = b"canary\n" * 100
    return bundle.Bundle(
        dossier_id="0" * 32,
        date="2026-01-01",
        tool="gawah bench",
        fingerprint="0" * 64,
        pdf=small,
        exhibits_json=b"{}",
        hash_report=small,
        checkpoint_size=1,
        checkpoint=small,
        public_pem=small,
        exhibits=tuple(
            bundle.ExhibitFiles(number=f"E{place:04}", file=f"E{place:04}.bin", data=_data(path), leaf=small, proof=small)
            for place, path in enumerate(files, 1)
        ),
    )


def _data(path: Path) -> bytes:
    return path.read_bytes()
