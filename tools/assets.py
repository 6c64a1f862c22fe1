"""Put the fonts and their licences into src/gawah/dossier/fonts.

They come from npm packages that tools/assets/package-lock.json pins by integrity hash, and every file must have the SHA-256 that
tools/assets/fonts.sha256 states; `sha256sum -c` reads the same list. Nothing is fetched when all files are there already.
Whoever installs the wheel needs none of this: the fonts are in it.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = ROOT / "tools" / "assets"
FONTS = ROOT / "src" / "gawah" / "dossier" / "fonts"
WORK = ROOT / "build" / "assets"
PACKAGES = WORK / "node_modules" / "@expo-google-fonts"


def wanted() -> dict[str, str]:
    """The name of each file and its SHA-256, from the committed list."""
    lines = (PINS / "fonts.sha256").read_text(encoding="ascii").splitlines()
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def differing(files: dict[str, str]) -> list[str]:
    """The names of the files that are missing or are not what the list states."""
    return [name for name, digest in files.items() if not _is(FONTS / name, digest)]


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def fetch() -> None:
    """Install the pinned packages under build/; npm checks the integrity hashes."""
    subprocess.run([ROOT / "tools" / "debian.sh", "npm=npm"], check=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(PINS / name, WORK / name)
    subprocess.run(["npm", "ci", "--loglevel=error"], cwd=WORK, check=True, stdout=sys.stderr)


def origin(name: str) -> Path:
    """Where a file stands among the packages: `OFL-<package>.txt` is the package's font licence, all else a font of that name."""
    if name.startswith("OFL-"):
        return PACKAGES / name.removeprefix("OFL-").removesuffix(".txt") / "LICENSE_FONT"
    found = list(PACKAGES.glob(f"*/*/{name}"))
    if len(found) != 1:
        raise SystemExit(f"gawah: {name} stands {len(found)} times in the packages, not once")
    return found[0]


def main() -> None:
    """Fetch and copy what differs; end with an error when a file is not what the list states."""
    files = wanted()
    missing = differing(files)
    if not missing:
        return
    fetch()
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in missing:
        partial = FONTS / f".{name}.part"
        shutil.copyfile(origin(name), partial)
        partial.replace(FONTS / name)
    wrong = differing(files)
    if wrong:
        raise SystemExit(f"gawah: not what tools/assets/fonts.sha256 states: {', '.join(wrong)}")
    print(f"gawah: {len(missing)} font files are in {FONTS.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
