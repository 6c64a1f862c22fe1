"""Files at rest: same bytes out, nothing accepted that was cut or altered, the caller's own errors unchanged."""

import errno
import hashlib
import hmac
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gawah.records.errors import SealInvalid, SourceUnreadable
from gawah.seal import cipher
from gawah.seal.keys import RootSecret

ROOT = RootSecret.from_recovery("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
CHUNK = 65536


def sealed(data: bytes) -> bytes:
    sink = io.BytesIO()
    assert cipher.encrypt(ROOT.recipient(), io.BytesIO(data), sink, size=len(data)) == len(data)
    return sink.getvalue()


def opened(data: bytes, size: int) -> bytes:
    sink = io.BytesIO()
    cipher.decrypt(ROOT, io.BytesIO(data), sink, size=size)
    return sink.getvalue()


LONG = bytes(range(256)) * 800
SEALED = sealed(LONG)


class Dribbling(io.BytesIO):
    """Gives and takes a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 7, 7))

    def readinto(self, buffer: object, /) -> int:
        assert isinstance(buffer, memoryview)
        return super().readinto(buffer[:7])

    def write(self, data: object, /) -> int:
        assert isinstance(data, bytes)
        return super().write(data[:5])


class OnlyReads:
    """What has no more than `read`."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._inner.read(min(size, 1000))


class SaysNothing(io.BytesIO):
    def write(self, data: object, /) -> None:  # type: ignore[override]
        assert isinstance(data, bytes)
        super().write(data)


class Failing(io.BytesIO):
    def __init__(self, fault: BaseException) -> None:
        super().__init__()
        self.fault = fault

    def read(self, _size: int | None = -1, /) -> bytes:
        raise self.fault

    def readinto(self, _buffer: object, /) -> int:
        raise self.fault

    def write(self, _data: object, /) -> int:
        raise self.fault


@given(st.binary(max_size=3000))
def test_law_decrypt_after_encrypt_gives_the_same_bytes(data: bytes) -> None:
    assert opened(sealed(data), len(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 100, 8191, 8192, 8193, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_003])
def test_every_length_comes_back(size: int) -> None:
    data = hashlib.shake_128(size.to_bytes(8, "big")).digest(size)
    assert opened(sealed(data), size) == data


def test_streams_that_give_and_take_a_little_at_a_time() -> None:
    sink = Dribbling()
    assert cipher.encrypt(ROOT.recipient(), Dribbling(LONG[:3000]), sink, size=None) == 3000
    plain = Dribbling()
    cipher.decrypt(ROOT, Dribbling(sink.getvalue()), plain, size=3000)
    assert plain.getvalue() == LONG[:3000]


def test_a_source_that_can_only_be_read() -> None:
    sink, plain = io.BytesIO(), io.BytesIO()
    assert cipher.encrypt(ROOT.recipient(), OnlyReads(LONG), sink, size=None) == len(LONG)
    cipher.decrypt(ROOT, OnlyReads(sink.getvalue()), plain, size=len(LONG))
    assert plain.getvalue() == LONG


def test_a_sink_may_return_nothing() -> None:
    sink, plain = SaysNothing(), SaysNothing()
    cipher.encrypt(ROOT.recipient(), io.BytesIO(LONG), sink, size=None)
    cipher.decrypt(ROOT, io.BytesIO(sink.getvalue()), plain, size=len(LONG))
    assert plain.getvalue() == LONG


def test_the_same_file_is_never_sealed_to_the_same_bytes() -> None:
    assert sealed(b"x") != sealed(b"x")


@pytest.mark.parametrize("size", [0, 5, len(LONG) - 1, len(LONG) + 1])
def test_a_source_of_another_length_than_announced_is_refused(size: int) -> None:
    with pytest.raises(SourceUnreadable):
        cipher.encrypt(ROOT.recipient(), io.BytesIO(LONG), io.BytesIO(), size=size)


@pytest.mark.parametrize("recipient", ["", "age1canary", ROOT.recovery_text(), ROOT.recipient()[:-1]])
def test_what_is_no_recipient_is_refused(recipient: str) -> None:
    with pytest.raises(SealInvalid) as refusal:
        cipher.encrypt(recipient, io.BytesIO(), io.BytesIO(), size=0)
    assert str(refusal.value) == "this is not an age recipient"


@given(st.integers(0, len(SEALED) * 8 - 1))
@settings(max_examples=300)
def test_law_a_file_with_one_bit_changed_is_refused(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealInvalid):
        opened(bytes(changed), len(LONG))


HEADER = len(SEALED) - 16 - 4 * 16 - cipher.padded_size(len(LONG))
CUTS = [0, 1, 50, HEADER - 1, HEADER, HEADER + 16, HEADER + 17, len(SEALED) - 1]
CUTS += [HEADER + 16 + whole * (CHUNK + 16) + more for whole in (1, 2, 3) for more in (-1, 0, 1)]


@pytest.mark.parametrize("cut", CUTS)
def test_a_file_that_is_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(SealInvalid):
        opened(SEALED[:cut], len(LONG))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data + b"\0",
        lambda data: data + data,
        lambda data: data[: HEADER + 16] + data[HEADER + 16 + CHUNK + 16 :],
        lambda data: data[: HEADER + 16] + data[HEADER + 16 + CHUNK + 16 :] + data[HEADER + 16 : HEADER + 16 + CHUNK + 16],
        lambda _: b"canary" * 1000,
        lambda _: b"age-encryption.org/v1\n" + b"-> X25519 " + b"A" * 100_000 + b"\n",
        lambda _: b"age-encryption.org/v1\n" + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
    ],
)
def test_a_file_that_was_pieced_together_is_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SealInvalid) as refusal:
        opened(damage(SEALED), len(LONG))
    assert str(refusal.value) == "an encrypted file is cut off, damaged or not of this vault"
    assert refusal.value.__suppress_context__


