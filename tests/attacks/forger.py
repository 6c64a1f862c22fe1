"""A forger who has a bundle in hand, and what `gawah verify` and a stranger with a shell say of it then."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gawah.dossier import bundle
from gawah.records.digest import sha256
from gawah.seal.keys import SigningKey
from gawah.usecases.verify import Verification, verify
from tests.dossier import sample

LISTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
OWNER, OTHER = sample.KEY, SigningKey.from_bytes(bytes(32))
PDF, EXHIBIT, ROW = "data/dossier.pdf", "data/exhibits/E0002.txt", "ledger/rows/E0002.json"


def handed_over(place: Path, case: sample.Case) -> Path:
    """The bundle of the invented case, as its owner sealed it."""
    bundle.write(place, case.bundle, OWNER.sign)
    return place


@dataclass(frozen=True, slots=True)
class Forger:
    """Changes one copy of a bundle, and repairs what can be repaired."""

    folder: Path

    @classmethod
    def of(cls, sealed: Path, place: Path) -> "Forger":
        """With a copy of their own."""
        return cls(Path(shutil.copytree(sealed, place)))

    def write(self, name: str, data: bytes) -> "Forger":
        """Put other bytes in the place of a file, or a file where there was none."""
        (self.folder / name).write_bytes(data)
        return self

    def change(self, name: str, how: Callable[[bytes], bytes]) -> "Forger":
        """Change the bytes of a file."""
        return self.write(name, how((self.folder / name).read_bytes()))

    def flip(self, name: str) -> "Forger":
        """Turn one bit in the middle of a file."""
        data = bytearray((self.folder / name).read_bytes())
        data[len(data) // 2] ^= 1
        return self.write(name, bytes(data))

    def drop(self, name: str) -> "Forger":
        """Take a file away."""
        (self.folder / name).unlink()
        return self

    def swap(self, one: str, other: str) -> "Forger":
        """Let two files change places."""
        first, second = ((self.folder / name).read_bytes() for name in (one, other))
        return self.write(one, second).write(other, first)

    def drop_exhibit(self, number: str) -> "Forger":
        """Take an exhibit away with everything that speaks of it."""
        for path in list(self.folder.rglob(f"{number}.*")):
            path.unlink()
        tree = json.loads((self.folder / "data/exhibits.json").read_bytes())
        tree["exhibits"] = [one for one in tree["exhibits"] if one["number"] != number]
        return self.write("data/exhibits.json", json.dumps(tree, ensure_ascii=False).encode())

    def relist(self, *lists: str) -> "Forger":
        """Write the lists of digests anew over what is there now."""
        files = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        members = {
            LISTS[0]: [name for name in files if name.startswith("data/")],
            LISTS[1]: [name for name in files if not name.startswith(("data/", "seal/")) and name != LISTS[1]],
        }
        for name in lists or LISTS:
            lines = [f"{sha256((self.folder / member).read_bytes())}  {member}\n" for member in members[name]]
            self.write(name, "".join(lines).encode())
        return self

    def seal(self, key: SigningKey) -> "Forger":
        """Seal the list anew, with the owner's key or with one of their own, which then lies in the bundle."""
        self.write(bundle.PUBLIC_KEY, key.public_pem())
        self.relist(LISTS[1])
        return self.write(bundle.SEAL, key.sign((self.folder / LISTS[1]).read_bytes()))

    def verified(self, *, key: SigningKey = OWNER) -> Verification:
        """What `gawah verify` says to someone who knows the key."""
        return verify(self.folder, key=key.fingerprint())

    def blamed(self) -> set[str]:
        """The files that it names."""
        return {difference.file for difference in self.verified().differences}


def turned(data: bytes) -> bytes:
    """A PDF with an object added by an incremental edit, as an editor would save it: everything before stays, byte for byte."""
    place = data.rindex(b"startxref")
    before = int(data[place:].split()[1])
    edit = b"\n9999 0 obj\n<< /Type /Annot /Rotate 90 >>\nendobj\n"
    at = len(data) + 1
    table = b"xref\n9999 1\n%010d 00000 n \n" % at
    trailer = b"trailer\n<< /Size 10000 /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (before, len(data) + len(edit))
    return data + edit + table + trailer
