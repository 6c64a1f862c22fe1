"""Encrypt a dossier for whoever is to receive it, with a receipt for them to sign, and note when that came back.

The bundle goes as one tar through the cipher: nothing of it lies unencrypted anywhere but where it lay. The receipt bears the head
of the ledger; a dated copy in the recipient's hands anchors every entry before it (evidence-and-security 1.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gawah.dossier import receipt
from gawah.dossier.packed import Packed
from gawah.records.custody import Checkpoint
from gawah.records.digest import DigestingWriter
from gawah.records.disclosure import Dossier, HandOver
from gawah.records.errors import BadInput, SealInvalid
from gawah.seal import cipher
from gawah.seal.age import Recipient
from gawah.seal.keys import random_id
from gawah.usecases._fresh import fresh_files
from gawah.usecases._initials import acted
from gawah.usecases._known_bundle import Known, known
from gawah.usecases._language import words_in
from gawah.usecases._stated import stated_time
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written

MOST_RECIPIENTS = 50
"""So many keys can open one file; the format's header is to stay short."""

LONGEST_LIST = 1 << 16
"""Bytes of the longest file of recipients."""

LONGEST_NAME = 300
"""Characters of the longest name of a recipient: the receipt is one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A bundle that was encrypted.

    Attributes:
        made: As kept in the case.
        dossier: Which it holds.
        exhibits: How many, as the check of the bundle counts them.
        bundle_head: The ledger's head in the bundle.
        head: The ledger's head on the receipt.
        fingerprint: Of the key that signs both.
        ledger_entry: Of the act.
    """

    made: HandOver
    dossier: Dossier
    exhibits: int
    bundle_head: Checkpoint
    head: Checkpoint
    fingerprint: str
    ledger_entry: int


def recipients(keys: Sequence[str], file: Path | None) -> tuple[str, ...]:
    """All age recipients that are named, each once: `keys`, and the lines of `file`, where `#` begins a remark.

    Raises BadInput: There is none, there are too many, one is no X25519 recipient (`age1...`), or the file cannot be read.
    """
    listed = [*keys, *([] if file is None else _lines(file))]
    found = tuple(dict.fromkeys(one.strip() for one in listed))
    if not found:
        raise BadInput("name the recipient's age key with --to, or a file of them with --to-file")
    if len(found) > MOST_RECIPIENTS:
        raise BadInput(f"more than {MOST_RECIPIENTS} recipients")
    for one in found:
        try:
            Recipient(one)
        except SealInvalid:
            raise BadInput(
                "a recipient is not an age key of the form age1...; ask them for the line that age-keygen prints"
            ) from None
    return found


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_LIST + 1)
        lines = data.decode("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadInput("the file of recipients cannot be read, or is no list of age keys") from None
    if len(data) > LONGEST_LIST:
        raise BadInput("the file of recipients is too long")
    return [line for line in map(str.strip, lines) if line and not line.startswith("#")]


def examine(work: Workspace, folder: Path, keys: Sequence[str], *, language: str = "en") -> Known:
    """Check the bundle and the keys, and write nothing.

    Raises:
        SourceUnreadable, VerificationFailed, NotFound: The bundle is not a whole one of this case; see `known`.
        BadInput: One of the keys is the vault's own, or there is no receipt in such a language.
    """
    words_in(language)
    if any(work.vault.is_own_recipient(key) for key in keys):
        raise BadInput("a recipient is this vault's own key, which is never given out; ask the recipient for theirs")
    return known(work, folder)


def hand_over(
    work: Workspace,
    folder: Path,
    keys: Sequence[str],
    out: Path,
    receipt_out: Path,
    *,
    recipient: str = "",
    language: str = "en",
) -> HandedOver:
    """Encrypt the bundle in `folder` to `keys` as the file `out`, and print its receipt to `receipt_out`; both or neither.

    Args:
        work: The case.
        folder: The bundle.
        keys: What `recipients` gave.
        out: Of the encrypted file; must not exist, its folder must.
        receipt_out: Of the receipt; the same.
        recipient: To whom, in the person's words; "" leaves a line on the receipt.
        language: Of the receipt: en, ur, hi or ar.

    Raises:
        AlreadyThere: Something stands at one of the places.
        BadInput: A place cannot be used, a key is the vault's own, the recipient's name is too long, or there is no such language.
        SourceUnreadable, VerificationFailed, NotFound: The bundle is not a whole one of this case.
        DiskFull, VaultUnwritable: It could not be written; nothing is left behind.
    """
    if len(recipient) > LONGEST_NAME:
        raise BadInput(f"the name of the recipient has more than {LONGEST_NAME} characters")
    words = words_in(language)
    with fresh_files(work, (out, "--out"), (receipt_out, "--receipt")) as (sealed, printed):
        bundle = examine(work, folder, keys)
        dossier = bundle.dossier
        sink = DigestingWriter(sealed)
        cipher.encrypt_for(keys, Packed(folder, f"dossier-{dossier.id[:8]}", dossier.bundle_sha256), sink)
        made = HandOver(
            id=random_id(),
            **written(work),
            dossier=dossier.id,
            recipient=recipient,
            recipient_keys=tuple(keys),
            sealed_sha256=sink.sha256,
            sealed_size=sink.size,
        )
        head = work.vault.checkpoint()
        printed.write(receipt.typeset(_receipt(work, made, bundle, head), words=words))
        entry = work.vault.state(made, made.id, made.recorded_at, work.acting, method="handed-over")
    return HandedOver(
        made=made,
        dossier=dossier,
        exhibits=bundle.exhibits,
        bundle_head=bundle.head,
        head=head,
        fingerprint=work.vault.fingerprint,
        ledger_entry=entry,
    )


def _receipt(work: Workspace, made: HandOver, bundle: Known, head: Checkpoint) -> receipt.Receipt:
    return receipt.Receipt(
        id=made.id,
        made_at=made.recorded_at,
        tool=work.acting.tool,
        **acted(work, made.agent, made.for_agent),
        recipient=made.recipient,
        keys=made.recipient_keys,
        dossier=made.dossier,
        exhibits=bundle.exhibits,
        bundle_sha256=bundle.dossier.bundle_sha256,
        sealed_sha256=made.sealed_sha256,
        sealed_size=made.sealed_size,
        fingerprint=work.vault.fingerprint,
        bundle_entries=bundle.head.size,
        bundle_root=bundle.head.root,
        entries=head.size,
        root=head.root,
    )


def hand_overs(work: Workspace) -> list[HandOver]:
    """Everything that was encrypted for somebody, in that order, with the receipts that came back."""
    return work.vault.stated(HandOver)


def receipt_came(work: Workspace, prefix: str, item: str, at: str) -> HandOver:
    """The hand-over as it would be known with its signed receipt; nothing is written.

    Args:
        work: The case.
        prefix: Of the hand-over.
        item: Id, or its first digits, of the item that shows the signed receipt.
        at: When it was signed, as stated on it.

    Raises:
        NotFound: There is no such hand-over or item.
        BadInput: `at` is no time, or an id names several.
    """
    made = one_of(hand_overs(work), prefix)
    return replace(made, receipt=one_of(work.vault.items(), item).id, received_at=stated_time(at))


def keep_receipt(work: Workspace, known_now: HandOver) -> int:
    """Note that the receipt came back; a later note of the same hand-over is what holds. The ledger entry."""
    return work.vault.state(known_now, known_now.id, work.clock(), work.acting, method="receipt")
