"""A first guess at what the columns of a table hold, for a person to look through and confirm. It shows no cell of the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gawah.readers._csv import Form
from gawah.readers._csv_form import first_rows, guessed
from gawah.readers._table_mapping import ISO, MILLISECONDS, SECONDS, Mapping

_CLOCKS = ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", ", %I:%M %p", " %I:%M:%S %p", ", %I:%M:%S %p")
_DAYS = (
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d %b %Y",
    "%b %d, %Y",
)
_PATTERNS = (ISO, *(day + clock for day in _DAYS for clock in _CLOCKS))
_EPOCH = ((MILLISECONDS, re.compile(r"1[0-9]{12}")), (SECONDS, re.compile(r"1[0-9]{9}(\.\d+)?")))
_WORDS = {
    "sender": r"\b(from|sender|author|user|name|von|de|mittente|absender|remitente|who|بھیجنے والا|المرسل|प्रेषक)\b",
    "text": r"\b(text|message|body|content|comment|msg|nachricht|mensaje|texto|پیغام|متن|رسالة|संदेश)\b",
    "conversation": r"\b(chat|conversation|thread|group|channel|room|gruppe|grupo|گروپ)\b",
    "recipient": r"\b(to|recipient|receiver|an|para)\b",
    "id": r"\b(id|message id|msg id|guid|uuid)\b",
}
_LOOKED_AT = 60
_LONG_NAME = 60
_WORDY = 20
_LONGEST_TIME = 40
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table seems to hold.

    Attributes:
        form: How the file is written; its columns as they are called in a mapping.
        mapping: Which column holds what.
        unclear: Patterns that the times fit as well as the one in the mapping: day and month cannot be told apart.
    """

    form: Form
    mapping: Mapping
    unclear: tuple[str, ...]


def named(form: Form, *, header: bool) -> Form:
    """The form with its columns as a mapping calls them: by their names, or `column 1` and so on where there is no header."""
    if header:
        return form
    columns = tuple(f"column {at + 1}" for at in range(len(form.columns)))
    return Form(encoding=form.encoding, bom=form.bom, delimiter=form.delimiter, header=-1, columns=columns)


def guess(head: bytes) -> Guess | None:
    """A guess from the start of a file; None when it does not look like a table of messages: no column of times or none of words.

    A column is taken for the words when its name says so, else when its cells are long enough: lists of names, films and
    songs have times too.
    """
    form = guessed(head)
    if form is None:
        return None
    found = [row.fields for row in first_rows(head, form) if row.role == "row"]
    cells = [row for row in found if len(row) == len(form.columns)][: _LOOKED_AT + 1]
    header = not any(_formats([name]) or len(name) > _LONG_NAME for name in form.columns)
    rows = cells[1:] if header else cells
    form = named(form, header=header)
    times = {at: formats for at in range(len(form.columns)) if (formats := _formats([row[at] for row in rows]))}
    if not rows or not times:
        return None
    time = next(iter(times))
    roles = _roles(form.columns, rows, time)
    if "text" not in roles:
        return None
    unclear = tuple(pattern for pattern in times[time][1:] if "%d" in pattern and "%m" in pattern)
    names = {key: form.columns[at] for key, at in roles.items()}
    return Guess(form, Mapping(time=form.columns[time], time_format=times[time][0], header=header, **names), unclear)


def _formats(cells: Sequence[str]) -> tuple[str, ...]:
    """The formats in which most filled cells are times, all of those that fit the most."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled:
        return ()
    for name, digits in _EPOCH:
        if all(digits.fullmatch(cell) for cell in filled):
            return (name,)
    likely = [cell for cell in filled if len(cell) <= _LONGEST_TIME and sum(char.isdigit() for char in cell) >= _DIGITS]
    if 3 * len(likely) < 2 * len(filled):
        return ()
    probes = [Mapping(time="x", text="x", time_format=pattern) for pattern in _PATTERNS]
    probes = [probe for probe in probes if any(probe.when(cell) is not None for cell in likely[:10])]
    counts = {probe.time_format: sum(probe.when(cell) is not None for cell in filled) for probe in probes}
    most = max(counts.values(), default=0)
    return tuple(pattern for pattern, count in counts.items() if count == most) if most and 3 * most >= 2 * len(filled) else ()


def _roles(columns: Sequence[str], rows: Sequence[Sequence[str]], time: int) -> dict[str, int]:
    """By their names; the text, where no name tells it, is the column with the longest words."""
    roles: dict[str, int] = {}
    for role, words in _WORDS.items():
        for at, name in enumerate(columns):
            plain = re.sub(r"[_\-./]+", " ", name.casefold())
            if at != time and at not in roles.values() and role not in roles and re.search(words, plain):
                roles[role] = at
    if "text" not in roles:
        free = [at for at in range(len(columns)) if at != time and at not in roles.values()]
        lengths = {at: sum(len(row[at]) for row in rows) for at in free}
        wordy = [
            at for at in free if lengths[at] >= _WORDY * len(rows) and 2 * sum(" " in row[at].strip() for row in rows) >= len(rows)
        ]
        if wordy:
            roles["text"] = max(wordy, key=lambda at: lengths[at])
    return roles


def as_toml(found: Guess) -> str:
    """The guess as a mapping file with a word on what to look at. It holds names of columns and no cell."""
    mapping = found.mapping
    lines = [
        "# What the columns of this table hold, as far as it can be guessed. Look through it and mend it; then",
        "#     gawah inspect TABLE --mapping THIS_FILE        shows what would be read",
        "#     gawah import TABLE --mapping THIS_FILE",
        f"# Columns: {', '.join(_one_line(name) for name in found.form.columns)}",
        "",
        f"header = {'true' if mapping.header else 'false'}",
        f"time = {_quoted(mapping.time)}",
        f"time_format = {_quoted(mapping.time_format)}",
    ]
    if found.unclear:
        lines.append(f"# Day and month cannot be told apart here: it may also be {_one_line(' or '.join(found.unclear))}")
    lines += [
        '# zone = "Asia/Karachi"        of times that state none; leave it out where you do not know it',
        f"text = {_quoted(mapping.text)}",
    ]
    for key in ("sender", "conversation", "recipient", "id"):
        value = getattr(mapping, key)
        lines.append(f"{key} = {_quoted(value)}" if value else f'# {key} = ""')
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A TOML basic string."""
    signs = {'"': '\\"', "\\": "\\\\"}
    return (
        '"'
        + "".join(signs.get(char) or (f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else char) for char in text)
        + '"'
    )
