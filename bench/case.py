"""A vault to measure with; its passphrase costs little, for what it costs is no part of these figures."""

from collections.abc import Iterable
from pathlib import Path

from gawah.records.digest import DigestingWriter, sha256_stream
from gawah.seal.keys import Cost
from gawah.usecases._workspace import Workspace
from gawah.vault.local import Acting, LocalVault

AT = "2026-01-01T00:00:00Z"
PASSPHRASE = "canary on a quiet roof"  # noqa: S105 - of a case that is thrown away
TOOL = "gawah bench"


def make(folder: Path) -> Workspace:
    """An empty case in `folder`, open."""
    vault, _ = LocalVault.create(folder, PASSPHRASE, at=AT, tool=TOOL, cost=Cost(64, 1, 1), allow_weak=True)
    return work(vault)


def open_again(folder: Path) -> Workspace:
    """The case in `folder`."""
    return work(LocalVault.open(folder, PASSPHRASE))


def work(vault: LocalVault) -> Workspace:
    """What the use cases want."""
    acting = Acting(agent=vault.agents()[0].id, for_agent=None, tool=TOOL)
    return Workspace(vault=vault, acting=acting, clock=lambda: AT)


def digests(paths: Iterable[Path]) -> set[str]:
    """The SHA-256 of each file."""
    found = set()
    for path in paths:
        with path.open("rb") as stream:
            found.add(sha256_stream(stream)[0])
    return found


def originals(vault: LocalVault) -> set[str]:
    """The SHA-256 of each original, as it comes out of the vault again; manifests of folders left out."""
    found = set()
    for item in vault.items():
        if item.name.endswith(".bin"):
            out = DigestingWriter(_Nowhere())
            vault.read_blob(item.id, out)
            found.add(out.sha256)
    return found


class _Nowhere:
    """Takes what is only to be hashed on the way."""

    def write(self, data: bytes, /) -> int:
        return len(data)
