"""What rows share is kept once, and every row comes back byte for byte."""

from dataclasses import replace
from itertools import chain, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.content import Account, Attachment, Message, Reaction
from gawah.vault import codec, shape
from gawah.vault.local import LocalVault
from gawah.vault.shape import Shapes, cut, fit, whole
from tests.vault.invented import CHAT, SENDERS, event, keep, message, read

TRAPS = st.sampled_from(
    [
        'canary","conversation":"x',
        '"body":',
        "}",
        "100 %b %%",
        '\\","sent_at":{"local":',
        "\n",
        "line/1/2",
        "",
        "سلام",
        "null",
        "[]",
    ]
)
TEXT = st.text() | TRAPS


@st.composite
def messages(draw: st.DrawFn) -> Message:
    base = message(b"canary", draw(st.integers(1, 9)), draw(TEXT))
    return replace(
        base,
        subject=draw(st.none() | TEXT),
        attachments=draw(st.just(()) | st.tuples(st.builds(Attachment, name=st.none() | TEXT))),
        reactions=draw(
            st.just(()) | st.tuples(st.builds(Reaction, emoji=TEXT, sender=st.just(SENDERS[0]), sent_at=st.just(base.sent_at)))
        ),
        links=draw(st.just(()) | st.tuples(TEXT)),
        platform_id=draw(st.none() | TEXT),
        reply_to=draw(st.none() | TEXT),
        recipients=draw(st.just(()) | st.tuples(st.builds(Account, name=TEXT))),
    )


@given(st.lists(messages(), min_size=1, max_size=8))
def test_every_row_comes_back(rows: list[Message]) -> None:
    shapes = Shapes(5)
    texts: dict[int, bytes] = {}
    for row in rows * 3:
        data = codec.canonical(row)
        number, kept = shapes.keep((row.conversation, row.sender), data)
        texts.update(shapes.take())
        assert whole(None if number is None else texts[number], kept) == data
    assert all(number >= 5 for number in texts)


def test_what_ends_early_has_another_shape() -> None:
    shapes, like = Shapes(1), (CHAT.id, SENDERS[1])
    plain, trap = (codec.canonical(replace(message(b"canary", 1, "x"), subject=text)) for text in ("canary", 'canary"} canary'))
    assert [shapes.keep(like, plain)[0] for _ in range(2)] == [None, 1]
    number, kept = shapes.keep(like, trap)
    ((_, shape_text),) = shapes.take()
    assert whole(None if number is None else shape_text, kept) == trap


@given(messages())
def test_lines_in_turn_are_the_row(row: Message) -> None:
    """As docs/spec/vault.md, section 3, tells a stranger to join them."""
    data = codec.canonical(row)
    parts, gaps = cut(data)
    text, kept = b"\n".join(parts), b"\n".join(gaps)
    if gaps:
        assert b"".join(chain(*zip_longest(text.split(b"\n"), kept.split(b"\n"), fillvalue=b""))) == data
        assert fit(data, parts) == gaps


def test_what_rows_share_is_kept_once(vault: LocalVault) -> None:
    data = b"canary"
    read(vault, keep(vault, data), [*(message(data, n, f"canary {n}") for n in range(40)), event(data, 41)])
    database = vault._case.database
    assert database.value("SELECT count(*) FROM shape") == 2
    assert database.value("SELECT count(*) FROM record WHERE shape IS NULL") == 3  # the first of each kind: nothing is shared yet
    longest = database.value("SELECT max(length(json)) FROM record WHERE shape IS NOT NULL")
    assert longest < 100 < len(codec.canonical(message(data, 1, "canary 1")))
    for row in vault.page(limit=100):
        assert codec.canonical(codec.decode_exact(row.type, row.json)) == row.json
    assert vault.check(full=True).problems == ()


def test_the_view_joins_them_for_other_programs(vault: LocalVault) -> None:
    data = b"canary"
    read(vault, keep(vault, data), [message(data, n, 'canary "q" \\ \u2028 \x7f\n %b سلام') for n in range(6)])
    assert vault.check(full=True).problems == ()
    rows = vault._case.database.all("SELECT json FROM whole ORDER BY at_ms, key")
    assert [json.encode() for (json,) in rows] == [row.json for row in vault.page()]


def test_a_reading_of_ever_new_shapes_keeps_rows_whole(vault: LocalVault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "LARGEST", 1)
    data = b"canary"
    rows = [replace(message(data, n, "canary"), sender=Account(name=f"canary {n % 3}")) for n in range(9)]
    read(vault, keep(vault, data), rows)
    assert vault._case.database.value("SELECT count(*) FROM shape") == 1
    assert [row.json for row in vault.page()] == [codec.canonical(row) for row in rows]
    assert vault.total() == 9
    assert CHAT.id in vault.page(limit=1)[0].conversation


def test_a_shape_of_an_erased_item_goes(vault: LocalVault) -> None:
    from tests.vault.invented import AT, acting

    data = b"canary"
    item = keep(vault, data)
    read(vault, item, [message(data, n, f"canary {n}") for n in range(9)])
    assert vault._case.database.value("SELECT count(*) FROM shape") == 2
    vault.erase(item.id, AT, acting(vault))
    assert vault._case.database.value("SELECT count(*) FROM shape") == 0
