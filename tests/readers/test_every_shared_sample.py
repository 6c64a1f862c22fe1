"""Every file that others made and MANIFEST.tsv names: claimed by exactly its own reader, or kept and said to be nobody's; all of it
is accounted for, and reading it twice gives the same.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from gawah.readers import _registry
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, Duplicate, Event, Message, ReadProblem
from gawah.usecases._finding import sources
from tests.readers.golden import SHARED

pytestmark = pytest.mark.shared

READERS = {
    "email-eml": "email",
    "email-mbox": "email",
    "email-msg-pst": "email",
    "google-chat": "google_chat",
    "google-voice": "google_voice",
    "mhtml": "web_page",
    "sms-backup-restore": "sms_backup",
    "wacz": "web_archive",
    "warc": "web_archive",
}
"""Formats whose reader has another name than the folder of its samples."""

OTHERS = {
    ("google-chat", "*/group_info.json"): None,  # names a group; without its messages it says nothing
    ("signal", "chat-miner__signal_export.txt"): "whatsapp",  # a text in WhatsApp's own form, which says nothing of Signal
    ("email-eml", "*.expected.json"): None,  # what another parser makes of the mail beside it
    ("schemas", "*"): None,  # tables about formats: nobody says anything in them
    ("signal", "*.txtproto"): None,  # the text twin of a binary backup, for people
    ("facebook", "*expected-only.json"): None,  # what a test of others expects, without the export
    ("imessage", "*/streamtyped/*"): None,  # one value of a database, used by the tests of its reader
    ("imessage", "*.plist"): None,
}
"""Files that are nobody's, or another reader's, each with its reason."""


def _rows() -> list[dict[str, str]]:
    manifest = SHARED / "MANIFEST.tsv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


ROWS = _rows()
each = pytest.mark.parametrize("row", ROWS, ids=[f"{row['format']}/{row['file']}" for row in ROWS])


def expected(row: dict[str, str]) -> str | None:
    name = Path(row["file"])
    for (format_, pattern), reader in OTHERS.items():
        if row["format"] == format_ and name.match(pattern):
            return reader
    return READERS.get(row["format"], row["format"])


def counted(source: Source, reader: str) -> Iterator[tuple[str, int]]:
    """Ids of the records, and how many each stands for."""
    for record in _registry.readers()[reader].read(source, Options()):
        if isinstance(record, ReadProblem):
            yield record.code, record.records
        elif isinstance(record, Message | Event | Capture):
            yield record.id, 1
        elif isinstance(record, Duplicate):
            yield record.of, 1


@each
def test_it_is_read_by_its_own_reader_whole_and_alike(row: dict[str, str]) -> None:
    wanted = expected(row)
    found = [one for one in sources(SHARED / row["format"] / row["file"]) if not one.opened]
    assert [one.reader for one in found] == [wanted]
    source = found[0].source
    assert isinstance(source, Source)
    assert _registry.identify(source) == ([] if wanted is None else [wanted])
    if wanted is None:
        return
    tiling = Tiling()
    for record in _registry.readers()[wanted].read(source, Options()):
        tiling.watch(record)
    once, again = list(counted(source, wanted)), list(counted(source, wanted))
    count, whole = records_in_source(_registry.readers()[wanted], source, tiling)
    assert whole
    assert sum(number for _, number in once) == count
    assert once == again
