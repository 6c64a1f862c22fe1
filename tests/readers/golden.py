"""Samples and their golden files: which there are, how one is opened, and a record as one line of JSON.

A sample is `tests/samples/<reader>/<case>/` with `about.toml`, `source/` and `expected.jsonl`; damaged ones stand in
`tests/samples/<reader>/broken/<case>/`. Keys of about.toml that the suite knows: `made` and `imitates` (required), `open` (what
inside `source/` is opened; without it the folder `source` itself), `date_order` and `mapping` (what the person says), `canary` (a
word that must not reach problems or errors; `canary` when not given).
"""

import json
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from gawah.readers import _registry
from gawah.readers._reader import Options, Reader
from gawah.readers._source import Source
from gawah.records.content import Capture, Conversation, Duplicate, Event, Framing, Message, ReadProblem, Record, Transcript

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "samples"
"""Samples of others, beside the project; absent in a plain clone."""
KINDS: dict[type, str] = {
    Conversation: "conversation",
    Message: "message",
    Event: "event",
    Capture: "capture",
    Transcript: "transcript",
    Duplicate: "duplicate",
    ReadProblem: "problem",
    Framing: "framing",
}


@dataclass(frozen=True)
class Sample:
    """One sample folder."""

    folder: Path

    @property
    def name(self) -> str:
        """Such as `whatsapp/urdu-digits`."""
        return self.folder.relative_to(SAMPLES).as_posix()

    @property
    def reader_name(self) -> str:
        """The reader whose sample it is."""
        return self.name.split("/", 1)[0]

    @property
    def reader(self) -> Reader:
        """Its module."""
        return _registry.readers()[self.reader_name]

    @cached_property
    def about(self) -> dict[str, Any]:
        """What about.toml says."""
        return tomllib.loads((self.folder / "about.toml").read_text("utf-8"))

    @property
    def path(self) -> Path:
        """What is opened."""
        return self.folder / "source" / str(self.about.get("open", ""))

    @property
    def expected(self) -> Path:
        """The golden file."""
        return self.folder / "expected.jsonl"

    @property
    def options(self) -> Options:
        """What the person says about it."""
        return Options(date_order=self.about.get("date_order"), mapping=self.about.get("mapping"))

    def read(self, path: Path | None = None) -> list[Record]:
        """All records of the sample, or of another path read as this sample is."""
        with Source(path or self.path) as source:
            return list(self.reader.read(source, self.options))


def samples() -> list[Sample]:
    """Every sample of every reader, by name."""
    return [Sample(about.parent) for about in sorted(SAMPLES.rglob("about.toml"))]


def lines(sample: Sample) -> list[str]:
    """What the golden file should say: every record in order, one line of JSON each."""
    return [as_line(record) for record in sample.read()]


def as_line(record: Record) -> str:
    """A record as JSON: `type`, `id` where it has one, all fields that differ from nothing; sorted keys, real characters.

    Of what a machine read, its words: how sure it was, and of which place to the pixel, is not the same on every processor.
    """
    fact = {"type": KINDS[type(record)], **_plain(record)}
    if isinstance(record, Transcript):
        fact = {name: fact[name] for name in ("type", "of", "conversation", "body", "locator", "sent_at")}
    if isinstance(record, Message | Event):
        fact["id"] = record.id
    return json.dumps(fact, ensure_ascii=False, sort_keys=True)


def zipped(folder: Path, target: Path) -> Path:
    """A zip of the folder, names relative to it."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return target


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return dict(_said(value))
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


def _said(record: Any) -> Iterator[tuple[str, Any]]:
    """Fields with something in them: lines stay readable, and a new field with a default changes no golden file."""
    for field in fields(record):
        value = getattr(record, field.name)
        if value is not None and value != () and value is not False:
            yield field.name, _plain(value)
