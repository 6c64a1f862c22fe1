"""Checkpoints and proof files: what is written is read, what is altered is refused."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gawah.records.errors import SealInvalid
from gawah.seal import note
from gawah.seal.keys import SigningKey, random_bytes

ORIGIN = "gawah.invalid/0123456789abcdef0123456789abcdef"
KEY = SigningKey.from_bytes(bytes(range(32)))
PUBLIC = KEY.public_bytes()
ROOT = bytes(range(32))
NOTE = note.sign_checkpoint(ORIGIN, 37, ROOT, KEY)
paths = st.lists(st.binary(min_size=32, max_size=32), max_size=8)
numbers = st.integers(0, 2**63 - 1)


def test_a_signed_checkpoint_opens() -> None:
    head = note.open_checkpoint(NOTE, PUBLIC)
    assert (head.origin, head.size, head.root, head.note) == (ORIGIN, 37, ROOT.hex(), NOTE)
    assert note.read_checkpoint(NOTE) == head


def test_its_text_is_that_of_the_standard() -> None:
    text, signature = NOTE.decode().split("\n\n")
    assert text == f"{ORIGIN}\n37\n{base64.b64encode(ROOT).decode()}"
    assert signature.startswith(f"— {ORIGIN} ")
    assert signature.endswith("\n")


def key_id(name: str, public: bytes) -> bytes:
    """C2SP signed-note, "Ed25519 signatures"."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def test_extension_lines_and_signatures_of_unknown_keys_are_passed_over() -> None:
    text = f"{ORIGIN}\n1\n{base64.b64encode(ROOT).decode()}\nextension line\n".encode()
    own = key_id(ORIGIN, PUBLIC) + KEY.sign(text)
    foreign = f"— witness.example/a {base64.b64encode(b'wit!' + bytes(72)).decode()}\n"
    signed = text + f"\n{foreign}— {ORIGIN} {base64.b64encode(own).decode()}\n".encode()
    assert note.open_checkpoint(signed, PUBLIC).size == 1


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_law_a_checkpoint_with_one_bit_changed_does_not_open(bit: int) -> None:
    changed = bytearray(NOTE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealInvalid):
        note.open_checkpoint(bytes(changed), PUBLIC)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealInvalid, match="no signature of this key"):
        note.open_checkpoint(NOTE, SigningKey.generate().public_bytes())


def test_a_second_signature_of_the_key_that_is_wrong_spoils_the_note() -> None:
    wrong = base64.b64encode(key_id(ORIGIN, PUBLIC) + bytes(64)).decode()
    with pytest.raises(SealInvalid, match="signature is not valid"):
        note.open_checkpoint(NOTE + f"— {ORIGIN} {wrong}\n".encode(), PUBLIC)


