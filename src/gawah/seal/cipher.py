"""Files at rest: one standard age file each (C2SP age), padded, named by a MAC.

What is written here opens with the stock `age` program: `age -d -i KEY FILE | head -c LENGTH`. The plaintext is padded with zeros
so that the size of the file tells little; the caller keeps the true length. That an age file opens does not say which file it is,
for anyone with the vault's recipient can make one: whoever decrypts compares the SHA-256 with the ledger (evidence-and-security
1.4).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NoReturn, Protocol

from cryptography.hazmat.primitives import hashes, hmac

from gawah.records.digest import ReadableBytes, WritableBytes
from gawah.records.errors import SealInvalid, SourceUnreadable
from gawah.seal.age import CHUNK, HEADER_LIMIT, NONCE, TAG, Identity, Payload, Recipient, header_size, new_header, payload_key
from gawah.seal.keys import RootSecret

_CHUNKS = 16
_BLOCK = _CHUNKS * CHUNK
_SEALED_BLOCK = _CHUNKS * (CHUNK + TAG)
_HEADER_ROOM = 512
_ZEROS = bytes(_BLOCK)
_REFUSED = "an encrypted file is cut off, damaged or not of this vault"
_OTHER = "an encrypted file does not hold what was put into it"

Fill = Callable[[memoryview], int]
"""Fills a buffer from a stream as far as the stream goes; how many bytes."""


class BufferSink(Protocol):
    """Takes all of a buffer that is used again afterwards."""

    def write(self, data: memoryview, /) -> object:
        """Take all of `data` now. What it raises comes through unchanged."""
        ...


@dataclass(frozen=True, slots=True)
class PayloadKey:
    """What opens one file without its recipient's secret. It does not print.

    Attributes:
        header: SHA-256 of all that stands before the first chunk, 32 bytes: age header and nonce as they were written.
        key: The key of the chunks, 32 bytes.
    """

    header: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key does not leave its process")


@dataclass(frozen=True, slots=True)
class Sealed:
    """What `Cipher.seal` did.

    Attributes:
        size: Bytes read from the source, without padding.
        sha256: Of those, 64 hexadecimal digits.
        key: Opens the file again.
    """

    size: int
    sha256: str
    key: PayloadKey


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


class Cipher:
    """Seals and opens files one after the other with the same buffers; not for two threads at once.

    The hash of a long file is worked out in a second thread beside the cipher; neither holds the interpreter for long.
    """

    def __init__(self) -> None:
        self._plain = (bytearray(_BLOCK), bytearray(_BLOCK))
        self._sealed = (bytearray(_SEALED_BLOCK), bytearray(_SEALED_BLOCK))
        self._out = bytearray(_HEADER_ROOM + _SEALED_BLOCK)
        self._hashing: ThreadPoolExecutor | None = None

    def seal(self, recipient: Recipient | Sequence[Recipient], source: ReadableBytes, sink: BufferSink) -> Sealed:
        """Write what is left in `source`, padded, to `sink` as one age file (C2SP age), and hash it in the same pass.

        Args:
            recipient: Of the vault; or all who are to open the file.
            source: Read to its end, into our buffers when it has a `readinto`.
            sink: On any exception what it holds is to be thrown away.

        Raises:
            SealInvalid: The recipient is a point of low order.
            OSError: Whatever the source or the sink raised, unchanged.
        """
        header, key = new_header(*([recipient] if isinstance(recipient, Recipient) else recipient))
        payload, padded, out = Payload(key), _Padded(_filling(source)), memoryview(self._out)
        digest = _Hash(self._executor)
        before = 0
        if len(header) <= _HEADER_ROOM:
            before = len(header)  # of the first block, so that a small file is written at once
            out[:before] = header
        else:
            sink.write(memoryview(header))
        for block, last in _blocks(self._plain, padded.fill):
            with digest.of(block[: min(len(block), max(0, padded.size - digest.size))]):
                sink.write(out[: before + payload.encrypt(block, out[before:], last=last)])
            before = 0
        return Sealed(padded.size, digest.hexdigest(), PayloadKey(sha256(header).digest(), key))

    def open(
        self,
        identity: Identity,
        source: ReadableBytes,
        sink: BufferSink | None,
        *,
        size: int,
        known: PayloadKey | None = None,
    ) -> str:
        """Write the first `size` bytes of the plaintext of an age file to `sink`, see that only zeros follow, and hash them.

        Bytes reach the sink before the end of the file has been checked: on any exception the caller throws them away.

        Args:
            identity: The vault's.
            source: Read to its end.
            sink: None when only the hash is wanted.
            size: True length of what was sealed.
            known: What `seal` gave: spares opening the header, where that is still the one that was written.

        Returns:
            SHA-256 of the `size` bytes, 64 hexadecimal digits.

        Raises:
            SealInvalid: Cut off, damaged, not for this identity, or its plaintext is not `size` bytes and padding.
            OSError: Whatever the source or the sink raised, unchanged.
        """
        opening = _Opening(_filling(source))
        with _refused():
            payload = Payload(opening.key(identity, known, self._sealed[0]))
        digest, left, zero = _Hash(self._executor), size, True
        outs = tuple(memoryview(buffer) for buffer in self._plain)
        for turn, (block, last) in enumerate(_blocks(self._sealed, opening.fill)):
            plain = outs[turn % 2]
            with _refused():
                plain = plain[: payload.decrypt(block, plain, last=last)]
            content, padding = plain[:left], plain[left:]
            left -= len(content)
            with digest.of(content):
                if sink is not None and content:
                    sink.write(content)
            zero = zero and bytes(padding) == _ZEROS[: len(padding)]
        if left or not zero:
            raise SealInvalid(_OTHER)
        return digest.hexdigest()

    def _executor(self) -> ThreadPoolExecutor:
        if self._hashing is None:
            self._hashing = ThreadPoolExecutor(1, thread_name_prefix="hash")
        return self._hashing


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
    sealed = Cipher().seal(Recipient(recipient), source, Whole(sink))
    if size is not None and sealed.size != size:
        raise SourceUnreadable("the source changed its length while it was read")
    return sealed.size


def encrypt_for(recipients: Sequence[str], source: ReadableBytes, sink: WritableBytes) -> Sealed:
    """As `encrypt`, to several: each of `recipients` (`age1...`) opens the file alone. Raises SealInvalid when one is none."""
    return Cipher().seal([Recipient(one) for one in recipients], source, Whole(sink))


def decrypt(root: RootSecret, source: ReadableBytes, sink: WritableBytes, *, size: int) -> None:
    """Write the first `size` bytes of the plaintext of an age file to `sink`, as `Cipher.open` does with the vault's identity."""
    Cipher().open(Identity(root.recovery_text()), source, Whole(sink), size=size)


