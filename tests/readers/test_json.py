"""Records of a JSON stream: their spans are true, damage costs no more than it touches, and yajl counts as many."""

import io
import json
import re
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gawah.readers import _json_count, _json_window
from gawah.readers._json import Damage, Element, Header, Item, Layout, Path, Step, Walk, pointer
from gawah.readers._json_window import Damaged, Number, Window

SCALARS = st.none() | st.booleans() | st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
FACTS = st.dictionaries(st.text().filter(lambda key: key != "k"), VALUES, max_size=4).map(lambda rest: {"k": 1, **rest})
STYLES = st.sampled_from(
    [{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}, {"ensure_ascii": False, "indent": 1}]
)


def step(path: Path, char: str) -> Step:
    if path == ("list",) and char == "[":
        return "records"
    return "enter" if not path and char == "{" else "value"


LAYOUT = Layout(step, re.compile(r'\{[ \t\r\n]{0,64}"k"[ \t\r\n]{0,8}:'), record_key="root")


def opened(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)


def walk(data: bytes) -> list[Item]:
    return list(Walk(opened(data), LAYOUT))


def elements(data: bytes) -> list[Element]:
    return [item for item in walk(data) if isinstance(item, Element)]


def counted(data: bytes) -> int:
    return _json_count.records(opened(data), LAYOUT)


def written(facts: list[Any], style: dict[str, Any], **more: Any) -> bytes:
    return json.dumps({"before": {"x": [1]}, "list": facts, "after": "tail", **more}, **style).encode("utf-8", "surrogatepass")


def plain(value: object) -> object:
    """As json.loads gives it: numbers that were kept as text are numbers again."""
    if isinstance(value, Number):
        return json.loads(value.text)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@pytest.fixture(autouse=True)
