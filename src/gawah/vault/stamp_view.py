"""The time stamps of an open case as use cases see them. Nothing is sent here: `network` does that, at a use case's request."""

from gawah.records.custody import Authority, Checkpoint, Stamp, TimestampToken
from gawah.vault import stamps, statements
from gawah.vault.ledger_table import Acting
from gawah.vault.ledger_view import LedgerView
from gawah.vault.stamps import Brackets, Shown


class StampView(LedgerView):
    """What `LocalVault` says about time stamps. Raises as `LocalVault` does."""

    def authorities(self) -> list[Authority]:
        """The time-stamping authorities that the person chose, in the order they were entered."""
        return stamps.authorities(self._case)

    def add_authority(self, authority: Authority, at: str, acting: Acting) -> int:
        """Enter an authority; the ledger entry. Raises AlreadyThere when its name is taken."""
        return statements.add_authority(self._case, authority, at, acting)

    def stamps(self) -> list[Stamp]:
        """All stamps that were ever asked for, in that order."""
        return stamps.stamps(self._case)

    def ask_stamp(self, subject: bytes, authority: Authority, at: str, acting: Acting, head: Checkpoint | None = None) -> Stamp:
        """Make and keep the question for a stamp over these bytes; `head` is the checkpoint that they are. Nothing is sent."""
        return stamps.ask(self._case, subject, authority, at, acting, head=head)

    def stamp_sent(self, number: int, at: str, acting: Acting) -> int:
        """Enter that a question is about to be sent; the ledger entry. Raises NotFound."""
        return stamps.sent(self._case, number, at, acting)

    def examine_answer(self, number: int, reply: bytes) -> TimestampToken:
        """What `take_answer` would accept it as; nothing is written. Raises NotFound, TimestampInvalid."""
        return stamps.verified(self._case, stamps.stamp(self._case, number), reply)

    def take_answer(self, number: int, reply: bytes, at: str, acting: Acting) -> TimestampToken:
        """Keep an answer as it came; what it says. Raises NotFound; TimestampInvalid when it is kept and not accepted."""
        return stamps.take(self._case, number, reply, at, acting)

    def refuse_answer(self, number: int, reply: bytes, reason: str, at: str, acting: Acting) -> int:
        """Keep what came instead of an answer; the ledger entry. Raises NotFound."""
        return stamps.refuse(self._case, number, reply, reason, at, acting)

    def stamps_shown(self) -> list[Shown]:
        """Every stamp with an answer that verifies, with what it says."""
        return stamps.shown(self._case)

    def brackets(self) -> Brackets:
        """For each ledger entry, the times of independent authorities between which it was recorded."""
        return Brackets(stamps.shown(self._case))
