"""`large`: files of a gigabyte. Hashing and encrypting in memory beside `openssl dgst -sha256`; keeping beside `cp` and a sync."""

import tempfile
from itertools import count
from pathlib import Path

from bench import case, invented_files
from bench.timing import interleaved, ratio, run, table
from gawah.seal.age import Recipient
from gawah.seal.cipher import Cipher
from gawah.seal.keys import RootSecret


class _Nowhere:
    """Takes what is not to be kept."""

    def write(self, data: memoryview, /) -> int:
        return len(data)


def measure(*, repeat: int, size: int, number: int = 2) -> bool:
    """Print the figures for `number` files of `size` bytes; False when a result was wrong."""
    with tempfile.TemporaryDirectory(prefix="bench-large-") as name:
        folder = Path(name)
        total = invented_files.write(folder / "source", number, size)
        files = sorted((folder / "source").iterdir())
        print(f"\nlarge: {number} files, {total / 1e6:,.0f} MB, {repeat} interleaved repetitions, files read before (warm)")
        recipient, cipher = Recipient(RootSecret.generate().recipient()), Cipher()
        hashed: dict[str, set[str]] = {}

        def openssl() -> None:
            hashed["openssl"] = {line.rsplit(" ", 1)[-1] for line in run("openssl", "dgst", "-sha256", *files).splitlines()}

        def sealed() -> None:
            hashed["ours"] = set()
            for path in files:
                with path.open("rb", buffering=0) as stream:
                    hashed["ours"].add(cipher.seal(recipient, stream, _Nowhere()).sha256)

        turn = count()

        def copied() -> None:
            run("cp", "-r", folder / "source", folder / f"copy-{next(turn)}")
            run("sync", "-f", folder)

        def kept() -> None:
            work = case.make(folder / f"vault-{next(turn)}")
            with work.vault, work.vault.keeping(case.AT, work.acting) as keeping:
                for path in files:
                    with path.open("rb", buffering=0) as stream:
                        keeping.keep(stream, name=path.name, media_type="application/octet-stream")

        memory = interleaved(repeat, {"openssl dgst -sha256": openssl, "hash and encrypt": sealed})
        table(memory, total)
        print("  hash and encrypt: " + ratio(memory, "openssl dgst -sha256", "hash and encrypt", 0.5))
        run("sync", "-f", folder)
        drive = interleaved(repeat, {"cp -r, sync": copied, "kept in a vault": kept})
        table(drive, total)
        print("  kept in a vault: " + ratio(drive, "cp -r, sync", "kept in a vault", 0.8))
        last = max(folder.glob("vault-*"), key=lambda path: int(path.name.partition("-")[2]))
        with case.open_again(last).vault as vault:
            right = hashed["openssl"] == hashed["ours"] == case.originals(vault) and not vault.check(full=True).problems
        print("  digests: " + ("as openssl has them, in memory and out of the vault" if right else "WRONG"))
        return right
