"""Files at rest: one standard age file each (C2SP age), padded, named by a MAC.

What is written here opens with the stock `age` program: `age -d -i KEY FILE | head -c LENGTH`. The plaintext is padded with zeros
so that the size of the file tells little; the caller keeps the true length. That an age file opens does not say which file it is,
for anyone with the vault's recipient can make one: whoever decrypts compares the SHA-256 with the ledger (evidence-and-security
1.4).
"""

from typing import Protocol

import pyrage  # type: ignore[import-untyped]  # it ships no types
from cryptography.hazmat.primitives import hashes, hmac

from gawah.records.digest import ReadableBytes
from gawah.records.errors import SealInvalid, SourceUnreadable
from gawah.seal.keys import RootSecret

_ZEROS = bytes(1 << 16)


class WritableBytes(Protocol):
    """Anything with the `write` of a binary file."""

    def write(self, data: bytes, /) -> int | None:
        """Take some or all of `data` and return how many bytes; None means all of them."""
        ...


def padded_size(size: int) -> int:
    """How long a plaintext of `size` bytes is after padding: its Padmé bucket, at most 12 % more.

    Only about log2(log2(size)) leading bits of the length remain to be seen (Nikitin et al., "Reducing Metadata Leakage from
    Encrypted Files and Communication with PURBs", PETS 2019, section 4).
    """
    if size < 2:
        return size
    exponent = size.bit_length() - 1
    hidden = exponent - exponent.bit_length()
    mask = (1 << hidden) - 1
    return (size + mask) & ~mask


def blob_name(name_key: bytes | bytearray, sha256_hex: str) -> str:
    """The name of a blob on disk, 64 hexadecimal digits: HMAC-SHA256 over the 64 digits of its SHA-256 (RFC 2104).

    Without the key, nobody who holds a suspected file can tell from the names whether a locked vault has it.
    """
    mac = hmac.HMAC(name_key, hashes.SHA256())
    mac.update(sha256_hex.encode("ascii"))
    return mac.finalize().hex()


def encrypt(recipient: str, source: ReadableBytes, sink: WritableBytes, *, size: int | None) -> int:
    """Write what is left in `source`, padded, to `sink` as one age file to `recipient` (C2SP age); memory does not grow with it.

    Args:
        recipient: `age1...`.
        source: Read to its end.
        sink: On any exception what it holds is to be thrown away.
        size: Bytes that the source is known to have; None when unknown.

    Returns:
        Bytes read from the source, without padding.

    Raises:
        SealInvalid: Not an age X25519 recipient.
        SourceUnreadable: The source gave more or fewer bytes than `size`.
        OSError: Whatever the source or the sink raised, unchanged.
    """
    try:
        key = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise SealInvalid("this is not an age recipient") from None
    padded, guarded = _PaddedSource(source), _Sink(sink)
    try:
        pyrage.encrypt_io(padded, guarded, [key])
    except (pyrage.EncryptError, OSError):
        _raise_own(padded.fault, guarded.fault)
        raise
    _raise_own(guarded.fault)  # the library says nothing of a refused write when the file fits into its buffer
    if size is not None and padded.size != size:
        raise SourceUnreadable("the source changed its length while it was read")
    return padded.size


def decrypt(root: RootSecret, source: ReadableBytes, sink: WritableBytes, *, size: int) -> None:
    """Write the first `size` bytes of the plaintext of an age file to `sink`, and see that only zeros follow (C2SP age).

    Bytes reach the sink before the end of the file has been checked: on any exception the caller throws them away.

    Raises:
        SealInvalid: Cut off, damaged, not made for this vault, or its plaintext is not `size` bytes and padding.
        OSError: Whatever the source or the sink raised, unchanged.
    """
    guarded, cut = _Source(source), _UnpaddedSink(sink, size)
    try:
        pyrage.decrypt_io(guarded, cut, [root.age_identity])
    except (pyrage.DecryptError, OSError):
        _raise_own(guarded.fault, cut.fault)
        raise SealInvalid("an encrypted file is cut off, damaged or not of this vault") from None
    if cut.left or not cut.padding_is_zero:
        raise SealInvalid("an encrypted file does not hold what was put into it")


def _raise_own(*faults: BaseException | None) -> None:
    """Raise what the caller's own stream raised: the library below turns a full disk and an interrupt into errors of its own."""
    for fault in faults:
        if fault is not None:
            raise fault


class _Source:
    """The caller's source; remembers what it raised."""

    def __init__(self, stream: ReadableBytes) -> None:
        self._stream = stream
        self.fault: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except BaseException as fault:
            self.fault = fault
            raise


class _PaddedSource(_Source):
    """The caller's source and then zeros up to the bucket; counts the source's bytes."""

    def __init__(self, stream: ReadableBytes) -> None:
        super().__init__(stream)
        self.size = 0
        self._padding: int | None = None

    def read(self, size: int) -> bytes:
        if self._padding is None:
            data = super().read(size)
            self.size += len(data)
            if data:
                return data
            self._padding = padded_size(self.size) - self.size
        zeros = _ZEROS[: min(size, self._padding)]
        self._padding -= len(zeros)
        return zeros


class _Sink:
    """The caller's sink; takes all or raises, and remembers what it raised."""

    def __init__(self, stream: WritableBytes) -> None:
        self._stream = stream
        self.fault: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            rest = data
            while rest:
                taken = self._stream.write(rest)
                rest = b"" if taken is None else rest[taken:]
        except BaseException as fault:
            self.fault = fault
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here; the caller flushes and syncs its own file."""


class _UnpaddedSink(_Sink):
    """The caller's sink for the first `size` bytes; what follows is padding and is only looked at."""

    def __init__(self, stream: WritableBytes, size: int) -> None:
        super().__init__(stream)
        self.left = size
        self.padding_is_zero = True

    def write(self, data: bytes) -> int:
        content, padding = data[: self.left], data[self.left :]
        self.left -= len(content)
        super().write(content)
        self.padding_is_zero = self.padding_is_zero and padding.count(0) == len(padding)
        return len(data)
