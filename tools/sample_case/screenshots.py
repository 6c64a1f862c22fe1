"""Screenshots, set with Typst in the fonts of the package, which write Urdu properly.

Where the fonts have not been assembled yet the pictures are still made; Urdu then shows as Typst's own fonts can.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import typst

_HERE = Path(__file__).parent
_FONTS = _HERE.parent.parent / "src" / "gawah" / "dossier" / "fonts"
_DOTS_PER_INCH = 192.0


def screens() -> Iterator[tuple[str, str, bytes]]:
    """The name of each file, what it shows, and the PNG."""
    with (_HERE / "screenshots.toml").open("rb") as stream:
        listed = tomllib.load(stream)["screen"]
    for screen in listed:
        picture = typst.compile(
            _HERE / "screenshots.typ",
            font_paths=[_FONTS] if _FONTS.is_dir() else [],
            ignore_system_fonts=True,
            format="png",
            ppi=_DOTS_PER_INCH,
            sys_inputs={"screen": json.dumps(screen)},
        )
        assert isinstance(picture, bytes)
        yield screen["file"], screen["what"], picture
