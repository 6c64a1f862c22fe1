"""What a bundle folder says about itself, without any key: every file that is missing, changed, unexpected or wrongly listed.

Stricter than BagIt asks (RFC 8493): the tag manifest must be there, both lists must name the same file once, nothing may lie in the
folder that no list names except the seal, and nothing may be a link.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from gawah.dossier.bundle import DECLARATION, MANIFEST, PUBLIC_KEY, SEAL, STAMP, TAG_MANIFEST
from gawah.records.digest import sha256_stream

State: TypeAlias = Literal["missing", "changed", "unexpected", "malformed", "invalid"]
"""missing: listed or required and not there; changed: another digest than listed; unexpected: there and not listed;
malformed: not of its form; invalid: of its form, and a check of what it claims fails."""

LONGEST_LIST: Final = 1 << 26
"""Bytes of the longest manifest that is read."""

_REQUIRED: Final = {
    "bagit.txt": "Without it this is no bundle.",
    MANIFEST: "Without it nothing says what the payload was.",
    TAG_MANIFEST: "Without it anybody could have changed the list of the payload, and the seal says nothing.",
    SEAL: "The list is not signed.",
    PUBLIC_KEY: "The key that the seal is to be checked with is not there.",
}

_LINE: Final = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,200})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was sealed.

    Attributes:
        file: Path in the bundle, `/` between folders; a name that is not plain ASCII is shown escaped.
        state: What is wrong with it.
        detail: A sentence.
    """

    file: str
    state: State
    detail: str


def differences(folder: Path) -> tuple[Difference, ...]:
    """Every difference between the files in `folder` and its two lists, in order of file name; empty when all is as listed.

    Signatures and proofs are not looked at here. A file that cannot be read counts as changed.
    """
    there = dict(_walk(folder))
    payload, faults = _read_list(folder, MANIFEST)
    tags, more = _read_list(folder, TAG_MANIFEST)
    listed = {**payload, **tags}
    found = [*faults, *more, *_misplaced(payload, tags)]
    found += [_missing(name) for name in sorted({*listed, *_REQUIRED}) if name not in there]
    found += [
        _unexpected(name) for name, kind in there.items() if kind != "file" or name not in {*listed, TAG_MANIFEST, SEAL, STAMP}
    ]
    for name, digest in listed.items():
        if there.get(name) == "file" and _digest(folder / name) != digest:
            found.append(Difference(file=name, state="changed", detail="Its SHA-256 is not the one that is listed."))
    if there.get("bagit.txt") == "file" and _read(folder / "bagit.txt", 1024) != DECLARATION:
        found.append(Difference(file="bagit.txt", state="malformed", detail="It does not declare BagIt 1.0."))
    return tuple(sorted(found, key=lambda d: (d.file, d.state)))


def listed(folder: Path) -> dict[str, str]:
    """SHA-256 of every file that the two lists of a bundle name, by its path in it; lines of another form are passed over."""
    return {**_read_list(folder, MANIFEST)[0], **_read_list(folder, TAG_MANIFEST)[0]}


def _walk(folder: Path) -> Iterator[tuple[str, Literal["file", "other"]]]:
    """Every entry below `folder` that is no folder; links are named and not followed."""
    for root, folders, names in os.walk(folder):
        here = Path(root)
        for name in (*names, *(each for each in folders if (here / each).is_symlink())):
            path = here / name
            regular = path.is_file() and not path.is_symlink()
            yield path.relative_to(folder).as_posix(), "file" if regular else "other"


def _read_list(folder: Path, name: str) -> tuple[dict[str, str], list[Difference]]:
    data = _read(folder / name, LONGEST_LIST)
    if data is None:
        return {}, []
    listed: dict[str, str] = {}
    faults: list[Difference] = []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or ".." in match[2].split("/") or match[2].startswith("/"):
            faults.append(Difference(file=name, state="malformed", detail=f"Line {number} is not a digest, two spaces and a path."))
        elif match[2] in listed:
            faults.append(Difference(file=name, state="malformed", detail=f"Line {number} lists a file that is listed before."))
        else:
            listed[match[2]] = match[1]
    return listed, faults


def _misplaced(payload: dict[str, str], tags: dict[str, str]) -> Iterator[Difference]:
    """Payload belongs into the one list, everything else into the other; the seal and the tag manifest into none."""
    for name in payload:
        if not name.startswith("data/"):
            yield Difference(file=MANIFEST, state="malformed", detail=f"It lists {name}, which is no payload.")
    for name in tags:
        if name.startswith("data/") or name in {TAG_MANIFEST, SEAL, STAMP}:
            yield Difference(file=TAG_MANIFEST, state="malformed", detail=f"It lists {name}, which belongs elsewhere.")
    if MANIFEST not in tags:
        yield Difference(
            file=TAG_MANIFEST, state="malformed", detail=f"It does not list {MANIFEST}, so the seal does not cover the payload."
        )


def _missing(name: str) -> Difference:
    return Difference(file=name, state="missing", detail=_REQUIRED.get(name, "It is listed and not there."))


def _unexpected(name: str) -> Difference:
    shown = name.encode("ascii", "backslashreplace").decode("ascii")
    return Difference(file=shown, state="unexpected", detail="No list names it, or it is not a plain file.")


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return sha256_stream(stream)[0]
    except OSError:
        return None


def _read(path: Path, most: int) -> bytes | None:
    """The first `most` bytes of a plain file; None when it cannot be read."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            return stream.read(most)
    except OSError:
        return None
