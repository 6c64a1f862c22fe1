"""The error tree. Each class has a stable `code`, an exit code, and `advice`: one sentence on what to do next.

    GawahError
     ├── UserError            the person can mend it            exit 10–19
     │    ├── NotAVault 10  WrongPassphrase 11 (WrongRecoveryKey, WrongDiaryPassphrase too)  NotRecognised 12  AlreadyHeld 13
     │    ├── CaseLocked 14  VaultPutAway 14
     │    └── SourceUnreadable 15  NotFound 16  PassphraseFileUnsafe 17  AlreadyThere 18  BadInput 19  SuggestionsOff 19
     ├── EvidenceError        something is not as sealed        exit 20–29
     │    ├── VerificationFailed 20  DigestMismatch 21  LedgerInconsistent 22  SealInvalid 23  TimestampInvalid 24  RolledBack 25
     │    └── ModelAltered 26
     ├── DisclosureRefused    a safety check said no            exit 30–39
     │    └── LeakFound 30  NothingSelected 31  GlyphMissing 32  MustNotBeKept 33
     ├── VaultError           the case cannot be kept           exit 40–49
     │    └── VaultUnwritable 40  DiskFull 41  SchemaTooNew 42  NotEncrypted 43
     └── NetworkError         the door                          exit 50–59
          └── Refused 51  TimedOut 52  BadAnswer 53

Messages carry no content: no text, names, handles or paths inside an export. Messy input is not an error but a `ReadProblem`.
"""

from typing import ClassVar


class GawahError(Exception):
    """The root of all errors that gawah raises on purpose. `str(error)` is safe to show and to log."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    advice: ClassVar[str] = "Please report this with the code shown; nothing was changed."


class UserError(GawahError):
    """The person can mend it."""

    exit_code: ClassVar[int] = 19


class NotAVault(UserError):
    """There is no vault at this place."""

    code = "not-a-vault"
    exit_code = 10
    advice = "Make one with `gawah init`, or name the right folder with --vault."


class WrongPassphrase(UserError):
    """The passphrase opens no slot of this vault, or the slot was edited."""

    code = "wrong-passphrase"
    exit_code = 11
    advice = "Try again; if it is lost, the recovery sheet opens the vault. Nothing was changed."


class WrongRecoveryKey(WrongPassphrase):
    """What was typed is no recovery key, was mistyped, or is that of another vault."""

    code = "wrong-recovery-key"
    advice = "Compare it with the sheet letter by letter; capitals and spaces do not matter. Nothing was changed."


class WrongDiaryPassphrase(WrongPassphrase):
    """The diary is locked, and what was given does not open it, or nothing was given."""

    code = "wrong-diary-passphrase"
    advice = "Try again, or name the diary's recovery text with --diary-recovery-file; the vault's own passphrase does not open it."


class NotRecognised(UserError):
    """No reader recognised any of the input."""

    code = "not-recognised"
    exit_code = 12
    advice = "`gawah import` keeps the original all the same; docs/formats.md lists what can be read."


class AlreadyHeld(UserError):
    """The case holds an item with this digest. `item` is its id."""

    code = "already-held"
    exit_code = 13
    advice = "Nothing to do: the original is in the vault already."

    def __init__(self, message: str, item: str) -> None:
        super().__init__(message)
        self.item = item


class CaseLocked(UserError):
    """Another process has the vault open."""

    code = "locked"
    exit_code = 14
    advice = "Close the other window or wait until it is done, then try again."


class VaultPutAway(UserError):
    """The program has closed the vault by itself: nothing was done for a while, or the machine slept."""

    code = "put-away"
    exit_code = 14
    advice = "Open it again with the passphrase; nothing was lost."


class SourceUnreadable(UserError):
    """A file or folder could not be opened at all."""

    code = "source-unreadable"
    exit_code = 15
    advice = "Check that the file is there, whole, and that you may read it."


class NotFound(UserError):
    """No record has this id."""

    code = "not-found"
    exit_code = 16
    advice = "`gawah list` shows the ids; a prefix of at least 6 digits is enough."


class PassphraseFileUnsafe(UserError):
    """The passphrase file can be read by others, or is empty."""

    code = "passphrase-file-unsafe"
    exit_code = 17
    advice = "Make it readable by you alone: chmod 600 FILE; the passphrase stands in its first line."


class AlreadyThere(UserError):
    """Something stands at the place where a new thing should be written."""

    code = "already-there"
    exit_code = 18
    advice = "Choose another place; gawah overwrites nothing."


class BadInput(UserError):
    """A value given by the person cannot be used."""

    code = "bad-input"
    exit_code = 19
    advice = "See `gawah COMMAND --help` for the form expected."


class SuggestionsOff(UserError):
    """What suggests does not answer as it should."""

    code = "suggestions-off"
    advice = "Suggestions are off; you can still sort by hand: `gawah triage --by-hand`. Install gawah again to have them back."


class EvidenceError(GawahError):
    """Something is not as it was sealed."""

    code = "evidence-error"
    exit_code = 20
    advice = "Work on no further; keep this copy as it is and compare it with a backup."


class VerificationFailed(EvidenceError):
    """A bundle or vault failed a check; the report names each difference."""

    code = "verification-failed"
    exit_code = 20
    advice = "Read which check failed; ask for a fresh copy and compare the fingerprint on its page 1."


class DigestMismatch(EvidenceError):
    """Bytes do not have the digest that the ledger states."""

    code = "digest-mismatch"
    exit_code = 21


class LedgerInconsistent(EvidenceError):
    """The ledger does not agree with itself, its checkpoints or the database."""

    code = "ledger-inconsistent"
    exit_code = 22


class SealInvalid(EvidenceError):
    """A signature, proof or encrypted container is not valid."""

    code = "seal-invalid"
    exit_code = 23


class TimestampInvalid(EvidenceError):
    """A time stamp does not show what it should. The message names the check in the standard's own word (RFC 3161)."""

    code = "timestamp-invalid"
    exit_code = 24
    advice = "What came was kept as it is; ask again, or compare the authority's certificates with those on its own pages."


