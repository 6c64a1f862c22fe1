"""Opens files that a zip program encrypted with a password: WinZip AES (AE-1 and AE-2) and the old PKWARE cipher.

AES: PBKDF2 with HMAC-SHA1 over 1,000 rounds gives the cipher's key, the key of an HMAC-SHA1 over the encrypted bytes, and two bytes
by which a wrong password is noticed; the cipher is AES in counter mode with a little-endian counter from 1 (WinZip, "AES Encryption
Information", 2009). The old cipher (PKWARE APPNOTE 6.3.10, section 6.1) protects nothing; it is only undone here, and a wrong
password passes its one byte of check once in 256 times, after which the checksum of the file tells.

What comes out is as trustworthy as the zip: it says nothing about who encrypted it.
"""

import hmac
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

_AES_FIELD, _AES_METHOD, _AES_ROUNDS, _AES_TAG = 0x9901, 99, 1000, 10
_KEY_SIZES = {1: 16, 2: 24, 3: 32}
_BLOCK, _STEP = 16, 1 << 16
_CHECKED_BY_CRC = 1
STORED, DEFLATED = 0, 8


class WrongPassword(Exception):
    """The password is another's, as far as the check bytes tell."""


class Damaged(Exception):
    """The bytes are not what was encrypted, or stand in a form that nobody described."""


def aes(stream: BinaryIO, stored: int, extra: bytes, password: bytes, crc32: int) -> Iterator[bytes]:
    """The plain bytes of a file encrypted by AES, once its password was found right.

    Args:
        stream: The stored bytes: salt, check, encrypted, tag.
        stored: How many they are.
        extra: The extra field of the central directory, which holds the AES field.
        password: As the person typed it, in the bytes that the zip program took.
        crc32: Of the plain bytes, as stated; holds for AE-1 alone.

    Raises:
        WrongPassword: At once.
        Damaged: At once for an unknown form, or with the last bytes when they were changed.
    """
    version, strength, method = _aes_field(extra)
    size = _KEY_SIZES.get(strength)
    if size is None:
        raise Damaged
    salt = _exactly(stream, size // 2)
    derived = PBKDF2HMAC(SHA1(), 2 * size + 2, salt, _AES_ROUNDS).derive(password)  # noqa: S303 - the form says so
    if not hmac.compare_digest(_exactly(stream, 2), derived[-2:]):
        raise WrongPassword
    left = stored - size // 2 - 2 - _AES_TAG
    if left < 0:
        raise Damaged
    encrypted = _authenticated(stream, left, derived[size : 2 * size])
    plain = _inflated(_counter_mode(encrypted, derived[:size]), method)
    return _summed(plain, crc32) if version == _CHECKED_BY_CRC else plain


def pkware(stream: BinaryIO, stored: int, check: int, password: bytes, method: int, crc32: int) -> Iterator[bytes]:
    """The plain bytes of a file encrypted by the old cipher. `check` is the last byte that its 12-byte header must have.

    Raises:
        WrongPassword: At once, in 255 of 256 cases.
        Damaged: With the last bytes, when they are not those of the checksum.
    """
    cipher = _Pkware(password)
    if stored < 12 or cipher.decrypt(_exactly(stream, 12))[-1] != check:
        raise WrongPassword
    return _summed(_inflated(_blocks(stream, stored - 12, cipher), method), crc32)


def is_aes(method: int) -> bool:
    """Whether the compression method of a file says that it is encrypted by AES."""
    return method == _AES_METHOD


class _Pkware:
    """Three 32-bit keys that every plain byte stirs (APPNOTE 6.1.5)."""

    def __init__(self, password: bytes) -> None:
        self._keys = (0x12345678, 0x23456789, 0x34567890)
        for value in password:
            self._keys = self._stirred(*self._keys, value)

    def _stirred(self, one: int, two: int, three: int, value: int) -> tuple[int, int, int]:
        one = _crc_step(one, value)
        two = ((two + (one & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        return one, two, _crc_step(three, two >> 24)

    def decrypt(self, data: bytes) -> bytes:
        """The plain bytes of `data`, which goes on where the last call ended."""
        one, two, three = self._keys
        plain = bytearray()
        for value in data:
            mask = (three | 2) & 0xFFFF
            found = value ^ ((mask * (mask ^ 1)) >> 8 & 0xFF)
            plain.append(found)
            one, two, three = self._stirred(one, two, three, found)
        self._keys = one, two, three
        return bytes(plain)


def _crc_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        crc = value
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
        table.append(crc)
    return tuple(table)


_CRC = _crc_table()


def _crc_step(crc: int, value: int) -> int:
    return crc >> 8 ^ _CRC[(crc ^ value) & 0xFF]


def _aes_field(extra: bytes) -> tuple[int, int, int]:
    """Version (1 or 2), strength and real compression method of the AES field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _AES_FIELD and size >= 7 and at + 11 <= len(extra):
            version, vendor, strength, method = struct.unpack_from("<H2sBH", extra, at + 4)
            if vendor == b"AE" and version in (1, 2):
                return version, strength, method
        at += 4 + size
    raise Damaged


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise Damaged
    return data


def _authenticated(stream: BinaryIO, left: int, key: bytes) -> Iterator[bytes]:
    tag = hmac.new(key, digestmod="sha1")
    while left:
        data = _exactly(stream, min(_STEP, left))
        left -= len(data)
        tag.update(data)
        yield data
    if not hmac.compare_digest(tag.digest()[:_AES_TAG], _exactly(stream, _AES_TAG)):
        raise Damaged


def _counter_mode(blocks: Iterator[bytes], key: bytes) -> Iterator[bytes]:
    """AES in counter mode with a little-endian counter from 1; every block of `blocks` but the last is of whole AES blocks."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - of counters, which never repeat
    counter = 1
    for data in blocks:
        count = -(-len(data) // _BLOCK)
        pad = encryptor.update(b"".join(number.to_bytes(_BLOCK, "little") for number in range(counter, counter + count)))
        counter += count
        size = len(data)
        yield (int.from_bytes(data, "little") ^ int.from_bytes(pad[:size], "little")).to_bytes(size, "little")


def _blocks(stream: BinaryIO, left: int, cipher: _Pkware) -> Iterator[bytes]:
    while left:
        data = _exactly(stream, min(_STEP, left))
        left -= len(data)
        yield cipher.decrypt(data)


def _inflated(blocks: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == STORED:
        yield from blocks
        return
    if method != DEFLATED:
        raise Damaged
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for data in blocks:
            yield inflater.decompress(data, _STEP * 16)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, _STEP * 16)
        yield inflater.flush()
    except zlib.error:
        raise Damaged from None
    if not inflater.eof:
        raise Damaged


def _summed(blocks: Iterator[bytes], crc32: int) -> Iterator[bytes]:
    found = 0
    for data in blocks:
        found = zlib.crc32(data, found)
        yield data
    if found != crc32:
        raise Damaged
