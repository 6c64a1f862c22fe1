"""Every sample of every reader: claimed by its own reader alone, read as its golden file says, alike from a zip, never a crash."""

import json
import random
import shutil
from pathlib import Path

import pytest

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._ocr import available
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem, Record, Transcript
from tests.readers.golden import KINDS, SAMPLES, Sample, lines, samples, zipped

ALL = samples()
CANARY = "canary"
every_sample = pytest.mark.parametrize("sample", ALL, ids=[sample.name for sample in ALL])


def test_every_reader_has_a_sample() -> None:
    assert {sample.reader_name for sample in ALL} == set(_registry.readers())


def test_every_sample_folder_says_what_it_is() -> None:
    for source in SAMPLES.rglob("source"):
        assert (source.parent / "about.toml").is_file(), source.parent.name
    for sample in ALL:
        assert sample.about["made"], sample.name
        assert sample.about["imitates"], sample.name


@every_sample
def test_exactly_its_own_reader_claims_it(sample: Sample) -> None:
    with Source(sample.path) as source:
        assert _registry.identify(source) == [sample.reader_name]


@every_sample
def test_reading_gives_the_golden_file(sample: Sample) -> None:
    # Split at "\n" alone: texts may hold U+2028 and other line ends that str.splitlines knows.
    expected = sample.expected.read_text("utf-8").split("\n")[:-1]
    if not available():  # the language data is assembled by `make assets`
        expected = [line for line in expected if json.loads(line)["type"] != "transcript"]
    assert lines(sample) == expected


@every_sample
def test_every_record_of_the_source_is_accounted_for(sample: Sample) -> None:
    tiling = Tiling()
    arrived = 0
    with Source(sample.path) as source:
        for record in sample.reader.read(source, sample.options):
            tiling.watch(record)
            arrived += (
                record.records if isinstance(record, ReadProblem) else isinstance(record, Message | Event | Capture | Duplicate)
            )
        count, accounted = records_in_source(sample.reader, source, tiling)
    assert accounted
    assert arrived == count


@every_sample
def test_reading_twice_and_from_a_zip_gives_the_same_ids(sample: Sample, tmp_path: Path) -> None:
    first = sample.read()
    assert ids(first) == ids(sample.read())
    assert len(set(ids(first))) == len(ids(first))
    if sample.path.is_dir():
        assert ids(sample.read(zipped(sample.path, tmp_path / f"{sample.path.name}.zip"))) == ids(first)


@every_sample
def test_cut_flipped_and_shuffled_copies_never_crash_it(sample: Sample, tmp_path: Path) -> None:
    chance = random.Random(sample.name)
    for attempt in range(12):
        copy = damaged(sample.path, tmp_path / str(attempt), chance)
        with Source(copy) as source:
            _registry.identify(source)
        for record in sample.read(copy):
            assert type(record) in KINDS
        shutil.rmtree(tmp_path / str(attempt))


@every_sample
def test_problems_and_printed_records_carry_no_content(sample: Sample) -> None:
    for record in sample.read():
        assert sample.about.get("canary", CANARY) not in repr(record).lower()


@every_sample
def test_a_canary_flies_in_it(sample: Sample) -> None:
    """Else the test above proves nothing."""
    if "/broken/" not in sample.name:
        assert sample.about.get("canary", CANARY) in "\n".join(lines(sample)).lower()


def ids(records: list[Record]) -> list[str]:
    return [record.id for record in records if isinstance(record, Message | Event | Capture | Transcript)]


def damaged(path: Path, target: Path, chance: random.Random) -> Path:
    """A copy in which one file was cut, had a bit turned, or had its lines shuffled."""
    if path.is_dir():
        copy = Path(shutil.copytree(path, target / path.name))
        files = sorted(file for file in copy.rglob("*") if file.is_file())
    else:
        target.mkdir()
        copy = Path(shutil.copy(path, target / path.name))
        files = [copy]
    victim = chance.choice(files)
    data = bytearray(victim.read_bytes())
    harm = chance.choice(("cut", "flip", "shuffle"))
    if harm == "cut":
        del data[chance.randrange(len(data) + 1) :]
    elif harm == "flip" and data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    else:
        pieces = bytes(data).split(b"\n")
        chance.shuffle(pieces)
        data = bytearray(b"\n".join(pieces))
    victim.write_bytes(data)
    return copy
