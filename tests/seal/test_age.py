"""The age format held to its document (C2SP age) and to a second implementation (pyrage)."""

import copy
import io
import re
from collections.abc import Callable

import pyrage  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.errors import SealInvalid
from gawah.seal import age
from gawah.seal.cipher import Cipher, PayloadKey, padded_size
from tests.seal.test_bech32 import encode

SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
IDENTITY = age.Identity(SECRET)
THEIRS = pyrage.x25519.Identity.from_str(SECRET)
RECIPIENT = age.Recipient(str(THEIRS.to_public()))
SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 131_073, 16 * 65_536 - 1, 16 * 65_536, 16 * 65_536 + 1, 3_000_001]
NONE = b""


def sealed(data: bytes) -> tuple[bytes, PayloadKey]:
    sink = io.BytesIO()
    done = Cipher().seal(RECIPIENT, io.BytesIO(data), sink)
    assert done.size == len(data)
    return sink.getvalue(), done.key


def opened(file: bytes, size: int, *, identity: age.Identity = IDENTITY, known: PayloadKey | None = None) -> bytes:
    sink = io.BytesIO()
    Cipher().open(identity, io.BytesIO(file), sink, size=size, known=known)
    return sink.getvalue()


def refused(file: bytes, size: int) -> None:
    with pytest.raises(SealInvalid):
        opened(file, size)
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file, [THEIRS])