def test_a_signature_in_another_name_does_not_count() -> None:
    other = note.sign_checkpoint("gawah.invalid/other", 37, ROOT, KEY).decode().replace("gawah.invalid/other\n", f"{ORIGIN}\n", 1)
    with pytest.raises(SealInvalid, match="no signature of this key"):
        note.open_checkpoint(other.encode(), PUBLIC)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: "",
        lambda text: text.split("\n\n", maxsplit=1)[0] + "\n",
        lambda text: text.split("\n\n", maxsplit=1)[0] + "\n\n",
        lambda text: text[:-1],
        lambda text: text.replace("\n37\n", "\n037\n"),
        lambda text: text.replace("\n37\n", "\n-37\n"),
        lambda text: text.replace("\n37\n", "\n٣٧\n"),
        lambda text: text.replace("\n37\n", "\n"),
        lambda text: text.replace("\n37\n", "\n\n37\n"),
        lambda text: text.replace("=\n\n", "=\n\n\n"),
        lambda text: text.replace("=\n\n", "=\na\tline\n\n"),
        lambda text: text.replace("=\n\n", f"=\n{'x' * note.LONGEST}\n\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("— ", "- "),
        lambda text: text.replace("— ", "—"),
        lambda text: text.replace("=\n\n", "\n\n"),
        lambda text: text.replace("=\n\n", "!\n\n"),
        lambda text: text.replace("8=\n\n", "9=\n\n"),
        lambda text: text.replace(base64.b64encode(ROOT).decode(), base64.b64encode(ROOT[:31]).decode()),
        lambda text: text + f"— {ORIGIN} AAAAAA==\n",
        lambda text: text + f"— {ORIGIN}+x AAAAAAAA\n",
        lambda text: text + f"— {ORIGIN} ÄÄÄÄ\n",
        lambda text: text + f"— {ORIGIN} AAAAAAAA\n" * 64,
        lambda text: text + f"— {ORIGIN} AAAAAAAA\n" * 40_000,
    ],
)
def test_what_is_not_a_checkpoint_is_refused(damage: Callable[[str], str]) -> None:
    with pytest.raises(SealInvalid):
        note.read_checkpoint(damage(NOTE.decode()).encode())


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(SealInvalid, match="UTF-8"):
        note.read_checkpoint(b"\xff" + NOTE)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, ROOT),
        ("a b", 1, ROOT),
        ("a+b", 1, ROOT),
        ("a\nb", 1, ROOT),
        ("a\x7f", 1, ROOT),
        ("a", -1, ROOT),
        ("a", 1, ROOT[:31]),
    ],
)
def test_what_is_not_the_head_of_a_ledger_is_not_signed(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(ValueError, match="head of a ledger"):
        note.sign_checkpoint(origin, size, root, KEY)


@given(numbers, paths)
def test_law_a_proof_is_read_as_written(index: int, path: list[bytes]) -> None:
    assert note.read_proof(note.write_proof(index, path, NOTE)) == note.Proof(index, path, NOTE)


def test_a_proof_may_carry_extra_data_that_is_passed_over() -> None:
    written = note.write_proof(3, [ROOT], NOTE).replace(b"index", b"extra AAAA\nindex", 1)
    assert note.read_proof(written) == note.Proof(3, [ROOT], NOTE)
    with pytest.raises(SealInvalid):
        note.read_proof(written.replace(b"AAAA", b"AA"))


@given(numbers, numbers, paths)
def test_law_a_row_proof_is_read_as_written(index: int, size: int, path: list[bytes]) -> None:
    assert note.read_row_proof(note.write_row_proof(index, size, path)) == note.RowProof(index, size, path)


@given(numbers, numbers, paths)
def test_law_a_consistency_proof_is_read_as_written(old: int, new: int, path: list[bytes]) -> None:
    assert note.read_consistency(note.write_consistency(old, new, path)) == note.Consistency(old, new, path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"gawah.invalid/row-proof@v1\n",
        b"gawah.invalid/row-proof@v1\nindex 1\n",
        b"gawah.invalid/row-proof@v2\nindex 1\nsize 2\n",
        b"gawah.invalid/row-proof@v1\nsize 2\nindex 1\n",
        b"gawah.invalid/row-proof@v1\nindex 01\nsize 2\n",
        b"gawah.invalid/row-proof@v1\nindex 1\nsize 2",
        b"gawah.invalid/row-proof@v1\nindex 1\nsize 2\n\n",
        b"gawah.invalid/row-proof@v1\nindex 1\nsize 2\nAAAA\n",
        b"gawah.invalid/row-proof@v1\nindex 1\nsize 99999999999999999999\n",
        b"gawah.invalid/row-proof@v1\nindex 1\tsize 2\n",
    ],
)
def test_what_is_not_a_row_proof_is_refused(data: bytes) -> None:
    with pytest.raises(SealInvalid):
        note.read_row_proof(data)


@pytest.mark.parametrize(
    "data", [b"", b"c2sp.org/tlog-proof@v1\nindex 1\n", b"c2sp.org/tlog-proof@v1\n\nnote", b"x\nindex 1\n\nnote"]
)
def test_what_is_not_a_proof_is_refused(data: bytes) -> None:
    with pytest.raises(SealInvalid):
        note.read_proof(data)


@given(st.binary(max_size=200))
def test_law_no_bytes_crash_the_readers(data: bytes) -> None:
    for start in (b"", note.ROW_PROOF.encode() + b"\n", note.PROOF.encode() + b"\n", note.CONSISTENCY.encode() + b"\n"):
        for read in (note.read_checkpoint, note.read_proof, note.read_row_proof, note.read_consistency):
            try:
                read(start + data)
            except SealInvalid:
                continue


def test_notes_of_any_size_open() -> None:
    for size in (0, 1, 2**62):
        root = random_bytes(32)
        assert note.open_checkpoint(note.sign_checkpoint(ORIGIN, size, root, KEY), PUBLIC).size == size
