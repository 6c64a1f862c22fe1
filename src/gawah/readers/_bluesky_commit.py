"""The commit of a repository as a capture: what the platform's server signed, and how that can be checked.

atproto.com/specs/repository: `sig` is an ECDSA signature (curve k256 or p256, 64 bytes, low S) over the SHA-256 of the commit
without `sig`, as DAG-CBOR, by the key `#atproto` of the account's DID document of that time. That document is on the network, not
in the export, so gawah does not verify: it says whether there is a signature, and over which digest. The commit binds every record
that its tree reaches, through the digests that are checked here.
"""

from collections.abc import Iterator
from typing import Any

from gawah.readers._bluesky_record import PLATFORM, posts_section
from gawah.readers._bluesky_tree import Block
from gawah.readers._car import Car, decoded
from gawah.readers._iso_time import unread
from gawah.readers._tid import moment
from gawah.records.content import Account, Capture, Conversation, Fact
from gawah.records.digest import sha256
from gawah.records.evidence import Locator

__all__ = ["capture", "section"]


def section(did: str, account: Account) -> Conversation:
    """The conversation of everything that the account wrote."""
    return Conversation(id=posts_section(did), platform=PLATFORM, participants=(account,) if did else ())


def capture(car: Car, block: Block, locator: Locator) -> Capture:
    """The commit in `block`."""
    value: dict[str, Any] = block.value
    revision = value.get("rev")
    made = moment(revision) if isinstance(revision, str) else None
    return Capture(
        conversation=posts_section(value["did"]),
        kind="document",
        grade="platform-export",
        address=f"at://{value['did']}",
        sent_at=made or unread(revision),
        facts=tuple(Fact(name=f"atproto:{name}", value=text) for name, text in _facts(car, block)),
        flags=() if block.sound else ("digest-differs",),
        platform_id=_cid(block.frame.cid),
        locator=locator,
    )


def _facts(car: Car, block: Block) -> Iterator[tuple[str, str]]:
    value = block.value
    yield "did", value["did"]
    for key in ("version", "rev"):
        if isinstance(value.get(key), int | str):
            yield key, str(value[key])
    yield "data", _cid(value["data"])
    if isinstance(value.get("prev"), bytes):
        yield "prev", _cid(value["prev"])
    signature = value.get("sig")
    if not isinstance(signature, bytes) or not signature:
        yield "signature", "absent"
        return
    yield "sig", signature.hex()
    signed = unsigned(car.content(block.frame) or b"", signature)
    if signed is not None:
        yield "signed-sha256", sha256(signed)
    yield "signature", "present, not verified"
    yield "verify-with", f"key #atproto in the DID document of {value['did']}, as it was at the time of rev"


def unsigned(commit: bytes, signature: bytes) -> bytes | None:
    """The commit without its `sig`, byte for byte as it was signed; None where that cannot be told."""
    size = len(signature)
    head = bytes([0x40 + size]) if size < 24 else bytes([0x58, size]) if size < 256 else b"\x59" + size.to_bytes(2, "big")
    entry = b"\x63sig" + head + signature
    if size > 0xFFFF or not 0xA1 <= commit[0] <= 0xB7 or commit.count(entry) != 1:
        return None
    rest = bytes([commit[0] - 1]) + commit[1:].replace(entry, b"", 1)
    whole, without = decoded(commit), decoded(rest)
    if not isinstance(whole, dict) or not isinstance(without, dict):
        return None
    return rest if {**without, "sig": signature} == whole else None


def _cid(value: bytes) -> str:
    import libipld

    try:
        return str(libipld.encode_cid(value))
    except ValueError:
        return value.hex()
