"""The time stamps of a bundle, as a stranger checks them: what existed by when, according to whom, and who says so.

A stamp is worth what the root certificate is under which it stands. The one in the bundle is the maker's; only one that the person
who checks brings along confirms anything. All that is read here was written by strangers.
"""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gawah.dossier import bundle
from gawah.dossier.verify import Difference
from gawah.records.custody import Checkpoint, TimestampToken
from gawah.records.digest import sha256
from gawah.records.errors import BadInput, EvidenceError, SourceUnreadable
from gawah.seal import ledger, merkle, note, timestamp
from gawah.usecases import _exhibit_proofs as proofs

_OVER_HEAD = re.compile(r"checkpoint-(\d{1,15})\.txt(?:\.\d{1,4})?\.tsr")
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", re.DOTALL)
_MOST_ROOTS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A valid time stamp of a bundle.

    Attributes:
        file: In the bundle.
        over: The file that it is over; of a stamp in the PDF, what of it, in words.
        size: Entries of the checkpoint that it is over; None for the list of the bundle, and for the PDF.
        token: What it says.
        confirmed: Whether it stands under the root that the person brought along.
        expired: Whether a certificate has expired since, so that a check needs the time stated.
        command: What to type, in the folder of the bundle, to check it with `openssl`.
    """

    file: str
    over: str
    size: int | None
    token: TimestampToken
    confirmed: bool
    expired: bool
    command: str


def root(tsa_root: Path) -> bytes:
    """The root certificate that a person brought along, PEM. Raises SourceUnreadable, BadInput."""
    try:
        return timestamp.certificate(proofs.read(tsa_root))
    except OSError:
        raise SourceUnreadable("the certificate cannot be read") from None


def check(
    path: Path,
    heads: Mapping[int, Checkpoint],
    in_pdf: Sequence[tuple[str, bytes, str]],
    tsa_root: Path | None,
    now: str | None,
) -> tuple[list[Stamped], list[Difference]]:
    """The valid stamps of the bundle, those over the list first, then from the largest checkpoint on; and what is wrong.

    Args:
        path: The folder.
        heads: Its verified checkpoints by size.
        in_pdf: The stamps in the PDF: what each is over in words, the answer, and the SHA-256 of what it is to be about.
        tsa_root: The root certificate that the person brought along.
        now: The time by the machine's clock, to tell whether a certificate has expired; None to say so of none.
    """
    brought = None if tsa_root is None else root(tsa_root)
    inside = _roots(path)
    found: list[Stamped] = []
    faults: list[Difference] = []
    for name, over, size in _named(path):
        try:
            if size is not None and size not in heads:
                raise EvidenceError("not over a checkpoint of this bundle")
            reply, subject = proofs.read(path / name), sha256(proofs.read(path / over))
            token, confirmed = _verified(reply, subject, inside, brought)
        except (OSError, EvidenceError, BadInput):
            detail = f"It is no valid time stamp over {over}, under no root certificate that is at hand."
            faults.append(Difference(file=name, state="invalid", detail=detail))
            continue
        expired = now is not None and token.expires < now
        where = _where(tsa_root if confirmed else None)
        command = f"openssl ts -verify -in {name} -data {over} -CAfile {where}"
        if expired:
            command += f" -attime {int(datetime.fromisoformat(token.time).timestamp())}"
        found.append(Stamped(file=name, over=over, size=size, token=token, confirmed=confirmed, expired=expired, command=command))
    for over, reply, subject in in_pdf:
        try:
            token, confirmed = _verified(reply, subject, inside, brought)
        except (EvidenceError, BadInput):
            detail = f"It holds no valid time stamp over {over}, under no root certificate that is at hand."
            faults.append(Difference(file=bundle.PDF, state="invalid", detail=detail))
            continue
        expired = now is not None and token.expires < now
        command = f"sh {bundle.PDF_SCRIPT} {_where(tsa_root if confirmed else None)}"
        found.append(
            Stamped(file=bundle.PDF, over=over, size=None, token=token, confirmed=confirmed, expired=expired, command=command)
        )
    return sorted(found, key=lambda one: (one.size is not None, -(one.size or 0), one.file)), faults


def _where(root_file: Path | None) -> str:
    """The root certificate in a command: the one that the person brought along, else the one in the folder."""
    return bundle.TSA_ROOT if root_file is None else shlex.quote(str(root_file.resolve()))


def anchors(path: Path, head: Checkpoint | None) -> tuple[dict[str, int], list[Difference]]:
    """Which ledger entry holds the digest of each stamp, by the stamp's file: proved to stand in the ledger. And what is wrong."""
    held = _digests(path)
    found: dict[str, int] = {}
    faults: list[Difference] = []
    for file in sorted((path / "ledger" / "leaves").glob("A*.json")):
        name = f"ledger/leaves/{file.name}"
        try:
            leaf = proofs.read(file)
            proof = note.read_proof(proofs.read(path / "ledger" / "proofs" / f"{file.stem}.tlog-proof"))
            if head is None or proof.note != head.note:
                raise EvidenceError("another head")
            merkle.verify_inclusion(proof.index, head.size, merkle.leaf_hash(leaf), proof.path, bytes.fromhex(head.root))
            entry = ledger.read_entry(leaf)
            if entry["op"] != "anchor":
                raise EvidenceError("not the entry of a time stamp")
            found[held[str(entry.get("blob")).removeprefix("sha256:")]] = proof.index
        except (OSError, EvidenceError, KeyError):
            detail = "It is not shown to be the ledger entry of a time stamp in this folder."
            faults.append(Difference(file=name, state="invalid", detail=detail))
    return found, faults


