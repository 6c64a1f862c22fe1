"""Tables that no platform wrote: a mapping of their columns is proposed, confirmed by a person, and kept with the reading."""

from pathlib import Path

from gawah.readers._table_mapping import MAX_SIZE, MappingUnusable, mapping_of
from gawah.records.errors import BadInput, SourceUnreadable
from gawah.usecases.reading import Reading

_COLUMNS = "# Columns: "


def table(path: Path) -> str:
    """A mapping for the table at `path` in TOML, to be looked through by a person. The file is read in a worker; nothing is kept.

    Raises:
        SourceUnreadable: The file is not there or may not be read.
        BadInput: It does not look like a table of messages, or a reader knows it.
    """
    for source in Reading([path]).sources():
        for _ in source.records():
            pass
        if source.proposal:
            return source.proposal
        if source.reader not in (None, "table"):
            raise BadInput("a reader knows this file: it needs no mapping")
    raise BadInput("this does not look like a table: no column of times, or none of words; a mapping can still be written by hand")


def confirmed(path: Path) -> str:
    """What a mapping file says, in the form in which it is kept. Raises SourceUnreadable, or BadInput where it cannot be used."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except OSError:
        raise SourceUnreadable("the mapping is not there, or you may not read it") from None
    if len(data) > MAX_SIZE:
        raise BadInput("the mapping is larger than a mapping can be")
    try:
        return mapping_of(data.decode("utf-8-sig")).stated()
    except MappingUnusable as error:
        raise BadInput(str(error)) from None
    except UnicodeDecodeError:
        raise BadInput("the mapping is not UTF-8") from None


def columns_of(proposal: str) -> str:
    """The names of the columns that a proposal lists."""
    return next((line.removeprefix(_COLUMNS) for line in proposal.splitlines() if line.startswith(_COLUMNS)), "")
