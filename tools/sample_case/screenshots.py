"""Screenshots, set with Typst in the fonts of the package, which write Urdu properly.

Where the fonts have not been assembled yet the pictures are still made; Urdu then shows as Typst's own fonts can.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_FONTS = _HERE.parent.parent / "src" / "gawah" / "dossier" / "fonts"
_DOTS_PER_INCH = 192.0


def names() -> list[str]:
    """The names of the files, without drawing them."""
    return [screen["file"] for screen in _listed()]


def words(name: str) -> str:
    """What is to be read in the picture of that name, top to bottom: what a person writes down who looks at it."""
    [screen] = [screen for screen in _listed() if screen["file"] == name]
    lines = [f"{entry['name']}  {entry['when']}\n{entry['text']}".strip() for entry in screen["entries"]]
    return "\n".join((screen["title"], *lines)).replace("⏎", "\n")


def screens() -> Iterator[tuple[str, str, bytes]]:
    """The name of each file, what it shows, and the PNG."""
    for screen in _listed():
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


def _listed() -> list[dict[str, Any]]:
    with (_HERE / "screenshots.toml").open("rb") as stream:
        listed: list[dict[str, Any]] = tomllib.load(stream)["screen"]
    return listed
