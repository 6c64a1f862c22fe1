"""The recovery sheet: one page with the key in letters and as a QR code, and what to do with it, in English and Urdu.

The key reaches the page engine in memory and stands nowhere else: not in a file, not in an argument, not in the document's title.
"""

import io
import json
from importlib.resources import files
from pathlib import Path

import segno

from gawah.dossier import engine, glyphs

_GROUP = 4
_PREFIX = "AGE-SECRET-KEY-1"


def typeset(recovery: str, fingerprint: str, made_at: str, fonts: Path = glyphs.FONTS) -> bytes:
    """The sheet as PDF.

    Args:
        recovery: The recovery key, `AGE-SECRET-KEY-1...`.
        fingerprint: Of the key that signs the vault's ledger: tells which vault the sheet belongs to.
        made_at: `YYYY-MM-DDTHH:MM:SSZ`.
        fonts: The folder of the package's fonts.

    Raises GlyphMissing: The page engine refused it.
    """
    rest = recovery.removeprefix(_PREFIX)
    groups = [rest[at : at + _GROUP] for at in range(0, len(rest), _GROUP)]
    sheet = {"prefix": _PREFIX, "groups": groups, "fingerprint": fingerprint, "day": made_at[:10]}
    memory = {
        "main.typ": (files("gawah.dossier") / "templates" / "recovery.typ").read_bytes(),
        "sheet.json": json.dumps(sheet).encode("ascii"),
        "key.svg": _picture(recovery),
    }
    return engine.compile_pdf(memory, fonts, made_at)[0]


def matrix(recovery: str) -> list[list[bool]]:
    """The QR code (ISO/IEC 18004) of the key, row by row without the quiet zone: true is dark. A quarter of it may be damaged."""
    return [[bool(module) for module in row] for row in _code(recovery).matrix]


def _code(recovery: str) -> segno.QRCode:
    return segno.make(recovery, error="q", micro=False, boost_error=False)


def _picture(recovery: str) -> bytes:
    out = io.BytesIO()
    _code(recovery).save(out, kind="svg", border=4, svgclass=None, lineclass=None, omitsize=True, xmldecl=False)
    return out.getvalue()
