"""What is handed over: numbered exhibits in a sealed dossier, encrypted for whom, with a receipt or a certificate beside it."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gawah.records.when import When

ExhibitKind: TypeAlias = Literal["message", "event", "capture", "item", "entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One message, event, capture, file or entry as numbered in a dossier.

    Attributes:
        number: `E0001` and on, per case, stable for ever: a later dossier never gives the number to anything else.
        kind: What the exhibit is.
        target: The id of the message, event, capture, item or entry.
    """

    number: str
    kind: ExhibitKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """What a person will not have shown of one message, event, capture, item or own entry. An overlay: the original stays as it is.

    Attributes:
        id: 32 hexadecimal digits, random.
        of: Id of the record or item.
        recorded_at: When it was decided, by this machine's clock.
        agent, for_agent: Who decided it, and on whose behalf.
        words: The stretches that are not shown, as they stand there; () for all of its text.
        reason: Why, in the person's words: it is printed.
        active: False once the person has taken it back; an earlier dossier keeps it.
    """

    id: str
    of: str
    recorded_at: str
    agent: str
    for_agent: str | None
    words: tuple[str, ...] = field(default=(), repr=False)
    reason: str = field(default="", repr=False)
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A disclosed, sealed set of exhibits.

    Attributes:
        id: 32 hexadecimal digits, random; printed on every page.
        at: When it was made.
        agent, for_agent: Who made it, and on whose behalf.
        audience: For whom it was made.
        exhibits: Their numbers.
        bundle_sha256: SHA-256 of the bundle's tag manifest.
        impact: Ids of the diary's entries that it holds.
        impact_for: Whom the person named as their reader; "" where it holds none.
    """

    id: str
    at: str
    agent: str
    for_agent: str | None
    audience: str
    exhibits: tuple[str, ...] = field(default=())
    bundle_sha256: str
    impact: tuple[str, ...] = field(default=())
    impact_for: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """A dossier that was encrypted for somebody, with a receipt for them to sign. That it reached them, the receipt says.

    Attributes:
        id: 32 hexadecimal digits, random; printed on the receipt.
        recorded_at: When it was encrypted, by this machine's clock.
        agent, for_agent: Who did, and on whose behalf.
        dossier: Id of the dossier.
        recipient: To whom, as the person states it; "" where nothing was said.
        recipient_keys: The age recipients that can open the file, `age1...`.
        sealed_sha256, sealed_size: SHA-256 of the encrypted file, and its bytes.
        receipt: Id of the item that shows the signed receipt; None until it came back.
        received_at: When it was signed, as stated; None until then.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    dossier: str
    recipient: str = field(default="", repr=False)
    recipient_keys: tuple[str, ...]
    sealed_sha256: str
    sealed_size: int
    receipt: str | None = None
    received_at: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A draft of a certificate that was printed about a dossier. What a person then wrote on it and signed is not known here.

    Attributes:
        id: 32 hexadecimal digits, random; printed on every page.
        recorded_at: When it was printed, by this machine's clock.
        agent, for_agent: Who had it printed, and on whose behalf.
        form: Name of the form, a file of `packs/certificates`.
        dossier: Id of the dossier.
        pdf_sha256: SHA-256 of the PDF as printed.
    """

    id: str
    recorded_at: str
    agent: str
    for_agent: str | None
    form: str
    dossier: str
    pdf_sha256: str
