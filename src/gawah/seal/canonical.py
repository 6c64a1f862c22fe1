"""Canonical JSON: one value, one spelling (RFC 8785, restricted).

Keys are ASCII and sorted, no spaces, UTF-8, the shortest escapes. Numbers are whole and between -(2**53 - 1) and 2**53 - 1, so that
every JSON program reads the same number (RFC 7493 section 2.2); floating-point numbers are refused, because their spelling differs
between programs.
"""

import json

LARGEST = 2**53 - 1
"""The largest whole number that every JSON program keeps exactly (RFC 7493 section 2.2)."""

DEEPEST = 32
"""Levels of nesting that are accepted; no format of gawah needs more than four."""


def encode(value: object) -> bytes:
    """The canonical JSON of `value` (RFC 8785 section 3.2, restricted as above).

    Raises:
        ValueError: The value holds a float, a number out of range, a key that is not ASCII text, a lone surrogate, a type that JSON
            does not know, or more than `DEEPEST` levels. The message names the kind of fault, never the value.
    """
    _check(value, DEEPEST)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # The original error carries the text; this one must not.
        raise ValueError("a text holds half of a surrogate pair") from None


def decode(data: bytes) -> object:
    """The value that `data` spells, after checking that it is spelt canonically (RFC 8785).

    Raises:
        ValueError: Not JSON, or JSON in another spelling (spaces, order, escapes, a duplicate key, a float). Carries no content.
    """
    try:
        value = json.loads(data.decode("utf-8"))
        spelt = encode(value)
    except (ValueError, RecursionError):
        raise ValueError("not canonical JSON") from None
    if spelt != data:
        raise ValueError("not canonical JSON")
    return value


def _check(value: object, levels: int) -> None:
    if levels == 0:
        raise ValueError("nested too deeply")
    if isinstance(value, dict):
        for key, member in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError("a key is not ASCII text")
            if levels == 1 or type(member) is not str:  # most are texts; every entry of a ledger comes by here
                _check(member, levels - 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _check(member, levels - 1)
    elif isinstance(value, int):  # includes bool
        if abs(value) > LARGEST:
            raise ValueError("a number is out of range")
    elif value is not None and not isinstance(value, str):
        raise ValueError("a value of a type that is not allowed")
