"""Entries: exact bytes, a closed set of fields, no room for content."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import LedgerInconsistent
from gawah.seal import canonical, ledger, merkle

ID = "0123456789abcdef" * 2
DIGEST = ID * 2
ENTRY: dict[str, object] = {
    "v": 1,
    "seq": 4,
    "time": "2026-11-22T15:04:05Z",
    "agent": ID,
    "for": "self",
    "key": DIGEST,
    "op": "acquire",
    "salt": ID,
    "tool": "gawah 0.1.0",
}
EXTRA: dict[str, object] = {
    "item": ID,
    "blob": f"sha256:{DIGEST}",
    "size": 123,
    "media_type": "application/zip",
    "method": "file",
    "reason": "asked",
    "refs": [ID, f"sha256:{DIGEST}"],
    "batch": {"root": DIGEST, "size": 12},
    "result": {"messages": 5, "time_ambiguous": 1, "state": "read"},
}


def test_exact_bytes() -> None:
    assert ledger.entry(ENTRY) == (
        f'{{"agent":"{ID}","for":"self","key":"{DIGEST}","op":"acquire","salt":"{ID}","seq":4,'
        '"time":"2026-11-22T15:04:05Z","tool":"gawah 0.1.0","v":1}'
    ).encode("ascii")


def test_what_is_written_is_read() -> None:
    fields = {**ENTRY, **EXTRA}
    assert ledger.read_entry(ledger.entry(fields)) == fields


@given(st.dictionaries(st.sampled_from(sorted(EXTRA)), st.none()))
def test_law_optional_fields_may_stand_in_any_choice(chosen: dict[str, None]) -> None:
    fields = {**ENTRY, **{name: EXTRA[name] for name in chosen}}
    assert ledger.read_entry(ledger.entry(fields)) == fields


@pytest.mark.parametrize("name", sorted(ENTRY))
def test_every_required_field_is_required(name: str) -> None:
    fields = {key: value for key, value in ENTRY.items() if key != name}
    with pytest.raises(ValueError, match=f"{name} is missing"):
        ledger.entry(fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("v", True),
        ("v", "1"),
        ("seq", -1),
        ("seq", True),
        ("seq", "4"),
        ("seq", 1.0),
        ("time", "2026-11-22T15:04:05"),
        ("time", "2026-11-22 15:04:05Z"),
        ("time", "٢٠٢٦-11-22T15:04:05Z"),
        ("agent", "canary"),
        ("for", "canary"),
        ("for", None),
        ("key", ID),
        ("op", "Acquire"),
        ("op", "a canary"),
        ("salt", "00" * 15),
        ("salt", "0" * 33),
        ("tool", ""),
        ("tool", "canary" * 40),
        ("item", 5),
        ("blob", DIGEST),
        ("size", -1),
        ("media_type", "canary\n"),
        ("method", "کینری"),
        ("reason", ["canary"]),
        ("refs", "canary"),
        ("refs", [5]),
        ("batch", {"root": DIGEST}),
        ("batch", {"root": DIGEST, "size": 1, "canary": 2}),
        ("batch", {"root": "canary", "size": 1}),
        ("batch", [DIGEST, 1]),
        ("result", {"canary name": 5}),
        ("result", {"name": {"deeper": "canary"}}),
        ("result", 1.5),
    ],
)
def test_a_field_of_another_form_is_refused_and_not_repeated(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{name} is not of its form") as refusal:
        ledger.entry({**ENTRY, name: value})
    assert "canary" not in str(refusal.value)
    stored = json.dumps({**ENTRY, name: value}, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(LedgerInconsistent) as found:
        ledger.read_entry(stored)
    assert "canary" not in str(found.value)


def test_an_unknown_field_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="unknown") as refusal:
        ledger.entry({**ENTRY, "canary": "canary"})
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b":", b": ", 1),
        lambda data: data + b"\n",
        lambda data: data[:-1],
        lambda data: b"[" + data + b"]",
        lambda data: b"\xff" + data,
        lambda data: data[:-1] + b',"v":1}',
        lambda data: data[:-1] + b" " * 70_000 + b"}",
        lambda _: b"",
        lambda _: b"5",
    ],
)
def test_a_leaf_that_is_not_canonical_is_refused(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(LedgerInconsistent):
        ledger.read_entry(damage(ledger.entry(ENTRY)))


def test_an_entry_that_is_too_long_is_neither_written_nor_read() -> None:
    fields = {**ENTRY, "refs": [DIGEST] * 1000}
    with pytest.raises(ValueError, match="too long"):
        ledger.entry(fields)
    with pytest.raises(LedgerInconsistent, match="too long"):
        ledger.read_entry(canonical.encode(fields))


def test_row_leaf_takes_the_record_as_it_stands() -> None:
    assert ledger.row_leaf(b'{"body":"x"}', bytes(range(16))) == (
        b'{"record":{"body":"x"},"salt":"000102030405060708090a0b0c0d0e0f"}'
    )


def test_a_row_without_a_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        ledger.row_leaf(b"{}", b"short")


@pytest.mark.parametrize("record", [b"", b"[]", b'{"a":1', b'"a"}'])
def test_a_row_that_is_no_object_is_refused(record: bytes) -> None:
    with pytest.raises(ValueError, match="object"):
        ledger.row_leaf(record, bytes(16))


@given(st.lists(st.tuples(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), st.binary(min_size=16, max_size=32))))
def test_law_the_hashes_of_many_rows_are_those_of_their_leaves(rows: list[tuple[dict[str, str], bytes]]) -> None:
    records = [json.dumps(record).encode() for record, _ in rows]
    salts = [salt for _, salt in rows]
    one_by_one = [merkle.leaf_hash(ledger.row_leaf(record, salt)) for record, salt in zip(records, salts, strict=True)]
    assert ledger.row_hashes(records, salts) == one_by_one


def test_many_rows_with_one_short_salt_are_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        ledger.row_hashes([b"{}", b"{}"], [bytes(16), bytes(15)])


@pytest.mark.parametrize("salts", [[], [bytes(16)], [bytes(16)] * 3])
def test_every_row_has_one_salt(salts: list[bytes]) -> None:
    with pytest.raises(ValueError, match="zip"):
        ledger.row_hashes([b"{}", b"{}"], salts)
