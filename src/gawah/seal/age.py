"""The age file format, version 1, as far as a vault needs it: X25519 recipients and the payload (C2SP age).

    age-encryption.org/v1
    -> X25519 <ephemeral share>          one stanza a recipient ("The X25519 recipient type")
    <wrapped file key>
    --- <MAC>                            "Header MAC"
    <16 bytes of nonce><chunks>          "Payload"

What is written has one stanza a recipient: one, for what a vault holds. What is read may have several, of other kinds too; anything
that the document does not allow is refused, never mended. The sections named are those of
https://c2sp.org/age.
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gawah.records.errors import SealInvalid
from gawah.seal import bech32

CHUNK = 1 << 16
"""Bytes of plaintext a chunk ("Payload")."""

TAG = 16
"""Bytes that each chunk grows by: the tag of Poly1305 (RFC 8439)."""

NONCE = 16
"""Bytes between the header and the first chunk."""

HEADER_LIMIT = 1 << 16
"""Longest header that is read: some hundred recipients."""

_VERSION = b"age-encryption.org/v1\n"
_INFO = b"age-encryption.org/v1/X25519"
_KEY = 32
_FILE_KEY = 16
_COLUMNS = 64
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")
_MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")
_FOOTER = b"\n--- "


class Recipient:
    """Whom a file is sealed to: the public half of an identity, `age1...`."""

    def __init__(self, text: str) -> None:
        """Raises SealInvalid when `text` is no X25519 recipient."""
        try:
            self._public = bech32.decode(text, "age")
        except SealInvalid:
            raise SealInvalid("this is not an age recipient") from None
        if text != text.lower() or len(self._public) != _KEY:
            raise SealInvalid("this is not an age recipient")

    def stanza(self, file_key: bytes) -> bytes:
        """`file_key` wrapped for this recipient ("The X25519 recipient type"). Raises SealInvalid for a point of low order."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        wrap = _wrap_key(ephemeral, self._public, share + self._public)
        body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
        return b"-> X25519 %b\n%b\n" % (_encoded(share), _encoded(body))


class Identity:
    """Who can open a file: a secret, `AGE-SECRET-KEY-1...`. It does not print."""

    def __init__(self, text: str) -> None:
        """Raises SealInvalid when `text` is no X25519 identity."""
        secret = bech32.decode(text, "age-secret-key-")
        if len(secret) != _KEY:
            raise SealInvalid("this is not an age identity")
        self._secret = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._secret.public_key().public_bytes_raw()

    def file_key(self, header: bytes) -> bytes:
        """The file key in a whole header, whose MAC is then right ("Header MAC").

        Raises SealInvalid: not a header as the document has it, not for this identity, or altered.
        """
        stanzas = list(_stanzas(header))
        if any(arguments[0] == b"scrypt" for arguments, _ in stanzas):
            raise SealInvalid("a file under a passphrase is not one of a vault")
        for arguments, body in stanzas:
            if arguments[0] != b"X25519":
                continue
            if len(arguments) != 2 or len(share := _decoded(arguments[1])) != _KEY or len(body) != _FILE_KEY + TAG:
                raise SealInvalid("an X25519 stanza is not as the document has it")
            wrap = _wrap_key(self._secret, share, share + self._public)
            try:
                file_key = ChaCha20Poly1305(wrap).decrypt(bytes(12), body, None)
            except InvalidTag:
                continue  # another recipient's
            end = header.rindex(_FOOTER) + len(_FOOTER)
            if not hmac.compare_digest(_header_mac(file_key, header[: end - 1]), _decoded(header[end:-1])):
                raise SealInvalid("the header was altered")
            return file_key
        raise SealInvalid("the file is not for this identity")

    def __repr__(self) -> str:
        return "<Identity>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an identity does not leave its process")


def new_header(*recipients: Recipient) -> tuple[bytes, bytes]:
    """A header with which each of `recipients` can open the file, the nonce that follows it, and the key of the payload."""
    assert recipients
    file_key, nonce = secrets.token_bytes(_FILE_KEY), secrets.token_bytes(NONCE)
    stated = _VERSION + b"".join(one.stanza(file_key) for one in recipients) + b"---"
    return b"%b %b\n%b" % (stated, _encoded(_header_mac(file_key, stated)), nonce), payload_key(file_key, nonce)


def header_size(start: bytes | bytearray) -> int:
    """How many bytes of a file that begins with `start` its header is, without the nonce.

    Raises SealInvalid when it does not end within HEADER_LIMIT, or does not begin as one.
    """
    footer = start.find(_FOOTER, 0, HEADER_LIMIT)
    end = _MAC.match(start, footer + 1) if footer >= 0 else None
    if end is None or not start.startswith(_VERSION):
        raise SealInvalid("this is not an age file")
    return end.end()


