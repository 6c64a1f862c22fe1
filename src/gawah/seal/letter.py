"""A letter box: short texts sealed to a public key by whoever has it, and opened only with the secret half (C2SP age).

Each letter is one age file in base64, that any age program opens. What is put in is filled up with blanks to a multiple of `STEP`
bytes first, so that its size tells little.
"""

import base64
import binascii
from typing import Final

import pyrage  # type: ignore[import-untyped]  # it ships no types

from gawah.records.errors import SealInvalid
from gawah.seal.keys import RootSecret

STEP: Final = 1024
"""Bytes: the length of a letter is a multiple of these."""

_REFUSED = "a sealed entry is damaged, or was not sealed with this key"


def post(recipient: str, letter: bytes) -> str:
    """`letter` sealed to `recipient` (`age1...`), in base64; what it ends with must not matter, for blanks follow it.

    Raises SealInvalid when `recipient` is no age recipient.
    """
    try:
        public = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise SealInvalid("this is not an age recipient") from None
    padded = letter + b" " * (-len(letter) % STEP)
    return base64.b64encode(pyrage.encrypt(padded, [public])).decode("ascii")


def open_letter(secret: RootSecret, sealed: str) -> bytes:
    """What `post` sealed, without the blanks at its end. Raises SealInvalid: damaged, or sealed to another key."""
    try:
        data = base64.b64decode(sealed, validate=True)
        plain = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret.recovery_text())])
    except (binascii.Error, ValueError, pyrage.DecryptError):
        raise SealInvalid(_REFUSED) from None
    return bytes(plain).rstrip(b" ")
