"""WhatsApp chats made of a text, for the tests of their reader."""

from collections.abc import Sequence
from pathlib import Path

from gawah.readers import whatsapp
from gawah.readers._conservation import Tiling, records_in_source
from gawah.readers._reader import Options
from gawah.readers._source import Source
from gawah.records.content import Event, Message, ReadProblem, Record

LRM, NNBSP = "\u200e", "\u202f"


def read(path: Path, options: Options | None = None, siblings: Sequence[Source] = ()) -> list[Record]:
    """All records; the whole of every chat must be accounted for."""
    tiling = Tiling()
    found = []
    with Source(path) as source:
        source.siblings = tuple(siblings)
        for record in whatsapp.read(source, options or Options()):
            tiling.watch(record)
            found.append(record)
        assert records_in_source(whatsapp, source, tiling)[1]
    return found


class Chat:
    """Writes a text as an export and reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "chat.txt"

    def __call__(self, text: str | bytes, options: Options | None = None) -> list[Message | Event]:
        self.records = self.all(text, options)
        return [record for record in self.records if isinstance(record, Message | Event)]

    def all(self, text: str | bytes, options: Options | None = None) -> list[Record]:
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(self.path, options)

    @property
    def problems(self) -> list[tuple[str, str, int]]:
        return [(each.code, each.severity, each.count) for each in self.records if isinstance(each, ReadProblem)]