class RolledBack(EvidenceError):
    """An older copy of the vault, or of a part of it, stands where a newer one was."""

    code = "rolled-back"
    exit_code = 25
    advice = (
        "Look for the newer copy; to go on with this one on purpose, bring it back with `gawah restore`, which keeps the proof."
    )


class ModelAltered(EvidenceError):
    """A file of weights, by which suggestions are made, is missing or is not as it was published."""

    code = "model-altered"
    exit_code = 26
    advice = "Install gawah anew; sorting by hand works all the same, and nothing in the case was changed."


class DisclosureRefused(GawahError):
    """A safety check said no; nothing was written."""

    code = "disclosure-refused"
    exit_code = 30
    advice = "Read the reason; nothing left the vault."


class LeakFound(DisclosureRefused):
    """A finished page would reveal something that must stay hidden."""

    code = "leak-found"
    exit_code = 30
    advice = (
        "Nothing was written. Give the spelling that was missed (`gawah protect add`), redact the words (`gawah redact add ID`), or"
        " leave out the exhibit that is named."
    )


class NothingSelected(DisclosureRefused):
    """The selection holds nothing."""

    code = "nothing-selected"
    exit_code = 31
    advice = "Widen --query or --items, or leave them out to take everything."


class GlyphMissing(DisclosureRefused):
    """The page engine could not set the document."""

    code = "page-engine-failed"
    exit_code = 32


class MustNotBeKept(DisclosureRefused):
    """The person said that the input holds what gawah never keeps (decision 9)."""

    code = "must-not-be-kept"
    exit_code = 33
    advice = "Leave the original where it is; `gawah add no-capture` keeps the fact, and the police or a hotline need no copy."


class VaultError(GawahError):
    """The case cannot be kept or opened."""

    code = "vault-error"
    exit_code = 40
    advice = "Nothing acknowledged was lost; free space or repair the drive, then try again."


class VaultUnwritable(VaultError):
    """Reading from or writing to the vault failed."""

    code = "vault-unwritable"
    exit_code = 40


class DiskFull(VaultError):
    """The drive is full. What was acknowledged before is safe."""

    code = "disk-full"
    exit_code = 41
    advice = "Free some space and try again; what was acknowledged before is safe."


class SchemaTooNew(VaultError):
    """The vault was written by a newer gawah."""

    code = "newer-format"
    exit_code = 42
    advice = "Install the newer version; this one does not touch the vault."


class NotEncrypted(VaultError):
    """A database file that must be encrypted is not."""

    code = "not-encrypted"
    exit_code = 43
    advice = "Do not use this file; restore the vault from a backup."


class NetworkError(GawahError):
    """Something at the door failed."""

    code = "network-error"
    exit_code = 50
    advice = "Nothing was sent twice; try again later."


class Refused(NetworkError):
    """The other side could not be reached, or refused: no network, no such name, a certificate that does not fit."""

    code = "unreachable"
    exit_code = 51
    advice = "What was to be sent is kept; try again when there is a network: gawah stamp send"


class TimedOut(NetworkError):
    """The other side did not answer in time."""

    code = "timed-out"
    exit_code = 52
    advice = "What was to be sent is kept; try again later: gawah stamp send"


class BadAnswer(NetworkError):
    """The other side answered something else than was asked for. `raw` is what came."""

    code = "bad-answer"
    exit_code = 53
    advice = "What came was kept as it is; try again later, or check the authority's address."

    def __init__(self, message: str, raw: bytes = b"") -> None:
        super().__init__(message)
        self.raw = raw
