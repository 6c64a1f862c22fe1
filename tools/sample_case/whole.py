"""The whole sample case: exports, screenshots, papers, one file that nobody can read, and case.json beside them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.sample_case import case_file, instagram, mail, screenshots, whatsapp
from tools.sample_case.cast import CHATS
from tools.sample_case.story import dice, remarks, tell
from tools.sample_case.tally import Export

SEED = 20240901


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How much was written: what people authored, what platforms said, export files, all files."""

    messages: int
    events: int
    exports: int
    files: int


def write(out: Path, seed: int = SEED, *, daily: bool = True) -> Written:
    """Write the case into the folder `out`: the evidence under `evidence/`, case.json beside it. Without `daily` it is a fifth as
    large: the conversations in which nothing but ordinary days stands are left out.
    """
    exports = _exports(seed, daily=daily)
    others = list(_others(seed))
    files: Mapping[str, bytes] = {one.name: one.data for one in exports} | {name: data for name, _, data in others}
    folder = out / "evidence"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (out / "case.json").write_bytes(case_file.written(exports, [{"file": name, "what": what} for name, what, _ in others], seed))
    return Written(
        messages=sum(one.tally.messages for one in exports),
        events=sum(one.tally.events for one in exports),
        exports=len(exports),
        files=len(files),
    )


def _exports(seed: int, *, daily: bool) -> list[Export]:
    story = tell(seed, daily=daily)
    exports = [
        whatsapp.export(CHATS[key], said, dice(seed, f"{key}/media"))
        for key, said in story.items()
        if CHATS[key].platform != "instagram"
    ]
    threads = {key: said for key, said in story.items() if CHATS[key].platform == "instagram"}
    exports.append(instagram.export(threads, remarks(seed), dice(seed, "instagram/media")))
    exports.append(mail.export(dice(seed, "mail")))
    return exports


def _others(seed: int) -> Iterator[tuple[str, str, bytes]]:
    """The name, a description and the bytes of what is no export."""
    yield from screenshots.screens()
    yield "notes-june.txt", "Her own notes, as plain text", _NOTES.encode()
    yield (
        "recovered_0001.bin",
        "A file from a broken phone that no program reads; kept all the same",
        dice(seed, "bin").randbytes(48_611),
    )


_NOTES = """things to remember (june)

- gave the three slips to the office with the first complaint, kept copies in the blue folder
- Ustad ji will say what he saw on 28 February if anyone asks
- do NOT answer at night. phone in the kitchen
- ask: how long do they keep the file open?

امی کی دوائی جمعرات کو
"""
