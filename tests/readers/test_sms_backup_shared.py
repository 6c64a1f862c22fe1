"""SMS backups of others: each read whole, with what their own files state and what their projects' tests expect."""

import json
from pathlib import Path

import pytest

from gawah.readers import _registry, sms_backup
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record

pytestmark = pytest.mark.shared

FOUND = {
    "sms-backup-manager__emptySms.xml": (0, 0, "count says 2,444 and the file holds none"),
    "sms-backup-manager__sms-and-mms.xml": (3, 0, "count says 2: its maker added an MMS by hand"),
    "sms-backup-manager__sms-non-dupes-2.xml": (2, 0, None),
    "sms-backup-manager__sms-non-dupes.xml": (2, 0, None),
    "sms-backup-reader-2__sample_mms.xml": (4, 0, None),
    "sms-backup-reader-2__sample_small.xml": (7, 0, None),
    "sms-backup-reader-2__sms_small.xml": (12, 0, None),
    "sms-backup-restore-parser__minimal_calls.xml": (0, 1, None),
    "sms-backup-restore-parser__minimal_mms.xml": (1, 0, None),
    "sms-backup-restore-parser__minimal_sms.xml": (1, 0, None),
    "sms-backup-restore-parser__mixed.xml": (4, 0, None),
}
"""Messages, events, and why the count that the file states differs."""


def read(path: Path) -> list[Record]:
    tiling = Tiling()
    records = []
    with Source(path) as source:
        assert _registry.identify(source) == ["sms_backup"]
        for record in sms_backup.read(source, Options()):
            tiling.watch(record)
            records.append(record)
        assert records_in_source(sms_backup, source, tiling)[1]
    return records


def test_every_sample_is_expected_here(shared_samples: Path) -> None:
    assert {path.name for path in (shared_samples / "sms-backup-restore").glob("*.xml")} == set(FOUND)


@pytest.mark.parametrize("name", sorted(FOUND))
def test_every_sample_is_read_whole(shared_samples: Path, name: str) -> None:
    records = read(shared_samples / "sms-backup-restore" / name)
    wanted, events, differs = FOUND[name]
    assert sum(isinstance(each, Message) for each in records) == wanted
    assert sum(isinstance(each, Event) for each in records) == events
    codes = {each.code for each in records if isinstance(each, ReadProblem)}
    assert ("count-mismatch" in codes) == (differs is not None)
    assert codes <= {"count-mismatch", "media-missing"}


def test_counts_are_those_of_expected_json(shared_samples: Path) -> None:
    folder = shared_samples / "sms-backup-restore"
    for name, told in json.loads((folder / "expected.json").read_text("utf-8")).items():
        assert sum(isinstance(each, Message | Event) for each in read(folder / name)) == told["declared_count"]


def test_line_breaks_and_pictures_are_those_of_the_file(shared_samples: Path) -> None:
    folder = shared_samples / "sms-backup-restore"
    bodies = [each.body for each in read(folder / "sms-backup-reader-2__sms_small.xml") if isinstance(each, Message)]
    assert bodies[9] == "Body text 10\nBody text 11\nBody text 12"
    kinds = [
        each.attachments[0].media_type for each in read(folder / "sms-backup-reader-2__sample_mms.xml") if isinstance(each, Message)
    ]
    assert kinds == ["image/png", "video/mp4", "audio/mpeg", "application/pdf"]
