"""The 32 bytes in an age key as people see it: Bech32 (BIP 173), without its limit of 90 characters (C2SP age, "The X25519
recipient type").
"""

from gawah.records.errors import SealInvalid

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def decode(text: str, prefix: str) -> bytes:
    """The bytes of `text`, which begins with `prefix`, the digit 1 and nothing else, all in capitals or all in small letters.

    Raises SealInvalid: another prefix or letter, a wrong checksum, bits left over.
    """
    found, _, data = text.lower().rpartition("1")
    if found != prefix.lower() or text not in (text.lower(), text.upper()) or not set(data) <= set(_LETTERS):
        raise SealInvalid("this is not a key of age")
    values = [_LETTERS.index(letter) for letter in data]
    if len(values) < _CHECKSUM or _polymod(_expanded(found) + values) != 1:
        raise SealInvalid("this is not a key of age")
    return _bytes(values[:-_CHECKSUM])


def _expanded(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_GENERATOR):
            check ^= term if top >> bit & 1 else 0
    return check


def _bytes(values: list[int]) -> bytes:
    """Eight bits from five; what is left over must be fewer than five bits, all zero."""
    number = 0
    for value in values:
        number = number << 5 | value
    size, over = divmod(5 * len(values), 8)
    if over >= 5 or number & ((1 << over) - 1):
        raise SealInvalid("this is not a key of age")
    return (number >> over).to_bytes(size, "big")
