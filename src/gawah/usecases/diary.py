"""The diary of what it did to a person, kept apart from the log: no list, search or dossier shows it unless they choose so.

It can have a key of its own (`lock`). Then everybody who may write can put an entry in, as through the slot of a letter box, and
only who has the diary's passphrase, or the recovery text that was shown once, can read one. The ledger says of all this that an
entry was added, and no more.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, get_args

from gawah.records.errors import AlreadyThere, BadInput, NotFound, SealInvalid, WrongDiaryPassphrase, WrongPassphrase
from gawah.records.incident import DiaryKey, Effect, Impact
from gawah.records.when import position_ms
from gawah.seal.keys import RootSecret, random_id, unwrap, wrap
from gawah.seal.letter import open_letter, post
from gawah.usecases import _log_form, log
from gawah.usecases._cost import fitting
from gawah.usecases._targets import one_of
from gawah.usecases._workspace import Workspace
from gawah.usecases._written import written
from gawah.usecases.passphrase import check
from gawah.vault import codec

Secret: TypeAlias = RootSecret
"""What opens sealed entries. It does not print."""
EFFECTS: Final[tuple[Effect, ...]] = get_args(Effect)
METHOD: Final = "apart"
"""What the ledger calls an entry of the diary, and its lock: a word that says nothing of either."""
JOURNALS: Final = (
    "In some proceedings even private journals can be demanded. What nobody must ever read is better not written down anywhere."
)
"""Said wherever something private is written."""
BEFORE_LOCKING: Final = (
    "The diary gets a passphrase of its own. Whoever has neither it nor the recovery text that is shown now, once, has lost the"
    " diary: nobody can bring it back, not even with the vault's passphrase and recovery sheet."
)
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST_AMOUNT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says of one entry.

    Attributes:
        body: Their own words.
        felt_at: When, as they state it; "" where they do not say.
        fear: Whether they feared violence; None where they say nothing of it.
        effects: What sort.
        amount, currency: What it cost, and in which currency (ISO 4217).
        incidents: Ids of log entries it belongs to, or their first digits.
        private: For nobody else, in no export.
        corrects: Id of the entry that it takes the place of.
    """

    body: str = field(repr=False)
    felt_at: str = ""
    fear: bool | None = None
    effects: tuple[str, ...] = ()
    amount: str = field(default="", repr=False)
    currency: str = ""
    incidents: tuple[str, ...] = ()
    private: bool = False
    corrects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """A diary that was locked.

    Attributes:
        recovery: Opens it without the passphrase; to be written down, and shown this once.
        open_before: Entries that were written before. They are sealed now, and how they were first written stays in the ledger's
            rows, under the vault's key.
    """

    recovery: str = field(repr=False)
    open_before: int


def key(work: Workspace) -> DiaryKey | None:
    """The diary's key as known now; None while it has none."""
    return next(reversed(work.vault.stated(DiaryKey)), None)


def lock(work: Workspace, passphrase: str, *, timer: Callable[[], float] | None = None) -> Locked:
    """Give the diary a key of its own, whose secret half lies under `passphrase` as a vault's does.

    Raises AlreadyThere: it has one. BadInput: the passphrase is too short.
    """
    check(passphrase)
    if key(work) is not None:
        raise AlreadyThere("the diary has a key of its own already")
    secret = RootSecret.generate()
    _keep_key(work, random_id(), secret, passphrase, timer)
    before = [one for one in work.vault.stated(Impact) if not one.sealed]
    if before:
        keep_all(work, before)
    return Locked(recovery=secret.recovery_text(), open_before=len(before))


def change_passphrase(work: Workspace, secret: RootSecret, passphrase: str, *, timer: Callable[[], float] | None = None) -> None:
    """From now on `passphrase` opens the diary. The slot before stays in the vault: whoever knew the old passphrase and has
    a copy of the vault still reads what was written until now. Raises BadInput, NotFound.
    """
    check(passphrase)
    found = key(work)
    if found is None:
        raise NotFound("the diary has no key of its own: `gawah diary lock` makes one")
    _keep_key(work, found.id, secret, passphrase, timer)


def unlocked(work: Workspace, *, passphrase: str | None = None, recovery: str | None = None) -> RootSecret | None:
    """What opens sealed entries; None where the diary has no key. Raises WrongDiaryPassphrase, WrongRecoveryKey."""
    found = key(work)
    if found is None:
        return None
    if recovery is not None:
        secret = RootSecret.from_recovery(recovery)
        if secret.recipient() != found.recipient:
            raise WrongDiaryPassphrase("this is the recovery text of something else than the diary")
        return secret
    try:
        return unwrap(found.slot.encode("ascii"), passphrase or "")
    except WrongPassphrase:
        raise WrongDiaryPassphrase("the passphrase does not open the diary") from None


