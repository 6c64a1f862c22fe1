"""Whether a name stands in a bundle, looked for as a stranger would: with grep, pdftotext, pdfdetach and pdfinfo alone."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_NEEDED = ("grep", "pdftotext", "pdfdetach", "pdfinfo")


def missing() -> list[str]:
    """Which of the programs are not installed here."""
    return [name for name in _NEEDED if shutil.which(name) is None]


def times(bundle: Path, spellings: Sequence[str]) -> dict[str, int]:
    """How often one of the spellings stands there, in small or large letters, by where it was looked for: in every byte of every
    file, in the names of the files, in the text of the PDFs, in the files inside them, in what they say of themselves.

    Raises FileNotFoundError when a program of `missing` would be needed.
    """
    patterns = "".join(f"{one}\n" for one in spellings).encode()
    names = "".join(f"{path.relative_to(bundle)}\n" for path in sorted(bundle.rglob("*"))).encode()
    pdfs = sorted(bundle.rglob("*.pdf"))
    with TemporaryDirectory() as place:
        inside = Path(place)
        for number, pdf in enumerate(pdfs):
            _ran("pdfdetach", "-saveall", "-o", _made(inside / str(number)), pdf)
        return {
            "every byte of its files": _stands(patterns, b"".join(_all(bundle))),
            "their names": _stands(patterns, names),
            "the text of the PDF": _stands(patterns, b"".join(_ran("pdftotext", pdf, "-") for pdf in pdfs)),
            "the files inside it": _stands(patterns, b"".join(_all(inside))),
            "its metadata": _stands(patterns, b"".join(_ran("pdfinfo", pdf) + _ran("pdfinfo", "-meta", pdf) for pdf in pdfs)),
        }


def told(bundle: Path, spellings: Sequence[str], held: str) -> bool:
    """Print what `times` finds, behind `held`. Whether it is nothing, or could not be looked for here, which is printed too."""
    if missing():
        print(f"whether the name stands in {bundle.name} was not looked at: {', '.join(missing())} not installed here")
        return True
    found = times(bundle, spellings)
    listed = ", ".join(f"{count} in {where}" for where, count in found.items())
    print(f"{held};\nin {bundle.name} no spelling may stand. Found by grep, pdftotext, pdfdetach and pdfinfo: {listed}")
    return not any(found.values())


def _all(folder: Path) -> Iterator[bytes]:
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        yield path.read_bytes() + b"\n"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _stands(patterns: bytes, data: bytes) -> int:
    """Lines that grep prints, one for each time. The names go to it on a pipe."""
    with TemporaryDirectory() as place:
        looked_for = Path(place) / "patterns"
        looked_for.write_bytes(patterns)
        done = subprocess.run(
            ("grep", "-aioFf", looked_for), input=data, capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"}
        )
    if done.returncode > 1:
        raise OSError("grep could not look")
    return done.stdout.count(b"\n")


def _ran(*command: str | Path) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout
