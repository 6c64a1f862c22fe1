"""What each problem code means. A code never gets a second meaning; a new one gets a line here, and `make docs` documents it."""

from typing import Final

PROBLEMS: Final[dict[str, str]] = {
    "cell-formula": "cells hold formulas; the value that was last worked out is taken",
    "cells-merged": "cells are merged; what stands in them is taken for every row that they cover",
    "count-mismatch": "a count that the source states does not agree with the records found",
    "digest-differs": "bytes do not have the digest that the source states for them",
    "embedded": "a message or an archive inside another one; it is kept with it",
    "field-duplicate": "a field stands twice in one record; the first is used",
    "field-missing": "a row of a log does not say when it happened, or what; it is not entered",
    "field-unknown": "a field that this version does not know; its value is kept in the original",
    "length-differs": "a length that the source states does not agree with its bytes",
    "limit-reached": "a limit of size, depth, memory or time was reached; the rest was not read",
    "log-applied": "a database came with its write-ahead log (a file ending in -wal); what stands only there was read with it",
    "log-missing": "a database was used with a write-ahead log (a file ending in -wal) that is not here; the newest may be missing",
    "log-unread": "the write-ahead log beside a database could not be used; the newest entries are missing",
    "mapping-needed": "a table: nobody has said yet what its columns hold; `gawah table FILE` writes a mapping to look through",
    "media-missing": "the source names a picture or file, or says that there was one, and does not hold it",
    "member-encrypted": "a file inside the export is encrypted",
    "member-unread": "a file inside the export that no reader reads and no record refers to; it is kept with the export",
    "member-unreadable": "a file inside the export is damaged",
    "name-repeated": "two files inside the export have the same name; both are read",
    "name-unsafe": "a file name inside the export is unsafe; it is used as a name only, never as a path",
    "not-recognised": "no reader recognised the file; it is kept as it is",
    "packed-together": "records that belong packed one by one are packed together; they were read one after the other",
    "part-missing": "a part of the export is not here; another file of the same export holds it",
    "platform-uncertain": "two platforms write such a file, and nothing in it tells whose it is; it is read as the likelier one's",
    "record-unreadable": "a record could not be read",
    "row-not-kept": "a row of a log is marked as material that may show a child; it is not entered: `gawah add no-capture` asks for"
    " what may be kept",
    "text-repaired": "text in a damaged encoding was repaired, without loss",
    "text-undecodable": "text in an encoding that could not be read",
    "time-ambiguous": "day and month of the dates cannot be told apart; say which with --date-order",
    "time-serial": "a time is written as a number of days, as spreadsheets count them from 1900",
    "time-unreadable": "a time could not be read; it is kept as stated",
    "word-unknown": "a word in a column of fixed words, such as tactics, is none that is known; it stays in the original",
}
"""Each code with one line of meaning."""

SEVERITIES: Final[dict[str, str]] = {
    "info": "worth knowing",
    "warning": "something was repaired or is uncertain",
    "loss": "something in the source is not in the records",
}
"""How much a problem matters, from the least on."""


def meaning(code: str) -> str:
    """The meaning of a code; for a code of a newer version, that it has one."""
    return PROBLEMS.get(code, "a problem that this version has no words for")