def brackets(exhibits: Sequence[proofs.Listed], stamps: Sequence[Stamped], anchored: Mapping[str, int]) -> Iterator[Difference]:
    """Exhibits whose times, as exhibits.json prints them, no stamp of the bundle shows."""
    by_file = {one.file: one for one in stamps}
    for exhibit in exhibits:
        source = exhibit.fields["source"]
        printed, seq = source.get("recorded"), source.get("ledger_entry")
        if printed is None:
            continue
        if not isinstance(printed, dict) or not isinstance(seq, int):
            yield _wrong(exhibit, "what it states of when it was recorded is malformed")
            continue
        young, old = by_file.get(str(printed.get("not_after_shown_by"))), by_file.get(str(printed.get("not_before_shown_by")))
        if printed.get("not_after") is not None and not (
            young and young.size is not None and young.size > seq and young.token.latest == printed["not_after"]
        ):
            yield _wrong(exhibit, "no time stamp shows that it was recorded by then")
        if printed.get("not_before") is not None and not (
            old and anchored.get(old.file, seq) < seq and old.token.earliest == printed["not_before"]
        ):
            yield _wrong(exhibit, "no time stamp shows that it was not recorded before then")


def _wrong(exhibit: proofs.Listed, what: str) -> Difference:
    return Difference(file="data/exhibits.json", state="invalid", detail=f"{exhibit.number}: {what}.")


def _named(path: Path) -> Iterator[tuple[str, str, int | None]]:
    """Every stamp with the file that it is over."""
    if (path / bundle.STAMP).exists():
        yield bundle.STAMP, bundle.TAG_MANIFEST, None
    for file in sorted((path / "ledger").glob("*.tsr")):
        match = _OVER_HEAD.fullmatch(file.name)
        size = -1 if match is None else int(match[1])
        yield f"ledger/{file.name}", f"ledger/checkpoint-{size}.txt", size


def _digests(path: Path) -> dict[str, str]:
    """The stamps over checkpoints by their SHA-256; what cannot be read is told by `check`."""
    found = {}
    for file in sorted((path / "ledger").glob("*.tsr")):
        with suppress(OSError):
            found[sha256(proofs.read(file))] = f"ledger/{file.name}"
    return found


def _roots(path: Path) -> list[bytes]:
    try:
        return _PEM.findall(proofs.read(path / bundle.TSA_ROOT))[:_MOST_ROOTS]
    except OSError:
        return []


def _verified(reply: bytes, subject: str, inside: list[bytes], brought: bytes | None) -> tuple[TimestampToken, bool]:
    """What the stamp says, and whether under the root that was brought along. Raises EvidenceError, BadInput."""
    for one in [*([] if brought is None else [brought]), *inside]:
        with suppress(EvidenceError):
            return timestamp.verify(reply, subject, roots=[one]), one is brought
    raise EvidenceError("it stands under none of the root certificates")
