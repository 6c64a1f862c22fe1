"""Every page of a vault's database and of its log, decrypted without the program's own opener: free pages and old frames too.

SQLCipher 4 (its design document, "Database Encryption and Authentication"): AES-256-CBC over a page but for its last 80 bytes,
which are the initialisation vector (16) and an HMAC (64). With a raw key no derivation happens. The first 16 bytes of the file are
a salt. A log (SQLite file format, section 4) is a head of 32 bytes and frames of 24 bytes and a page.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, IV = 8192, 80, 16
SALT, LOG_HEAD, FRAME_HEAD = 16, 32, 24


def pages(key: bytes, database: Path) -> Iterator[bytes]:
    """The plaintext of each page of the file `database`, in order, then of each frame of the log beside it."""
    data = database.read_bytes()
    for at in range(0, len(data), PAGE):
        yield _plain(key, data[at : at + PAGE], first=at == 0)
    log = database.with_name(f"{database.name}-wal")
    frames = log.read_bytes() if log.exists() else b""
    for at in range(LOG_HEAD, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        yield _plain(key, frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], first=number == 1)


def _plain(key: bytes, page: bytes, *, first: bool) -> bytes:
    sealed = page[SALT if first else 0 : PAGE - RESERVE]
    vector = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(sealed) + opened.finalize()