def content(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


# --- Both ways


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_we_write(size: int) -> None:
    data = content(size)
    assert pyrage.decrypt(sealed(data)[0], [THEIRS]) == data + bytes(padded_size(size) - size)


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_pyrage_writes(size: int) -> None:
    data = content(size)
    assert opened(pyrage.encrypt(data, [THEIRS.to_public()]), size) == data


@given(st.integers(0, 200_000))
@settings(max_examples=40, deadline=None)
def test_law_both_implementations_agree_on_every_length(size: int) -> None:
    data = content(size)
    assert pyrage.decrypt(sealed(data)[0], [THEIRS])[:size] == data
    assert opened(pyrage.encrypt(data, [THEIRS.to_public()]), size) == data


def test_several_recipients_in_any_order() -> None:
    others = [pyrage.x25519.Identity.generate().to_public() for _ in range(5)]
    for place in range(6):
        several = [*others[:place], THEIRS.to_public(), *others[place:]]
        assert opened(pyrage.encrypt(b"canary", several), 6) == b"canary"


# --- What is cut off


@pytest.mark.parametrize("size", [0, 1, 300])
def test_a_file_cut_at_any_byte_is_refused(size: int) -> None:
    file, _ = sealed(content(size))
    for cut in range(len(file)):
        with pytest.raises(SealInvalid):
            opened(file[:cut], size)


@pytest.mark.parametrize("size", [65_536, 65_537, 17 * 65_536])
def test_a_long_file_cut_at_a_border_is_refused(size: int) -> None:
    file, key = sealed(content(size))
    start = len(file) - padded_size(size) - 16 * -(-padded_size(size) // 65_536)
    borders = range(start, len(file), 65_552)
    for cut in {border + more for border in borders for more in (-1, 0, 1, 15, 16, 17)} - {len(file)}:
        for known in (None, key):
            with pytest.raises(SealInvalid):
                opened(file[:cut], size, known=known)


# --- The payload


def chunks(key: bytes, *sizes: int, last: tuple[int, ...]) -> bytes:
    """Chunks of zeros; those with an index in `last` are flagged as the last."""
    cipher = ChaCha20Poly1305(key)
    return b"".join(
        cipher.encrypt(number.to_bytes(11, "big") + (b"\1" if number in last else b"\0"), bytes(size), None)
        for number, size in enumerate(sizes)
    )


def test_chunks_as_the_document_has_them() -> None:
    header, key = age.new_header(RECIPIENT)
    for sizes in ((0,), (1,), (65_536,), (65_536, 1), (65_536, 65_536)):
        file = header + chunks(key, *sizes, last=(len(sizes) - 1,))
        assert opened(file, sum(sizes)) == bytes(sum(sizes))


@pytest.mark.parametrize(
    ("sizes", "last"),
    [
        ((65_536, 0), (1,)),  # an empty last chunk
        ((65_536,) * 16 + (0,), (16,)),  # the same where our buffer ends
        ((65_536, 65_536), (0,)),  # one after the last
        ((65_536, 65_536), (0, 1)),  # two last
        ((65_536,), ()),  # none
        ((65_535, 1), (1,)),  # a short one before the last
        ((), ()),  # no chunk at all
    ],
)
def test_chunks_that_may_not_be_are_refused(sizes: tuple[int, ...], last: tuple[int, ...]) -> None:
    header, key = age.new_header(RECIPIENT)
    refused(header + chunks(key, *sizes, last=last), sum(sizes))


def test_a_chunk_longer_than_a_chunk_is_refused() -> None:
    header, key = age.new_header(RECIPIENT)
    refused(header + chunks(key, 65_537, last=(0,)), 65_537)


# --- The header


HEADER = age.new_header(RECIPIENT)[0][:-16]


def test_a_header_is_one_stanza_and_a_mac() -> None:
    form = rb"age-encryption\.org/v1\n-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n"
    assert re.fullmatch(form, HEADER)
    assert age.header_size(HEADER + b"canary") == len(HEADER)
    assert len(IDENTITY.file_key(HEADER)) == 16


def mac(stated: bytes, file_key: bytes) -> bytes:
    return stated + b"--- " + age._encoded(age._header_mac(file_key, stated + b"---")) + b"\n"


def with_stanzas(*stanzas: bytes) -> bytes:
    """A header with a right MAC whose first stanza is ours."""
    file_key = bytes(16)
    return mac(b"age-encryption.org/v1\n" + RECIPIENT.stanza(file_key) + b"".join(stanzas), file_key)


FILLED = b"A" * 64


@pytest.mark.parametrize(
    "stanza",
    [
        b"-> canary-grease one two\n\n",
        b"-> canary\n" + FILLED + b"\n\n",
        b"-> canary ~!\n" + FILLED + b"\n" + FILLED + b"\nAAAA\n",
        b"-> X25519 " + b"A" * 42 + b"E\n" + b"A" * 43 + b"\n",
    ],
)
def test_stanzas_of_others_are_passed_over(stanza: bytes) -> None:
    assert IDENTITY.file_key(with_stanzas(stanza)) == bytes(16)


@pytest.mark.parametrize(
    "stanza",
    [
        b"-> canary\nAAA=\n",  # padding
        b"-> canary\nAAB\n",  # bits left over
        b"-> canary\nA\n",
        b"-> canary\n" + FILLED + b"\n",  # a body that does not end
        b"-> canary\nAAAA\r\n",
        b"-> canary \nAAAA\n",  # an empty argument
        b"-> \nAAAA\n",
        b"->canary\nAAAA\n",
        b"-> c\xc3\xa4nary\nAAAA\n",
        b"canary\nAAAA\n",
        b"-> canary\n" + FILLED + b"AAAA\n",  # a line too long
        b"-> X25519\n" + b"A" * 43 + b"\n",  # no share
        b"-> X25519 AAAA\n" + b"A" * 43 + b"\n",  # a short one
        b"-> X25519 " + b"A" * 43 + b" canary\n" + b"A" * 43 + b"\n",
        b"-> X25519 " + b"A" * 43 + b"\nAAAA\n",  # a body of another length
        b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n",  # a point of low order
        b"-> X25519 " + b"A" * 42 + b"B\n" + b"A" * 43 + b"\n",
        b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" + b"A" * 43 + b"\n",
    ],
)
def test_a_stanza_that_may_not_be_is_refused_wherever_it_stands(stanza: bytes) -> None:
    file_key = bytes(16)
    before = mac(b"age-encryption.org/v1\n" + stanza + RECIPIENT.stanza(file_key), file_key)
    with pytest.raises(SealInvalid):
        IDENTITY.file_key(before)
    if b"X25519" not in stanza:  # ours is found first
        with pytest.raises(SealInvalid):
            IDENTITY.file_key(with_stanzas(stanza))


@pytest.mark.parametrize(
    "damage",
    [
        lambda header: header.replace(b"v1", b"v2"),
        lambda header: b"\n" + header,
        lambda header: header.replace(b"\n", b"\r\n"),
        lambda header: header[:-1] + b"=\n",
        lambda header: header[:-2] + b"\n",
        lambda header: header[:-1] + b" \n",
        lambda _: b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n",
        lambda header: header.replace(b"-> ", b"-> canary" + b"A" * 70_000 + b"\n\n-> "),
        lambda _: NONE,
    ],
)
def test_what_is_no_header_is_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SealInvalid):
        opened(damage(HEADER) + bytes(16 + 16), 0)


def test_a_mac_that_is_not_canonical_is_refused() -> None:
    file = sealed(b"canary")[0]
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    at = len(HEADER) - 2
    other = bytes([letters[letters.index(file[at]) ^ 1]])
    refused(file[:at] + other + file[at + 1 :], 6)


def test_a_recipient_of_low_order_is_refused() -> None:
    with pytest.raises(SealInvalid, match="not one"):
        age.new_header(age.Recipient(encode("age", [0] * 52)))


@pytest.mark.parametrize("text", ["", "canary", str(THEIRS.to_public()).upper(), SECRET, encode("age", [0] * 8)])
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(SealInvalid, match="not an age recipient"):
        age.Recipient(text)


@pytest.mark.parametrize("text", ["", "canary", str(THEIRS.to_public()), encode("age-secret-key-", [0] * 8)])
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(SealInvalid):
        age.Identity(text)


# --- The key of one file


def test_the_key_of_a_file_opens_it_alone_and_no_other() -> None:
    file, key = sealed(content(70_000))
    other, _ = sealed(content(70_000))
    stranger = age.Identity(str(pyrage.x25519.Identity.generate()))
    assert opened(file, 70_000, identity=stranger, known=key) == content(70_000)
    with pytest.raises(SealInvalid):
        opened(other, 70_000, identity=stranger, known=key)
    assert opened(other, 70_000, known=key) == content(70_000)  # the header is another: it is opened


def test_with_the_key_of_a_file_a_changed_header_or_nonce_is_still_found() -> None:
    file, key = sealed(b"canary")
    for place in range(len(HEADER) + 16 + 6 + 16):
        changed = file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]
        with pytest.raises(SealInvalid):
            opened(changed, 6, known=key)


def test_keys_do_not_print_and_are_not_copied_out() -> None:
    _, key = sealed(b"canary")
    assert repr(key) == "PayloadKey()"
    assert repr(IDENTITY) == "<Identity>"
    for secret in (key, IDENTITY):
        for copied in (copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                copied(secret)
