"""The whole sample case: exports, screenshots, papers, one file that nobody can read, and case.json beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.sample_case import case_file, instagram, whatsapp
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


def write(out: Path, seed: int = SEED) -> Written:
    """Write the case into the folder `out`: the evidence under `evidence/`, case.json beside it."""
    exports = _exports(seed)
    others: list[tuple[str, str, bytes]] = []
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


def _exports(seed: int) -> list[Export]:
    story = tell(seed)
    exports = [
        whatsapp.export(CHATS[key], said, dice(seed, f"{key}/media")) for key, said in story.items() if CHATS[key].platform != "instagram"
    ]
    threads = {key: said for key, said in story.items() if CHATS[key].platform == "instagram"}
    exports.append(instagram.export(threads, remarks(seed), dice(seed, "instagram/media")))
    return exports
