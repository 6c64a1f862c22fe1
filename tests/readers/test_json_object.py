"""A JSON object on a line: what is read and what is counted is the same object, or none for both."""

import io
import json
from typing import Any

import ijson  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gawah.readers._json_object import as_object, plain_object, values

KEYS = ("k", "rows")
LEAVES = (
    *("1", "-0.5e+10", "1e400", "9" * 30, "9" * 5_000, "true", "null", '"a"', '"\\ud83d"', '"\\u0020' + "9" * 400 + '"'),
    *("NaN", "-Infinity", "01", "1.", "tru", '"\\x"', '"\t"', '"é"', "\x0b", '"a', ""),
)
TEXTS = st.recursive(
    st.sampled_from(LEAVES[:10]) | st.sampled_from(LEAVES),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda row: f"[{','.join(row)}]")
        | st.lists(st.tuples(st.sampled_from([*KEYS, "\\u006b", "é", "\\ud83d"]), inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f'"{key}": {value}' for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)


def shape(value: object) -> object:
    """The value without its numbers and characters, which the two decode each in its own way."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items() if key in KEYS}
    return [shape(each) for each in value] if isinstance(value, list) else isinstance(value, str)


@given(TEXTS.map('{{"k": {}}}'.format) | TEXTS)
@example('{"k": NaN}')
@example('{"k": "\\ud83d", "rows": [{}, {}]}')
@example('{"rows": [1], "rows": [1, 2]}')
@example('{"rows": [1], "\\u0072ows": [1, 2]}')
@example('{"k": 1}"a')
@example('{"k": 1}tru')
@example('\ufeff{"k": 1}')
@example('{"k": 1e999999999999999999999}')
def test_what_is_read_and_what_is_counted_are_one(text: str) -> None:
    assert shape(as_object(text)[0]) == shape(plain_object(text, *KEYS))


@given(TEXTS.map('{{"k": {}, "rows": [1]}}'.format), st.data())
def test_a_turned_bit_is_seen_by_both_or_by_none(text: str, data: st.DataObject) -> None:
    turned = bytearray(text.encode())
    bit = data.draw(st.integers(0, len(turned) * 8 - 1))
    turned[bit // 8] ^= 1 << bit % 8
    damaged = turned.decode(errors="replace")
    assert shape(as_object(damaged)[0]) == shape(plain_object(damaged, *KEYS))


@pytest.mark.parametrize("depth", [198, 199, 200, 201, 5_000, 500_000])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_both_refuse_what_nests_too_deep(depth: int, pair: str) -> None:
    opening, closing = ("[", "]") if pair == "[]" else ('{"k":', "}")
    text = '{"k": ' + opening * depth + "1" + closing * depth + "}"
    repeated = '{"k": 1, "k": ' + text + "}"
    assert (as_object(text)[0] is None) == (depth > 199)
    assert (plain_object(text) is None) == (depth > 199)
    assert (as_object(repeated)[0] is None) == (plain_object(repeated, "k") is None) == (depth > 198)
    assert list(values(io.BytesIO(f"[{text}, 1]".encode()), 1))[1:] == [1]


def test_the_first_value_of_a_key_stands_and_the_second_is_told() -> None:
    assert as_object('{"k": 1, "rows": {"k": 1, "k": [2]}}') == ({"k": 1, "rows": {"k": 1}}, True)
    assert plain_object('{"k": 1, "k": {"k": 3}}', "k") == {"k": 1}
    assert as_object("[1]") == as_object('{"k": 1') == (None, False)


@given(st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_values_are_as_json_gives_them(value: Any) -> None:
    assert list(values(io.BytesIO(json.dumps(value, ensure_ascii=False).encode()), 0)) == [value]
    if isinstance(value, list):
        assert list(values(io.BytesIO(json.dumps(value, ensure_ascii=False).encode()), 1)) == value


def test_values_of_a_damaged_file_are_given_up_to_the_damage() -> None:
    given_up: list[object] = []
    with pytest.raises(ijson.JSONError):
        given_up.extend(values(io.BytesIO(b'[{"k": 1}, 2'), 1))
    assert given_up in ([], [{"k": 1}], [{"k": 1}, 2])
