"""From a passphrase or a sheet of paper to the keys of a vault (docs/spec/ledger.md section 8; evidence-and-security 1.5).

    root secret = an age X25519 identity, AGE-SECRET-KEY-1...     printed as the recovery key; opens every blob with the stock age
      HKDF-SHA256(root, "gawah/v1/db")     the database key
      HKDF-SHA256(root, "gawah/v1/names")  the key of the blob names
      HKDF-SHA256(root, "gawah/v1/slots")  the key over the list of slots

The input of HKDF (RFC 5869, no salt) is the identity as printed: 74 ASCII characters in capitals. Whoever holds the sheet derives
every key with `openssl kdf`, without decoding Bech32 first. A slot holds the same 74 characters under a passphrase.
"""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Literal, NoReturn, TypeAlias

import pyrage  # type: ignore[import-untyped]  # it ships no types
from cryptography.exceptions import InvalidSignature, InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gawah.records.errors import BadInput, SealInvalid, WrongPassphrase, WrongRecoveryKey
from gawah.seal import canonical

Purpose: TypeAlias = Literal["db", "names", "slots"]
"""What a derived key is for."""

KEY_SIZE = 32
"""Bytes of every symmetric key."""

MEMORY_FLOOR_KIB = 64 * 1024
"""Least memory of a slot that is made for a person (evidence-and-security 1.5)."""

