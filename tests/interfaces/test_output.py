"""Tables on a narrow terminal, and text from evidence made safe for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.interfaces.cli import _output
from gawah.interfaces.cli._output import table, wide
from gawah.interfaces.cli._text import visible
from gawah.records.evidence import EvidenceItem
from gawah.usecases.status import _not_read

CELL = st.text("abcдж漢 ", min_size=1, max_size=30).map(lambda text: text.strip() or "a")
ROWS = st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=4))


@given(rows=ROWS, room=st.integers(20, 120))
def test_a_row_is_broken_between_columns_and_nowhere_else(rows: list[list[str]], room: int) -> None:
    head, *rest = rows
    whole, broken = table(head, rest), table(head, rest, room=room)
    longest = max(wide(cell) for row in rows for cell in row)
    for line, folded, row in zip(whole, broken, rows, strict=True):
        assert folded.split() == line.split()
        parts = folded.split("\n")
        assert all(wide(part) <= max(room, longest + 4) for part in parts)
        assert all(any(cell in part for part in parts) for cell in row)


@given(rows=ROWS)
def test_without_a_terminal_a_row_is_one_line(rows: list[list[str]]) -> None:
    assert all("\n" not in line for line in table(rows[0], rows[1:], room=None))


def test_a_narrow_terminal_gets_rows_of_several_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(_output, "room", lambda: 20)
    _output.columns(("id", "name", "digest"), [("1", "n" * 10, "d" * 12), ("2", "–", "–")])
    assert capsys.readouterr().out == "id  name\n    digest\n1   nnnnnnnnnn\n    dddddddddddd\n2   –\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\nb", "a⏎b"), ("a\rb", "a⟨U+000D⟩b"), ("\r", "⟨U+000D⟩"), ("\x1b\u202e\u200c\t", "⟨U+001B⟩⟨U+202E⟩\u200c\t")],
)
def test_nothing_that_could_hide_or_steer_goes_unseen(text: str, shown: str) -> None:
    assert visible(text) == shown


def _item(item_id: str, part_of: str | None = None) -> EvidenceItem:
    return EvidenceItem(
        id=item_id, name="a", sha256="0" * 64, size=1, media_type="text/plain", grade="platform-export", part_of=part_of
    )


def test_what_an_import_did_not_come_to_read_is_counted_once() -> None:
    items = [_item("file"), _item("done"), _item("folder"), _item("a", "folder"), _item("b", "folder"), _item("left", "erased")]
    assert _not_read(items, {"done"}) == 3
    assert _not_read(items, {"done", "a"}) == 2
    assert _not_read(items, {"done", "folder", "file", "left"}) == 0
