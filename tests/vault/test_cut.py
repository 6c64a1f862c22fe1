"""Records are cut out of texts and JSON arrays so that what remains is one, and places move with the bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.digest import sha256
from gawah.records.errors import BadInput
from gawah.records.evidence import Locator
from gawah.vault.cut import Cut, cut

SPACES = st.text(alphabet=" \n\t", max_size=3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def place(data: bytes, at: str, span: tuple[int, int] | None) -> Locator:
    return Locator(file_sha256=sha256(data), member="canary", place=at, span=span)


def done(data: bytes, locators: list[Locator]) -> Cut:
    made = cut(data, sha256(data), locators)
    made.after = sha256(made.data)
    return made


@given(st.lists(VALUES, min_size=1, max_size=7), st.data())
def test_an_array_without_some_elements_is_the_array_without_them(values: list[Any], data: st.DataObject) -> None:
    text, spans = b'{"before": [1, 2], "canary":' + data.draw(SPACES).encode() + b"[", []
    for index, value in enumerate(values):
        text += (b"," if index else b"") + data.draw(SPACES).encode()
        one = json.dumps(value, ensure_ascii=data.draw(st.booleans())).encode()
        spans.append((len(text), len(text) + len(one)))
        text += one + data.draw(SPACES).encode()
    text += b'], "after": {"canary": [3]}}'
    going = data.draw(st.sets(st.integers(0, len(values) - 1), min_size=1))
    made = done(text, [place(text, f"/canary/{index}", spans[index]) for index in going])
    left = [value for index, value in enumerate(values) if index not in going]
    assert json.loads(made.data) == {"before": [1, 2], "canary": left, "after": {"canary": [3]}}
    for index, value in enumerate(values):
        assert made.takes(spans[index]) == (index in going)
        if index not in going:
            now = made.moved(place(text, f"/canary/{index}/inner/0", spans[index]))
            assert now.span is not None
            assert json.loads(made.data[now.span[0] : now.span[1]]) == value
            assert left[int(now.place.split("/")[2])] == value
            assert now.file_sha256 == sha256(made.data)
    after = made.moved(place(text, "/after/canary/0", None))
    assert (after.place, after.span) == ("/after/canary/0", None)


@given(st.lists(st.text(alphabet="a\nü🐦", max_size=6), min_size=1, max_size=7), st.sampled_from(["utf-8", "utf-16-le"]), st.data())
def test_a_text_without_some_lines_is_the_text_without_them(pieces: list[str], encoding: str, data: st.DataObject) -> None:
    mark = "\ufeff".encode(encoding)
    records = [f"{index}: {piece}\n" for index, piece in enumerate(pieces)]
    text, spans, lines = mark, [], []
    number = 1
    for record in records:
        raw = record.encode(encoding)
        spans.append((len(text), len(text) + len(raw)))
        lines.append(number)
        text += raw
        number += record.count("\n")
    going = data.draw(st.sets(st.integers(0, len(records) - 1), min_size=1))
    made = done(text, [place(text, f"line/{lines[index]}", spans[index]) for index in going])
    left = [record for index, record in enumerate(records) if index not in going]
    assert made.data.decode(encoding) == "\ufeff" + "".join(left)
    assert made.removed == len(text) - len(made.data)
    for index, record in enumerate(records):
        if index in going:
            continue
        now = made.moved(place(text, f"line/{lines[index]}", spans[index]))
        assert now.span is not None
        assert made.data[now.span[0] : now.span[1]].decode(encoding) == record
        before = "".join(one for at, one in enumerate(records) if at not in going and at < index)
        assert now.place == f"line/{1 + before.count(chr(10))}"


@pytest.mark.parametrize(
    ("data", "at", "span"),
    [
        (b'{"canary": {"a": 1}}', "/canary/a", (17, 18)),
        (b'{"canary": {"0": 1}}', "/canary/0", (17, 18)),
        (b"[1, 2]", "/1", (1, 5)),
        (b"[1, 2]", "/0", None),
        (b"[1, 2]", "/0", (1, 99)),
        (b"[1, 2]", "table/3", (1, 2)),
        (b"12", "/0", (0, 1)),
        ("[1]".encode("utf-16"), "/0", (4, 6)),
    ],
    ids=[
        "a member",
        "a member that looks like an index",
        "more than one",
        "no span",
        "beyond",
        "another form",
        "no list",
        "UTF-16",
    ],
)
def test_what_is_not_plainly_a_record_is_refused(data: bytes, at: str, span: tuple[int, int] | None) -> None:
    if at == "/1":  # two elements named as one leave a whole list, and that is all that can be seen of it
        assert done(data, [place(data, at, span)]).data == b"[]"
        return
    with pytest.raises(BadInput):
        cut(data, sha256(data), [place(data, at, span)])
