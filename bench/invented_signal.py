"""The frames of a Signal backup, as large as wanted: forty chats of invented words; numbers as in libsignal's backup.proto."""

import random
from pathlib import Path

_WORDS = (  # noqa: SIM905 - easier to read than forty quoted words
    "kal tum kyun nahi aaye order seedling tray van school route morning rain sorry please ok theek hai paisa wapas meeting stop "
    "دیکھو کل صبح بات کرتے ہیں نہیں شکریہ بازار گاڑی پودے حساب"
).split()
_CHATS = 40
_START = 1_700_000_000_000


def write(path: Path, size: int, seed: int = 7) -> int:
    """Write about `size` bytes to `path`; how many messages they hold."""
    chooser = random.Random(seed)  # noqa: S311 - repeatable, not secret
    count = 0
    with path.open("wb") as stream:
        stream.write(_behind_length(_number(1, 1) + _number(2, _START)))
        stream.write(_behind_length(_held(2, _number(1, 1) + _held(5, b""))))
        for chat in range(2, _CHATS + 2):
            contact = _held(1, chat.to_bytes(16, "big")) + _number(4, 923_000_000_000 + chat) + _held(11, b"Invented")
            stream.write(_behind_length(_held(2, _number(1, chat) + _held(2, contact))))
            stream.write(_behind_length(_held(3, _number(1, chat) + _number(2, chat))))
        while stream.tell() < size:
            chat = chooser.randrange(2, _CHATS + 2)
            own = chooser.randrange(2)
            text = " ".join(chooser.choices(_WORDS, k=chooser.randrange(2, 22))).encode()
            said = _held(2, _held(1, text))
            if chooser.random() < 0.05:
                said += _held(6, _held(1, "👍".encode()) + _number(2, chat) + _number(3, _START))
            direction = _held(9, b"") if own else _held(8, _number(1, _START + count))
            head = _number(1, chat) + _number(2, 1 if own else chat) + _number(3, _START + count * 1000)
            stream.write(_behind_length(_held(4, head + direction + _held(11, said))))
            count += 1
    return count


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _held(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _behind_length(data)


def _behind_length(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])
