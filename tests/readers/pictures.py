"""Sources made of single files, for tests of pictures and recordings."""

from pathlib import Path

from gawah.readers import image, recording
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Capture, ReadProblem, Record


def read(folder: Path, data: bytes, name: str = "canary.bin") -> list[Record]:
    """What the reader that claims the file yields; the file is held to the conservation law."""
    (folder / name).write_bytes(data)
    with Source(folder / name) as source:
        reader = image if image.identify(source) else recording
        assert reader.identify(source)
        records, tiling = [], Tiling()
        for record in reader.read(source, Options()):
            tiling.watch(record)
            records.append(record)
        assert records_in_source(reader, source, tiling) == (1, True)
    return records


def captured(folder: Path, data: bytes, name: str = "canary.bin") -> Capture:
    """The one capture in a file."""
    (found,) = [record for record in read(folder, data, name) if isinstance(record, Capture)]
    return found


def codes(records: list[Record]) -> list[str]:
    """The codes of problems."""
    return [record.code for record in records if isinstance(record, ReadProblem)]
