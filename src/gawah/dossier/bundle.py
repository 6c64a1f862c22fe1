"""A dossier as a folder that a stranger can check: BagIt 1.0 (RFC 8493) with proofs and a seal (docs/spec/bundle.md).

Files of the payload are listed in manifest-sha256.txt, all others in tagmanifest-sha256.txt, and that list is signed; the signature
stands in seal/, which no list names. Two spaces stand between digest and name, as `sha256sum -c` writes them.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from gawah.records.digest import DigestingWriter, WritableBytes, sha256
from gawah.records.errors import AlreadyThere, DiskFull, VaultUnwritable

MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
SEAL: Final = "seal/tagmanifest-sha256.txt.ed25519"
STAMP: Final = "seal/tagmanifest-sha256.txt.tsr"
TSA_ROOT: Final = "signatures/tsa-root.pem"
PUBLIC_KEY: Final = "signatures/device-ed25519.pub.pem"
PDF: Final = "data/dossier.pdf"
PDF_CERTIFICATE: Final = "signatures/pdf-certificate.pem"
PDF_SCRIPT: Final = "verify-pdf.sh"
HASH: Final = "leaf-hash"
"""The ending of a file that holds the hash of a leaf in place of the leaf: 64 hexadecimal digits and the end of the line."""
SCRIPTS: Final = ("verify-merkle.sh", "verify-consistency.sh", "verify-all.sh")
DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

Content: TypeAlias = bytes | Callable[[WritableBytes], object]
"""What a file is to hold, or what writes it to a sink."""

_NO_SPACE: Final = 28
_EXHIBIT_FILE: Final = re.compile(r"E\d{4,}\.[a-z0-9]{1,8}")
_NUMBER: Final = re.compile(r"E\d{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitFiles:
    """The files of one exhibit.

    Attributes:
        number: `E0001`.
        file: `E0001.txt`: number and a short ASCII ending; the original name stands in exhibits.json.
        data: The exhibit: UTF-8 text, or the item as received; or what writes it to a sink, for what is not to lie in memory.
        leaf: The exact bytes of its ledger leaf; None where a digest of something hidden stands in it.
        proof: From that leaf to the checkpoint (tlog-proof).
        row: The exact bytes of its row leaf; None for an item, whose digest stands in the ledger leaf itself, and where something
            in the row is hidden.
        row_proof: From that row to the batch root in the ledger leaf; None for an item.
        leaf_hash, row_hash: Of leaf and row where they are hidden, 64 hexadecimal digits. Their salts keep them from being guessed.
    """

    number: str
    file: str
    data: Content = field(repr=False)
    leaf: bytes | None = field(repr=False)
    proof: bytes = field(repr=False)
    row: bytes | None = field(default=None, repr=False)
    row_proof: bytes | None = field(default=None, repr=False)
    leaf_hash: str = ""
    row_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """An earlier checkpoint, and the proof that the ledger has only grown since."""

    old_size: int
    old_note: bytes = field(repr=False)
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampFiles:
    """A time stamp over one of the checkpoints, and the ledger entry that holds its digest.

    Attributes:
        file: Its place in the bundle, beside the checkpoint.
        reply: The raw answer of the authority.
        number: `A0001`: the entry is named so, as an exhibit is by its number.
        leaf, proof: The exact bytes of the entry, and the proof from it to the head.
    """

    file: str
    reply: bytes = field(repr=False)
    number: str
    leaf: bytes = field(repr=False)
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """All that goes into the folder.

    Attributes:
        dossier_id: 32 hexadecimal digits.
        date: Day of making, `YYYY-MM-DD`.
        tool: `gawah <version>`.
        fingerprint: Of the key that signs, in any grouping.
        pdf_certificate: Of the key that signed the PDF, and what is above it, PEM; None for a PDF without a signature.
        pdf, exhibits_json, hash_report: The dossier, the authoritative text, the list of digests.
        further: Volumes 2 and on of the dossier.
        timeline_svg: The plot; None where there is nothing to draw.
        checkpoint_size: Number of leaves of the checkpoint.
        checkpoint: The signed note.
        public_pem: The public key.
        exhibits: In order of number.
        growth: Earlier checkpoints, none of the same size as `checkpoint`.
        stamps: Time stamps over checkpoints of the bundle.
        tsa_roots: Root certificates of the authorities of these stamps, and of that of the list where one is asked for; PEM.
    """

    dossier_id: str
    date: str
    tool: str
    fingerprint: str
    pdf_certificate: bytes | None = field(default=None, repr=False)
    pdf: bytes = field(repr=False)
    further: tuple[bytes, ...] = field(default=(), repr=False)
    exhibits_json: bytes = field(repr=False)
    hash_report: bytes = field(repr=False)
    timeline_svg: bytes | None = field(default=None, repr=False)
    checkpoint_size: int
    checkpoint: bytes = field(repr=False)
    public_pem: bytes = field(repr=False)
    exhibits: tuple[ExhibitFiles, ...]
    growth: tuple[Growth, ...] = ()
    stamps: tuple[StampFiles, ...] = ()
    tsa_roots: tuple[bytes, ...] = field(default=(), repr=False)


class Syncing(Protocol):
    """Makes many files durable at once."""

    def sync_files(self, paths: Collection[Path], /) -> None:
        """Make the bytes of all of them durable. Raises OSError."""
        ...

    def sync_folders(self, folders: Collection[Path], /) -> None:
        """Make the names in all of them durable. Raises OSError."""
        ...

    def wrote(self, size: int, /) -> None:
        """Hear that so many bytes were written."""
        ...


def write(
    folder: Path,
    bundle: Bundle,
    sign: Callable[[bytes], bytes],
    *,
    syncing: Syncing | None = None,
    looked_through: Callable[[Path], None] | None = None,
) -> str:
    """Write the bundle to `folder`, all or nothing, and give the SHA-256 of its tag manifest.

    It is built beside `folder` under another name, synced, and renamed. Each file is hashed as it is written.

    Args:
        folder: Must not exist; its parent must.
        bundle: What to write.
        sign: Gives the Ed25519 signature of its argument, 64 bytes.
        syncing: Syncs them all at once; each by itself when None.
        looked_through: Looks at the finished folder before it gets its name; what it raises stops it.

    Raises:
        AlreadyThere: Something stands at `folder`.
        DiskFull, VaultUnwritable: It could not be written; nothing is left behind.
        ValueError: A file name of an exhibit is not of the form `E0001.txt`.
        Whatever the content of an exhibit or `looked_through` raises; nothing is left behind.
    """
    if folder.exists() or folder.is_symlink():
        raise AlreadyThere("something stands where the bundle should be written")
    payload = _payload(bundle)
    place = folder.with_name(f".{folder.name}.{bundle.dossier_id[:8]}.part")
    try:
        written = _Written(place, syncing or _OneByOne())
        tag_manifest = _write_all(written, payload, bundle, sign)
        if looked_through is not None:
            looked_through(place)
        written.sync()
        place = place.rename(folder)
        _sync(folder.parent)
    except OSError as fault:
        shutil.rmtree(place, ignore_errors=True)
        if fault.errno == _NO_SPACE:
            raise DiskFull("the bundle could not be written") from None
        raise VaultUnwritable("the bundle could not be written") from None
    except BaseException:  # Ctrl-C too: what was to be handed over is not left lying about
        shutil.rmtree(place, ignore_errors=True)
        raise
    return sha256(tag_manifest)


def add_stamp(folder: Path, reply: bytes) -> None:
    """Put the time stamp over the tag manifest into a bundle that was written. Raises DiskFull, VaultUnwritable."""
    path, fresh = folder / STAMP, folder.with_name(f".{folder.name}.stamp.part")
    try:
        with fresh.open("xb") as out:
            out.write(reply)
        _sync(fresh)
        fresh.rename(path)
        _sync(path.parent)
    except OSError as fault:
        fresh.unlink(missing_ok=True)
        if fault.errno == _NO_SPACE:
            raise DiskFull("the time stamp could not be written into the bundle") from None
        raise VaultUnwritable("the time stamp could not be written into the bundle") from None


def _write_all(written: "_Written", payload: Mapping[str, Content], bundle: Bundle, sign: Callable[[bytes], bytes]) -> bytes:
    """Payload, then the tags that speak of it, then the list of those and its seal; the list."""
    listed = {name: written.put(name, content) for name, content in payload.items()}
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _bag_info(bundle, sum(size for _, size in listed.values()), len(listed)),
        MANIFEST: _manifest(listed),
        **_ledger(bundle),
        PUBLIC_KEY: bundle.public_pem,
        **({} if bundle.pdf_certificate is None else {PDF_CERTIFICATE: bundle.pdf_certificate, PDF_SCRIPT: _template(PDF_SCRIPT)}),
        **({TSA_ROOT: b"".join(dict.fromkeys(bundle.tsa_roots))} if bundle.tsa_roots else {}),
        "VERIFY.txt": _verify_text(bundle),
        **{name: _template(name) for name in SCRIPTS},
    }
    tag_manifest = _manifest({name: written.put(name, content) for name, content in tags.items()})
    written.put(TAG_MANIFEST, tag_manifest)
    written.put(SEAL, sign(tag_manifest))
    return tag_manifest


def volume(number: int) -> str:
    """The file of a volume of the dossier, from 1."""
    return PDF if number == 1 else f"data/dossier-{number}.pdf"


def _payload(bundle: Bundle) -> dict[str, Content]:
    payload: dict[str, Content] = {
        PDF: bundle.pdf,
        **{volume(number): pdf for number, pdf in enumerate(bundle.further, 2)},
        "data/exhibits.json": bundle.exhibits_json,
        "data/hash-report.csv": bundle.hash_report,
    }
    if bundle.timeline_svg is not None:
        payload["data/timeline.svg"] = bundle.timeline_svg
    for exhibit in bundle.exhibits:
        if not _EXHIBIT_FILE.fullmatch(exhibit.file) or exhibit.file.partition(".")[0] != exhibit.number:
            raise ValueError("the name of an exhibit file is not its number and a short ending")
        payload[f"data/exhibits/{exhibit.file}"] = exhibit.data
    return payload


def _ledger(bundle: Bundle) -> dict[str, bytes]:
    tags = {f"ledger/checkpoint-{bundle.checkpoint_size}.txt": bundle.checkpoint}
    for exhibit in bundle.exhibits:
        tags |= _leaf(f"ledger/leaves/{exhibit.number}", exhibit.leaf, exhibit.leaf_hash)
        tags[f"ledger/proofs/{exhibit.number}.tlog-proof"] = exhibit.proof
        if exhibit.row_proof is not None:
            tags |= _leaf(f"ledger/rows/{exhibit.number}", exhibit.row, exhibit.row_hash)
            tags[f"ledger/proofs/{exhibit.number}.row-proof"] = exhibit.row_proof
    for growth in bundle.growth:
        tags[f"ledger/checkpoint-{growth.old_size}.txt"] = growth.old_note
        tags[f"ledger/consistency-{growth.old_size}-{bundle.checkpoint_size}.txt"] = growth.proof
    for stamp in bundle.stamps:
        tags[stamp.file] = stamp.reply
        tags[f"ledger/leaves/{stamp.number}.json"] = stamp.leaf
        tags[f"ledger/proofs/{stamp.number}.tlog-proof"] = stamp.proof
    return tags


def _leaf(name: str, leaf: bytes | None, leaf_hash: str) -> dict[str, bytes]:
    """The file of a leaf; where it is hidden, that of its hash."""
    return {f"{name}.json": leaf} if leaf is not None else {f"{name}.{HASH}": f"{leaf_hash}\n".encode("ascii")}


def _manifest(listed: Mapping[str, tuple[str, int]]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, (digest, _) in sorted(listed.items())).encode("ascii")


def _bag_info(bundle: Bundle, size: int, number: int) -> bytes:
    return (
        f"Bag-Software-Agent: {bundle.tool}\n"
        f"Bagging-Date: {bundle.date}\n"
        f"External-Identifier: {bundle.dossier_id}\n"
        f"Payload-Oxum: {size}.{number}\n"
    ).encode("ascii")


def _verify_text(bundle: Bundle) -> bytes:
    digits = bundle.fingerprint.replace(" ", "").lower()
    text = _template("VERIFY.txt").decode("utf-8")
    for word, value in (
        ("@DOSSIER@", bundle.dossier_id),
        ("@FINGERPRINT@", " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))),
        ("@DIGITS@", digits),
        ("@SIZE@", str(bundle.checkpoint_size)),
        ("@PDF@", "" if bundle.pdf_certificate is None else _template("VERIFY-pdf.txt").decode("utf-8")),
        ("@TIME@", _template("VERIFY-time.txt" if bundle.tsa_roots else "VERIFY-no-time.txt").decode("utf-8").rstrip("\n")),
    ):
        text = text.replace(word, value)
    return text.encode("utf-8")


def _template(name: str) -> bytes:
    return (files("gawah.dossier") / "templates" / name).read_bytes()


class _Written:
    """The files of a bundle on their way to the drive. All are written before the first is synced: it can take them together."""

    def __init__(self, root: Path, syncing: Syncing) -> None:
        root.mkdir(mode=0o700)
        self._root = root
        self._syncing = syncing
        self._paths: list[Path] = []
        self._folders = {root}

    def put(self, name: str, content: Content) -> tuple[str, int]:
        """Write a file that is not there yet; its SHA-256 and size."""
        path = self._root / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.update({path.parent, path.parent.parent})
        self._paths.append(path)
        with path.open("xb", buffering=0) as out:
            writer = DigestingWriter(out)
            if isinstance(content, bytes):
                writer.write(content)
            else:
                content(writer)
        self._syncing.wrote(writer.size)
        return writer.sha256, writer.size

    def sync(self) -> None:
        """Make all of it durable, files before names. Raises OSError."""
        self._syncing.sync_files(self._paths)
        self._syncing.sync_folders(sorted(self._folders, reverse=True))


class _OneByOne:
    """One sync a file."""

    def sync_files(self, paths: Collection[Path]) -> None:
        for path in paths:
            _sync(path)

    sync_folders = sync_files

    def wrote(self, _size: int) -> None:
        """Nothing is begun ahead."""


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
