"""The page engine: one call, in this process or in one of its own.

In one process the engine keeps what it worked out for one document while it sets the next; a process for each volume gives all
that back. What goes there and comes back goes through pipes: a line of JSON that says what follows, then bytes. Nothing of it is
in arguments or on the drive.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from gawah.records.errors import GlyphMissing

STANDARDS = (("a-3a", "ua-1"), ("a-3b",))
"""PDF/A-3a for archives (ISO 19005-3, with attachments) and PDF/UA-1 for readers who listen (ISO 14289-1). Both ask that every
glyph can be traced to its characters. Where one sequence of letters in the evidence does not allow that, the page must not fail:
then the dossier is PDF/A-3b."""

_UNTRACEABLE = "missing codepoints"


def compile_pdf(memory: dict[str, bytes], folder: Path, made_at: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of `main.typ` in `memory`, with the fonts in `folder`, and which of `STANDARDS` it meets. Raises GlyphMissing."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    # The stubs leave out that `input` takes a dictionary of files, which keeps everything in memory.
    compile_ = cast(Any, typst.compile)
    seconds = int(datetime.fromisoformat(made_at).timestamp())
    for standards in STANDARDS:
        try:
            pdf = compile_(memory, font_paths=fonts, ignore_system_fonts=True, pdf_standards=list(standards), timestamp=seconds)
        except typst.TypstError as fault:
            if _UNTRACEABLE not in fault.message:
                break
        else:
            return bytes(pdf), standards
    # The engine's own message quotes the document; it stays here.
    raise GlyphMissing("the page engine refused the document")


def compile_apart(memory: dict[str, bytes], folder: Path, made_at: str) -> tuple[bytes, tuple[str, ...]]:
    """The same in a process of its own. Raises GlyphMissing when it refuses the document or ends before it is set."""
    head = {"folder": str(folder), "made_at": made_at, "files": [[name, len(data)] for name, data in memory.items()]}
    told = b"".join((json.dumps(head).encode("ascii"), b"\n", *memory.values()))
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", "-m", "gawah.dossier.engine"], input=told, capture_output=True, check=False
    )
    line, _, pdf = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        raise GlyphMissing("the page engine refused the document")
    return pdf, tuple(json.loads(line)["standards"])


def main(told: BinaryIO, answer: BinaryIO) -> int:
    """Read what `compile_apart` sends, set it, send the PDF back; 1 when the engine refuses it. Says nothing else anywhere."""
    _leave_no_core()
    head = json.loads(told.readline())
    memory = {name: told.read(size) for name, size in head["files"]}
    try:
        pdf, standards = compile_pdf(memory, Path(head["folder"]), head["made_at"])
    except GlyphMissing:
        return 1
    answer.write(json.dumps({"standards": standards}).encode("ascii") + b"\n" + pdf)
    answer.flush()
    return 0


def _leave_no_core() -> None:
    """A crash must not write what people wrote to the drive."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