def new_entry(work: Workspace, told: Told) -> Impact:
    """The entry as it would be kept, open; nothing is written. Raises BadInput, NotFound."""
    if not told.body.strip():
        raise BadInput("there are no words to keep")
    if told.private and (told.effects or told.fear is not None or told.amount):
        raise BadInput("a private entry holds words and a time alone; it goes into no export")
    if bool(told.amount.strip()) != bool(told.currency.strip()):
        raise BadInput("money is an amount and a currency, such as 120 and PKR")
    if len(told.amount) > _LONGEST_AMOUNT or (told.currency and not _CURRENCY.fullmatch(told.currency.strip())):
        raise BadInput("a currency has three capitals, such as PKR, INR or GBP; an amount is a short number")
    before = None if told.corrects is None else one_of(work.vault.stated(Impact), told.corrects)
    return Impact(
        id=random_id(),
        **written(work),
        supersedes=None if before is None else before.id,
        felt_at=_log_form.moment(told.felt_at),
        fear_of_violence=told.fear,
        effects=_log_form.words(told.effects, EFFECTS, "an effect"),
        body=told.body,
        amount=told.amount.strip(),
        currency=told.currency.strip(),
        incidents=tuple(log.logged(work, one).entry.id for one in told.incidents),
        private=told.private,
    )


def keep(work: Workspace, entry: Impact) -> bool:
    """Keep an entry, sealed where the diary has a key. Whether it was sealed."""
    return keep_all(work, [entry])


def keep_all(work: Workspace, entries: Sequence[Impact]) -> bool:
    """Keep several in one ledger entry. Whether they were sealed."""
    found = key(work)
    stored = [entry if found is None else _sealed(entry, found.recipient) for entry in entries]
    work.vault.state_all([(one.id, one) for one in stored], work.clock(), work.acting, method=METHOD)
    return found is not None


def entries(work: Workspace, secret: RootSecret | None) -> list[Impact]:
    """All entries as known now, in order of the times they speak of; open, where `secret` opens them, else as they are sealed.

    Raises SealInvalid: an entry is damaged, or is not the one that it stands for.
    """
    stated = work.vault.stated(Impact)
    superseded = {one.supersedes for one in stated}
    found = [one if secret is None else opened(one, secret) for one in stated if one.id not in superseded]
    return sorted(found, key=lambda one: (position_ms(one.felt_at) if one.felt_at else None) or _recorded_ms(one))


def opened(entry: Impact, secret: RootSecret) -> Impact:
    """An entry with what was sealed in it. Raises SealInvalid."""
    if not entry.sealed:
        return entry
    try:
        found = codec.decode("impact", open_letter(secret, entry.sealed))
    except ValueError:
        raise SealInvalid("a sealed entry holds something else than an entry") from None
    assert isinstance(found, Impact)
    outer = (entry.id, entry.recorded_at, entry.agent, entry.for_agent, entry.supersedes)
    if (found.id, found.recorded_at, found.agent, found.for_agent, found.supersedes) != outer:
        raise SealInvalid("a sealed entry is not the one that it stands for")
    return found


def to_disclose(work: Workspace, prefixes: Sequence[str], secret: RootSecret | None) -> list[Impact]:
    """The entries named, or with `all` every one that is not private, open, to be handed over on purpose.

    Raises NotFound, BadInput: one is private, which no export holds. SealInvalid; WrongDiaryPassphrase: they are sealed and
    nothing opens them.
    """
    found = entries(work, secret)
    chosen = [one for one in found if not one.private] if list(prefixes) == ["all"] else [one_of(found, each) for each in prefixes]
    if any(one.private for one in chosen):
        raise BadInput("this entry is private: no export holds it")
    if any(one.sealed for one in chosen):
        raise WrongDiaryPassphrase("the diary is locked: its passphrase is needed to hand over entries")
    if not chosen:
        raise NotFound("the diary holds nothing that can be handed over")
    return chosen


def handed_over(work: Workspace) -> dict[str, list[tuple[str, str]]]:
    """By entry: to whom it was handed over in a dossier, and when, oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for made in work.vault.dossiers():
        for entry in made.impact:
            found.setdefault(entry, []).append((made.impact_for, made.at))
    return found


def _keep_key(work: Workspace, key_id: str, secret: RootSecret, passphrase: str, timer: Callable[[], float] | None) -> None:
    slot = wrap(secret, passphrase, fitting(timer))
    made = DiaryKey(
        id=key_id,
        made_at=work.clock(),
        agent=work.acting.agent,
        for_agent=work.acting.for_agent,
        recipient=secret.recipient(),
        slot=slot.decode("ascii"),
    )
    work.vault.state(made, made.id, work.clock(), work.acting, method=METHOD)


def _sealed(entry: Impact, recipient: str) -> Impact:
    return Impact(
        id=entry.id,
        recorded_at=entry.recorded_at,
        agent=entry.agent,
        for_agent=entry.for_agent,
        supersedes=entry.supersedes,
        sealed=post(recipient, codec.canonical(entry)),
    )


def _recorded_ms(entry: Impact) -> int:
    when = _log_form.moment(entry.recorded_at.replace("Z", " Z").replace("T", " "))
    return (position_ms(when) if when else None) or 0
