"""Put the fonts into src/gawah/dossier/fonts and the language data of Tesseract into src/gawah/readers/tessdata.

They come from npm packages that tools/assets/package-lock.json pins by integrity hash, and every file must have the SHA-256 that
tools/assets/fonts.sha256 or tools/assets/tessdata.sha256 states; `sha256sum -c` reads the same lists. Nothing is fetched when all
files are there already. Whoever installs the wheel needs none of this: the files are in it.
"""

import gzip
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tools" / "assets"
WORK = ROOT / "build" / "assets"
PACKAGES = WORK / "node_modules"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of file: what it is called, where it goes, the list of names and digests, and how its bytes are taken from a
    package.
    """

    name: str
    folder: Path
    listed: str
    taken: Callable[[str], bytes]

    def wanted(self) -> dict[str, str]:
        """The name of each file and its SHA-256, from the committed list."""
        lines = (PINS / self.listed).read_text(encoding="ascii").splitlines()
        return {name: digest for digest, name in (line.split("  ") for line in lines)}

    def differing(self) -> list[str]:
        """The names of the files that are missing or are not what the list states."""
        return [name for name, digest in self.wanted().items() if not _is(self.folder / name, digest)]


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def font(name: str) -> bytes:
    """A font of this name, or `OFL-<package>.txt`: the package's font licence."""
    fonts = PACKAGES / "@expo-google-fonts"
    if name.startswith("OFL-"):
        return (fonts / name.removeprefix("OFL-").removesuffix(".txt") / "LICENSE_FONT").read_bytes()
    found = list(fonts.glob(f"*/*/{name}"))
    if len(found) != 1:
        raise SystemExit(f"gawah: {name} stands {len(found)} times in the packages, not once")
    return found[0].read_bytes()


def language(name: str) -> bytes:
    """The language data of this name: Tesseract's best models with whole numbers, which read as well and take half the room."""
    packed = PACKAGES / "@tesseract.js-data" / name.removesuffix(".traineddata") / "4.0.0_best_int" / f"{name}.gz"
    return gzip.decompress(packed.read_bytes())


FONTS = Kind("font", ROOT / "src" / "gawah" / "dossier" / "fonts", "fonts.sha256", font)
LANGUAGES = Kind("language", ROOT / "src" / "gawah" / "readers" / "tessdata", "tessdata.sha256", language)
KINDS = (FONTS, LANGUAGES)


def fetch() -> None:
    """Install the pinned packages under build/; npm checks the integrity hashes."""
    subprocess.run([ROOT / "tools" / "debian.sh", "npm=npm"], check=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(PINS / name, WORK / name)
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=WORK, check=True, stdout=sys.stderr)


def main() -> None:
    """Fetch and copy what differs; end with an error when a file is not what its list states."""
    missing = {kind.name: kind.differing() for kind in KINDS}
    if not any(missing.values()):
        return
    fetch()
    for kind in KINDS:
        kind.folder.mkdir(parents=True, exist_ok=True)
        for name in missing[kind.name]:
            partial = kind.folder / f".{name}.part"
            partial.write_bytes(kind.taken(name))
            partial.replace(kind.folder / name)
        wrong = kind.differing()
        if wrong:
            raise SystemExit(f"gawah: not what tools/assets/{kind.listed} states: {', '.join(wrong)}")
        if missing[kind.name]:
            print(f"gawah: {len(missing[kind.name])} {kind.name} files are in {kind.folder.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
