"""Look into a built wheel: the fonts, their licences, the language data, and every data file of the package must be in it."""

import sys
import zipfile
from pathlib import Path

from tools.assets import KINDS, ROOT

SOURCE = ROOT / "src"


def expected() -> set[str]:
    """The names that must be in the wheel: every file of the package, and fonts and language data by name even if they were not
    made.
    """
    files = {path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    names = {path.relative_to(SOURCE).as_posix() for path in files}
    return names | {(kind.folder / name).relative_to(SOURCE).as_posix() for kind in KINDS for name in kind.wanted()}


def main(path: Path) -> None:
    """Say what is missing, or how large the wheel is."""
    with zipfile.ZipFile(path) as wheel:
        missing = sorted(expected() - set(wheel.namelist()))
    if missing:
        raise SystemExit(f"gawah: missing in the wheel: {', '.join(missing)}")
    print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