def test_another_vault_does_not_open_it() -> None:
    with pytest.raises(SealInvalid):
        cipher.decrypt(RootSecret.generate(), io.BytesIO(SEALED), io.BytesIO(), size=len(LONG))


@pytest.mark.parametrize("size", [0, 5, len(LONG) - 1, cipher.padded_size(len(LONG)) + 1])
def test_a_plaintext_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(SealInvalid, match="does not hold"):
        opened(SEALED, size)


def test_padding_that_is_not_zero_is_refused_wherever_it_stands() -> None:
    for padding in (b"x" + bytes(200_000), bytes(100_000) + b"x" + bytes(100_000), bytes(200_000) + b"x"):
        with pytest.raises(SealInvalid, match="does not hold"):
            opened(sealed(b"content" + padding), len(b"content"))


def fault_of(act: Callable[[], object]) -> BaseException:
    with pytest.raises(BaseException) as raised:  # noqa: PT011 - which one it is, the caller compares
        act()
    return raised.value


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), MemoryError()])
def test_faults_of_the_streams_come_through_unchanged(fault: BaseException) -> None:
    recipient, size = ROOT.recipient(), len(LONG)
    assert fault_of(lambda: cipher.encrypt(recipient, Failing(fault), io.BytesIO(), size=size)) is fault
    assert fault_of(lambda: cipher.encrypt(recipient, io.BytesIO(LONG), Failing(fault), size=size)) is fault
    assert fault_of(lambda: cipher.decrypt(ROOT, Failing(fault), io.BytesIO(), size=size)) is fault
    assert fault_of(lambda: cipher.decrypt(ROOT, io.BytesIO(SEALED), Failing(fault), size=size)) is fault


class RefusesOnce(io.BytesIO):
    """A full drive: refuses one write, and takes the next as if nothing had been."""

    def __init__(self, turn: int) -> None:
        super().__init__()
        self.left = turn

    def write(self, data: object, /) -> int:
        assert isinstance(data, bytes)
        self.left -= 1
        if self.left == 0:
            raise OSError(errno.ENOSPC, "full")
        return super().write(data)


@pytest.mark.parametrize("size", [0, 1, 300, CHUNK - 1, CHUNK, 3 * CHUNK + 5])
def test_no_refused_write_is_passed_over_in_silence(size: int) -> None:
    whole = RefusesOnce(0)
    cipher.encrypt(ROOT.recipient(), io.BytesIO(bytes(size)), whole, size=size)
    assert whole.left < 0
    for turn in range(1, 1 - whole.left):
        with pytest.raises(OSError, match="full"):
            cipher.encrypt(ROOT.recipient(), io.BytesIO(bytes(size)), RefusesOnce(turn), size=size)


def test_a_source_of_text_is_a_mistake_of_the_program() -> None:
    fault = fault_of(lambda: cipher.encrypt(ROOT.recipient(), io.StringIO("text"), io.BytesIO(), size=None))  # type: ignore[arg-type]
    assert not isinstance(fault, SealInvalid)


@given(st.integers(0, 2**50))
def test_law_padding_is_at_most_12_per_cent_and_hides_more_of_longer_lengths(size: int) -> None:
    padded = cipher.padded_size(size)
    assert size <= padded <= size + size * 12 // 100
    assert cipher.padded_size(padded) == padded
    assert padded.bit_length() - 1 <= 1 or padded % (1 << max(0, padded.bit_length() - 1 - padded.bit_length().bit_length())) == 0


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 0), (1, 1), (8, 8), (9, 10), (1000, 1024), (50_000, 51_200), (1_000_003, 1_015_808)]
)
def test_padded_sizes(size: int, padded: int) -> None:
    assert cipher.padded_size(size) == padded


def test_files_of_one_bucket_are_as_long_as_each_other_but_for_the_header() -> None:
    # A random stanza in the header, which the age library adds, hides what is left.
    lengths = [len(sealed(bytes(size))) for size in (49_200, 50_000, 51_200)]
    assert max(lengths) - min(lengths) < 400


def test_a_blob_name_is_an_hmac_of_the_digest() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert cipher.blob_name(bytes(32), digest) == hmac.new(bytes(32), digest.encode(), hashlib.sha256).hexdigest()
    assert cipher.blob_name(b"\1" * 32, digest) != cipher.blob_name(bytes(32), digest)
