"""One value, one spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.seal import canonical

whole = st.integers(-canonical.LARGEST, canonical.LARGEST)
texts = st.text(st.characters(codec="utf-8"))
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | whole | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_law_what_is_encoded_is_decoded(value: object) -> None:
    spelt = canonical.encode(value)
    assert canonical.decode(spelt) == value
    assert json.loads(spelt) == value


def test_spelling() -> None:
    value = {"b": [1, True, None], "a": '\u200fسلام\x1f"\\\n', "A": {}}
    assert canonical.encode(value) == '{"A":{},"a":"\u200fسلام\\u001f\\"\\\\\\n","b":[1,true,null]}'.encode()


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (1.5, "type"),
        (float("nan"), "type"),
        (b"bytes", "type"),
        (2**53, "range"),
        (-(2**53), "range"),
        ({"é": 1}, "ASCII"),
        ({1: 1}, "ASCII"),
        ("canary\ud800", "surrogate"),
        ([[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]], "deep"),
    ],
)
def test_what_has_no_one_spelling_is_refused(value: object, fault: str) -> None:
    with pytest.raises(ValueError, match=fault) as refusal:
        canonical.encode(value)
    assert "canary" not in repr(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"canary",
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":-0}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\ud800"}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"{}\n",
    ],
)
def test_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^not canonical JSON$") as refusal:
        canonical.decode(data)
    assert refusal.value.__cause__ is None