class Whole:
    """Hands on to a sink that may take a part at a time, and may keep what it is given."""

    def __init__(self, sink: WritableBytes) -> None:
        self._sink = sink

    def write(self, data: memoryview, /) -> None:
        """Hand on all of `data`, copied. Raises whatever the sink raises."""
        rest = bytes(data)
        while rest:
            taken = self._sink.write(rest)
            rest = b"" if taken is None else rest[taken:]


class _Hash:
    """SHA-256 of blocks, worked out beside what is done with each of them."""

    def __init__(self, executor: Callable[[], ThreadPoolExecutor]) -> None:
        self._executor = executor
        self._hash = sha256()
        self.size = 0

    @contextmanager
    def of(self, block: memoryview) -> Iterator[None]:
        """Hash `block`, which stays as it is until the `with` block ends."""
        self.size += len(block)
        if len(block) < _BLOCK:  # not worth a change of threads
            self._hash.update(block)
            yield
            return
        hashed: Future[None] = self._executor().submit(self._hash.update, block)
        try:
            yield
        finally:
            hashed.result()

    def hexdigest(self) -> str:
        return self._hash.hexdigest()


def _filling(source: ReadableBytes) -> Fill:
    """Fills a buffer from `source`, without a copy where it can."""
    into = getattr(source, "readinto", None)

    def read(view: memoryview) -> int:
        data = source.read(len(view))
        view[: len(data)] = data
        return len(data)

    step: Fill = read if into is None else into

    def fill(view: memoryview) -> int:
        done = 0
        while done < len(view) and (got := step(view[done:])):
            done += got
        return done

    return fill


def _blocks(buffers: tuple[bytearray, bytearray], fill: Fill) -> Iterator[tuple[memoryview, bool]]:
    """Full blocks and the rest, and whether it is the last: there is always a last one, which may be empty."""
    now, following = memoryview(buffers[0]), memoryview(buffers[1])
    size = fill(now)
    while True:
        ahead = fill(following) if size == len(now) else 0
        yield now[:size], ahead == 0
        if ahead == 0:
            return
        now, following, size = following, now, ahead


class _Padded:
    """A source and then zeros up to its bucket; counts the source's bytes."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self._padding: int | None = None
        self.size = 0

    def fill(self, view: memoryview) -> int:
        done = 0
        if self._padding is None:
            done = self._fill(view)
            self.size += done
            if done == len(view):
                return done
            self._padding = padded_size(self.size) - self.size
        zeros = min(len(view) - done, self._padding)
        view[done : done + zeros] = _ZEROS[:zeros]
        self._padding -= zeros
        return done + zeros


class _Opening:
    """The chunks of an age file, after its header."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self._ahead = 0
        self._ended = False

    def key(self, identity: Identity, known: PayloadKey | None, buffer: bytearray) -> bytes:
        """The key of the chunks; the first of them lie in `buffer` then, which `fill` wants first. Raises SealInvalid."""
        view = memoryview(buffer)
        size = self._fill(view)
        self._ended = size < len(view)
        start = bytes(view[: min(size, HEADER_LIMIT)])
        end = header_size(start) + NONCE
        if len(start) < end:
            raise SealInvalid("the file ends after its header")
        self._ahead = size - end
        view[: self._ahead] = view[end:size]
        if known is not None and sha256(start[:end]).digest() == known.header:
            return known.key
        return payload_key(identity.file_key(start[: end - NONCE]), start[end - NONCE : end])

    def fill(self, view: memoryview) -> int:
        done, self._ahead = self._ahead, 0
        if not self._ended:
            done += self._fill(view[done:])
            self._ended = done < len(view)
        return done


@contextmanager
def _refused() -> Iterator[None]:
    """Within it, whatever is wrong with a file is said in the same words: where it was altered is nobody's business."""
    try:
        yield
    except SealInvalid:
        raise SealInvalid(_REFUSED) from None