def small_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that every value crosses the edge of the window somewhere."""
    monkeypatch.setattr(_json_window, "CHUNK", 7)
    monkeypatch.setattr(_json_count, "_BLOCK", 11)


@given(st.lists(VALUES, max_size=5), STYLES)
def test_each_span_holds_exactly_its_record(facts: list[Any], style: dict[str, Any]) -> None:
    data = written(facts, style)
    found = elements(data)
    assert [plain(each.value) for each in found] == json.loads(data)["list"]
    assert [json.loads(data[each.start : each.end]) for each in found] == json.loads(data)["list"]
    assert [pointer(each.path) for each in found] == [f"/list/{index}" for index in range(len(facts))]
    assert not any(isinstance(item, Damage) for item in walk(data))


@given(st.lists(VALUES, max_size=5), STYLES)
def test_the_other_parser_counts_as_many(facts: list[Any], style: dict[str, Any]) -> None:
    data = written(facts, style)
    assert counted(data) == len(facts) == len(elements(data))


@given(st.lists(FACTS, max_size=5), STYLES, st.data())
def test_a_cut_loses_no_record_before_it_and_both_count_alike(facts: list[Any], style: dict[str, Any], data: st.DataObject) -> None:
    whole = written(facts, style)
    cut = data.draw(st.integers(0, len(whole)))
    before = [each for each in elements(whole) if each.end <= cut]
    found = elements(whole[:cut])
    assert [(each.path, each.start, each.end) for each in found if each.fault is None][: len(before)] == [
        (each.path, each.start, each.end) for each in before
    ]
    assert len(found) == counted(whole[:cut])
    assert any(isinstance(item, Damage) for item in walk(whole[:cut])) == (cut < len(whole))


@given(st.lists(FACTS, min_size=1, max_size=6), STYLES, st.data())
def test_a_turned_bit_costs_at_most_the_records_it_touches(facts: list[Any], style: dict[str, Any], data: st.DataObject) -> None:
    whole = written(facts, style)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    turned = bytearray(whole)
    turned[bit // 8] ^= 1 << (bit % 8)
    found = elements(bytes(turned))
    assert len(found) == counted(bytes(turned))
    if b'"list":' in turned.replace(b" ", b"") and any(isinstance(item, Damage) for item in walk(bytes(turned))):
        untouched = [each for each in elements(whole) if not each.start <= bit // 8 < each.end]
        read = {(each.start, each.end) for each in found if each.fault is None}
        assert len({(each.start, each.end) for each in untouched} - read) <= 1, "the record behind a lost opening or quote"


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    assert len(elements(data)) == counted(data)


@given(st.lists(FACTS, min_size=2, max_size=4))
def test_a_key_that_stands_twice_gives_no_place_twice(facts: list[Any]) -> None:
    half = json.dumps(facts)
    data = f'{{"list": {half}, "list": {half}}}'.encode()
    found = elements(data)
    assert len({each.path for each in found}) == len(found) == counted(data) == 2 * len(facts)
    assert any(isinstance(item, Header) and item.again for item in walk(data))


def test_a_key_twice_in_a_record_is_told_and_the_first_kept() -> None:
    (found,) = elements(b'{"list": [{"k": 1, "k": 2}]}')
    assert found.value == {"k": 1}
    assert found.repeated == ("k",)


def test_a_root_with_its_key_is_one_record_for_both() -> None:
    data = b' {"root": [1, 2, 3], "list": [{"k": 1}]}'
    assert counted(data) == 1
    assert counted(data[:12]) == 1
    assert counted(data[:7]) == 0


@pytest.mark.parametrize(
    "value",
    [b"NaN", b"-Infinity", b"01", b"1.", b"1e", b"+1", b"tru", b'"\x01"', b'"\\x"', b'"\\u12"', b"'k'", b"//", b"\x0b1", b"\xff"],
)
def test_what_is_no_json_ends_the_structure_for_both(value: bytes) -> None:
    data = b'{"list": [{"k": 0}, {"k": ' + value + b'}, {"k": 2}]}'
    found = elements(data)
    assert [each.fault for each in found] == [None, "record-unreadable", None]
    assert counted(data) == 3
    bare = b'{"list": [{"k": 0}, ' + value + b', {"k": 2}]}'
    assert len(elements(bare)) == counted(bare)


@pytest.mark.parametrize(
    "long", [b"9" * 100_000, b"-" + b"9" * 5_000, b"1e" + b"9" * 5_000, b"0." + b"9" * 5_000, b"9" * 5_000 + b".5"]
)
def test_long_numbers_are_kept_as_written(long: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_json_count, "_BLOCK", 1 << 16)
    data = b'{"list": [{"k": ' + long + b'}, {"k": 1}, ' + long + b"]}"
    found = elements(data)
    assert found[0].value == {"k": Number(long.decode())}
    assert len(found) == counted(data) == 3


@given(st.binary(max_size=60) | st.text('{}[]",:9 ').map(str.encode))
def test_a_damaged_file_is_counted_in_pieces_that_end_where_something_opens(data: bytes) -> None:
    """Byte by byte, yajl would begin a number of a hundred thousand digits anew with every digit."""
    pieces = _json_count._UP_TO_AN_OPENING.findall(data + b"9" * 100_000)
    assert b"".join(pieces) == data + b"9" * 100_000
    assert len(pieces) == data.count(b"{") + data.count(b"[") + 1
    assert all(piece.endswith((b"{", b"[")) for piece in pieces[:-1])


def test_a_depth_bomb_is_one_record_and_the_next_is_read() -> None:
    for depth in (300, 200_000):
        data = b'{"list": [{"k": ' + b"[" * depth + b"]" * depth + b'}, {"k": 1}]}'
        found = elements(data)
        assert [each.fault for each in found] == ["limit-reached", None]
        assert counted(data) == 2
        assert found[0].end - found[0].start == 2 * depth + 7


def passed_over(data: bytes) -> bool:
    """Whether a value too large to keep is passed over up to the end of the file."""
    window = Window(io.BytesIO(data))
    try:
        window.skip()
    except Damaged:
        return False
    return not window.peek()


def taken_by_the_other(data: bytes) -> bool:
    count = _json_count._Count(LAYOUT)
    _json_count._feed(count, io.BytesIO(data))
    return count.whole


PIECES = st.sampled_from(
    [*'{}[],:"01-+.eE \n', "true", "null", "fals", '"k"', '"\\u00e9"', '"\\ud83d', '"\\x', '"k":', "1e9", "-0.5", "é", "\x0b", "[]"]
)
MEANT = st.recursive(
    st.sampled_from(["1", "-0.5e+10", "true", "null", '"a\\"\\\\"', '"\\ud83d"', '"é"', "9" * 30, " 0 "]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda row: f"[{','.join(row)}]")
        | st.lists(inner, max_size=4).map(lambda row: "{" + " , ".join(f'"k" :{each}' for each in row) + "}")
    ),
    max_leaves=12,
)


@given(st.lists(PIECES | MEANT, max_size=10).map("".join) | MEANT)
@example("[1e9[1]]")
@example("[1,]")
@example("{,}")
@example('{"k":1 "k":2}')
@example("[01]")
@example("[-]")
@example('["\\u12"]')
@example('["\t"]')
@example("[[],[[]],{}]")
@example('{"k":[1,2,{}],"k":{"k":"k"}}')
@example("[}")
@example("{]")
@example("")
@example("[]tru")
@example('[]"a')
def test_what_is_too_large_to_keep_is_json_for_both_or_for_none(text: str) -> None:
    data = text.encode()
    assert passed_over(data) == taken_by_the_other(data)


@given(MEANT, st.data())
def test_a_turned_bit_in_what_is_too_large_to_keep_is_seen_by_both_or_by_none(text: str, data: st.DataObject) -> None:
    turned = bytearray(text.encode())
    bit = data.draw(st.integers(0, len(turned) * 8 - 1))
    turned[bit // 8] ^= 1 << bit % 8
    assert passed_over(text.encode())
    assert passed_over(bytes(turned)) == taken_by_the_other(bytes(turned))


@pytest.mark.parametrize(
    "inner", [b'["' + b"a" * 50_000 + b'"]', b"-" + b"9" * 50_000 + b"." + b"9" * 50_000 + b"e" + b"9" * 50_000]
)
def test_what_is_passed_over_is_not_held(inner: bytes) -> None:
    window = Window(io.BytesIO(inner))
    held = []
    grow = window._grow

    def watched(*, first: bool = False) -> None:
        grow(first=first)
        held.append(len(window._text))

    window._grow = watched  # type: ignore[method-assign]
    window.skip()
    assert window.place == len(inner)
    assert max(held) < 40


@pytest.mark.parametrize("inside", [b"[1e9[1]]", b"[1,]", b'{"a" 1}', b"[01]", b'["\\x"]', b"[tru]", b"[,1]", b'{1:"a"}'])
def test_damage_in_a_value_too_deep_to_keep_ends_the_structure_for_both(inside: bytes) -> None:
    data = b'{"list": [{"k": ' + b"[" * 5_000 + inside + b"]" * 5_000 + b'}, {"k": 1}]}'
    assert len(elements(data)) == counted(data) == 2
    assert any(isinstance(item, Damage) for item in walk(data))


def test_depth_within_the_limit_is_read() -> None:
    data = b'{"list": [' + b"[" * 200 + b"]" * 200 + b"]}"
    (found,) = elements(data)
    assert found.fault is None


def test_a_record_over_the_limit_of_size_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gawah.readers._json.MAX_RECORD", 1_000)
    data = b'{"list": [{"k": "' + b'\\"x' * 5_000 + b'"}, {"k": 1}]}'
    assert [each.fault for each in elements(data)] == ["limit-reached", None]
    assert counted(data) == 2


def test_a_string_over_the_limit_may_end_anywhere_in_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gawah.readers._json.MAX_RECORD", 20)
    for length in range(30, 60):
        data = b'{"head": "' + b"\\\\" * length + b'", "list": [{"k": "' + b'\\"' * length + b'"}, {"k": 1}]}'
        assert [each.fault for each in elements(data)] == ["limit-reached", None]


def test_after_many_broken_records_in_a_row_none_is_tried_but_all_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gawah.readers._json._MAX_TRIES", 5)
    data = b'{"list": [x' + b'{"k": ' * 9 + b'{"k": 1}'
    found = elements(data)
    assert len(found) == counted(data) == 10
    assert {each.fault for each in found[5:]} == {"limit-reached"}


def test_bytes_that_are_no_utf8_are_replaced_and_told() -> None:
    (found,) = elements(b'{"list": [{"k": "a\xffb \xd8\xb3"}]}')
    assert found.value == {"k": "a\ufffdb س"}
    assert found.replaced


def test_a_byte_order_mark_shifts_no_span() -> None:
    data = b'\xef\xbb\xbf{"list": [{"k": 1}]}'
    (found,) = elements(data)
    assert data[found.start : found.end] == b'{"k": 1}'
    assert counted(data) == 1


def test_the_walk_tells_how_characters_are_written() -> None:
    for text, escaped, raw, beyond in (
        ("a", True, False, False),
        ("é", True, False, False),
        ("é", False, True, False),
        ("س", False, True, True),
    ):
        looking = Walk(opened(json.dumps({"list": [{"k": text}]}, ensure_ascii=escaped).encode()), LAYOUT)
        assert len(list(looking)) == 1
        assert (looking.raw, looking.beyond_latin1) == (raw, beyond)


def test_pointers_are_escaped() -> None:
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"


@pytest.mark.parametrize(
    "ending", ["nulle", "truee", "false.", '"x"e', "1e", "1.", "{}e", "[]E", "1e9e", "1.5.", "1.5e", "-1e5.", "1e999e"]
)
def test_a_letter_behind_a_value_is_damage_behind_it(ending: str) -> None:
    """Only a number goes on with `.` or `e`."""
    data = b'{"list": [{"k": 1}, ' + ending.encode() + b"]}"
    found = [item for item in walk(data) if isinstance(item, Element)]
    assert len(found) == _json_count.records(opened(data), LAYOUT)


def test_an_escape_before_many_digits_is_no_number() -> None:
    for escape in (r"\u0020", r"\u00e9", r"\ud83d", r"\u0a0b", r"\n"):
        data = b'{"list": [{"k": "' + escape.encode() + b"9" * 400 + b'"}, {"k": 1}]}'
        assert len(elements(data)) == counted(data) == 2
        assert not any(isinstance(item, Damage) for item in walk(data))