_MEMORY_LIMIT_KIB = 4 * 1024 * 1024
# Memory times passes: some 20 seconds. A planted slot file cannot hang the machine for longer.
_WORK_LIMIT_KIB = 16 * 1024 * 1024
_LANES_LIMIT = 64
_SLOT_LIMIT = 4096
_SLOT_FORM = {
    "v": re.compile("1"),
    "kdf": re.compile("argon2id"),
    "cipher": re.compile("aes-256-gcm"),
    "secret": re.compile("age-x25519"),
    "salt": re.compile("[0-9a-f]{32}"),
    "nonce": re.compile("[0-9a-f]{24}"),
    "wrapped": re.compile("[0-9a-f]{180}"),  # 74 characters and a tag of 16 bytes
}
_REFUSED = "the passphrase does not open this vault"
_RECOVERY_PREFIX = "AGE-SECRET-KEY-1"
_RECOVERY_LENGTH = 74
_BECH32 = frozenset("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: the parameters of Argon2id (RFC 9106 section 3.1).

    Attributes:
        memory_kib: Memory in KiB.
        passes: Passes over it.
        lanes: Lanes that may run at once.
    """

    memory_kib: int
    passes: int
    lanes: int


DEFAULT_COST = Cost(256 * 1024, 3, 4)
"""About one second on a laptop of 2026."""


class RootSecret:
    """The secret from which all keys of a vault follow: an age X25519 identity (C2SP age, "The X25519 recipient type").

    It has no `repr` of the secret and cannot be copied into another process.
    """

    __slots__ = ("_identity",)

    def __init__(self, identity: pyrage.x25519.Identity) -> None:
        self._identity: pyrage.x25519.Identity | None = identity

    @classmethod
    def generate(cls) -> "RootSecret":
        """A new secret from the random generator of the operating system."""
        return cls(pyrage.x25519.Identity.generate())

    @classmethod
    def from_recovery(cls, text: str) -> "RootSecret":
        """The secret on a recovery sheet. Spaces, line ends and small letters do no harm; a typing error is found by the checksum.

        Raises WrongRecoveryKey when `text` is not a whole recovery key; the message says what is wrong and repeats none of it.
        """
        typed = "".join(text.split()).upper()
        try:
            return cls(pyrage.x25519.Identity.from_str(typed))
        except (pyrage.IdentityError, UnicodeEncodeError):
            raise WrongRecoveryKey(_mistyped(typed)) from None

    def recovery_text(self) -> str:
        """The secret in print: `AGE-SECRET-KEY-1...`, 74 characters, with a checksum (Bech32, BIP 173)."""
        return str(self._held())

    def recipient(self) -> str:
        """The public half, `age1...`: whoever has it can put things into the vault and take nothing out."""
        return str(self._held().to_public())

    def derive(self, purpose: Purpose) -> bytes:
        """The 32-byte key for `purpose`: HKDF-SHA256 with info `gawah/v1/<purpose>` (RFC 5869)."""
        info = f"gawah/v1/{purpose}".encode("ascii")
        return HKDF(hashes.SHA256(), KEY_SIZE, salt=None, info=info).derive(self.recovery_text().encode("ascii"))

    def forget(self) -> None:
        """Let go of the secret; what is asked of it from now on raises SealInvalid.

        The library below overwrites it as the last reference goes. What Python copied on the way (the printed form, a derived key)
        it frees without overwriting: nobody can promise more.
        """
        self._identity = None

    def _held(self) -> pyrage.x25519.Identity:
        # Without this, what was let go would print as "None", and keys that anyone knows would be derived from it.
        if self._identity is None:
            raise SealInvalid("the root secret was put away when the vault was locked")
        return self._identity

    def __repr__(self) -> str:
        return "<RootSecret>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a root secret does not leave its process")


def wrap(root: RootSecret, passphrase: str, cost: Cost = DEFAULT_COST, *, allow_weak: bool = False) -> bytes:
    """The slot file that gives `root` back for `passphrase`: Argon2id (RFC 9106), AES-256-GCM (docs/spec/ledger.md, section 8).

    Args:
        root: What to wrap.
        passphrase: Normalised to NFKC, so that it is the same from every keyboard.
        cost: At least `MEMORY_FLOOR_KIB`.
        allow_weak: For tests: no floor.

    Raises BadInput for an empty passphrase, ValueError for a cost outside the limits.
    """
    if not passphrase:
        raise BadInput("the passphrase is empty")
    if not _bearable(cost) or (cost.memory_kib < MEMORY_FLOOR_KIB and not allow_weak):
        raise ValueError("the cost is outside the limits")
    header: dict[str, object] = {
        **asdict(cost),
        "v": 1,
        "kdf": "argon2id",
        "cipher": "aes-256-gcm",
        "secret": "age-x25519",
        "salt": secrets.token_hex(16),
        "nonce": secrets.token_hex(12),
    }
    nonce = bytes.fromhex(str(header["nonce"]))
    wrapped = _cipher(header, passphrase).encrypt(nonce, root.recovery_text().encode("ascii"), canonical.encode(header))
    return canonical.encode({**header, "wrapped": wrapped.hex()})


def unwrap(slot: bytes, passphrase: str) -> RootSecret:
    """The secret in a slot file (docs/spec/ledger.md, section 8).

    Raises:
        WrongPassphrase: Another passphrase, or a slot whose parameters were edited: the two cannot be told apart.
        SealInvalid: Not a slot file, or parameters that would cost more than 4 GiB or about half a minute.
    """
    header, wrapped = _read_slot(slot)
    nonce = bytes.fromhex(str(header["nonce"]))
    try:
        text = _cipher(header, passphrase).decrypt(nonce, wrapped, canonical.encode(header))
    except InvalidTag:
        raise WrongPassphrase(_REFUSED) from None
    return RootSecret.from_recovery(text.decode("ascii"))


def slots_mac(root: RootSecret, slots: Sequence[bytes]) -> bytes:
    """HMAC-SHA256 over the slot files in whatever order: another when a slot was added, removed or edited (RFC 2104).

    The message is the sorted SHA-256 digests of the files, 32 bytes each.
    """
    mac = hmac.HMAC(root.derive("slots"), hashes.SHA256())
    for digest in sorted(sha256(slot).digest() for slot in slots):
        mac.update(digest)
    return mac.finalize()


class SigningKey:
    """The Ed25519 key of one device, which signs checkpoints and bundles (RFC 8032). It has no `repr` of the secret."""

    __slots__ = ("_key", "_public")

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key: Ed25519PrivateKey | None = key
        self._public = key.public_key()

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new key from the random generator of the operating system."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, secret: bytes) -> "SigningKey":
        """The key that `to_bytes` gave: 32 bytes (RFC 8032 section 5.1.5). Raises ValueError at another length."""
        return cls(Ed25519PrivateKey.from_private_bytes(secret))

    def to_bytes(self) -> bytes:
        """The secret half, 32 bytes: for the encrypted database only (RFC 8032 section 5.1.5)."""
        return self._secret().private_bytes_raw()

    def public_bytes(self) -> bytes:
        """The public half, 32 bytes (RFC 8032 section 5.1.5)."""
        return self._public.public_bytes_raw()

    def public_pem(self) -> bytes:
        """The public half as `openssl` reads it: PEM of a SubjectPublicKeyInfo (RFC 8410 section 4)."""
        return self._public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def fingerprint(self) -> str:
        """See `fingerprint`."""
        return fingerprint(self.public_bytes())

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`, 64 bytes (RFC 8032 section 5.1.6)."""
        return self._secret().sign(data)

    def forget(self) -> None:
        """Let go of the secret half; the public half stays. Signing from now on raises SealInvalid."""
        self._key = None

    def _secret(self) -> Ed25519PrivateKey:
        if self._key is None:
            raise SealInvalid("the signing key was put away when the vault was locked")
        return self._key

    def __repr__(self) -> str:
        return "<SigningKey>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signing key does not leave its process")


