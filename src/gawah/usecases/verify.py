"""Check a bundle without a vault: three answers, and every difference.

*Intact*: every file is as the sealed lists name it, and every exhibit leads to the signed head of the ledger. *Signed by key K*:
confirmed only when the person names the key as they know it from elsewhere. *Existed by time T according to authority X*: confirmed
only when the person brings the authority's root certificate along. The three are never folded into one (decision 14;
evidence-and-security 1.9).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from gawah.dossier import bundle
from gawah.dossier.verify import Difference, differences
from gawah.records.custody import Checkpoint
from gawah.records.errors import EvidenceError, SourceUnreadable
from gawah.seal import keys, merkle, note
from gawah.usecases import _bundle_pdf, _bundle_stamps
from gawah.usecases import _exhibit_proofs as proofs
from gawah.usecases._bundle_pdf import PdfSignature
from gawah.usecases._bundle_stamps import Stamped

State: TypeAlias = Literal["yes", "no", "unconfirmed", "none"]
"""yes, no: checked; unconfirmed: it holds, and nobody has said that key or authority is the right one; none: nothing to check."""

_CHECKPOINT = re.compile(r"checkpoint-(\d{1,15})\.txt")
_GROWTH = re.compile(r"consistency-(\d{1,15})-(\d{1,15})\.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the answers, as a word for programs and a sentence for people."""

    state: State
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a bundle shows.

    Attributes:
        intact, signed, existed: The three answers.
        against: Whether the ledger has only grown since an earlier checkpoint; None when none was given.
        fingerprint: Of the key in the bundle; None when there is no readable key.
        head: The head of the ledger, verified with that key; None when there is none.
        exhibits: How many exhibits were followed to the head.
        pdf: The PDF's own signature, where there is one that holds.
        hidden: Of how many of them something is hidden: that they stand in the ledger is shown, what they hold is not.
        stamps: Every valid time stamp, with what to type to check it without gawah.
        differences: Everything that is not as it was sealed, by file.
    """

    intact: Answer
    signed: Answer
    existed: Answer
    against: Answer | None
    fingerprint: str | None
    head: Checkpoint | None
    exhibits: int
    pdf: PdfSignature | None
    hidden: int
    stamps: tuple[Stamped, ...]
    differences: tuple[Difference, ...]

    @property
    def failed(self) -> bool:
        """True when a check said no. False does not mean that everything is confirmed."""
        return "no" in {answer.state for answer in (self.intact, self.signed, self.existed, self.against) if answer}


def verify(
    path: Path,
    *,
    key: str | None = None,
    tsa_root: Path | None = None,
    against: Path | None = None,
    now: str | None = None,
) -> Verification:
    """Check the bundle in the folder `path`. Writes nothing and needs no vault.

    Args:
        path: The folder of the bundle.
        key: The fingerprint as the person knows it from elsewhere; 64 digits, spaces and capitals do not matter.
        tsa_root: Root certificate of a time-stamping authority, as the person knows it from elsewhere.
        against: An earlier checkpoint, such as one received in a letter.
        now: The time by the machine's clock, to tell which certificates have expired.

    Raises:
        SourceUnreadable: `path` is no folder, or `against` or `tsa_root` cannot be read.
        BadInput: `key` is no fingerprint, or `tsa_root` no certificate.
    """
    if not path.is_dir():
        raise SourceUnreadable("there is no bundle at this place")
    public = _public_key(path)
    found = list(differences(path))
    sealed = public is not None and _sealed(path, public)
    if not sealed:
        found.append(Difference(file=bundle.SEAL, state="invalid", detail="It is not the key's signature over the list."))
        found.append(
            Difference(file=bundle.TAG_MANIFEST, state="invalid", detail="It is not the list that was sealed with this key.")
        )
    heads, faults = _heads(path, public)
    found += faults
    head = heads[max(heads)] if heads else None
    exhibits, listed, faults = _exhibits(path, head, public)
    found += faults
    hidden = sum(map(proofs.hidden, listed))
    found += _growth(path, heads)
    pdf, faults = _bundle_pdf.check(path)
    found += faults
    stamps, faults = _bundle_stamps.check(path, heads, () if pdf is None else pdf.stamps, tsa_root, now)
    anchored, more = _bundle_stamps.anchors(path, head)
    found += [*faults, *more, *_bundle_stamps.brackets(listed, stamps, anchored)]
    in_order = tuple(sorted(set(found), key=lambda each: (each.file, each.state, each.detail)))
    return Verification(
        intact=_intact(in_order, exhibits, hidden),
        signed=_signed(public, key, sealed=sealed),
        existed=_existed(stamps, faults, listed, brought=tsa_root is not None),
        against=_against(path, against, public, heads) if against else None,
        fingerprint=keys.fingerprint(public) if public else None,
        head=head,
        exhibits=exhibits,
        pdf=pdf,
        hidden=hidden,
        stamps=tuple(stamps),
        differences=in_order,
    )


def _public_key(path: Path) -> bytes | None:
    try:
        return keys.public_from_pem(proofs.read(path / bundle.PUBLIC_KEY))
    except (OSError, EvidenceError):
        return None


def _sealed(path: Path, public: bytes) -> bool:
    try:
        keys.verify_signature(public, proofs.read(path / bundle.TAG_MANIFEST), proofs.read(path / bundle.SEAL))
    except (OSError, EvidenceError):
        return False
    return True


def _heads(path: Path, public: bytes | None) -> tuple[dict[int, Checkpoint], list[Difference]]:
    """The verified checkpoints of the bundle by size."""
    heads: dict[int, Checkpoint] = {}
    faults: list[Difference] = []
    for file in sorted((path / "ledger").glob("checkpoint-*.txt")):
        name, match = f"ledger/{file.name}", _CHECKPOINT.fullmatch(file.name)
        try:
            head = note.open_checkpoint(proofs.read(file), public or b"")
        except (OSError, EvidenceError):
            faults.append(Difference(file=name, state="invalid", detail="It is no ledger head signed by the key in signatures/."))
            continue
        if match is None or int(match[1]) != head.size:
            faults.append(Difference(file=name, state="invalid", detail="Its name states another number of entries."))
            continue
        heads[head.size] = head
    if len({head.origin for head in heads.values()}) > 1:
        faults.append(Difference(file="ledger", state="invalid", detail="The ledger heads are those of two ledgers."))
    if not heads:
        faults.append(Difference(file="ledger", state="missing", detail="There is no valid ledger head."))
    return heads, faults


def _exhibits(path: Path, head: Checkpoint | None, public: bytes | None) -> tuple[int, list[proofs.Listed], list[Difference]]:
    exhibits, tree, faults = proofs.listed(path)
    if head is None:
        return 0, exhibits, faults
    if tree and tree.get("ledger") != {"origin": head.origin, "size": head.size, "root": head.root}:
        faults.append(Difference(file="data/exhibits.json", state="invalid", detail="It names another ledger head."))
    if tree and public and tree.get("key") != keys.fingerprint(public).replace(" ", ""):
        faults.append(Difference(file="data/exhibits.json", state="invalid", detail="It names another key."))
    good = 0
    for exhibit in exhibits:
        bad = list(proofs.check(path, exhibit, head))
        good += not bad
        faults += bad
    return good, exhibits, faults


def _growth(path: Path, heads: dict[int, Checkpoint]) -> Iterator[Difference]:
    for file in sorted((path / "ledger").glob("consistency-*.txt")):
        match = _GROWTH.fullmatch(file.name)
        try:
            if match is None:
                raise SourceUnreadable("another name")
            _check_growth(file, heads[int(match[1])], heads[int(match[2])])
        except (OSError, KeyError, EvidenceError, SourceUnreadable):
            detail = "It does not show that the later ledger starts with the earlier one."
            yield Difference(file=f"ledger/{file.name}", state="invalid", detail=detail)


def _check_growth(file: Path, old: Checkpoint, new: Checkpoint) -> None:
    """Return when the proof in `file` leads from `old` to `new`; raises OSError or EvidenceError otherwise."""
    proof = note.read_consistency(proofs.read(file))
    if (proof.old_size, proof.new_size) != (old.size, new.size):
        raise EvidenceError("the proof is for other heads")
    merkle.verify_consistency(old.size, bytes.fromhex(old.root), new.size, bytes.fromhex(new.root), proof.path)


def _intact(found: tuple[Difference, ...], exhibits: int, hidden: int) -> Answer:
    if found:
        count = f"{len(found)} difference{'s' if len(found) > 1 else ''}"
        return Answer(state="no", words=f"not intact: {count}, listed by file")
    words = f"intact: every file is as it was sealed, and {exhibits} exhibits stand in the ledger"
    if hidden:
        words += f"; of {hidden} of them something is hidden, so that nothing here shows whether what is left is as it was recorded"
    return Answer(state="yes", words=words)


def _signed(public: bytes | None, key: str | None, *, sealed: bool) -> Answer:
    if public is None:
        return Answer(state="no", words="not signed: there is no readable key in the bundle")
    fingerprint = keys.fingerprint(public)
    if key is not None and not _is_key(public, key):
        return Answer(state="no", words=f"not by the key that you named: the key in the bundle is {fingerprint}")
    if not sealed:
        return Answer(state="no", words=f"not signed: the seal is not valid for the key in the bundle, {fingerprint}")
    if key is None:
        words = f"signed by a key you have not confirmed: {fingerprint} (not confirmed by you: compare it, then name it with --key)"
        return Answer(state="unconfirmed", words=words)
    return Answer(state="yes", words=f"signed by the key that you named: {fingerprint}")


def _is_key(public: bytes, key: str) -> bool:
    try:
        keys.confirm_fingerprint(public, key)
    except EvidenceError:
        return False
    return True


def _existed(
    stamps: Sequence[Stamped], faults: Sequence[Difference], exhibits: Sequence[proofs.Listed], *, brought: bool
) -> Answer:
    """By when it existed, according to whom. Stamps under the root that was brought along count alone where there is one."""
    if not stamps and not faults:
        words = "no independent time stamp in this bundle"
        return Answer(state="none", words=words + ("; the certificate that you named has nothing to confirm" if brought else ""))
    if not stamps:
        return Answer(state="no", words="not shown: the time stamps in this bundle are not valid")
    confirmed = [one for one in stamps if one.confirmed]
    said = "; ".join(_said(one, exhibits) for one in confirmed or stamps)
    if faults:
        return Answer(state="no", words=f"{said}; other time stamps in this bundle are not valid")
    if confirmed:
        return Answer(state="yes", words=f"{said} (confirmed because you supplied its root)")
    if brought:
        return Answer(state="no", words=f"{said}, which does not stand under the root that you supplied")
    return Answer(
        state="unconfirmed", words=f"{said} (not confirmed by you: name the authority's root certificate with --tsa-root)"
    )


def _said(one: Stamped, exhibits: Sequence[proofs.Listed]) -> str:
    by = f"existed by {one.token.latest} according to {one.token.authority}"
    if one.file == bundle.PDF:
        return f"{one.over} {by}"
    if one.size is None:
        return f"the whole folder {by}"
    entries = [exhibit.fields["source"].get("ledger_entry") for exhibit in exhibits]
    covered = sum(isinstance(entry, int) and entry < one.size for entry in entries)
    return f"the ledger's first {one.size} entries, with {covered} of {len(exhibits)} exhibits, {by}"


def _against(path: Path, earlier: Path, public: bytes | None, heads: dict[int, Checkpoint]) -> Answer:
    """Compare with a checkpoint that the person holds: same ledger, same key, and only grown since."""
    try:
        old = note.open_checkpoint(proofs.read(earlier), public or b"")
    except OSError:
        raise SourceUnreadable("the earlier checkpoint cannot be read") from None
    except EvidenceError:
        return Answer(state="no", words="the earlier checkpoint is not signed by the key in the bundle")
    if not heads:
        return Answer(state="no", words="the bundle has no valid ledger head to compare with")
    new = heads[max(heads)]
    if old.origin != new.origin:
        return Answer(state="no", words="the earlier checkpoint is that of another ledger")
    if old.size > new.size:
        return Answer(
            state="unconfirmed", words=f"the checkpoint you hold is later ({old.size} entries) than the bundle ({new.size})"
        )
    if old.size == new.size:
        same = old.root == new.root
        return Answer(state="yes" if same else "no", words="the same ledger head" if same else "another ledger of the same length")
    return _grown(path, old, new)


def _grown(path: Path, old: Checkpoint, new: Checkpoint) -> Answer:
    file = path / "ledger" / f"consistency-{old.size}-{new.size}.txt"
    if not file.exists():
        return Answer(state="unconfirmed", words=f"the bundle holds no proof from {old.size} entries on; ask for one")
    try:
        _check_growth(file, old, new)
    except (OSError, EvidenceError):
        return Answer(
            state="no", words="the ledger has not only grown since the earlier checkpoint: something before it was changed"
        )
    return Answer(
        state="yes", words=f"the ledger has only grown since the earlier checkpoint, from {old.size} to {new.size} entries"
    )
