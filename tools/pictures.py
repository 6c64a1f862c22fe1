"""`python -m tools.pictures`: the pictures of the README, from the demo's case (`make demo` first), with poppler's programs."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import typst

from gawah.dossier.glyphs import FONTS

ROOT = Path(__file__).parents[1]
CASE = ROOT / "demo-case"
PICTURES = ROOT / "docs" / "pictures"
PDF = CASE / "dossier" / "data" / "dossier.pdf"
_ARABIC_WORD = re.compile("[\u0600-\u06ff]{3,}")


def main() -> int:
    """Write both pictures."""
    if not PDF.exists():
        sys.exit("pictures: run `make demo` first")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page = '#set page(width: auto, height: auto, margin: 4mm, fill: white)\n#image("timeline.svg", width: 170mm)'
    picture = cast("Any", typst.compile)(
        {"main.typ": page.encode(), "timeline.svg": (CASE / "timeline.svg").read_bytes()},
        format="png",
        ppi=130,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )
    (PICTURES / "timeline.png").write_bytes(picture)
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-gray", "-singlefile", "-f", str(_page()), PDF, PICTURES / "dossier-page"],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return 0


def _page() -> int:
    """The page of the exhibits with the most lines in Urdu script."""
    done = subprocess.run(["pdftotext", PDF, "-"], capture_output=True, text=True, check=True)
    pages = done.stdout.split("\f")
    return max(range(4, len(pages)), key=lambda number: len(_ARABIC_WORD.findall(pages[number]))) + 1


if __name__ == "__main__":
    sys.exit(main())