def fingerprint(public: bytes) -> str:
    """The name of a public key on paper: SHA-256 of its 32 bytes, 16 groups of 4 digits (docs/spec/ledger.md, section 4).

    Without gawah: `openssl pkey -pubin -in device-ed25519.pub.pem -outform DER | tail -c 32 | sha256sum`.
    """
    digits = sha256(public).hexdigest()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def confirm_fingerprint(public: bytes, stated: str) -> str:
    """The fingerprint of `public`, after comparing it with what a person was given; spaces, colons and capitals do not matter.

    Raises BadInput when `stated` is not a whole fingerprint (64 digits), SealInvalid when it is another key's.
    """
    digits = "".join(stated.replace(":", " ").split()).lower()
    if len(digits) != 64 or set(digits) - set("0123456789abcdef"):
        raise BadInput("a key fingerprint has 64 hexadecimal digits")
    found = fingerprint(public)
    if found.replace(" ", "") != digits:
        raise SealInvalid("the key has another fingerprint")
    return found


def verify_signature(public: bytes, data: bytes, signature: bytes) -> None:
    """Return when `signature` is that of the key `public` over `data` (RFC 8032 section 5.1.7). Raises SealInvalid otherwise."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        raise SealInvalid("the signature is not valid") from None


def public_from_pem(pem: bytes) -> bytes:
    """The 32 bytes of an Ed25519 public key in PEM (RFC 8410 section 4). Raises SealInvalid when it is none."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        raise SealInvalid("this is not a public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise SealInvalid("this is not an Ed25519 public key")
    return key.public_bytes_raw()


def wipe(secret: bytearray) -> None:
    """Overwrite a key that is no longer needed with zeros."""
    secret[:] = bytes(len(secret))


def random_id() -> str:
    """32 hexadecimal digits from the random generator of the operating system."""
    return secrets.token_hex(16)


def random_bytes(count: int) -> bytes:
    """`count` bytes from the random generator of the operating system."""
    return secrets.token_bytes(count)


def _mistyped(typed: str) -> str:
    """What is wrong with a recovery key, without repeating it. The checksum is that of Bech32 (BIP 173)."""
    if not typed.startswith(_RECOVERY_PREFIX):
        return f"a recovery key begins with {_RECOVERY_PREFIX}"
    for place, letter in enumerate(typed[len(_RECOVERY_PREFIX) :], len(_RECOVERY_PREFIX) + 1):
        if letter not in _BECH32:
            return f"character {place} of the recovery key is one that no recovery key has (never 1, B, I or O after the beginning)"
    if len(typed) != _RECOVERY_LENGTH:
        return f"a recovery key has {_RECOVERY_LENGTH} characters without spaces, and this has {len(typed)}"
    return "the recovery key was mistyped: its checksum does not fit"


def _bearable(cost: Cost) -> bool:
    """Whether a slot of this cost may be computed: RFC 9106's own limits below, ours above."""
    if not (1 <= cost.lanes <= _LANES_LIMIT and cost.passes >= 1):
        return False
    return 8 * cost.lanes <= cost.memory_kib <= _MEMORY_LIMIT_KIB and cost.memory_kib * cost.passes <= _WORK_LIMIT_KIB


def _cipher(header: Mapping[str, object], passphrase: str) -> AESGCM:
    # "surrogatepass": an encoding error would carry the passphrase in its traceback.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    cost = _cost(header)
    kdf = Argon2id(
        salt=bytes.fromhex(str(header["salt"])),
        length=KEY_SIZE,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return AESGCM(kdf.derive(secret))


def _cost(header: Mapping[str, object]) -> Cost:
    """The parameters in a slot's header. Raises SealInvalid when they are no numbers or not bearable."""
    numbers = [header[name] for name in ("memory_kib", "passes", "lanes")]
    memory_kib, passes, lanes = (number if type(number) is int else 0 for number in numbers)
    cost = Cost(memory_kib, passes, lanes)
    if not _bearable(cost):
        raise SealInvalid("a key slot asks for an absurd amount of work")
    return cost


def _read_slot(slot: bytes) -> tuple[dict[str, object], bytes]:
    """The header of a slot file, and the wrapped bytes."""
    try:
        fields = canonical.decode(slot[:_SLOT_LIMIT])
    except ValueError:
        raise SealInvalid("a key slot is malformed") from None
    if not isinstance(fields, dict) or fields.keys() != _SLOT_FORM.keys() | {"memory_kib", "passes", "lanes"}:
        raise SealInvalid("a key slot is malformed")
    if not all(form.fullmatch(str(fields[name])) for name, form in _SLOT_FORM.items()):
        raise SealInvalid("a key slot is malformed")
    return fields, bytes.fromhex(fields.pop("wrapped"))