def payload_key(file_key: bytes, nonce: bytes) -> bytes:
    """The key of the chunks: HKDF-SHA256 of the file key, salt the nonce, info `payload` ("Payload")."""
    return _hkdf(file_key, nonce, b"payload")


class Payload:
    """The chunks of one file, in order, in one direction ("Payload"): ChaCha20-Poly1305 under a counter and a flag for the last."""

    def __init__(self, key: bytes) -> None:
        self._cipher = ChaCha20Poly1305(key)
        self._counter = 0
        self._ended = False

    def encrypt(self, plain: memoryview, out: memoryview, *, last: bool) -> int:
        """Encrypt some chunks into `out`; how many bytes. Only at the end of the file may the last chunk be short.

        Args:
            plain: A multiple of CHUNK bytes when not `last`; no bytes only when the whole file has none.
            out: At least TAG bytes a chunk longer than `plain`.
            last: Whether the file ends with these.
        """
        assert last or (plain and len(plain) % CHUNK == 0)
        done = 0
        for start in range(0, max(len(plain), 1), CHUNK):
            chunk = plain[start : start + CHUNK]
            size = len(chunk) + TAG
            ends = last and start + CHUNK >= len(plain)
            self._cipher.encrypt_into(self._nonce(last=ends), chunk, None, out[done : done + size])
            done += size
        return done

    def decrypt(self, sealed: memoryview, out: memoryview, *, last: bool) -> int:
        """Decrypt some chunks into `out`; how many bytes.

        Args:
            sealed: A multiple of CHUNK + TAG bytes when not `last`.
            out: At least as long as `sealed`, less TAG bytes a chunk.
            last: Whether the file ends with these.

        Raises SealInvalid: altered, cut off, in another order, or with a chunk after the last; an empty last chunk of a file that
            is not empty.
        """
        done = 0
        for start in range(0, max(len(sealed), 1), CHUNK + TAG):
            chunk = sealed[start : start + CHUNK + TAG]
            size = len(chunk) - TAG
            if size < 0 or (size == 0 and self._counter > 0):
                raise SealInvalid("the payload is cut off")
            ends = last and start + CHUNK + TAG >= len(sealed)
            try:
                self._cipher.decrypt_into(self._nonce(last=ends), chunk, None, out[done : done + size])
            except InvalidTag:
                raise SealInvalid("a chunk was altered or is not where it was") from None
            done += size
        return done

    def _nonce(self, *, last: bool) -> bytes:
        assert not self._ended
        self._ended = last
        nonce = self._counter.to_bytes(11, "big") + (b"\1" if last else b"\0")
        self._counter += 1
        return nonce


def _stanzas(header: bytes) -> Iterator[tuple[list[bytes], bytes]]:
    """Arguments and body of each stanza ("Recipient stanza"). Raises SealInvalid at the first thing that may not be there."""
    lines = header.removeprefix(_VERSION).split(b"\n")[:-2]  # without the footer and what follows its line end
    place = 0
    if not lines:
        raise SealInvalid("a header without a stanza")
    while place < len(lines):
        mark, *arguments = lines[place].split(b" ")
        if mark != b"->" or not arguments or not all(map(_ARGUMENT.fullmatch, arguments)):
            raise SealInvalid("a stanza does not begin as one")
        body = b""
        place += 1
        while place < len(lines) and len(lines[place]) == _COLUMNS:
            body += _decoded(lines[place])
            place += 1
        if place == len(lines) or len(lines[place]) > _COLUMNS:
            raise SealInvalid("the body of a stanza does not end")
        yield arguments, body + _decoded(lines[place])
        place += 1


def _wrap_key(secret: X25519PrivateKey, public: bytes, salt: bytes) -> bytes:
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # the shared secret is zero: a point of low order
        raise SealInvalid("a public key is not one") from None
    return _hkdf(shared, salt, _INFO)


def _header_mac(file_key: bytes, stated: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, None, b"header"), stated, sha256)


def _hkdf(secret: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, salt=salt, info=info).derive(secret)


def _encoded(data: bytes) -> bytes:
    """Base64 without padding ("Conventions")."""
    return base64.b64encode(data).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    """The bytes of Base64 without padding, in its one canonical form ("Conventions"). Raises SealInvalid."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        data = b""
    if _encoded(data) != text:
        raise SealInvalid("a part of the header is not canonical base64")
    return data
